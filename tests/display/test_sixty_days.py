"""Sixty days without a network: each slide plays in its last seconds and never after, days of 23 and 25 hours included.

The store is real and holds one manifest, whose own validity ends on the way; the machine's clock is the test's, and the
server told the time on the first day. The screen is started anew every week.
`make test-faults` prints the figure.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content.schedule.plan import Entry, Item, Turn
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.screen.on_glass import OnGlass
from display_client.timekeeping import TimeReading
from tests.display.glasses import heed, on_glass_of, read, reload
from tests.display.machine_clocks import Machine
from tests.figures import shown

DAYS, DAY, ZONE = 60, timedelta(days=1), ZoneInfo("Europe/Bucharest")
TIMES = ((0, 0), (3, 0), (3, 30), (4, 0), (12, 17), (23, 59))
"""Of each day, by the clock on the wall: midnight, around where an hour is left out or comes twice, any."""
SECOND = timedelta(seconds=1)
ROTATION = 20
"""Seconds in which every slide that plays is on the glass once: there are at most that many."""
EACH_WEEK = 42
"""Ends in a week: then the screen is started anew."""
BEGINS = {
    "autumn": datetime(2026, 10, 1, 6, tzinfo=UTC),
    "spring": datetime(2027, 3, 1, 6, tzinfo=UTC),
}


def ends(begins: datetime) -> Iterator[datetime]:
    """An end for each slide, in UTC, none twice. On the day with an hour twice that hour has two."""
    first = begins.astimezone(ZONE).date()
    seen = set[datetime]()
    for day in range(1, DAYS + 1):
        on = first + timedelta(days=day)
        for hour, minute in TIMES:
            for fold in (0, 1):
                at = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZONE, fold=fold).astimezone(UTC)
                if at not in seen:
                    seen.add(at)
                    yield at


def hang(city: Rehearsal, begins: datetime) -> dict[str, datetime]:
    """Slides of one second that play for two days each, beside one that always does. When each ends.

    Every second one ends by itself, the others by their campaign.
    """
    over = {f"s{number:03}": at for number, at in enumerate(ends(begins))}
    told = city.manifest({name: SyntheticSlide(name.encode(), 1) for name in ("always", *over)})
    items = {"always": Item(turns=(Turn(lang="ro", seconds=1),))}
    entries = [Entry(campaign="always", slides=("always",))]
    for number, (name, at) in enumerate(over.items()):
        by_campaign = at if number % 2 else None
        items[name] = Item(turns=(Turn(lang="ro", seconds=1),), ends=None if by_campaign else at)
        entries.append(Entry(campaign=name, slides=(name,), opens=at - 2 * DAY, ends=by_campaign))
    plan = msgspec.structs.replace(told.programme.plan, timezone=ZONE.key, items=items, entries=tuple(entries))
    changed = told.told(plan=plan, issued=begins - DAY, valid_until=begins + 30 * DAY)
    city.store.adopt(city.stored(changed))
    return over


def started(city: Rehearsal, reading: TimeReading) -> OnGlass:
    """A screen that starts on what the store holds."""
    on_glass = on_glass_of(city)
    on_glass.heed(reading)
    assert reload(on_glass, now=reading.now)
    return on_glass


def plays(machine: Machine, on_glass: OnGlass, name: str, *, certain: bool) -> bool:
    """Whether the slide is on the glass in the next `ROTATION` seconds."""
    seen = False
    for _ in range(ROTATION):
        reading = read(machine.true) if certain else machine.clock.read()
        heed(on_glass, reading)
        seen = seen or on_glass.at(reading.now).showing.slide == name
        machine.true += SECOND
    return seen


@pytest.mark.parametrize("certain", [True, False], ids=["a right clock", "as well as the machine knows the time"])
@pytest.mark.parametrize("season", BEGINS)
def test_each_slide_ends_at_its_own_end(city: Rehearsal, season: str, *, certain: bool) -> None:
    """A clock of which nobody has said anything for weeks is trusted less and less: what may be over is.

    Then a slide ends earlier, by the doubt, and never later.
    """
    begins = BEGINS[season]
    over = hang(city, begins)
    machine = Machine(city, begins)
    machine.told()
    on_glass = started(city, machine.clock.read())
    missed = []
    for number, (name, at) in enumerate(over.items()):
        if number % EACH_WEEK == 0:
            machine.clock = machine.program()
            on_glass = started(city, machine.clock.read())
        machine.true = at
        margin = timedelta(0) if certain else machine.clock.read().margin
        assert margin is not None
        machine.true = at - margin - ROTATION * SECOND
        before = plays(machine, on_glass, name, certain=certain)
        after = plays(machine, on_glass, name, certain=certain)
        machine.true = at
        later = plays(machine, on_glass, name, certain=certain)
        if (before, after, later) != (True, False, False):
            missed.append(f"{name} {at} {before} {after} {later}")
    assert on_glass.at(machine.clock.now()).showing.slide == "always"
    how = "a right clock" if certain else "by its doubt"
    shown(f"60 days from {begins:%-d %B}, {how}: ends missed", f"{len(missed)} of {len(over)}", "0", holds=not missed)
