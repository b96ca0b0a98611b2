"""Plans that hypothesis makes: a few campaigns, or many edges, around days on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from content.schedule.loops import Loops, RotationTurn
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.recurrence import Recurrence
from content.schedule.rotation import ActiveSet, Rotation

LANGUAGES = ("ro", "en", "hu", "de", "sr")
KINDS = ("budget", "consultation", "notice")
SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 15)
CHANGES = {
    "Europe/Bucharest": [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 15), date(2026, 12, 31)],
    "Pacific/Apia": [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)],  # 30 December did not happen
    "America/Havana": [date(2026, 3, 8), date(2026, 11, 1)],  # clocks change at midnight and at one
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],  # by half an hour
    "America/St_Johns": [date(2010, 11, 7)],  # at 00:01
}


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    days = st.sets(st.integers(0, 6), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    minute = st.integers(0, 1440) | st.sampled_from([170, 180, 195, 210, 239, 240, 255])  # about the change at 03:00
    drawn = []
    for _ in range(draw(st.integers(1, 3))):
        start, length = draw(minute.filter(lambda at: at < 1440)), draw(st.integers(1, 1440))
        drawn.append(Window(days=draw(days), start=start, end=start + length))
    return tuple(drawn)


@st.composite
def bounds(draw: st.DrawFn, day: date) -> tuple[datetime | None, datetime | None]:
    noon = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    moment = st.none() | st.integers(-1800, 1800).map(lambda minutes: noon + timedelta(minutes=minutes))
    return draw(moment), draw(moment)


@st.composite
def recurrences(draw: st.DrawFn, day: date) -> Recurrence:
    """Every so many weeks on some weekdays, from some time before; days around left out or added."""
    near = st.lists(st.integers(-2, 2).map(lambda n: day + timedelta(n)), max_size=2).map(tuple)
    start = day - timedelta(draw(st.integers(0, 30)))
    names = draw(st.sets(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1))
    rule = f"FREQ=WEEKLY;INTERVAL={draw(st.integers(1, 3))};BYDAY={','.join(sorted(names))}"
    bound = st.none() | st.integers(-2, 2).map(lambda n: day + timedelta(n))
    return Recurrence(
        start=start,
        rule=rule if draw(st.booleans()) else None,
        added=draw(near),
        left_out=draw(near),
        first=draw(bound),
        last=draw(bound),
    )


@st.composite
def turns(draw: st.DrawFn) -> tuple[Turn, ...]:
    count = draw(st.integers(1, len(LANGUAGES)))
    return tuple(Turn(lang=lang, seconds=draw(st.integers(8, 20))) for lang in LANGUAGES[:count])


@st.composite
def plans(draw: st.DrawFn, day: date, timezone: str = "Europe/Bucharest") -> Plan:
    slides = [f"s{index}" for index in range(draw(st.integers(1, 5)))]
    items = {}
    for slide in slides:
        opens, ends = draw(bounds(day)) if draw(st.booleans()) else (None, None)
        items[slide] = Item(turns=draw(turns()), kind=draw(st.sampled_from(KINDS)), opens=opens, ends=ends)
    entries = []
    for index in range(draw(st.integers(0, 4))):
        opens, ends = draw(bounds(day)) if draw(st.booleans()) else (None, None)
        entries.append(
            Entry(
                campaign=f"c{index}",
                slides=tuple(draw(st.lists(st.sampled_from(slides), min_size=1, max_size=5, unique=True))),
                priority=draw(st.integers(0, 1)),
                share=draw(st.integers(1, 5)),
                opens=opens,
                ends=ends,
                dayparts=draw(windows()) if draw(st.booleans()) else (),
                recurs=draw(st.none() | recurrences(day)),
            )
        )
    hours = draw(windows()) if draw(st.booleans()) else ()
    parts = st.sampled_from([0.05, 0.2, 0.5])
    minimums = {kind: draw(parts) for kind in draw(st.sets(st.sampled_from(KINDS), max_size=2))}
    phase = draw(st.sampled_from([0, 0, 1, 7, 30, 3600]))
    return Plan(timezone=timezone, minimums=minimums, phase=phase, hours=hours, items=items, entries=tuple(entries))


DAYS = st.sampled_from([SPRING, AUTUMN, PLAIN, SPRING - timedelta(days=1), AUTUMN + timedelta(days=1)])


@st.composite
def planned_moments(draw: st.DrawFn) -> tuple[Plan, datetime]:
    day = draw(DAYS)
    zone = draw(st.sampled_from(["Europe/Bucharest"] * 3 + ["America/Havana", "Africa/Cairo", "Pacific/Apia"]))
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return draw(plans(day, zone)), moment + timedelta(microseconds=draw(st.integers(-86_400, 2 * 86_400)) * 999_983)


SLIDES = [f"s{n}" for n in range(8)]
ONE_TURN = (Turn(lang="ro", seconds=10),)


def mostly(one: object, rarely: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 3).flatmap(lambda n: rarely if n == 3 else st.just(one))


@st.composite
def crowded(draw: st.DrawFn) -> tuple[Plan, date]:
    """Plans with many edges: few minutes and instants to choose from, so that edges also coincide."""
    zone = draw(st.sampled_from(list(CHANGES)))
    day = draw(st.sampled_from(CHANGES[zone]))
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    seconds = st.integers(-5, 5).map(lambda n: n * 7200) | st.integers(-50_000, 50_000)
    instants = seconds.map(lambda n: noon + timedelta(seconds=n))
    bound = st.none() | instants | instants.map(lambda at: at.astimezone(ZoneInfo("Asia/Tokyo")))
    lengths = st.sampled_from([0, 30, 60, 90, 119, 120, 600, 1440])
    window = st.builds(
        lambda days, start, length: Window(days=tuple(sorted(days)), start=start, end=start + length),
        mostly(set(range(7)), st.sets(st.integers(0, 6), min_size=1)),
        st.sampled_from([0, 30, 120, 150, 180, 210, 240, 600, 601, 720, 1320, 1439]),
        lengths,
    )
    item = st.builds(Item, turns=mostly(ONE_TURN, st.just(())), opens=bound, ends=bound)
    items = {slide: draw(item) for slide in SLIDES[: draw(st.integers(4, 8))]}
    entries = [
        Entry(
            campaign=f"c{n}",
            slides=tuple(draw(st.lists(st.sampled_from(SLIDES), min_size=1, max_size=6))),
            priority=draw(st.integers(-1, 2)),
            share=draw(st.integers(1, 3)),
            opens=draw(mostly(None, bound)),
            ends=draw(mostly(None, bound)),
            dayparts=tuple(draw(st.lists(window, max_size=4))),
            recurs=draw(mostly(None, recurrences(day))),
        )
        for n in range(draw(st.integers(1, 9)))
    ]
    hours = draw(mostly((), windows()))
    phase = draw(mostly(0, st.integers(0, 99)))
    shuffled = tuple(draw(st.permutations(entries)))
    return Plan(timezone=zone, hours=hours, phase=phase, items=items, entries=shuffled), day


# --- active sets on their own ---------------------------------------------------------------------------------------

Drawn = tuple[ActiveSet, dict[str, tuple[Turn, ...]]]
"""An active set, and the turns of its slides."""


def in_languages(count: int, seconds: int = 12) -> tuple[Turn, ...]:
    """Turns of one slide in the first so many languages."""
    return tuple(Turn(lang=lang, seconds=seconds) for lang in LANGUAGES[:count])


@st.composite
def active_sets(draw: st.DrawFn, shared: bool = False, campaigns: int = 4) -> Drawn:
    """At most so many campaigns. With `shared` they may play the same slides."""
    known: dict[str, tuple[Turn, ...]] = {}
    active = []
    for campaign in range(draw(st.integers(1, campaigns))):
        slides = []
        for index in draw(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True)):
            slide = f"s{index}" if shared else f"s{campaign}-{index}"
            seconds = draw(st.integers(8, 20))
            known.setdefault(slide, in_languages(draw(st.integers(1, 5)), seconds))
            slides.append(slide)
        active.append((f"c{campaign}", draw(st.sampled_from((1, 1, 2, 3, 6, 20))), tuple(slides)))
    return tuple(active), known


def played(active: ActiveSet, known: dict[str, tuple[Turn, ...]], seconds: int) -> list[RotationTurn]:
    """The turns of a rotation from its start on, for at least so many seconds."""
    rotation, turns, at = Rotation(active, Loops(known)), [], 0
    while at < seconds:
        start, end, turn = rotation.at(at)
        assert start == at < end == at + turn.seconds
        turns.append(turn)
        at = end
    return turns
