"""Calendars in: an event becomes a campaign, and nothing of it is dropped in silence."""

from datetime import date, timedelta

import pytest

from content.authored import Moment
from content.exchange.ical import calendar
from content.findings import RefusedError
from content.pack.model import Campaign
from content.pack.values import Daypart
from tests import sample
from tests.exchange.ical.presa import PLAYLISTS, ics, messages, read, several


def test_an_event_that_recurs_becomes_a_campaign() -> None:
    plan = read(
        "SUMMARY:Târg de Crăciun",
        "DTSTART;TZID=Europe/Bucharest:20261107T080000",
        "DTEND;TZID=Europe/Bucharest:20261107T140000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20261231T215959Z",
        "EXDATE;TZID=Europe/Bucharest:20261121T080000",
        "CATEGORIES:altceva,short",
    )
    assert plan.findings == ()
    assert plan.campaigns == (
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
    ("lines", "sentence"),
    [
        (("DTSTART:20261201T100000", "DTEND:20261201T090000"), "expected an end after its start"),
        (("DTSTART:20261205T223000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=SA"), "days that are others in Europe"),
        (("DTSTART:20261201T100000",), "it has a time but neither end nor duration"),
        (("SEQUENCE:1",), "it has no DTSTART"),
        (("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=HOURLY"), "found FREQ=HOURLY"),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204", "RRULE:FREQ=WEEKLY"), "lasts several days"),
        (("DTSTART:20261201T100000", "DURATION:PT24H", "RRULE:FREQ=DAILY"), "lasts 24 hours"),
        (("STATUS:CANCELLED", "DTSTART;VALUE=DATE:20261201"), "it is cancelled"),
        (("DTSTART:20261201T100000", "DURATION:garbage"), "found DURATION:garbage, expected for example PT2H"),
        (("DTSTART:garbage", "DURATION:PT1H"), "found DTSTART:garbage, expected a date or time"),
        (("DTSTART:25001201T100000", "DURATION:PT1H"), "expected a year from 1900 to 2199"),
        (("DTSTART:20261201T100000", "DURATION:P99999D"), "it lasts 99,999 days"),
        (("DTSTART;VALUE=DATE:20261201", "DURATION:PT4H"), "starts with a date and lasts hours"),
        (("DTSTART;VALUE=DATE:20261201", "DTSTART;VALUE=DATE:20261202"), "it has DTSTART 2 times"),
        (("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY;BYDAY=SA"), "by a rule (EXRULE)"),
        (("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "it has several rules"),
        (("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;BYDAY"), "a part is written twice, or without a value"),
        (("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;COUNT=1500"), "expected a number from 1 to 999, or UNTIL"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=10,15"), "hours are the dayparts'"),
        (("DTSTART;VALUE=DATE:20261201", "EXDATE;VALUE=DATE:20261201"), "each of its times is left out"),
        (("DTSTART;VALUE=DATE:20261201", "EXDATE:garbage"), "found EXDATE:garbage"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "EXDATE:20261201T100000/PT1H"), "it has a period in EXDATE"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "RDATE:20261202T100000/PT0S"), "it has a period to 2026-12-02"),
    ],
)
def test_what_no_campaign_can_say_is_left_out_with_a_finding(lines: tuple[str, ...], sentence: str) -> None:
    plan = read("SUMMARY:x", *lines)
    assert plan.campaigns == ()
    assert len(plan.findings) == 1
    assert sentence in plan.findings[0].message


def days(*lines: str) -> list[date]:
    (campaign,) = read("SUMMARY:x", *lines).campaigns
    recurs = campaign.recurrence()
    assert recurs is not None
    assert campaign.last is None
    return [day for n in range(60) if recurs.on(day := date(2026, 12, 1) + timedelta(n))]


def test_days_added_come_after_the_first() -> None:
    played = days("DTSTART:20261201T080000", "DURATION:PT2H", "RDATE:20261210T080000,20270105T080000")
    assert played == [date(2026, 12, 1), date(2026, 12, 10), date(2027, 1, 5)]


@pytest.mark.parametrize(("until", "last"), [("20261215T060000Z", 15), ("20261215T055900Z", 8), ("20261215", 15)])
def test_a_rule_ends_at_its_minute(until: str, last: int) -> None:
    """UNTIL is the last start there may be: 08:00 in Bucharest is 06:00 UTC."""
    assert days("DTSTART:20261201T060000Z", "DURATION:PT2H", f"RRULE:FREQ=WEEKLY;UNTIL={until}")[-1].day == last


def test_a_rule_on_another_clock_is_said() -> None:
    repeats = ("DURATION:PT2H", "RRULE:FREQ=WEEKLY")
    plan = read("SUMMARY:x", "DTSTART:20261201T060000Z", *repeats)
    assert [each.message for each in plan.findings] == [
        "repeats on another zone's clock; on that of Europe/Bucharest it is 08:00–10:00 all year now"
    ]
    assert read("SUMMARY:x", "DTSTART;TZID=Europe/Athens:20261201T080000", *repeats).findings == ()


def test_what_a_campaign_has_no_place_for_is_said() -> None:
    lines = ("DTSTART;VALUE=DATE:20261201", "LOCATION:Piața Unirii", "DESCRIPTION:lung", "BEGIN:VALARM", "END:VALARM")
    plan = read("SUMMARY:x", *lines)
    assert [each.message for each in plan.findings] == [
        "is a campaign now without its description, location, which campaigns do not have",
        "is a campaign now without its alarms, which campaigns do not have",
    ]
    assert len(plan.campaigns) == 1


def test_ids_are_of_their_own() -> None:
    one = "BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Mereu\r\nDTSTART;VALUE=DATE:20261201\r\nEND:VEVENT\r\n"
    data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{one.format(n=1)}{one.format(n=2)}END:VCALENDAR\r\n".encode()
    plan = calendar.read(data, "presa.ics", sample.parsed(), "civic")
    assert [campaign.id for campaign in plan.campaigns] == ["mereu-2", "mereu-3"]  # the sample has a campaign mereu


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


# --- one time of an event that is changed --------------------------------------------------------------------------

WEEKLY = (
    "UID:sedinta",
    "SUMMARY:Ședința",
    "DTSTART;TZID=Europe/Bucharest:20261110T100000",
    "DTEND;TZID=Europe/Bucharest:20261110T120000",
    "RRULE:FREQ=WEEKLY;COUNT=8",
)
MOVED = (
    "UID:sedinta",
    "SUMMARY:Ședința mutată",
    "DTSTART;TZID=Europe/Bucharest:20261118T150000",
    "DTEND;TZID=Europe/Bucharest:20261118T170000",
)
AT = "RECURRENCE-ID;TZID=Europe/Bucharest:20261117T100000"


@pytest.mark.parametrize("at", [AT, "RECURRENCE-ID:20261117T080000Z", "RECURRENCE-ID;VALUE=DATE:20261117"])
@pytest.mark.parametrize("first", [0, 1], ids=["before", "after"])
def test_a_time_that_was_moved_is_left_out_where_it_was(at: str, first: int) -> None:
    both = (WEEKLY, (*MOVED, at))
    plan = several(both[first], both[1 - first])
    parent, child = sorted(plan.campaigns, key=lambda campaign: campaign.id)
    assert parent.exdate == (Moment("2026-11-17"),)
    assert (child.id, child.first, child.rrule) == ("sedinta-mutata", Moment("2026-11-18"), None)
    assert child.dayparts == (Daypart(start="15:00", end="17:00"),)
    assert plan.findings == ()


def test_a_time_that_was_cancelled_is_only_left_out() -> None:
    plan = several(WEEKLY, (*MOVED, AT, "STATUS:CANCELLED"))
    (parent,) = plan.campaigns
    assert parent.exdate == (Moment("2026-11-17"),)
    assert messages(plan) == ["is cancelled: the time of event 1 that it stands for was left out there"]


def test_a_campaign_of_an_event_that_is_cancelled_now_is_named() -> None:
    """An earlier import may have made it, and it plays on."""
    plan = several(("SUMMARY:Mereu", "DTSTART;VALUE=DATE:20261201", "STATUS:CANCELLED"))
    assert messages(plan) == [
        "was left out: it is cancelled; if the campaign mereu is of it, take that out of the pack"
    ]


def test_what_changes_all_later_times_ends_the_event_before() -> None:
    at = AT.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE")
    plan = several(WEEKLY, (*MOVED, at))
    parent, child = plan.campaigns
    assert (parent.last, parent.exdate, child.first) == (Moment("2026-11-16"), (Moment("2026-11-17"),), child.last)
    (message,) = messages(plan)
    assert message.startswith("changes this and all later times of event 1, which ends before 2026-11-17 now; of the")
    (parent,) = several(WEEKLY, (*MOVED, at, "STATUS:CANCELLED")).campaigns
    assert parent.last == Moment("2026-11-16")


@pytest.mark.parametrize(
    ("events", "campaigns", "message"),
    [
        ([(*MOVED, AT)], 1, "is a changed time of an event that is not in this file"),
        ([WEEKLY, (*MOVED, AT.replace("T10", "T09"))], 2, "changes a time that event 1 does not have"),
        ([WEEKLY, (*MOVED, "RECURRENCE-ID:maine")], 1, "was left out: found RECURRENCE-ID:maine"),
        ([(*WEEKLY, "STATUS:CANCELLED"), (*MOVED, AT)], 0, "was left out: the event it is a time of, event 1, is canc"),
        ([WEEKLY[:-1], (*MOVED, AT.replace("17T", "10T"))], 1, "was left out: each of its times is left out, or chan"),
        ([(*WEEKLY, "SEQUENCE:2"), WEEKLY], 1, "was left out: a newer version of it is in the file"),
    ],
)  # fmt: skip
def test_what_is_odd_about_a_change_is_said(events: list[tuple[str, ...]], campaigns: int, message: str) -> None:
    plan = several(*events)
    assert len(plan.campaigns) == campaigns
    assert [each for each in messages(plan) if each.startswith(message)]


def test_what_is_private_is_left_out_and_its_title_with_it() -> None:
    """A campaign's name is on the public wall. An unknown class is as private as one that is known to be (§3.8.1.3)."""
    for kind in ("PRIVATE", "CONFIDENTIAL", "X-INTERN"):
        plan = several((*WEEKLY, f"CLASS:{kind}"), (*MOVED, AT))
        assert plan.campaigns == ()
        assert {each.where for each in plan.findings} == {"presa.ics: event 1", "presa.ics: event 2"}
        assert "edin" not in str(plan)
    assert len(several((*WEEKLY, "CLASS:PUBLIC")).campaigns) == 1


# --- what used to be lost ------------------------------------------------------------------------------------------

DAILY = ("SUMMARY:x", "DTSTART:20261201T080000", "DURATION:PT2H", "RRULE:FREQ=DAILY")
ONCE = DAILY[:-1]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((*ONCE, "STATUS:TENTATIVE"), "is tentative and plays all the same"),
        ((*DAILY, "EXDATE:20261205T090000"), "leaves out 2026-12-05 09:00, when it does not happen"),
        ((*DAILY[:-1], "RRULE:FREQ=WEEKLY", "EXDATE:20261205T080000"), "leaves out 2026-12-05 08:00, when it does not"),
        (
            ("DTSTART;TZID=Ora Nimănui:20261201T080000", "DURATION:PT2H"),
            "is in the time zone Ora Nimănui, which nobody",
        ),
        (("DTSTART:20261201T080030", "DURATION:PT2H"), "is from 08:00:30 to 10:00:30; campaigns have minutes"),
        ((*ONCE, "fără două puncte"), "has lines that cannot be read, the first is 'fără două puncte'"),
        ((*ONCE, "COMMENT:nu uita"), "is a campaign now without its comment"),
    ],
)
def test_what_an_event_says_besides_is_said(lines: tuple[str, ...], message: str) -> None:
    plan = read(*lines)
    assert len(plan.campaigns) == 1
    assert [each for each in messages(plan) if each.startswith(message)]
    assert plan.campaigns[0].exdate == ()


