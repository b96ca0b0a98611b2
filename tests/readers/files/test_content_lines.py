"""Calendars as programs really write them: slips that leave no doubt are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone
from icalendar.timezone import tzp

from content.readers.files import content_lines

RULES = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\n"


def lines(text: str) -> list[str]:
    return content_lines.read(text.encode(), "c.ics")


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\r\n\r\n"])
def test_lines_end_and_are_folded_as_in_any_system(ends: str) -> None:
    fold = ends[:2] if ends.startswith("\r\n") else ends[0]
    text = f"SUMMARY:Târg{fold}  de{fold}\t Crăciun{ends}UID:1{ends}"
    assert lines(text) == ["SUMMARY:Târg de Crăciun", "UID:1"]


@given(st.text("aăș„", max_size=30), st.integers(1, 40))
def test_a_fold_may_stand_in_the_middle_of_a_letter(text: str, at: int) -> None:
    data = f"SUMMARY:{text}".encode()
    folded = data[: 8 + at] + b"\r\n " + data[8 + at :] if 8 + at < len(data) else data
    assert content_lines.read(folded, "c.ics") == [f"SUMMARY:{text}"]


def test_letters_of_windows_and_a_mark_of_byte_order() -> None:
    assert content_lines.read("SUMMARY:Târg și".replace("ș", "ş").encode("cp1250"), "c.ics") == ["SUMMARY:Târg şi"]
    for encoding in ("utf-8-sig", "utf-16"):
        assert content_lines.read("SUMMARY:Târg\r\n  și\r\n".encode(encoding), "c.ics") == ["SUMMARY:Târg și"]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("DTSTART:2026-12-01", "DTSTART:20261201"),
        ("DTSTART;VALUE=DATE:2026-12-01", "DTSTART;VALUE=DATE:20261201"),
        ("dtend:2026-12-01T10:00:00z", "dtend:20261201T100000Z"),
        ("DTEND : 20261201t1000", "DTEND:20261201T100000"),
        ('DTSTART;TZID="(UTC+02:00) Athens":2026-12-01 10:00', 'DTSTART;TZID="(UTC+02:00) Athens":20261201T100000'),
        ("EXDATE:20261201,2026-12-02", "EXDATE:20261201,20261202"),
        ("DTSTART:20261201T100000", "DTSTART:20261201T100000"),
        ("SUMMARY:2026-12-01", "SUMMARY:2026-12-01"),
    ],
)
def test_dates_with_hyphens_and_small_letters(written: str, line: str) -> None:
    assert lines(written) == [line]


def test_a_time_zone_named_twice_is_one_under_each_name_and_one_without_rules_is_none() -> None:
    zone = f"BEGIN:VTIMEZONE\nTZID:A\nX-LIC-LOCATION:A\nTZID:A\n{RULES}TZID:B\nEND:VTIMEZONE\n"
    rules = RULES.splitlines()
    one = ["X-LIC-LOCATION:A", *rules, "END:VTIMEZONE"]
    read = lines(f"UID:1\n{zone}UID:2")
    assert read == ["UID:1", "BEGIN:VTIMEZONE", "TZID:A", *one, "BEGIN:VTIMEZONE", "TZID:B", *one, "UID:2"]
    assert lines("UID:1\nBEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\nUID:2") == ["UID:1", "UID:2"]
    assert lines("UID:1\nBEGIN:VTIMEZONE\nTZID:A") == ["UID:1", "BEGIN:VTIMEZONE", "TZID:A"]


def test_what_stands_outside_the_calendars_is_not_theirs() -> None:
    text = "<br>\nBEGIN:VCALENDAR\nUID:1\nEND:VCALENDAR\n<!-- kept -->\nbegin:vcalendar\nEND:VCALENDAR\n"
    assert content_lines.calendars(lines(text)) == [
        *("BEGIN:VCALENDAR", "UID:1", "END:VCALENDAR", "begin:vcalendar", "END:VCALENDAR")
    ]


def test_time_zones_of_another_file_are_forgotten() -> None:
    Timezone.from_ical(f"BEGIN:VTIMEZONE\nTZID:Ora\n{RULES}END:VTIMEZONE\n".replace("\n", "\r\n"))
    assert tzp.timezone("Ora") is not None
    lines("UID:1")
    assert tzp.timezone("Ora") is None
