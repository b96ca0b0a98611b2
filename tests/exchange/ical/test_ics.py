"""An iCalendar file in its parts: components, properties, dates, and what a file must be to be one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.exchange.ical import ics
from content.exchange.ical.ics import Component, Property


def calendar(*lines: str, around: tuple[str, ...] = ()) -> bytes:
    event = ["BEGIN:VEVENT", *lines, "END:VEVENT"] if lines else []
    return "\r\n".join(["BEGIN:VCALENDAR", *event, *around, "END:VCALENDAR", ""]).encode()


def event(*lines: str, around: tuple[str, ...] = ()) -> Component:
    (component,) = ics.components(calendar(*lines, around=around))
    return component


def test_properties_have_a_name_parameters_and_a_value() -> None:
    one = event("SUMMARY;LANGUAGE=ro:Târg\\, mare", "summary:Again", "X-A;B=c,d:1")
    assert one.every("SUMMARY") == [
        Property("SUMMARY", {"LANGUAGE": "ro"}, "Târg, mare"),
        Property("SUMMARY", {}, "Again"),
    ]
    assert one.text("SUMMARY") == "Again"
    assert one.every("X-A")[0].params == {"B": "c"}
    assert one.text("LOCATION") == ""


def test_a_property_that_must_be_there_once() -> None:
    one = event("UID:1", "UID:2")
    with pytest.raises(ValueError, match="it has UID 2 times, expected it once"):
        one.one("UID")
    with pytest.raises(ValueError, match="it has no DTSTART"):
        one.one("DTSTART")


def test_a_component_knows_its_parts_its_calendar_and_lines_that_are_none() -> None:
    one = event("UID:1", "BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM", "no property", around=("METHOD:CANCEL",))
    assert one.parts == ("VALARM",)
    assert one.unread == ("no property",)
    assert one.of_calendar("METHOD") == "CANCEL"
    assert not one.every("TRIGGER")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "found no BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "it ends before END:VEVENT"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "found BEGIN:VEVENT, expected BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "found END:VEVENT, expected END:VCALENDAR"),
    ],
)
def test_what_is_no_calendar(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ics.components(data)


def test_dates_times_and_periods() -> None:
    one = event("RDATE:20261201,20261202T080000Z", "EXDATE;VALUE=PERIOD:20261201T080000Z/PT1H")
    assert ics.moments(one, "RDATE") == [date(2026, 12, 1), datetime(2026, 12, 2, 8, tzinfo=UTC)]
    assert ics.periods(one, "EXDATE") == [(datetime(2026, 12, 1, 8, tzinfo=UTC), timedelta(hours=1))]
    with pytest.raises(ValueError, match="it has a period in EXDATE"):
        ics.moments(one, "EXDATE")


@pytest.mark.parametrize("value", ["mâine", "20261301", "18001201", ""])
def test_what_is_no_date_is_refused_by_name(value: str) -> None:
    with pytest.raises(ValueError, match=f"found DTSTART:{value}, expected a"):
        ics.moment(Property("DTSTART", {}, value))


def test_more_times_than_an_event_can_have_are_refused() -> None:
    one = event("RDATE:" + ",".join(["20261201"] * 501))
    with pytest.raises(ValueError, match="it has 501 times in RDATE, expected at most 500"):
        ics.periods(one, "RDATE")


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_days_are_another_thing_than_hours(weeks: int, days: int, hours: int) -> None:
    text = f"P{weeks}W{days}DT{hours}H"
    assert ics.duration(Property("DURATION", {}, text)) == (timedelta(weeks=weeks, days=days), timedelta(hours=hours))


@pytest.mark.parametrize("text", ["P", "PT", "-P1D", "1D", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected for example PT2H or P1D"):
        ics.duration(Property("DURATION", {}, text))


def test_zones_that_nobody_knows_are_named_once() -> None:
    one = event(
        "DTSTART;TZID=Ora:20261201T080000",
        "DTEND;TZID=Ora:20261201T090000",
        "RDATE;TZID=Europe/Bucharest:20261202T080000",
    )
    assert ics.unknown_zones(one) == ["Ora"]


@pytest.mark.parametrize(
    "zone", ["localtime", "posixrules", "Factory", "right/Europe/Bucharest", "posix/Europe/Bucharest"]
)
def test_a_zone_that_is_another_on_every_machine_is_known_to_nobody(zone: str) -> None:
    one = event(f"DTSTART;TZID={zone}:20261201T080000")
    assert ics.unknown_zones(one) == [zone]
    assert ics.moment(one.every("DTSTART")[0]) == datetime(2026, 12, 1, 8)  # noqa: DTZ001  on the city's clock