def test_what_is_no_event_is_counted() -> None:
    todo = "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:De făcut\r\nEND:VTODO\r\n"
    plan = several(ONCE, more=2 * todo + todo.replace("VTODO", "VJOURNAL"))
    assert messages(plan) == [
        "has to-dos (2), which play nothing; only events were read",
        "has journal entries (1), which play nothing; only events were read",
    ]


def test_a_time_added_at_another_hour_plays_at_that_hour() -> None:
    plan = read(*DAILY, "RDATE:20261205T180000,20261206T180000,20261207T080000", "EXDATE:20261206T180000")
    first, second = plan.campaigns
    assert (first.id, first.rdate, first.exdate) == ("x", (Moment("2026-12-07"),), ())
    assert (second.id, second.first, second.dayparts) == (
        "x-2",
        Moment("2026-12-05"),
        (Daypart(start="18:00", end="20:00"),),
    )
    plan = read(*ONCE, "RDATE:20261205T180000,20261206T180000")
    assert [each.rdate for each in plan.campaigns] == [(), (Moment("2026-12-05"), Moment("2026-12-06"))]


@pytest.mark.parametrize("period", ["20261205T080000/20261205T110000", "20261205T080000/PT3H"])
def test_a_period_added_is_as_long_as_it_says(period: str) -> None:
    first, second = read(*DAILY, f"RDATE;VALUE=PERIOD:{period}").campaigns
    assert first.rdate == ()
    assert (second.first, second.dayparts) == (Moment("2026-12-05"), (Daypart(start="08:00", end="11:00"),))


