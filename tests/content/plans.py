"""Plans that hypothesis makes: a few campaigns around the days on which Bucharest's clocks change in 2026."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from content.plan import Entry, Item, Plan, Turn, Window
from content.recurrence import Recurrence

LANGUAGES = ("ro", "en", "hu", "de", "sr")
KINDS = ("budget", "consultation", "notice")
SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 15)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    days = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
    minute = st.integers(0, 1440) | st.sampled_from([170, 180, 195, 210, 239, 240, 255])  # about the change at 03:00
    found = []
    for _ in range(draw(st.integers(1, 3))):
        start, length = draw(minute.filter(lambda at: at < 1440)), draw(st.integers(1, 1440))
        found.append(Window(days=draw(days), start=start, end=start + length))
    return tuple(found)


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
