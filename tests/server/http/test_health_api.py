"""Whether the server is well, and what it counts."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from content import wire
from content.findings import RefusedError
from control_server import app
from tests.server.simulator import PACK, TOO_LONG, Clock, Simulated, glass, simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[..., Awaitable[Client]]


async def test_health_is_what_it_says(city: Simulated, staff: Client, client: Client) -> None:
    assert await (await client.get("/healthz")).json() == {"status": "ok"}
    well = await staff.get("/healthz")
    assert (well.status, await well.json()) == (200, {"database": "ok", "broker": "ok", "workers": "ok"})
    city.link.up = False
    ill = await staff.get("/healthz")
    assert (ill.status, (await ill.json())["broker"]) == (503, "is not connected")
    probe = await client.get("/healthz")
    assert (probe.status, await probe.json()) == (503, {"status": "failing"})


async def test_while_the_first_pack_is_drawn_it_is_starting_and_says_how_far_it_is(
    tmp_path: Path, clock: Clock, aiohttp_client: MakeClient
) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        token = {"Authorization": f"Bearer {empty.server.token}"}
        client = await aiohttp_client(app.application(empty.server), headers=token)
        stranger = await aiohttp_client(app.application(empty.server))
        assert await (await stranger.get("/healthz")).json() == {"status": "starting"}
        before = await client.get("/healthz")
        waits = "waits for the first pack of the city"
        assert (before.status, await before.json()) == (
            503,
            {"database": "ok", "broker": "ok", "workers": "ok", "publishing": waits},
        )
        empty.link.up = False
        assert (await (await client.get("/healthz")).json())["broker"] == waits
        empty.link.up = True
        seen: list[tuple[int, str]] = []

        async def look() -> None:
            answer = await client.get("/healthz")
            seen.append((answer.status, (await answer.json())["publishing"]))

        empty.pages.meanwhile = look
        await empty.publish(PACK)
        ((status, sentence),) = seen
        assert status == 503 and re.fullmatch("starting: [0-4] of 5 frames drawn", sentence)
        answer = await client.get("/healthz")
        assert (answer.status, "publishing" in await answer.json()) == (200, False)


async def test_metrics_count(city: Simulated, staff: Client, clock: Clock) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, clock.now, matches=False)))
    text = await (await staff.get("/metrics")).text()
    for line in (
        'afisier_displays{presence="online"} 1.0',
        'afisier_displays{presence="offline"} 1.0',
        'afisier_glass_total{matches="false"} 1.0',
        'afisier_frames_total{origin="drawn"} 5.0',
        "afisier_manifests_total 2.0",
        "afisier_publish_seconds_count 1.0",
    ):
        assert line in text.splitlines()


async def test_a_first_pack_that_is_refused_is_not_starting_for_ever(
    tmp_path: Path, clock: Clock, aiohttp_client: MakeClient
) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        token = {"Authorization": f"Bearer {empty.server.token}"}
        client = await aiohttp_client(app.application(empty.server), headers=token)
        with pytest.raises(RefusedError):
            await empty.publish({**PACK, "slides/anunt.yaml": slide(TOO_LONG)})
        assert (await (await client.get("/healthz")).json())["publishing"] == "waits for the first pack of the city"