def test_the_first_day_counts_when_the_rule_does_not_have_it() -> None:
    """RFC 5545 §3.8.5.3: DTSTART is the first of the COUNT. The first of December is a Tuesday."""
    played = days("DTSTART:20261201T080000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=3")
    assert [day.day for day in played] == [1, 4, 11]
    assert days("DTSTART:20261201T080000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;BYDAY=FR")[:2] == played[:2]
    (alone,) = read("DTSTART:20261201T080000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=1").campaigns
    assert (alone.first, alone.last, alone.rrule) == (Moment("2026-12-01"), Moment("2026-12-01"), None)
    assert messages(read(*DAILY[:-1], "RRULE:FREQ=WEEKLY;BYDAY=FR")) == [
        "starts on 2026-12-01, which is no day of its rule; it plays on that day too (RFC 5545 §3.8.5.3)"
    ]


@pytest.mark.parametrize("same", ["BYHOUR=8", "BYHOUR=8;BYMINUTE=0", "BYSECOND=0;BYMINUTE=0;BYHOUR=8"])
def test_an_hour_that_a_rule_says_again_is_no_loss(same: str) -> None:
    plan = read(*DAILY[:-1], f"RRULE:FREQ=DAILY;{same}")
    assert [(each.rrule, each.dayparts[0].start) for each in plan.campaigns] == [("FREQ=DAILY", "08:00")]
    assert plan.findings == ()
    (dated,) = read("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;BYHOUR=8").campaigns
    assert dated.rrule == "FREQ=DAILY"


