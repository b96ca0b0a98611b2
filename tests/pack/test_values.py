"""Dayparts and ids made of texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pack.values import DAYS, LONGEST_WORDS, Daypart, id_of

TIMES = st.integers(0, 1440).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Târg de Crăciun", "targ-de-craciun"),
        ("Ștrandul Țărilor", "strandul-tarilor"),
        ("  2026: bugetul, pe scurt!  ", "2026-bugetul-pe-scurt"),
        ("Међа", ""),
        ("", ""),
    ],
)
def test_an_id_is_made_of_the_letters_and_digits_of_a_text(text: str, made: str) -> None:
    assert id_of(text) == made


@given(st.text(max_size=200))
def test_what_is_made_is_an_id_or_nothing_and_leaves_room_for_a_number(text: str) -> None:
    made = id_of(text)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= LONGEST_WORDS


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("sat", {5}),
        ("mon,wed, fri", {0, 2, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("mon-sun", set(range(7))),
        ("tue,sat-sun,tue", {1, 5, 6}),
    ],
)
def test_weekdays_as_they_are_written(days: str, expected: set[int]) -> None:
    assert Daypart(days=days, start="08:00", end="10:00").weekdays() == expected


@given(st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_a_range_of_weekdays_goes_on_over_the_end_of_the_week(first: str, last: str) -> None:
    days = Daypart(days=f"{first}-{last}", start="08:00", end="10:00").weekdays()
    a, b = DAYS.index(first), DAYS.index(last)
    assert {a, b} <= days
    assert len(days) == (b - a) % 7 + 1


@given(TIMES.filter(lambda time: time != "24:00"), TIMES)
def test_a_daypart_ends_after_it_starts_if_need_be_on_the_next_day(start: str, end: str) -> None:
    if start == end:
        with pytest.raises(ValueError, match=f"found a daypart from {start} to {end}, expected two different times"):
            Daypart(start=start, end=end)
        return
    first, last = Daypart(start=start, end=end).minutes()
    assert 0 <= first <= 1440
    assert first < last < first + 1440 or (start, end) == ("00:00", "24:00")
    assert f"{first // 60:02}:{first % 60:02}" == start
    assert last % 1440 == (int(end[:2]) * 60 + int(end[3:])) % 1440


@pytest.mark.parametrize("time", ["8:00", "08:60", "24:01", "25:00", "0800", "08:00 ", "", "08:00:00"])
def test_what_is_no_time_of_day_is_refused(time: str) -> None:
    with pytest.raises(ValueError, match=r'expected "HH:MM" between "00:00" and "24:00"'):
        Daypart(start=time, end="10:00")


@pytest.mark.parametrize("days", ["lun", "-fri", "mon-", "", "mon;tue", "mon-wed-fri"])
def test_what_is_no_weekday_is_refused(days: str) -> None:
    with pytest.raises(ValueError, match="expected for example mon-fri or sat,sun"):
        Daypart(days=days, start="08:00", end="10:00")
