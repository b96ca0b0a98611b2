"""A wrong clock: nothing that is over or not yet open is on the glass; what certainly is open plays.

Each case is a machine whose system clock is wrong in its own way, asked every hour of two days of true time what
belongs on its glass. `make test-faults` prints the figures.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.wire import LivePart
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.clock import KEEP_S
from display_client.screen.on_glass import OnGlass, Target
from tests.display.glasses import heed, on_glass_of, reload
from tests.display.machine_clocks import TRUE, Machine
from tests.figures import shown

DAY = timedelta(days=1)
WINDOWS: dict[str, tuple[datetime | None, datetime | None]] = {
    "undated": (None, None),
    "begun": (TRUE - 100 * DAY, None),
    "valid": (TRUE - 50 * DAY, TRUE + 50 * DAY),
    "today": (TRUE - DAY / 2, TRUE + 2 * DAY),
    "expired": (TRUE - 50 * DAY, TRUE - timedelta(minutes=1)),
    "long-expired": (None, TRUE - 39 * DAY),
    "embargoed": (TRUE + 5 * DAY, None),
    "far-embargoed": (TRUE + 300 * DAY, TRUE + 5000 * DAY),
}
"""When slides are open: some by themselves, some by their campaign."""
BY_CAMPAIGN = {"expired", "embargoed", "today"}
CERTAIN = {"undated", "begun"}
"""What is open whatever time it is after the manifest was issued."""

Case = Callable[[Machine], None]


def hang(city: Rehearsal) -> None:
    """Its slides, one second each, from a manifest that was issued 60 days ago."""
    part = LivePart(part="clock", x=10, y=10, width=100, height=40, size=20)
    told = city.manifest({name: SyntheticSlide(name.encode(), 1, (part,)) for name in WINDOWS})
    items, entries = {}, []
    for name, (opens, ends) in WINDOWS.items():
        own = (None, None) if name in BY_CAMPAIGN else (opens, ends)
        items[name] = Item(turns=(Turn(lang="ro", seconds=1),), opens=own[0], ends=own[1])
        both = (opens, ends) if name in BY_CAMPAIGN else (None, None)
        entries.append(Entry(campaign=name, slides=(name,), opens=both[0], ends=both[1]))
    hours = (Window(days=tuple(range(7)), start=0, end=1440),)
    plan: Plan = msgspec.structs.replace(told.programme.plan, items=items, entries=tuple(entries))
    manifest = told.told(plan=plan, hours=hours, issued=TRUE - 60 * DAY)
    city.store.adopt(city.stored(manifest))


def system(at: timedelta | datetime) -> Case:
    def case(machine: Machine) -> None:
        machine.set_to(at if isinstance(at, datetime) else machine.true + at)

    return case


def stepping(machine: Machine) -> None:
    """Back by two hours every hour, as by somebody who corrects the wrong thing."""
    machine.offset -= timedelta(hours=2)


UNTRUSTED: dict[str, Case] = {
    "1970": system(datetime(1970, 1, 1, tzinfo=UTC)),
    "one day behind": system(-DAY),
    "40 days behind": system(-40 * DAY),
    "a minute behind": system(timedelta(minutes=-2)),
    "one day ahead": system(DAY),
    "six days ahead": system(6 * DAY),
    "ten years ahead": system(3650 * DAY),
    "stepping back": stepping,
    "the build date of systemd, lifted from an RTC of 1970": system(datetime(2025, 6, 1, tzinfo=UTC)),
    "right, which nobody vouches for": system(timedelta(0)),
}


def glimpses(machine: Machine, on_glass: OnGlass, case: Case, hours: int = 48) -> list[tuple[Target, datetime]]:
    """What belongs on the glass, over a whole rotation in every hour, and when it really was."""
    seen = []
    for _ in range(hours):
        case(machine)
        for _ in range(len(WINDOWS) * 2):
            reading = machine.clock.read()
            heed(on_glass, reading)
            seen.append((on_glass.at(reading.now), machine.true))
            machine.true += timedelta(seconds=1)
        machine.after(seconds=3600 - len(WINDOWS) * 2)
    return seen


def wrong(seen: list[tuple[Target, datetime]]) -> list[tuple[str | None, datetime]]:
    """What was shown when it was over or not open yet."""
    found = []
    for target, true in seen:
        opens, ends = WINDOWS.get(target.showing.slide or "", (None, None))
        if (opens is not None and true < opens) or (ends is not None and true >= ends):
            found.append((target.showing.slide, true))
    return found


def slides(seen: list[tuple[Target, datetime]]) -> set[str]:
    return {target.showing.slide for target, _ in seen if target.showing.slide}


@pytest.fixture
def machine(city: Rehearsal) -> Machine:
    hang(city)
    return Machine(city)


@pytest.fixture
def on_glass(machine: Machine) -> OnGlass:
    on_glass = on_glass_of(machine.city)
    on_glass.heed(machine.clock.read())
    assert reload(on_glass, now=machine.clock.now())
    return on_glass


@pytest.mark.parametrize("name", UNTRUSTED)
def test_nobody_vouches_for_the_clock(machine: Machine, on_glass: OnGlass, name: str) -> None:
    seen = glimpses(machine, on_glass, UNTRUSTED[name])
    found = wrong(seen)
    shown(f"clock {name}, not trusted: expired or embargoed", f"{len(found)} of {len(seen)}", "0", holds=not found)
    assert slides(seen) == CERTAIN
    assert not any(target.timed for target, _ in seen)  # it tells nobody a time that it does not know


@pytest.mark.parametrize("name", UNTRUSTED)
def test_the_server_told_the_time(machine: Machine, on_glass: OnGlass, name: str) -> None:
    machine.told()
    seen = glimpses(machine, on_glass, UNTRUSTED[name])
    found = wrong(seen)
    shown(f"clock {name}, server told: expired or embargoed", f"{len(found)} of {len(seen)}", "0", holds=not found)
    assert slides(seen) == CERTAIN | {"valid", "today"}
    assert all(target.timed for target, _ in seen)


@pytest.mark.parametrize("drift", [-200e-6, 200e-6])
def test_sixty_days_without_a_network_every_slide_ends_at_its_own_end(city: Rehearsal, drift: float) -> None:
    """By a quartz that is as bad as they come."""
    hang(city)
    machine = Machine(city, drift=drift)
    machine.told()
    on_glass = on_glass_of(city)
    heed(on_glass, machine.clock.read())
    reload(on_glass, now=machine.clock.now())
    seen = glimpses(machine, on_glass, system(datetime(1970, 1, 1, tzinfo=UTC)), hours=60 * 24)
    found = wrong(seen)
    shown(f"60 days offline, {drift * 1e6:+.0f} ppm: ends missed", f"{len(found)} of {len(seen)}", "0", holds=not found)
    last = [target for target, true in seen if true > TRUE + 59 * DAY]
    assert {target.showing.slide for target in last} == CERTAIN | {"embargoed"}


def test_after_a_start_without_a_network_what_was_kept_bounds_the_past_only(
    machine: Machine, on_glass: OnGlass
) -> None:
    machine.told()
    machine.after(days=6)
    machine.after(seconds=KEEP_S)
    machine.clock.keep()
    machine.start()
    machine.set_to(datetime(1970, 1, 1, tzinfo=UTC))
    seen = glimpses(machine, on_glass, lambda machine: None, hours=3)
    assert slides(seen) == CERTAIN | {"embargoed"}  # by now it is open, and has no end
    assert not wrong(seen)


def test_trust_changes_the_glass_at_once(machine: Machine, on_glass: OnGlass) -> None:
    assert not heed(on_glass, machine.clock.read())
    machine.told()
    assert heed(on_glass, machine.clock.read())
    assert on_glass.at(machine.clock.now()).timed


def test_a_new_manifest_lets_nothing_finish_that_is_not_certainly_open(machine: Machine, on_glass: OnGlass) -> None:
    machine.told()
    heed(on_glass, machine.clock.read())
    at = machine.clock.now()
    while (before := on_glass.at(at)).showing.slide != "valid":
        at += timedelta(seconds=1)
    machine.start()
    heed(on_glass, machine.clock.read())
    hang(machine.city)
    reload(on_glass, before, at)
    assert on_glass.at(at).showing.slide in CERTAIN
