"""Whether a glass shows exactly what was approved, now: one case for each reason why that cannot be said."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import wire
from control_server.devices.agreement import GRACE, Agreement, Kind, agreement
from control_server.publishing.published import Published
from tests.server.simulator import OURS, START, Clock, Simulated, glass

SHOWN = glass(1, START - timedelta(seconds=5))
NEUTRAL = msgspec.structs.replace(SHOWN, state="neutral", slide=None, lang=None, campaign=None)
OFF = msgspec.structs.replace(NEUTRAL, state="off", asset=None)


async def told(city: Simulated, **fields: Any) -> Agreement:
    """Of a display with the newest manifest, as it says."""
    known = wire.ClockState(source="server")
    status = {"display": "gara", "online": True, "adopted": (1, 1), "glass": SHOWN, "clock": known} | fields
    await city.says(wire.Status(**status))
    said, heard = city.server.fleet.statuses["gara"]
    return agreement(said, heard, city.published, city.clock())


@pytest.mark.parametrize(
    ("fields", "kind", "since"),
    [
        ({}, "exact", SHOWN.lit),
        ({"clock": None}, "exact", SHOWN.lit),  # a player of the first release
        ({"clock": wire.ClockState(source="ntp", offset_s=9.0)}, "exact", SHOWN.lit),
        ({"glass": msgspec.structs.replace(SHOWN, until=START - GRACE)}, "exact", SHOWN.lit),
        ({"glass": NEUTRAL}, "idle", SHOWN.lit),
        ({"glass": OFF}, "idle", SHOWN.lit),
        ({"adopted": (0, 9)}, "older", START),
        ({"adopted": None}, "older", START),
        ({"adopted": (1, 2)}, "newer", None),
        ({"clock": wire.ClockState()}, "untimed", None),
        ({"glass": None}, "unseen", None),
        (
            {"glass": msgspec.structs.replace(SHOWN, until=START - GRACE - timedelta(seconds=1))},
            "stale",
            START - GRACE - timedelta(seconds=1),
        ),
        ({"glass": msgspec.structs.replace(SHOWN, matches=False)}, "other", SHOWN.lit),
        ({"glass": msgspec.structs.replace(NEUTRAL, asset=None)}, "other", SHOWN.lit),  # the nameplate
        ({"glass": msgspec.structs.replace(SHOWN, asset="f" * 64)}, "foreign", SHOWN.lit),
        ({"glass": msgspec.structs.replace(SHOWN, asset="f" * 64, slide="altul")}, "foreign", SHOWN.lit),
        ({"glass": msgspec.structs.replace(SHOWN, asset="f" * 64, lang="hu")}, "foreign", SHOWN.lit),
    ],
)
async def test_of_a_display_that_speaks(city: Simulated, fields: dict[str, Any], kind: Kind, since: object) -> None:
    assert await told(city, **fields) == Agreement(kind, since)  # type: ignore[arg-type]


async def test_a_display_that_was_heard_a_minute_ago_is_silent(city: Simulated, clock: Clock) -> None:
    await told(city)
    clock.forward(seconds=wire.DOWN_AFTER_S)
    said, heard = city.server.fleet.statuses["gara"]
    assert agreement(said, heard, city.published, clock()) == Agreement("silent", START)


async def test_what_is_published_since_is_not_on_the_glass(city: Simulated) -> None:
    assert (await told(city)).kind == "exact"
    before = city.published.programme("gara").frames["anunt"]["ro"].asset
    await city.put_slide("anunt", b"kind: notice\ntitle: {ro: Altul, en: Other}\nbody: {ro: Altul, en: Other}\n")
    shown = msgspec.structs.replace(SHOWN, asset=before)
    assert (await told(city, glass=shown)).kind == "older"
    assert (await told(city, glass=shown, adopted=(1, 2))).kind == "foreign"
    assert (await told(city, adopted=(1, 2))).kind == "exact"


@given(st.integers(0, 400), st.integers(1, 30))
def test_a_report_that_is_repeated_proves_nothing_once_its_slide_is_over(age_s: int, seconds: int) -> None:
    """Twenty-two pictures changed, and the agent repeated one report."""
    shown = msgspec.structs.replace(SHOWN, until=SHOWN.since + timedelta(seconds=seconds), asset=OURS)
    now = SHOWN.since + timedelta(seconds=age_s)
    status = wire.Status(display="gara", online=True, glass=shown)
    kind = agreement(status, now, Published(), now).kind
    assert (kind == "stale") == (timedelta(seconds=age_s - seconds) > GRACE)
