"""Calendars: ends that are exclusive, zones, what is cancelled, private or repeats."""

import pytest

from content.authored import Moment
from content.findings import RefusedError
from content.readers.calls import ical
from content.readers.calls.call import CallPage
from tests.readers.calls.origins import SITE

EVENT = """UID:a@oras.ro
SUMMARY:Dezbatere\\, Parcul Central
DTSTART;VALUE=DATE:20261120
DTEND;VALUE=DATE:20261207
URL:https://oras.ro/parc
LOCATION:Sala mare
"""


def read(*events: str, calendar: str = "") -> CallPage:
    body = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n{calendar}{body}END:VCALENDAR\n"
    return ical.read(text.replace("\n", "\r\n").encode(), SITE)


def test_an_event_of_all_day_ends_the_day_before_its_end() -> None:
    (call,) = read(EVENT).calls
    assert (call.opens, call.closes) == (Moment("2026-11-20"), Moment("2026-12-06"))
    assert call.title == {"ro": "Dezbatere, Parcul Central"}
    assert (call.link, call.place) == ("https://oras.ro/parc", "Sala mare")
    assert "ask" in [each.key for each in call.questions]


@pytest.mark.parametrize(
    ("end", "closes"),
    [
        ("", "2026-11-20"),  # RFC 5545 §3.6.1: without an end, that day
        ("DTEND;VALUE=DATE:20261120\n", "2026-11-20"),  # written as inclusive by some: never before its start
        ("DURATION:P3D\n", "2026-11-22"),
    ],
)
def test_days_without_an_end(end: str, closes: str) -> None:
    (call,) = read(EVENT.replace("DTEND;VALUE=DATE:20261207\n", end)).calls
    assert call.closes == Moment(closes)


@pytest.mark.parametrize(
    ("start", "end", "closes"),
    [
        ("DTSTART:20261120T080000Z", "DTEND:20261206T215900Z", "2026-12-06T23:59"),
        ("DTSTART;TZID=Europe/Berlin:20261120T100000", "DTEND;TZID=Europe/Berlin:20261206T180000", "2026-12-06T19:00"),
        ("DTSTART:20261120T100000", "DTEND:20261206T180000", "2026-12-06T18:00"),  # floating: local
        ("DTSTART:20261120T100000", "DURATION:PT90M", "2026-11-20T11:30"),
    ],
)
def test_times_are_told_in_the_citys_zone(start: str, end: str, closes: str) -> None:
    (call,) = read(f"UID:a\nSUMMARY:X\n{start}\n{end}\n").calls
    assert call.closes == Moment(closes)


def test_a_time_without_an_end_stays_open_with_a_doubt() -> None:
    (call,) = read("UID:a\nSUMMARY:X\nDTSTART:20261120T100000Z\n").calls
    assert call.closes is None
    assert "closes" in [each.key for each in call.questions]


def test_cancelled_private_and_repeating_events_are_left_out() -> None:
    page = read(
        EVENT.replace("a@", "b@") + "STATUS:CANCELLED\n",
        EVENT.replace("a@", "c@") + "CLASS:PRIVATE\n",
        EVENT.replace("a@", "d@") + "CLASS:CONFIDENTIAL\n",
        EVENT.replace("a@", "e@") + "RRULE:FREQ=WEEKLY\n",
    )
    assert not page.calls
    assert [each.why for each in page.skipped] == ["withdrawn", "private", "private", "repeating"]


def test_the_latest_version_of_an_event_counts() -> None:
    late = EVENT.replace("20261207", "20261214") + "SEQUENCE:2\n"
    (call,) = read(late, EVENT + "SEQUENCE:1\n").calls
    assert call.closes == Moment("2026-12-13")
    cancelled = read(EVENT, EVENT + "SEQUENCE:1\nSTATUS:CANCELLED\n")
    assert not cancelled.calls


def test_the_language_of_a_text_is_kept() -> None:
    (call,) = read(EVENT.replace("SUMMARY:", "SUMMARY;LANGUAGE=hu-HU:")).calls
    assert list(call.title) == ["hu"]


