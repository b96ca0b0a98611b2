"""The words of the wall: every one is used, and times and counts are written as Romanian writes them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from content.checks import registry
from control_server.devices.agreement import Kind
from control_server.wall import wording


def test_every_code_of_the_gate_has_its_words() -> None:
    rules = registry.SUBJECT_RULES | registry.COMING_RULES | registry.FRAME_RULES
    assert set(wording.CHECKS) == {*rules, "feed"}
    assert [wording.warned(count) for count in (1, 3, 20, 101)] == [
        "1 avertisment",
        "3 avertismente",
        "20 de avertismente",
        "101 avertismente",
    ]


def test_a_time_that_happens_twice_says_which() -> None:
    zone = ZoneInfo("Europe/Bucharest")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    times = [first + timedelta(hours=n) for n in range(3)]
    day = "duminică, 25 octombrie 2026"
    which = (" (prima dată)", " (a doua oară)")
    written = [wording.date_and_time(at, zone) for at in times]
    assert written == [f"{day}, 03:30:00{which[0]}", f"{day}, 03:30:00{which[1]}", f"{day}, 04:30:00"]
    assert [wording.time_of_day(at, zone) for at in times[:2]] == [f"03:30:00{each}" for each in which]
    assert [wording.minute_of_day(at, zone) for at in times[:2]] == [f"03:30{each}" for each in which]


def test_every_word_is_used() -> None:
    templates = "".join(path.read_text() for path in (Path(wording.__file__).parent / "templates").iterdir())
    indirect = {"online", "offline", "never", "neutral", "off", "showing", "little", "local"}
    indirect |= {"state_all", "state_trouble", "state_well", "state_never"}
    indirect |= {"public_online", "public_offline", "public_never", "clock_server", "clock_ntp", "clock_none"}
    indirect |= {"ahead", "behind", *(kind for kind in get_args(Kind) if kind != "idle")}
    for word in wording.WORDS:
        used = f"words.{word}" in templates or f'words["{word}"]' in templates or f'"{word}"' in templates
        assert used or word in indirect, word


@pytest.mark.parametrize(
    ("displays", "start"),
    [(1, "1 ecran, 0"), (2, "2 ecrane, 0"), (19, "19 ecrane, 0"), (20, "20 de ecrane, 0"), (101, "101 ecrane, 0")],
)
def test_romanian_counts(displays: int, start: str) -> None:
    assert wording.counted(displays, 0).startswith(start)


def test_numbers_versions_minutes_and_sentences() -> None:
    assert [wording.number(value) for value in (2, 2.5, 32.0)] == ["2", "2,5", "32"]
    assert [wording.version(number) for number in ((1, 12), None)] == ["1.12", "niciunul"]
    assert [wording.minutes(whole) for whole in (7, 0)] == ["7 min", "sub 1 min"]
    assert [wording.whole(number) for number in (7, 999, 1000, 10_000, 1_234_567)] == [
        "7",
        "999",
        "1.000",
        "10.000",
        "1.234.567",
    ]
    assert wording.sentence("has no source") == "Has no source."


def test_a_kind_has_its_name_and_what_is_none_keeps_its_own() -> None:
    assert wording.kind_label("notice") == "Anunț"
    assert wording.kind_label("poem") == "poem"
