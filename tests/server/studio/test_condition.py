"""What is the matter with a display: the first thing that must be mended, and that the lists agree about who is ill."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from content import wire
from control_server.studio import condition
from control_server.studio.condition import Condition
from tests.server.simulator import OURS, START, Clock, Simulated, glass

GLASS = glass(1, START)
NEUTRAL = wire.Glass(state="neutral", asset=OURS, matches=True, since=START, lit=START)
OFF = wire.Glass(state="off", matches=True, since=START, lit=START)
KNOWN, UNKNOWN = wire.ClockState(source="server"), wire.ClockState()


async def found(city: Simulated) -> Condition:
    card = await city.server.studio.screens.cards.card(city.published.display("gara"))
    told = condition.condition(card, city.published.latest["gara"].manifest.issued)
    assert told.ill == (city.server.studio.screens.lists.state("gara") == "trouble")
    return told


@pytest.mark.parametrize(
    ("fields", "minutes", "kind", "mend"),
    [
        ({"glass": GLASS}, 0, "well", ""),
        ({"glass": GLASS, "clock": KNOWN}, 0, "well", ""),
        ({"glass": GLASS, "clock": UNKNOWN}, 0, "untimed", ""),
        ({}, 0, "unseen", "restart"),
        ({"glass": msgspec.structs.replace(GLASS, until=START)}, 0.2, "stale", "restart"),
        ({"glass": glass(1, START, asset="f" * 64)}, 0, "other", "restart"),
        ({"glass": NEUTRAL}, 0, "neutral", ""),
        ({"glass": OFF}, 0, "off", ""),
        ({"glass": glass(1, START, matches=False)}, 0, "other", "restart"),
        ({"rejected": "a forged one", "glass": GLASS}, 0, "refuses", "plan"),
        ({"rejected": "a forged one", "glass": glass(1, START, matches=False)}, 0, "other", "restart"),
        ({"adopted": (0, 9)}, 1.9, "behind", ""),
        ({"adopted": (0, 9), "glass": GLASS}, 0, "behind", ""),
        ({"adopted": (0, 9)}, 2, "late", "plan"),
        ({"adopted": (9, 9), "glass": GLASS}, 0, "newer", ""),
        ({"adopted": (0, 9), "glass": OFF}, 2, "late", "plan"),
    ],
)
async def test_of_a_display_that_speaks(
    city: Simulated, clock: Clock, fields: dict[str, Any], minutes: float, kind: str, mend: str
) -> None:
    clock.forward(minutes=minutes)
    newest = city.published.latest["gara"].version
    await city.says(wire.Status(**{"display": "gara", "online": True, "adopted": newest, **fields}))
    told = await found(city)
    assert (told.kind, told.mend) == (kind, mend)


async def test_of_one_that_does_not(city: Simulated, clock: Clock) -> None:
    assert await found(city) == Condition("never", None, "enrol")
    await city.says(wire.Status(display="gara", online=True, adopted=(0, 9), glass=GLASS))
    clock.forward(minutes=41)
    assert await found(city) == Condition("silent", START, "")
    assert clock.now - START == timedelta(minutes=41)


async def test_two_players_are_told_before_all_else(city: Simulated) -> None:
    for instance in "aba":
        await city.says(wire.Status(display="gara", online=True, instance=instance, rejected="x"))
    assert await found(city) == Condition("rivals", None, "enrol")
