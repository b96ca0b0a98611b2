"""A Xibo schedule: events, dayparts and layouts become campaigns, and what they cannot say is said."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content.authored import Daypart, Moment
from content.exchange import xibo
from content.exchange.foreign import Foreign, adopted
from content.findings import RefusedError
from tests.content import sample

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


def read(*events: dict[str, Any]) -> Foreign:
    export = {"events": [{"eventId": 5, "campaignId": 7, **event} for event in events]}
    return xibo.read(msgspec.json.encode(export | {"dayParts": DAYPARTS, "layouts": LAYOUTS}), "xibo.json", ZONE)


def test_times_are_of_the_city_whether_seconds_or_text() -> None:
    as_text = {"fromDt": "2026-12-01 08:00:00", "toDt": "2026-12-24 18:00:00"}
    as_seconds = {"fromDt": 1796104800, "toDt": 1798128000}
    for event in (as_text, as_seconds):
        (block,) = read(event | {"dayPartId": 1}).blocks
        assert (block.first, block.last) == (Moment("2026-12-01T08:00"), Moment("2026-12-24T18:00"))
        assert (block.name, block.media) == ("Piața", ("strada.png", "restrictii.png"))


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
    ("event", "said"),
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
        ({"isGeoAware": 1}, "is a campaign now without its isGeoAware"),
        ({"eventTypeId": 4, "shareOfVoice": 360}, "had 360 seconds of each hour; campaigns share by weight"),
        ({"dayPartId": 44}, "has the daypart 44, which is not in the file"),
    ],
)
def test_what_a_campaign_cannot_say_is_said(event: dict[str, Any], said: str) -> None:
    found = read(event)
    assert [finding.message for finding in found.findings if finding.message.startswith(said)]
    assert bool(found.blocks) is not said.startswith("was left out")


def test_display_groups_become_displays_or_tags() -> None:
    pack = sample.parsed()
    for groups, displays, lost in (
        (["Piața"], ("piata",), []),
        (["gara"], ("gara",), []),
        (["Centru"], ("centru",), []),
        (["Malluri"], ("malluri",), ["is for the group malluri, expected displays with that tag"]),
        (["Gara", "Centru"], ("gara",), ["is for gara and the groups centru; only the displays were kept"]),
    ):
        made = adopted(read({"displayGroups": [{"displayGroup": name} for name in groups]}), pack)
        (campaign,) = made.campaigns
        assert getattr(campaign.displays, "tags", campaign.displays) == displays
        assert [finding.message for finding in made.findings] == lost


@pytest.mark.parametrize("data", [b"", b"[]", b'{"events": [{"eventId": "x"}]}', b"{}"])
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="is no Xibo export"):
        xibo.read(data, "xibo.json", ZONE)