def test_one_bad_event_costs_the_others_nothing() -> None:
    bad = (
        "SUMMARY:rău",
        "DTSTART:20261201T080000",
        "DURATION:garbage",
        "BEGIN:VALARM",
        "TRIGGER:garbage",
        "END:VALARM",
    )
    plan = several(bad, ONCE, ("DTSTART:25001201T100000", "DURATION:PT1H"))
    assert [each.id for each in plan.campaigns] == ["x"]
    assert [each.where for each in plan.findings] == [
        "presa.ics: event 1 (rău)",
        "presa.ics: event 3 (without a title)",
    ]


ZONE = """BEGIN:VTIMEZONE\r
TZID:Ora Casei\r
BEGIN:STANDARD\r
DTSTART:16011028T040000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETFROM:+0300\r
TZOFFSETTO:+0200\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010325T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0300\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


def test_a_zone_of_the_files_own_is_known() -> None:
    lines = ("DTSTART;TZID=Ora Casei:20261201T080000", "DURATION:PT2H", "RRULE:FREQ=DAILY;UNTIL=20261220T060000Z")
    plan = several(lines, more=ZONE)
    assert [(each.rrule, each.dayparts[0].start) for each in plan.campaigns] == [("FREQ=DAILY;UNTIL=20261220", "08:00")]
    assert plan.findings == ()
    broken = ZONE.replace("Ora Casei", "Ora Stricată").replace("TZOFFSETTO:+0200", "TZOFFSETTO:nimic")
    plan = several(tuple(line.replace("Ora Casei", "Ora Stricată") for line in lines), more=broken)
    assert messages(plan)[0].startswith("is in the time zone Ora Stricată, which nobody knows")


ALL_DAY = ("SUMMARY:x", "DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202")


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261205", "20261205"),
        ("20261205T235959Z", "20261205"),
        ("20261205T000000Z", "20261205"),
        ("20261204T220000Z", "20261205"),  # Exchange: its midnight in Bucharest
        ("20261205T215959Z", "20261205"),
        ("20261205T235959", "20261205"),
        ("20261205t120000z", "20261205"),
    ],
)
def test_days_that_repeat_end_on_the_day_that_until_names(until: str, last: str) -> None:
    (campaign,) = read(*ALL_DAY, f"RRULE:freq=daily;until={until}").campaigns
    assert campaign.rrule == f"FREQ=DAILY;UNTIL={last}"


@pytest.mark.parametrize(
    "day",
    [
        ";VALUE=DATE:20261203",
        ":20261203",
        ":2026-12-03",
        ":20261203T000000",
        ":20261203T000000Z",
        ":20261202T220000Z",
        ";TZID=GTB Standard Time:20261203T000000",
        ";TZID=E. Europe Standard Time:20261203T000000",
        ";TZID=UTC:20261203T000000",
    ],
)
def test_days_are_left_out_and_changed_however_their_day_is_written(day: str) -> None:
    repeats = ("UID:a", *ALL_DAY, "RRULE:FREQ=DAILY;COUNT=5")
    (campaign,) = read(*repeats[1:], f"EXDATE{day}").campaigns
    assert campaign.exdate == (Moment("2026-12-03"),)
    changed = ("UID:a", f"RECURRENCE-ID{day}", "SUMMARY:x", "DTSTART;VALUE=DATE:20261220")
    plan = several(repeats, changed)
    assert plan.findings == ()
    assert [each.exdate for each in plan.campaigns] == [(Moment("2026-12-03"),), ()]


def test_an_hour_is_no_day_that_is_left_out() -> None:
    plan = read(*ALL_DAY, "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20261203T100000")
    assert plan.campaigns[0].exdate == ()
    assert "when it does not happen" in messages(plan)[0]


def test_an_end_on_the_first_day_is_that_day() -> None:
    (campaign,) = read("SUMMARY:x", "DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261201").campaigns
    assert (campaign.first, campaign.last) == (Moment("2026-12-01"), Moment("2026-12-01"))


def test_a_zone_of_another_file_is_not_this_ones() -> None:
    rules = ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:{0}", "TZOFFSETTO:{0}", "END:STANDARD")
    zone = "\r\n".join(("BEGIN:VTIMEZONE", "TZID:Ora", *rules, "END:VTIMEZONE", ""))
    hours = ("UID:a", "SUMMARY:x", "DTSTART;TZID=Ora:20261201T100000", "DTEND;TZID=Ora:20261201T120000")
    for offset, start in (("+0200", "10:00"), ("+0500", "07:00")):
        (campaign,) = several(hours, more=zone.format(offset)).campaigns
        assert campaign.dayparts[0].start == start
    plan = several(hours)
    assert "is in the time zone Ora, which nobody knows" in messages(plan)[0]


def test_a_calendar_in_the_letters_of_windows() -> None:
    data = ics(("UID:a", *ALL_DAY[1:], "SUMMARY:Târg și colinde"))
    told = calendar.read(
        data.decode().replace("ș", "ş").encode("cp1250"), "presa.ics", sample.parsed(playlists=PLAYLISTS), "civic"
    )
    assert [each.id for each in told.campaigns] == ["targ-si-colinde"]