def test_a_changed_time_of_a_repeating_event_is_an_event_and_the_others_are_left_out() -> None:
    changed = EVENT + "RECURRENCE-ID;VALUE=DATE:20261119\n"
    page = read(EVENT + "RRULE:FREQ=WEEKLY\n", changed)
    assert [call.key for call in page.calls] == ["a@oras.ro 2026-11-19"]
    assert [(each.key, each.why) for each in page.skipped] == [("a@oras.ro", "repeating")]
    hidden = read(EVENT + "CLASS:PRIVATE\nRRULE:FREQ=WEEKLY\n", changed)
    assert [each.why for each in hidden.skipped] == ["private", "private"]


def test_a_class_nobody_knows_is_private_and_a_calendar_may_cancel_all() -> None:
    assert [each.why for each in read(EVENT + "CLASS:X-INTERN\n").skipped] == ["private"]
    page = read(EVENT, calendar="METHOD:CANCEL\n")
    assert [each.why for each in page.skipped] == ["withdrawn"]


ZONE = "BEGIN:VTIMEZONE\nTZID:{name}\n{more}END:VTIMEZONE\n"
RULES = "BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:+0300\nTZOFFSETTO:{to}\nEND:STANDARD\n"
HOURS = "UID:a\nSUMMARY:X\nDTSTART;TZID={0}:20261120T100000\nDTEND;TZID={0}:20261120T120000\n"


@pytest.mark.parametrize(
    ("zone", "name", "opens", "doubtful"),
    [
        (ZONE.format(name="Europe/Bucharest", more="TZID:B\n" + RULES.format(to="+0200")), "", "10", False),
        (ZONE.format(name="Europe/Bucharest", more=""), "", "10", False),
        (ZONE.format(name="Ora", more=RULES.format(to="+0500")), "Ora", "07", False),
        (ZONE.format(name="Ora", more=RULES.format(to="+0200")), "Ora", "10", False),
        (ZONE.format(name="Ora", more=""), "Ora", "10", True),
        ("", "Ora", "10", True),
        ("", "GTB Standard Time", "10", False),
        ("X-WR-TIMEZONE:Europe/London\n", "Europe/Bucharest", "10", False),
    ],
)
def test_time_zones_are_those_of_the_file_or_known_or_a_doubt(zone: str, name: str, opens: str, doubtful: bool) -> None:
    (call,) = read(HOURS.format(name or "Europe/Bucharest"), calendar=zone).calls
    assert call.opens == Moment(f"2026-11-20T{opens}:00")
    assert ("closes" in [each.key for each in call.questions]) is doubtful


def test_a_time_without_a_zone_in_a_calendar_of_another_clock_is_a_doubt() -> None:
    floating = HOURS.replace(";TZID={0}", "")
    assert "closes" not in [each.key for each in read(floating).calls[0].questions]
    (call,) = read(floating, calendar="X-WR-TIMEZONE:Europe/London\n").calls
    assert "Europe/London" in next(each.seen for each in call.questions if each.key == "closes")


@pytest.mark.parametrize("end", ["DTEND:20261120T100000\n", "DURATION:PT0S\n"])
def test_an_end_at_the_start_is_none(end: str) -> None:
    (call,) = read(f"UID:a\nSUMMARY:X\nDTSTART:20261120T100000\n{end}").calls
    assert call.closes is None


def test_a_file_that_was_cut_off_is_refused_and_so_is_one_of_another_kind() -> None:
    for data, lacks in ((b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "ends before its END"), (b"<html>", "never says")):
        with pytest.raises(RefusedError, match=lacks):
            ical.read(data, SITE)


@pytest.mark.parametrize("data", [b"", b"nu e un calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="is no calendar"):
        ical.read(data, SITE)


@pytest.mark.parametrize(
    "dates",
    [
        "DTSTART:99999999\n",
        "DTSTART:10000101\nDTEND:10000102\n",
        "DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:00010101\n",
        "DTSTART:20261101T100000Z\nDURATION:P9999999D\n",
        "DTSTART;VALUE=DATE:20261101\nDURATION:P9999999D\n",
        "DTEND:PT5M\n",
        "DTSTART:20261101T100000Z\nDTSTART:20261102T100000Z\n",
    ],
)
def test_a_date_that_cannot_be_is_left_to_a_person(dates: str) -> None:
    good = EVENT.replace("a@oras.ro", "b")
    broken, whole = read(f"UID:a\nSUMMARY:X\n{dates}", good).calls
    assert broken.closes is None
    assert whole.closes == Moment("2026-12-06")
