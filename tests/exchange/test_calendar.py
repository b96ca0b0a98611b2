"""Calendars in: an event becomes a campaign, and nothing of it is dropped in silence."""

from datetime import date, timedelta

import pytest

from content.authored import Daypart, Moment
from content.exchange import calendar
from content.findings import RefusedError
from content.model import Campaign
from tests.content import sample

PLAYLISTS = "playlists: [{id: civic, slides: [strada, restrictii]}, {id: short, slides: [restrictii]}]"


def ics(*lines: str) -> bytes:
    body = "\r\n".join(("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}\r\nEND:VCALENDAR\r\n".encode()


def read(*lines: str) -> calendar.Read:
    return calendar.read(ics(*lines), "presa.ics", sample.parsed(playlists=PLAYLISTS), "civic")


def test_an_event_that_recurs_becomes_a_campaign() -> None:
    found = read(
        "SUMMARY:Târg de Crăciun",
        "DTSTART;TZID=Europe/Bucharest:20261107T080000",
        "DTEND;TZID=Europe/Bucharest:20261107T140000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20261231T215959Z",
        "EXDATE;TZID=Europe/Bucharest:20261121T080000",
        "CATEGORIES:altceva,short",
    )
    assert found.findings == ()
    assert found.campaigns == (
        Campaign(
            id="targ-de-craciun",
            playlist="short",
            first=Moment("2026-11-07"),
            dayparts=(Daypart(start="08:00", end="14:00"),),
            rrule="FREQ=WEEKLY;UNTIL=20261231;INTERVAL=2;BYDAY=SA",
            exdate=(Moment("2026-11-21"),),
        ),
    )


@pytest.mark.parametrize(
    ("lines", "first", "last", "dayparts"),
    [
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204"), "2026-12-01", "2026-12-03", ()),
        (("DTSTART;VALUE=DATE:20261201",), "2026-12-01", "2026-12-01", ()),
        (("DTSTART:20261201T220000Z", "DTEND:20261202T020000Z"), "2026-12-02", "2026-12-02", (("00:00", "04:00"),)),
        (("DTSTART:20261201T220000", "DURATION:PT4H"), "2026-12-01T22:00", "2026-12-02T02:00", ()),
        (("DTSTART:20261201T100000", "DTEND:20261203T100000"), "2026-12-01T10:00", "2026-12-03T10:00", ()),
        (("DTSTART:20261201T000000", "DTEND:20261202T000000"), "2026-12-01", "2026-12-01", ()),
    ],
)
def test_days_and_hours_are_local(
    lines: tuple[str, ...], first: str, last: str, dayparts: tuple[tuple[str, str], ...]
) -> None:
    (campaign,) = read("SUMMARY:x", *lines).campaigns
    assert (campaign.first, campaign.last) == (Moment(first), Moment(last))
    assert tuple((part.start, part.end) for part in campaign.dayparts) == dayparts


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("DTSTART:20261201T100000", "DTEND:20261201T090000"), "expected an end after its start"),
        (("DTSTART:20261205T223000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=SA"), "days that are others in Europe"),
        (("DTSTART:20261201T100000",), "it has a time but neither end nor duration"),
        (("SEQUENCE:1",), "it has no DTSTART"),
        (("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=HOURLY"), "found FREQ=HOURLY"),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204", "RRULE:FREQ=WEEKLY"), "lasts several days"),
        (("DTSTART;VALUE=DATE:20261201", "RECURRENCE-ID;VALUE=DATE:20261201"), "one occurrence of another event"),
    ],
)
def test_what_no_campaign_can_say_is_left_out_with_a_finding(lines: tuple[str, ...], said: str) -> None:
    found = read("SUMMARY:x", *lines)
    assert found.campaigns == ()
    assert len(found.findings) == 1
    assert said in found.findings[0].message


def days(*lines: str) -> list[date]:
    (campaign,) = read("SUMMARY:x", *lines).campaigns
    recurs = campaign.recurrence()
    assert recurs is not None
    assert campaign.last is None
    return [day for n in range(60) if recurs.on(day := date(2026, 12, 1) + timedelta(n))]


def test_days_added_come_after_the_first() -> None:
    found = days("DTSTART:20261201T080000", "DURATION:PT2H", "RDATE:20261210T080000,20270105T080000")
    assert found == [date(2026, 12, 1), date(2026, 12, 10), date(2027, 1, 5)]


@pytest.mark.parametrize(("until", "last"), [("20261215T060000Z", 15), ("20261215T055900Z", 8), ("20261215", 15)])
def test_a_rule_ends_at_its_minute(until: str, last: int) -> None:
    """UNTIL is the last start there may be: 08:00 in Bucharest is 06:00 UTC."""
    assert days("DTSTART:20261201T060000Z", "DURATION:PT2H", f"RRULE:FREQ=WEEKLY;UNTIL={until}")[-1].day == last


def test_a_rule_on_another_clock_is_said() -> None:
    repeats = ("DURATION:PT2H", "RRULE:FREQ=WEEKLY")
    found = read("SUMMARY:x", "DTSTART:20261201T060000Z", *repeats)
    assert [each.message for each in found.findings] == [
        "repeats on another zone's clock; on that of Europe/Bucharest it is 08:00–10:00 all year now"
    ]
    assert read("SUMMARY:x", "DTSTART;TZID=Europe/Athens:20261201T080000", *repeats).findings == ()


def test_what_a_campaign_has_no_place_for_is_said() -> None:
    lines = ("DTSTART;VALUE=DATE:20261201", "LOCATION:Piața Unirii", "DESCRIPTION:lung", "BEGIN:VALARM", "END:VALARM")
    found = read("SUMMARY:x", *lines)
    assert [each.message for each in found.findings] == [
        "is a campaign now without its description, location, which campaigns do not have",
        "is a campaign now without its alarms, which campaigns do not have",
    ]
    assert len(found.campaigns) == 1


def test_ids_are_of_their_own() -> None:
    one = "BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Mereu\r\nDTSTART;VALUE=DATE:20261201\r\nEND:VEVENT\r\n"
    data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{one.format(n=1)}{one.format(n=2)}END:VCALENDAR\r\n".encode()
    found = calendar.read(data, "presa.ics", sample.parsed(), "civic")
    assert [campaign.id for campaign in found.campaigns] == ["mereu-2", "mereu-3"]  # the sample has a campaign mereu


@pytest.mark.parametrize("data", [b"", b"nimic", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="is not iCalendar"):
        calendar.read(data, "presa.ics", sample.parsed(), "civic")


def test_a_campaign_read_plays_on_its_days() -> None:
    (campaign,) = read(
        "SUMMARY:x", "DTSTART:20261107T080000", "DTEND:20261107T140000", "RRULE:FREQ=MONTHLY;BYDAY=1SA"
    ).campaigns
    recurs = campaign.recurrence()
    assert recurs is not None
    assert [day for n in range(60) if recurs.on(day := date(2026, 11, 1) + timedelta(n))] == [
        date(2026, 11, 7),
        date(2026, 12, 5),
    ]
