"""What displays will show, over HTTP: the answers are those of the schedule that plays."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from icalendar import Calendar
from yarl import URL

from content import wire
from content.schedule import resolve
from control_server import app
from control_server.http import schedule_api
from control_server.storage import displays
from tests.server.simulator import START, Clock, Simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[..., Awaitable[Client]]


@pytest.fixture
async def client(staff: Client) -> Client:
    return staff


async def test_a_timeline_is_the_schedule(city: Simulated, client: Client) -> None:
    answer = await client.get("/api/displays/gara/timeline?from=2026-11-23T12:00&to=2026-11-23T12:10")
    rows = await answer.json()
    plan = city.server.publisher.published.plan("gara")
    told = list(resolve.timeline(plan, START, START + timedelta(minutes=10)))
    assert [(row["slide"], row["lang"]) for row in rows] == [(each.slide, each.lang) for each in told]
    assert [datetime.fromisoformat(row["since"]) for row in rows] == [each.since for each in told]
    assert rows[0]["since"].endswith("+02:00")
    hour = await (await client.get("/api/displays/gara/timeline")).json()
    assert datetime.fromisoformat(hour[-1]["until"]) >= START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=maine", "found 'maine', expected a date or time"),
        ("from=2026-11-23&to=2026-11-22", "expected an end after the start and at most 7 days"),
        ("from=2026-11-01&to=2026-11-30", "expected an end after the start and at most 7 days"),
        ("from=9990-01-01", "expected a year from 1900 to 2199"),
    ],
)
async def test_a_time_that_is_none_is_refused(client: Client, query: str, said: str) -> None:
    answer = await client.get(f"/api/displays/gara/timeline?{query}")
    assert answer.status == 422
    assert said in (await answer.json())["error"]
    assert (await client.get("/api/displays/nix/timeline")).status == 404


@pytest.mark.parametrize("at", ["2026-11-23T12:00+02:00", "2026-11-23T12:00%2B02:00", "2026-11-23T12:00:00.5+0200"])
async def test_a_time_may_be_pasted_into_an_address_as_it_was_given(client: Client, at: str) -> None:
    """A `+` in a query means a space."""
    rows = await (await client.get(URL(f"/api/displays/gara/timeline?from={at}", encoded=True))).json()
    assert datetime.fromisoformat(rows[0]["since"]) <= START < datetime.fromisoformat(rows[0]["until"])
    spaced = await client.get("/api/displays/gara/timeline?from=2026-11-23 12:00")
    assert (await spaced.json())[0] == rows[0]
    page = await client.get(URL(f"/displays/gara?at={at}", encoded=True))
    assert page.status == 200


async def test_an_explanation_in_both_languages(client: Client) -> None:
    found = await (await client.get("/api/displays/gara/explanation?at=2026-11-24T08:00")).json()
    assert [(reason["campaign"], reason["state"]) for reason in found["reasons"]] == [("mereu", "plays")]
    assert found["sentence"].startswith("The slide “")
    assert " (anunt) shows in " in found["sentence"]
    found = await (await client.get("/api/displays/gara/explanation?lang=ro")).json()
    assert found["sentence"].startswith("Afișul „")
    assert " (anunt) se vede în " in found["sentence"]
    assert (await client.get("/api/displays/gara/explanation?lang=xx")).status == 422


def played(number: int, minutes: float, seconds: float = 15, slide: str | None = "anunt") -> wire.Play:
    """A play that began so many minutes before START."""
    since = START - timedelta(minutes=minutes)
    asset = "a" * 64 if slide else "b" * 64
    named = {"lang": "ro", "campaign": "mereu"} if slide else {"lang": None, "campaign": None}
    return wire.Play(
        number=number, slide=slide, asset=asset, since=since, until=since + timedelta(seconds=seconds), **named
    )


async def test_the_public_is_told_what_was_shown_by_the_plays(city: Simulated, aiohttp_client: MakeClient) -> None:
    stranger = await aiohttp_client(app.application(city.server))
    plays = (played(1, 300), played(2, 20), played(3, 10, 60, None))
    await displays.add_plays(city.server.ground.database, [displays.PlaysOf(display="gara", plays=plays)])
    rows = await (await stranger.get("/api/displays/gara/timeline")).json()
    assert [(row["state"], row["slide"]) for row in rows] == [("showing", "anunt"), ("neutral", None)]
    rows = await (await stranger.get("/api/displays/gara/timeline?from=2026-11-23T06:00")).json()
    assert rows == []
    rows = await (await stranger.get("/api/displays/gara/timeline?from=2026-11-23T07:00:05")).json()
    assert [row["since"][11:19] for row in rows] == ["07:00:00"]  # it had begun before
    answer = await stranger.get("/api/displays/gara/timeline?from=2026-11-20&to=2026-11-23")
    assert (answer.status, "at most a day" in (await answer.json())["error"]) == (422, True)
    why = await (await stranger.get("/api/displays/gara/explanation?at=2026-11-23T11:40:05")).json()
    assert why["sentence"] == (
        "The slide “anunt” (anunt) showed in Romanian from 11:40 to 11:40:15, for the campaign “mereu”."
    )
    why = await (await stranger.get("/api/displays/gara/explanation?at=2026-11-23T11:50:30&lang=ro")).json()
    assert why["sentence"] == "S-a văzut ecranul de repaus, de la 11:50 până la 11:51."
    why = await (await stranger.get("/api/displays/gara/explanation?at=2026-11-23T11:55")).json()
    assert why["showing"] is None and "has not told" in why["sentence"]


async def test_a_calendar_to_subscribe_to(client: Client) -> None:
    answer = await client.get("/displays/gara/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(await answer.read()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "mereu: Podul se inchide"
    again = await client.get("/displays/gara/calendar.ics")
    assert await again.read() == await answer.read()


async def test_a_calendar_is_made_once_a_day_for_all_who_ask(
    city: Simulated, client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, make = 0, schedule_api.feed

    def counted(*given: Any, **named: Any) -> bytes:
        nonlocal made
        made += 1
        return make(*given, **named)

    monkeypatch.setattr(schedule_api, "feed", counted)

    async def calendars() -> set[bytes]:
        answers = await asyncio.gather(*(client.get("/displays/gara/calendar.ics") for _ in range(50)))
        return {await answer.read() for answer in answers}

    (first,) = await calendars()
    assert made == 1
    await city.put_slide("anunt", slide("Podul se deschide"))
    (second,) = await calendars()
    assert made == 2 and first != second
    clock.forward(days=1)
    await calendars()
    assert made == 3
