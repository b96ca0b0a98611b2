"""When campaigns of a calendar play is when its events happen: made-up calendars against days written out by hand.

And whatever a calendar holds, each of its events is a campaign or is named in a finding.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.exchange.ical import calendar
from content.exchange.media_blocks import plain
from content.findings import RefusedError
from content.imports.yaml_lists import extended
from content.pack.model import Campaign
from content.pack.parse import parse
from content.pack.values import id_of
from content.publication.planner import plan_for
from content.schedule.resolve import Schedule
from tests import sample
from tests.exchange.ical.presa import PLAYLISTS, ics, read, several


@pytest.mark.parametrize(
    ("lines", "hours"),
    [
        (("DTSTART;TZID=Europe/Bucharest:20261025T010000", "DURATION:PT4H"), 4),
        (("DTSTART;TZID=Europe/Bucharest:20261025T010000", "DURATION:PT24H"), 24),
        (("DTSTART;TZID=Europe/Bucharest:20261025T010000", "DURATION:P1D"), 25),
        (("DTSTART;TZID=Europe/Bucharest:20261025T010000", "DURATION:PT2H30M"), 2.5),
        (("DTSTART:20261025T003000Z", "DTEND:20261025T011500Z"), 0.75),
        (("DTSTART:20261025T010000Z", "DURATION:PT30M"), 0.5),
        (("DTSTART;TZID=Europe/Bucharest:20260329T013000", "DURATION:PT3H"), 3),
        (("DTSTART;TZID=Europe/Bucharest:20260329T013000", "DURATION:P1D"), 23),
    ],
)  # fmt: skip
def test_hours_last_as_long_as_they_say_when_the_clocks_change(lines: tuple[str, ...], hours: float) -> None:
    """RFC 5545 §3.3.6: 25 October has 25 hours, 29 March 23."""
    made = read("SUMMARY:x", *lines).campaigns
    start = datetime(2026, 3, 28, tzinfo=UTC) if "202603" in lines[0] else datetime(2026, 10, 24, tzinfo=UTC)
    assert playing(made, start, 3) == timedelta(hours=hours)


def playing(made: tuple[Campaign, ...], start: datetime, days: int) -> timedelta:
    """For how long any of them plays."""
    of = schedule_of(made)
    minutes = (start + timedelta(minutes=n) for n in range(days * 24 * 60))
    return timedelta(minutes=sum(bool(of.ready(at)) for at in minutes))


def schedule_of(made: tuple[Campaign, ...]) -> Schedule:
    pack = sample.parsed(
        slides__mereu=OPEN, playlists="playlists: [{id: civic, slides: [mereu]}]", campaigns="campaigns: []"
    )
    campaigns = {each.id: msgspec.structs.replace(each, playlist="civic") for each in made}
    pack = msgspec.structs.replace(pack, campaigns=campaigns)
    return Schedule(plan_for(pack, pack.displays["piata"], lambda pack, slide, lang: 100))


OPEN = "{kind: notice, title: {ro: Mereu}, body: {ro: Mereu}}"


# --- against days by hand ------------------------------------------------------------------------------------------

FIRST = date(2026, 10, 19)  # a Monday; the clocks change on Sunday, 25 October
DAYS = st.integers(0, 20).map(lambda n: FIRST + timedelta(n))
HOURS = st.integers(0, 22)
ZONE = ZoneInfo("Europe/Bucharest")


def at(day: date, hour: int) -> str:
    return f"{day:%Y%m%d}T{hour:02}0000"


@st.composite
def calendars(draw: st.DrawFn) -> tuple[list[tuple[str, ...]], set[tuple[date, int, int]]]:
    """Events, and by hand: each time as its day, the hour it starts at and how many hours it lasts by the clock."""
    hour, hours = draw(st.integers(5, 22)), draw(st.integers(1, 8))
    first, step, count = draw(DAYS), draw(st.integers(1, 4)), draw(st.integers(1, 12))
    happens = {(first + timedelta(step * n), hour, hours) for n in range(count)}
    added = draw(st.lists(st.tuples(DAYS, st.just(hour) | st.integers(5, 22)), max_size=4))
    happens |= {(day, start, hours) for day, start in added}
    left_out = draw(st.lists(st.sampled_from(sorted(happens)) | st.tuples(DAYS, HOURS, st.just(hours)), max_size=3))
    changed = draw(st.lists(st.sampled_from(sorted(happens)), max_size=2, unique=True))
    happens -= {*left_out, *changed}
    lines = [f"DTSTART:{at(first, hour)}", f"RRULE:FREQ=DAILY;INTERVAL={step};COUNT={count}"]
    lines += [f"DURATION:PT{hours}H"]
    lines += [f"RDATE:{','.join(at(*each) for each in added)}"] if added else []
    lines += [f"EXDATE:{at(day, start)}" for day, start, _ in left_out]
    events = [("UID:a", "SUMMARY:a", *lines)]
    for n, (day, start, _) in enumerate(changed):
        moved, later = draw(DAYS), draw(st.integers(5, 15))
        cancelled = draw(st.booleans())
        properties = (
            f"RECURRENCE-ID:{at(day, start)}",
            f"DTSTART:{at(moved, later)}",
            "DURATION:PT2H",
            f"SUMMARY:moved {n}",
        )
        events.append(("UID:a", *properties, *(("STATUS:CANCELLED",) if cancelled else ())))
        happens |= set() if cancelled else {(moved, later, 2)}
    return events, happens


@given(calendars())
@settings(max_examples=50, deadline=None)
def test_it_plays_when_it_happens(made: tuple[list[tuple[str, ...]], set[tuple[date, int, int]]]) -> None:
    events, happens = made
    of = schedule_of(several(*events).campaigns)
    spans = [
        (
            begin.replace(tzinfo=ZONE).astimezone(UTC),
            (begin + timedelta(hours=hours)).replace(tzinfo=ZONE).astimezone(UTC),
        )
        for day, hour, hours in happens
        for begin in (datetime.combine(day, time(hour)),)
    ]
    start = datetime.combine(FIRST, time(), ZONE).astimezone(UTC)
    for half in range(2 * 24 * 35):
        instant = start + timedelta(minutes=30 * half + 1)
        assert bool(of.ready(instant)) == any(since <= instant < until for since, until in spans), instant


# --- against anything ----------------------------------------------------------------------------------------------

STAMPS = (
    *("20261110T100000", "20261110T100030", "20261110T100000Z", "20261110", "20261025T033000", "20260329T033000"),
    *(
        "19000101T000000",
        "21991231T235959",
        "00010101T000000",
        "99991231T235959Z",
        "25001110T100000",
        "20261310T100000",
    ),
    *("2026", "garbage", "", ",", "PT5H", "100000", "20261110T100000,20261111T180000"),
    *("20261110T100000/PT3H", "20261110T100000/20261110T090000"),
)
ZONES = (
    *(
        "",
        ";TZID=Europe/Bucharest",
        ";TZID=America/New_York",
        ";TZID=Nicăieri",
        ";TZID=../x",
        ";TZID=",
        ";TZID=Ora Rea",
    ),
    *(";VALUE=DATE", ";RANGE=THISANDFUTURE", ";VALUE=PERIOD"),
)
RULES = (
    *("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA", "FREQ=WEEKLY;COUNT=1;BYDAY=FR", "FREQ=DAILY;UNTIL=20261120T080000Z"),
    *("FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=DAILY;UNTIL=garbage", "FREQ=DAILY;UNTIL=PT5H", "FREQ=DAILY;BYHOUR=10"),
    *("FREQ=DAILY;BYHOUR=10,15", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=WEEKLY;BYDAY=", "FREQ=DAILY;COUNT=1500"),
    *("FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYDAY=1SU;BYSETPOS=-1", "FREQ=DAILY;FREQ=WEEKLY"),
    *("FREQ=HOURLY", "FREQ=", "", "nimic"),
)
BAD_ZONE = """BEGIN:VTIMEZONE\r
TZID:Ora Rea\r
BEGIN:STANDARD\r
DTSTART:20270101T040000\r
RRULE:FREQ=YEARLY;COUNT=1\r
TZOFFSETFROM:+2300\r
TZOFFSETTO:-2300\r
END:STANDARD\r
END:VTIMEZONE\r
"""
PROPERTIES = {
    "DURATION": ("PT4H", "P1D", "P1W", "-PT1H", "garbage", "PT0S", "P99999W", "PT99999999S", "P"),
    "RRULE": RULES,
    "EXRULE": RULES[:2],
    "STATUS": ("CONFIRMED", "TENTATIVE", "CANCELLED", "x"),
    "CLASS": ("PUBLIC", "PRIVATE", "", "x"),
    "SEQUENCE": ("0", "7", "x", "9" * 5000),
    "CATEGORIES": ("short", "nimic", "a,b"),
    "DESCRIPTION": ("text", "\\n\\,"),
}
TIMES = ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID")
GOOD = ("DTSTART:20261110T100000", "DURATION:PT1H")


@st.composite
def events(draw: st.DrawFn) -> Iterator[str]:
    """The lines of an event without its title: often a good beginning, then whatever there is."""
    lines = list(draw(st.sampled_from(((), GOOD, GOOD[:1], (*GOOD, "RRULE:FREQ=DAILY;COUNT=9")))))
    for name in draw(st.lists(st.sampled_from((*TIMES, *PROPERTIES, "UID")), max_size=6)):
        if name in TIMES:
            lines.append(f"{name}{draw(st.sampled_from(ZONES))}:{draw(st.sampled_from(STAMPS))}")
        else:
            lines.append(f"{name}:{draw(st.sampled_from(PROPERTIES.get(name, ('a', 'b'))))}")
    lines += draw(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=20), max_size=1))
    return tuple(line for line in lines if not re.match(r"\s*(BEGIN|END)\s*:", line, re.I))


@given(st.lists(events(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_event_is_a_campaign_or_named(made: list[tuple[str, ...]]) -> None:
    titled = [(f"SUMMARY:titlul{n}z", *lines) for n, lines in enumerate(made, 1)]
    plan = calendar.read(ics(*titled, more=BAD_ZONE), "presa.ics", sample.parsed(playlists=PLAYLISTS), "civic")
    for n in range(1, len(made) + 1):
        named = any(re.match(rf"presa.ics: event {n}\b", each.where) for each in plan.findings)
        assert id_of(f"titlul{n}z") in plan.names.values() or named
    for n, lines in enumerate(made, 1):
        if any(line in ("CLASS:PRIVATE", "CLASS:x") for line in lines) and lines[-1] != "CLASS:PUBLIC":
            assert sum(line.startswith("CLASS:") for line in lines) > 1 or f"titlul{n}z" not in str(plan)
    parse(sample.files(playlists=PLAYLISTS, campaigns=written(plan.campaigns)))


def written(made: tuple[Campaign, ...]) -> str:
    """As the import writes them: the pack must be read again with them."""
    return extended(b"", "campaigns.yaml", "campaigns", [plain(each) for each in made]).decode()


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ics((text,))))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        calendar.read(b"BEGIN:VCALENDAR\r\n" + data, "presa.ics", sample.parsed(), "civic")
        calendar.read(data, "presa.ics", sample.parsed(), "civic")
    except RefusedError:
        pass
