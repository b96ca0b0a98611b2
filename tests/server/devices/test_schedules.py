"""The schedules the server keeps: one for all displays that are told alike."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import islice

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.publication.planner import Planner
from content.schedule.plan import ALL_DAY, Plan, Window
from content.schedule.resolve import Schedule, Showing
from control_server import app
from control_server.bench.made_up_city import DAY, characters, made_up
from control_server.devices import schedules
from control_server.devices.schedules import COMING, Schedules
from tests.server.simulator import PACK, START, Clock, Simulated

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[..., Awaitable[Client]]
ALIKE = PACK["displays.yaml"] + PACK["displays.yaml"].replace(b"displays:\n", b"").replace(b"gara", b"gara-2").replace(
    b"id: piata", b"id: piata-2"
)


class Counted:
    """Stands for `Schedule`: counts how many are made, and how many timelines they are asked for."""

    def __init__(self) -> None:
        self.made = self.asked = 0

    def __call__(self, plan: Plan) -> Schedule:
        self.made += 1
        counted = self

        class CountedSchedule(Schedule):
            def timeline(self, *args: object) -> object:  # type: ignore[override]
                counted.asked += 1
                return super().timeline(*args)  # type: ignore[arg-type]

        return CountedSchedule(plan)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    stand_in = Counted()
    monkeypatch.setattr(schedules, "Schedule", stand_in)
    return stand_in


def itself(schedule: Schedule) -> Schedule:
    return schedule


async def test_displays_that_are_told_alike_share_one(city: Simulated) -> None:
    await city.publish({**PACK, "displays.yaml": ALIKE})
    asked = city.server.schedules
    first = await asked.ask("gara", itself)
    assert await asked.ask("gara", itself) is await asked.ask("gara-2", itself) is first
    assert await asked.ask("piata", itself) is await asked.ask("piata-2", itself) is not first


async def test_one_is_kept_as_long_as_its_plan_is_the_newest(city: Simulated) -> None:
    asked = city.server.schedules
    first = await asked.ask("gara", itself)
    await city.publish({**PACK, "displays.yaml": ALIKE})
    assert await asked.ask("gara", itself) is first  # told of other displays, the plan is what it was
    await city.publish({**PACK, "campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate, share: 2}]"})
    after = await asked.ask("gara", itself)
    assert after is not first
    assert after.plan == city.published.plan("gara")


async def test_plans_that_are_too_large_together_are_forgotten(
    city: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedules, "KEPT_FAR", 1)
    asked = Schedules(city.server.publisher)
    first = await asked.ask("gara", itself)
    assert await asked.ask("gara", itself) is first  # one is always kept
    await asked.ask("piata", itself)
    assert await asked.ask("gara", itself) is not first


async def test_a_display_without_a_manifest_is_refused(city: Simulated) -> None:
    with pytest.raises(RefusedError, match="has no manifest yet"):
        await city.server.schedules.ask("nix", itself)
    with pytest.raises(RefusedError, match="has no manifest yet"):
        await city.server.schedules.coming(city.published, ["gara", "nix"], START, 3)


# --- what comes next -------------------------------------------------------------------------------------------------


async def test_what_comes_next_is_worked_out_once_for_all_displays_told_alike(
    city: Simulated, clock: Clock, counted: Counted
) -> None:
    await city.publish({**PACK, "displays.yaml": ALIKE})
    asked, displays = city.server.schedules, list(city.published.latest)
    coming = await asked.coming(city.published, displays, START, 3)
    assert coming["gara"] == coming["gara-2"] and len(coming) == len(displays) == 4
    assert (counted.made, counted.asked) == (2, 2)
    until = coming["gara"][0].since
    await asked.coming(city.published, displays, until - timedelta(microseconds=1), 3)
    assert (counted.made, counted.asked) == (2, 2)
    later = await asked.coming(city.published, displays, until, 3)
    assert later["gara"][:2] == coming["gara"][1:]
    assert (counted.made, counted.asked) == (2, 4)
    await asked.coming(city.published, displays, START + timedelta(hours=1), 3)
    assert counted.made == 4  # every hour begins with none


def forty(field: bytes) -> bytes:
    """Forty displays, each with another number in that field."""
    one = PACK["displays.yaml"].split(b"  - id: piata")[0].removeprefix(b"\ndisplays:\n")
    return b"displays:\n" + b"".join(
        one.replace(b"id: gara", b"id: gara-%d" % number).replace(b"viewing", field % number + b"\n    viewing")
        for number in range(40)
    )


async def test_more_plans_than_are_kept_are_each_worked_out_once_until_something_else_shows(
    city: Simulated, monkeypatch: pytest.MonkeyPatch, counted: Counted
) -> None:
    hours = forty(b'hours: [{days: mon-sun, from: "07:%02d", to: "22:00"}]')
    await city.publish({**PACK, "displays.yaml": hours})
    monkeypatch.setattr(schedules, "KEPT_NEAR", 1)
    asked, displays = Schedules(city.server.publisher), list(city.published.pack.displays)  # type: ignore[union-attr]
    for _ in range(3):
        await asked.coming(city.published, displays, START, 3)
    assert (counted.made, counted.asked) == (40, 40)


async def test_displays_that_differ_in_their_phase_share_what_is_worked_out(city: Simulated, counted: Counted) -> None:
    await city.publish({**PACK, "displays.yaml": forty(b"phase: %d")})
    displays = [f"gara-{number}" for number in range(40)]
    coming = await city.server.schedules.coming(city.published, displays, START, 3)
    assert (counted.made, counted.asked) == (1, 40)
    for display in displays:
        own = Schedule(city.published.plan(display)).timeline(START, START + COMING)
        assert coming[display] == tuple(islice(own, 1, 4))


PACK_OF_40 = made_up(campaigns=6, slides=12, displays=1)
PLANS = [
    Planner(PACK_OF_40, characters).plan(PACK_OF_40.displays["d0"]),
    Plan(timezone="Europe/Bucharest"),
    Plan(timezone="Europe/Bucharest", hours=(Window(days=(0, 1, 2), start=500, end=530),)),
    Plan(timezone="Europe/Bucharest", hours=ALL_DAY, phase=7),
]


@given(
    plan=st.sampled_from(PLANS),
    count=st.integers(1, 4),
    steps=st.lists(st.integers(-4000, 4000), min_size=1, max_size=8),
    start=st.integers(0, 3 * 86_400),
)
def test_what_comes_next_is_what_the_timeline_says_whenever_it_is_asked(
    plan: Plan, count: int, steps: list[int], start: int
) -> None:
    """The answers that are kept hold exactly as long as they are true."""
    kept: schedules.Upcoming | None = None
    schedule, now = Schedule(plan), DAY + timedelta(seconds=start)
    for step in steps:
        now += timedelta(seconds=step)
        expected: tuple[Showing, ...] = tuple(islice(schedule.timeline(now, now + COMING), 1, count + 1))
        if kept is None or not kept.holds(now):
            kept = schedules.Upcoming.of(schedule, now, count)
        assert kept.showings == expected


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
    token = {"Authorization": f"Bearer {city.server.token}"}
    client = await aiohttp_client(app.application(city.server), headers=token)
    go = threading.Event()
    long = asyncio.create_task(city.server.schedules.ask("gara", lambda _: go.wait(10)))
    waiting = asyncio.create_task(client.get(path))
    assert (await client.get("/healthz")).status == 200
    assert not waiting.done()  # it asks the same schedule, and not in the loop
    go.set()
    assert await long
    assert (await waiting).status == 200


async def test_answers_are_those_of_the_schedule(city: Simulated) -> None:
    plan = city.published.plan("gara")
    assert await city.server.schedules.ask("gara", lambda kept: kept.resolve(START)) == Schedule(plan).resolve(START)
