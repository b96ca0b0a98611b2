"""The schedules the server keeps: one a manifest, as long as that is the newest."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from content.findings import RefusedError
from content.schedule.resolve import Schedule
from control_server import app
from control_server.devices import schedules
from tests.server.simulator import PACK, START, Simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


def itself(schedule: Schedule) -> Schedule:
    return schedule


async def test_one_is_kept_until_its_manifest_is_not_the_newest(city: Simulated) -> None:
    asked = city.server.schedules
    first = await asked.ask("gara", itself)
    assert await asked.ask("gara", itself) is first
    assert await asked.ask("piata", itself) is not first
    await city.publish({**PACK, "slides/anunt.yaml": slide("Podul se inchide joi la ora zece si un sfert")})
    after = await asked.ask("gara", itself)
    assert after is not first
    assert after.plan == city.server.publisher.published.plan("gara")


async def test_only_so_many_are_remembered(city: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "KEPT", 1)
    asked = city.server.schedules
    first = await asked.ask("gara", itself)
    await asked.ask("piata", itself)
    assert await asked.ask("gara", itself) is not first


async def test_a_display_without_a_manifest_is_refused(city: Simulated) -> None:
    with pytest.raises(RefusedError, match="has no manifest yet"):
        await city.server.schedules.ask("nix", itself)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/displays/gara",
        "/displays/gara?at=2026-11-24T08:00",
        "/displays/gara/card",
        "/displays/gara/picture.png",
        "/displays/gara/calendar.ics",
        "/api/displays",
        "/api/displays/gara/timeline",
        "/api/displays/gara/explanation",
    ],
)
async def test_the_loop_answers_while_a_question_is_worked_out(
    city: Simulated, aiohttp_client: MakeClient, path: str
) -> None:
    client = await aiohttp_client(app.application(city.server))
    go = threading.Event()
    long = asyncio.create_task(city.server.schedules.ask("gara", lambda _: go.wait(10)))
    waiting = asyncio.create_task(client.get(path))
    assert (await client.get("/healthz")).status == 200
    assert not waiting.done()  # it asks the same schedule, and not in the loop
    go.set()
    assert await long
    assert (await waiting).status == 200


async def test_answers_are_those_of_the_schedule(city: Simulated) -> None:
    plan = city.server.publisher.published.plan("gara")
    assert await city.server.schedules.ask("gara", lambda kept: kept.resolve(START)) == Schedule(plan).resolve(START)
