"""A Xibo schedule: events, dayparts and layouts become campaigns, and what they cannot say is said."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.authored import Moment
from content.exchange import xibo
from content.exchange.media_blocks import ForeignSchedule, adopted, authored
from content.findings import RefusedError
from content.pack.values import Daypart
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")
LAYOUTS = [{"campaignId": 7, "layout": "Piața", "media": ["strada.png", "restrictii.png"]}]
DAYPARTS = [
    {"dayPartId": 1, "name": "Custom", "isCustom": 1},
    {"dayPartId": 2, "name": "Always", "isAlways": 1},
    {"dayPartId": 3, "name": "Dimineața", "startTime": "07:00:00", "endTime": "10:00:00",
     "exceptions": [{"day": "Sat", "start": "09:00:00", "end": "12:00:00"},
                    {"day": "Sun", "start": "00:00:00", "end": "00:00:00"}]},
    {"dayPartId": 4, "name": "Noaptea", "startTime": "22:00", "endTime": "02:00"},
]  # fmt: skip


def read(*events: dict[str, Any]) -> ForeignSchedule:
    export = {"events": [{"eventId": 5, "campaignId": 7, **event} for event in events]}
    return xibo.read(msgspec.json.encode(export | {"dayParts": DAYPARTS, "layouts": LAYOUTS}), "xibo.json", ZONE)


def test_times_are_of_the_city_whether_seconds_or_text() -> None:
    as_text = {"fromDt": "2026-12-01 08:00:00", "toDt": "2026-12-24 18:00:00"}
    as_seconds = {"fromDt": 1796104800, "toDt": 1798128000}
    for event in (as_text, as_seconds):
        (block,) = read(event | {"dayPartId": 1}).blocks
        assert (block.first, block.last) == (Moment("2026-12-01T08:00"), Moment("2026-12-24T18:00"))
        assert (block.name, block.media) == ("Piața", ("strada.png", "restrictii.png"))


@pytest.mark.parametrize("value", ["20261229", 20261229, "20261229T080000", "2026-W53-2", "2026W532"])
def test_a_day_without_hyphens_is_no_second_of_1970(value: str | int) -> None:
    schedule = read({"fromDt": value, "dayPartId": 1})
    assert schedule.blocks == ()
    assert "expected" in schedule.findings[0].message


WEEKLY = {"recurrenceType": "Week", "recurrenceDetail": 1}


def test_a_daypart_with_exceptions_becomes_dayparts_by_weekday() -> None:
    (block,) = read({"fromDt": "2026-12-01 00:00:00", "dayPartId": 3, "isPriority": 2, **WEEKLY}).blocks
    assert (block.priority, block.first, block.last) == (2, Moment("2026-12-01"), None)
    assert block.dayparts == (
        Daypart(days="mon,tue,wed,thu,fri", start="07:00", end="10:00"),
        Daypart(days="sat", start="09:00", end="12:00"),
        Daypart(days="sun", start="00:00", end="24:00"),  # an end not after its start is on the next day
    )


def test_a_daypart_without_recurrence_is_of_one_day() -> None:
    dates = {"toDt": "2027-12-01 00:00:00", "dayPartId": 3}
    (block,) = read({"fromDt": "2026-12-05 00:00:00", **dates}).blocks
    assert (block.first, block.last) == (Moment("2026-12-05"), Moment("2026-12-05"))
    assert block.dayparts == (Daypart(start="09:00", end="12:00"),)  # a Saturday
    (night,) = read({"fromDt": "2026-12-05 00:00:00", **dates, "dayPartId": 4}).blocks
    assert (night.first, night.last, night.dayparts) == (Moment("2026-12-05T22:00"), Moment("2026-12-06T02:00"), ())


def test_always_is_without_dates() -> None:
    """Xibo stores 1970 and 2038 for them."""
    (block,) = read({"fromDt": 0, "toDt": 2147483647, "dayPartId": 2}).blocks
    assert (block.first, block.last, block.dayparts) == (None, None, ())


@pytest.mark.parametrize(
    ("first", "repeats", "rule"),
    [
        ("2026-12-04 08:00:00", {"recurrenceMonthlyRepeatsOn": 1}, "FREQ=MONTHLY;INTERVAL=1;BYDAY=1FR"),
        ("2026-12-31 08:00:00", {"recurrenceMonthlyRepeatsOn": 1}, "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH"),
        ("2026-12-31 08:00:00", {}, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("2026-12-15 08:00:00", {}, "FREQ=MONTHLY;INTERVAL=1"),
        ("2026-12-15 08:00:00", {"recurrenceDetail": 0}, None),
        ("2026-12-15 08:00:00", {"recurrenceRange": 0}, "FREQ=MONTHLY;INTERVAL=1"),
        ("2026-12-15 08:00:00", {"recurrenceRange": "0"}, "FREQ=MONTHLY;INTERVAL=1"),
        ("2026-12-15 08:00:00", {"recurrenceRange": ""}, "FREQ=MONTHLY;INTERVAL=1"),
        ("2026-12-15 08:00:00", {"recurrenceRange": None}, "FREQ=MONTHLY;INTERVAL=1"),
        ("2026-12-15 08:00:00", {"recurrenceRange": "2027-05-15 08:00:00"}, "FREQ=MONTHLY;INTERVAL=1;UNTIL=20270515"),
        ("2026-12-15 08:00:00", {"recurrenceRange": "2027-05-15 00:00:00"}, "FREQ=MONTHLY;INTERVAL=1;UNTIL=20270514"),
    ],
)
def test_months_repeat_on_a_day_or_a_weekday(first: str, repeats: dict[str, Any], rule: str | None) -> None:
    last = first.replace("08:", "10:")
    event = {"fromDt": first, "toDt": last, "recurrenceType": "Month", "recurrenceDetail": 1}
    (block,) = read(event | repeats).blocks
    assert block.rrule == rule


def test_a_recurring_event_becomes_a_rule() -> None:
    (block,) = read(
        {
            "fromDt": "2026-12-01 08:00:00",
            "toDt": "2026-12-01 10:30:00",
            "recurrenceType": "Week",
            "recurrenceDetail": 2,
            "recurrenceRepeatsOn": "2,4",
            "recurrenceRange": "2027-02-01 00:00:00",
        }
    ).blocks
    assert block.rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270131"  # the range ends before that day's 08:00
    assert block.rdate == (Moment("2026-12-01"),)
    assert (block.first, block.last) == (Moment("2026-12-01"), None)
    assert block.dayparts == (Daypart(start="08:00", end="10:30"),)


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"eventTypeId": 2}, "was left out: it is a command a pack has nothing like"),
        ({"eventTypeId": 3}, "was left out: it is an overlay a pack has nothing like"),
        ({"campaignId": 99}, "was left out: its layout 99 is not among the layouts"),
        (
            {"recurrenceType": "Hour", "recurrenceDetail": 1, "fromDt": "2026-12-01"},
            "was left out: it repeats every hour",
        ),
        ({"recurrenceType": "Day", "recurrenceDetail": 1}, "was left out: it repeats from no day"),
        (
            {"recurrenceType": "Day", "recurrenceDetail": 1, "fromDt": "2026-12-01", "toDt": "2026-12-04"},
            "was left out: it repeats and lasts longer than a day",
        ),
        ({"isGeoAware": 1}, "is a campaign now without its area on the map, which campaigns do not have"),
        ({"displayOrder": 2, "criteria": [{"id": 1}]}, "is a campaign now without its conditions, place in the order"),
        ({"fuzzy": {"a": 1}, "odd": 3}, "says fuzzy, odd, which this import does not know: look whether it matters"),
        (
            {"recurrenceType": "Week", "recurrenceDetail": 1, "recurrenceRepeatsOn": "8", "fromDt": "2026-12-01"},
            "was left out: it repeats on the weekdays '8', expected 1 (Monday) to 7",
        ),
        (
            {"recurrenceType": "Week", "recurrenceDetail": 1, "recurrenceRepeatsOn": "0", "fromDt": "2026-12-01"},
            "was left out: it repeats on the weekdays '0', expected 1 (Monday) to 7",
        ),
        ({"fromDt": "maine"}, "was left out: found the time 'maine', expected seconds or 2026-12-31 08:00:00"),
        ({"fromDt": 10**17}, "was left out: found the time 100000000000000000, expected seconds"),
        ({"fromDt": "2500-12-01 08:00:00"}, "was left out: found a time in the year 2500, expected 2000 to 2199"),
        ({"eventTypeId": 4, "shareOfVoice": 360}, "had 360 seconds of each hour; campaigns share by weight"),
        ({"dayPartId": 44}, "has the daypart 44, which is not in the file"),
    ],
)
def test_what_a_campaign_cannot_say_is_said(event: dict[str, Any], sentence: str) -> None:
    schedule = read(event)
    assert [finding.message for finding in schedule.findings if finding.message.startswith(sentence)]
    assert bool(schedule.blocks) is not sentence.startswith("was left out")


REPEATS = {
    "fromDt": "2026-12-01 08:00:00",
    "toDt": "2026-12-01 10:30:00",
    "recurrenceType": "Day",
    "recurrenceDetail": 1,
}
"""Each day from 08:00 to 10:30, in seconds from 1796104800 to 1796113800 on the first."""
DAY = 86_400


def test_a_time_that_is_excluded_is_left_out() -> None:
    exclusions = [
        {"scheduleExclusionId": 1, "eventId": 5, "fromDt": 1796104800 + 2 * DAY, "toDt": 1796113800 + 2 * DAY},
        {"fromDt": "2026-12-05 08:00:00", "toDt": "2026-12-05 10:30:00"},
    ]
    schedule = read(REPEATS | {"scheduleExclusions": exclusions})
    assert [block.exdate for block in schedule.blocks] == [(Moment("2026-12-03"), Moment("2026-12-05"))]
    assert schedule.findings == ()
    made = adopted(schedule, sample.parsed())
    assert made.campaigns[0].exdate == schedule.blocks[0].exdate


def test_an_exclusion_of_a_daypart_is_at_its_hours() -> None:
    event = {"fromDt": "2026-12-01 00:00:00", "dayPartId": 3, **WEEKLY, "recurrenceRepeatsOn": "2,6"}
    saturday = {"fromDt": "2026-12-05 09:00:00", "toDt": "2026-12-05 12:00:00"}
    (block,) = read(event | {"scheduleExclusions": [saturday]}).blocks
    assert block.exdate == (Moment("2026-12-05"),)


@pytest.mark.parametrize(
    ("event", "exclusion"),
    [
        (REPEATS, {"fromDt": "2026-12-03 09:00:00", "toDt": "2026-12-03 10:30:00"}),
        (REPEATS, {"fromDt": "2026-12-03 08:00:00", "toDt": "2026-12-03 11:30:00"}),
        ({"dayPartId": 2}, {"fromDt": "2026-12-03 08:00:00", "toDt": "2026-12-03 10:30:00"}),
        (  # a Monday of what is on Wednesdays and Fridays
            {**REPEATS, "recurrenceType": "Week", "recurrenceRepeatsOn": "3,5"},
            {"fromDt": "2026-12-07 08:00:00", "toDt": "2026-12-07 10:30:00"},
        ),
        (  # after its last day
            REPEATS | {"recurrenceRange": "2026-12-05 08:00:00"},
            {"fromDt": "2026-12-06 08:00:00", "toDt": "2026-12-06 10:30:00"},
        ),
        (
            {"fromDt": REPEATS["fromDt"], "toDt": REPEATS["toDt"]},
            {"fromDt": "2026-12-03 08:00:00", "toDt": "2026-12-03 10:30:00"},
        ),
    ],
)
def test_an_exclusion_that_is_none_of_its_times_is_said(event: dict[str, Any], exclusion: dict[str, Any]) -> None:
    """Xibo leaves out what starts and ends so, and nothing for one that an edit has left behind."""
    schedule = read(event | {"scheduleExclusions": [exclusion]})
    assert schedule.blocks[0].exdate == ()
    assert [each.message for each in schedule.findings] == [
        f"excludes {exclusion['fromDt'][:-3]} to {exclusion['toDt'][:-3]}, none of its times: nothing was left out"
    ]


def test_an_event_whose_only_time_is_excluded_is_left_out() -> None:
    dates = {"fromDt": REPEATS["fromDt"], "toDt": REPEATS["toDt"]}
    schedule = read(dates | {"scheduleExclusions": [dates]})
    assert schedule.blocks == ()
    assert schedule.findings[0].message == "was left out: its only time is excluded"


def test_what_ends_a_second_before_midnight_ends_at_midnight() -> None:
    ends = {"fromDt": "2026-12-01 18:00:00", "toDt": "2026-12-01 23:59:59"}
    (block,) = read(REPEATS | ends).blocks
    assert block.dayparts == (Daypart(start="18:00", end="00:00"),)
    (block,) = read(ends).blocks
    assert block.last == Moment("2026-12-02T00:00")


def test_the_first_day_can_be_excluded_though_it_is_none_of_its_rule() -> None:
    event = {**REPEATS, "recurrenceType": "Week", "recurrenceRepeatsOn": "3,5"}
    first = {"fromDt": REPEATS["fromDt"], "toDt": REPEATS["toDt"]}  # a Tuesday
    schedule = read(event | {"scheduleExclusions": [first]})
    assert schedule.blocks[0].exdate == (Moment("2026-12-01"),)
    assert schedule.findings == ()


def parted(part: dict[str, Any], layout: dict[str, Any]) -> list[tuple[str, str]]:
    """What is said of a daypart and two layouts that have these fields besides."""
    export = {
        "events": [{"eventId": 5, "campaignId": 7}],
        "dayParts": [{"dayPartId": 9, "startTime": "08:00", "endTime": "10:00", **part}],
        "layouts": [LAYOUTS[0] | layout, {"campaignId": 8, "layout": "Gara", **layout}],
    }
    schedule = xibo.read(msgspec.json.encode(export), "xibo.json", ZONE)
    return [(each.where, each.message) for each in schedule.findings]


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ({"regions": [{}, {}]}, "is kept without its regions, which a pack has no place for"),
        ({"regions": 3}, "is kept without its regions, which a pack has no place for"),
        ({"duration": 30, "tags": "x"}, "is kept without its length, tags, which a pack has no place for"),
        ({"viitor": 1}, "says viitor, which this import does not know: look whether it matters"),
        ({"regions": [{}], "width": 1920, "ownerId": 3, "viitor": 0, "tags": None}, ""),
    ],
)
def test_what_layouts_say_besides_is_said_once(layout: dict[str, Any], message: str) -> None:
    assert parted({}, layout) == ([("xibo.json: layout 7, 8", message)] if message else [])


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"isRetired": 1}, "is kept without its mark as retired, which a pack has no place for"),
        ({"description": "x", "odd": 3}, "is kept without its description, which a pack has no place for"),
        ({"odd": 3}, "says odd, which this import does not know: look whether it matters"),
        ({"isRetired": 0, "userId": 3}, ""),
    ],
)
def test_what_a_daypart_says_besides_is_said(part: dict[str, Any], message: str) -> None:
    told = parted(part, {})
    assert ("xibo.json: daypart 9", message) in told if message else told == []


def test_other_hours_on_a_day_that_nobody_knows_are_not_dropped() -> None:
    part = {"dayPartId": 9, "startTime": "08:00", "endTime": "10:00"}
    part |= {"exceptions": [{"day": "Lun", "start": "09:00", "end": "12:00"}]}
    event = {"eventId": 5, "campaignId": 7, "dayPartId": 9, "fromDt": "2026-12-01"}
    schedule = xibo.read(
        msgspec.json.encode({"events": [event], "dayParts": [part], "layouts": LAYOUTS}), "xibo.json", ZONE
    )
    assert schedule.blocks == ()
    assert schedule.findings[0].message == "was left out: its daypart has other hours on 'Lun', expected Mon to Sun"


def test_a_row_that_cannot_be_read_costs_the_others_nothing() -> None:
    rows = [{"eventId": {}}, {"eventId": 5, "campaignId": "7", "isGeoAware": None}, 3]
    parts = [{"dayPartId": 3, "exceptions": [{"day": "Mon"}]}, *DAYPARTS[:2]]
    export = {"events": rows, "dayParts": parts, "layouts": [*LAYOUTS, {"layout": 5}]}
    schedule = xibo.read(msgspec.json.encode(export), "xibo.json", ZONE)
    assert [block.name for block in schedule.blocks] == ["Piața"]
    assert [each.where for each in schedule.findings] == [
        "xibo.json:$.dayParts[0]",
        "xibo.json:$.layouts[1]",
        "xibo.json:$.events[0]",
        "xibo.json:$.events[2]",
    ]


TIMES = st.sampled_from(
    (
        None,
        "",
        0,
        1796104800,
        -1,
        10**18,
        "1796104800",
        "2026-12-01 08:00:00",
        "2026-02-30",
        "9999-12-31 23:59:59",
        "²",
        {},
    )
)
EVENTS = st.fixed_dictionaries(
    {"campaignId": st.sampled_from((7, "7", 8, None))},
    optional={
        "eventTypeId": st.sampled_from((1, 4, 5, 2, 99, "x")),
        "dayPartId": st.sampled_from((1, 2, 3, 4, 5, 44, None)),
        "fromDt": TIMES,
        "toDt": TIMES,
        "recurrenceType": st.sampled_from(("Day", "Week", "Month", "Year", "Hour", "x", "", None)),
        "recurrenceDetail": st.sampled_from((1, 2, 0, -1, 5000, None)),
        "recurrenceRange": TIMES,
        "recurrenceRepeatsOn": st.sampled_from(("1,3", "8", "", "x", ",", "1, 2", None)),
        "recurrenceMonthlyRepeatsOn": st.sampled_from((0, 1, None)),
        "scheduleExclusions": st.lists(
            st.fixed_dictionaries({}, optional={"fromDt": TIMES, "toDt": TIMES}), max_size=2
        ),
        "isPriority": st.sampled_from((0, 3, 10**30, "x")),
        "displayGroups": st.just([{"displayGroup": "Piața"}]) | st.none() | st.just([1]),
    },
)
BAD_DAYPART = {"dayPartId": 5, "startTime": "8", "endTime": "25:00"}


@given(st.lists(EVENTS, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_every_event_is_a_block_or_named(events: list[dict[str, Any]]) -> None:
    rows = [{"eventId": n, **event} for n, event in enumerate(events, 1)]
    export = {"events": rows, "dayParts": [*DAYPARTS, BAD_DAYPART], "layouts": LAYOUTS}
    try:
        schedule = xibo.read(msgspec.json.encode(export), "xibo.json", ZONE)
    except RefusedError as error:
        assert "is no Xibo export" in str(error)  # none of the events could be read
        return
    made = adopted(schedule, sample.parsed())
    named = {block.where for block in schedule.blocks} | {each.where for each in schedule.findings}
    for n in range(1, len(events) + 1):
        assert f"xibo.json: event {n}" in named or f"xibo.json:$.events[{n - 1}]" in named
    assert len(made.campaigns) + sum("was left out" in each.message for each in made.findings) >= len(events)
    for campaign in made.campaigns:
        assert authored(campaign) == campaign


@pytest.mark.parametrize("data", [b"", b"[]", b'{"events": [{"eventId": "x"}]}', b"{}"])
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="is no Xibo export"):
        xibo.read(data, "xibo.json", ZONE)
