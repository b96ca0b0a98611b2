"""Calendars in: versions, calendars called off, and properties without a place in a campaign are said."""

import pytest

from content.pack.model import Campaign
from tests.exchange.ical.presa import messages, read, several

EVENT = ("UID:1", "SUMMARY:Târg", "DTSTART:20261201T080000", "DURATION:PT2H")
NIGHT = ("UID:1", "SUMMARY:Noaptea", "DTSTART:20261201T200000", "DURATION:PT2H")


def names(campaigns: tuple[Campaign, ...]) -> list[str]:
    return [campaign.id for campaign in campaigns]


# --- METHOD:CANCEL -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["METHOD:CANCEL", "METHOD:cancel"])
def test_a_calendar_that_calls_its_events_off_plays_nothing(method: str) -> None:
    """RFC 5546 §3.2.5; the status of each event may be missing."""
    plan = several(EVENT, more=f"{method}\r\n")
    assert plan.campaigns == ()
    assert messages(plan) == ["was left out: it is cancelled, as its whole calendar is (METHOD:CANCEL)"]


def test_a_calendar_that_calls_one_time_off_leaves_it_out() -> None:
    at = "RECURRENCE-ID:20261208T080000"
    plan = several((*EVENT, at), more="METHOD:CANCEL\r\n")
    assert plan.campaigns == ()
    assert messages(plan) == [
        "is a changed time of an event that is not in this file; where that plays, leave out this day"
    ]


def test_a_calendar_that_is_published_plays() -> None:
    assert len(several(EVENT, more="METHOD:PUBLISH\r\n").campaigns) == 1


# --- versions of one event -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kept", "message"),
    [
        (("DTSTAMP:20261001T000000Z",), ("DTSTAMP:20261002T000000Z",), "noaptea", "event 2 has the same UID and a"),
        (("DTSTAMP:20261002T000000Z",), ("DTSTAMP:20261001T000000Z",), "targ", "event 1 has the same UID and a later"),
        (("SEQUENCE:1", "DTSTAMP:20261001T000000Z"), ("DTSTAMP:20261002T000000Z",), "targ", "a newer version of it is"),
        (("DTSTAMP:20261001T000000Z",), ("DTSTAMP:20261001T000000Z",), "noaptea", "event 2 has the same UID and the"),
        ((), (), "noaptea", "event 2 has the same UID and the same SEQUENCE and DTSTAMP, and is the last: that counts"),
        (("DTSTAMP:mâine",), ("DTSTAMP:20261001T000000Z",), "noaptea", "event 2 has the same UID and a later DTSTAMP"),
    ],
)  # fmt: skip
def test_of_two_with_one_uid_the_later_counts(
    one: tuple[str, ...], other: tuple[str, ...], kept: str, message: str
) -> None:
    """RFC 5546 §2.1.5."""
    plan = several((*EVENT, *one), (*NIGHT, *other))
    assert names(plan.campaigns) == [kept]
    assert len(plan.findings) == 1
    assert messages(plan)[0].startswith(f"was left out: {message}")


def test_of_twins_one_is_kept() -> None:
    plan = several(EVENT, EVENT)
    assert names(plan.campaigns) == ["targ"]
    assert messages(plan) == ["was left out: event 2 is the same once more"]


def test_events_without_a_uid_have_nothing_to_do_with_one_another() -> None:
    assert len(several(EVENT[1:], EVENT[1:]).campaigns) == 2


# --- the calendar's clock ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "lines", "is_said"),
    [
        ("America/New_York", EVENT, True),
        ("Ora Nimănui", EVENT, True),
        ("Europe/Bucharest", EVENT, False),
        ("Europe/Athens", EVENT, False),  # the same clock
        ("America/New_York", ("DTSTART;TZID=Europe/Bucharest:20261201T080000", "DURATION:PT2H"), False),
        ("America/New_York", ("DTSTART:20261201T080000Z", "DURATION:PT2H"), False),
        ("America/New_York", ("DTSTART;VALUE=DATE:20261201",), False),
    ],
)
def test_times_without_a_zone_in_a_calendar_of_another_are_said(
    zone: str, lines: tuple[str, ...], *, is_said: bool
) -> None:
    plan = several(lines, more=f"X-WR-TIMEZONE:{zone}\r\n")
    message = (
        f"has no time zone and its calendar says X-WR-TIMEZONE {zone}; its times were read as those of Europe/Bucharest"
    )
    assert messages(plan) == ([message] if is_said else [])


# --- properties ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "GEO:44.42;26.10",
        "CONFERENCE;VALUE=URI:https://example.org/sala",
        "IMAGE;VALUE=URI:https://example.org/afis.png",
        "RELATED-TO:2",
        "X-ALT-DESC;FMTTYPE=text/html:<b>lung</b>",
        "STRUCTURED-DATA;VALUE=TEXT:{}",
        "STYLED-DESCRIPTION;VALUE=TEXT:<b>lung</b>",
        "X-APPLE-STRUCTURED-LOCATION;VALUE=URI:geo:44.42,26.10",
        "X-GOOGLE-CONFERENCE:https://example.org/sala",
        "VIITOR:ce nu se știe încă",
    ],
)
def test_a_property_that_people_fill_in_is_said(line: str) -> None:
    name = line.partition(":")[0].partition(";")[0].lower()
    plan = read(*EVENT[1:], line)
    assert messages(plan) == [f"is a campaign now without its {name}, which campaigns do not have"]


@pytest.mark.parametrize(
    "line",
    [
        *("TRANSP:OPAQUE", "ORGANIZER:mailto:a@example.org", "CREATED:20261001T000000Z", "COLOR:red", "PRIORITY:"),
        *("LAST-MODIFIED:20261001T000000Z", "REQUEST-STATUS:2.0;Success", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"),
    ],
)
def test_the_calendars_own_business_is_not_said(line: str) -> None:
    assert messages(read(*EVENT[1:], line)) == []
