"""Hours and weekdays go with the days they stand beside; those of a desk with none."""

from datetime import date

import pytest

from content.readers.calls.periods import times

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "daily"),
    [
        ("În 4 decembrie, între orele 9 și 15, strada e închisă.", [(540, 900)]),
        ("Între orele 22 și 6, în perioada 4–5 decembrie.", [(1320, 360)]),
        ("În 4 decembrie, orele 8–12 și 14–18.", [(480, 720), (840, 1080)]),
        ("În 4 decembrie. Telefon, luni–vineri, orele 8–16.", []),
        ("În 4 decembrie se sună la telefon 0256 000 000, între orele 8–16.", []),
    ],
)
def test_hours_of_the_days_and_not_of_a_desk(text: str, daily: list[tuple[int, int]]) -> None:
    (each,) = times(text, TODAY).intervals
    assert [(clock.first, clock.last) for clock in each.daily] == daily


def test_hours_are_those_of_all_days_of_a_list() -> None:
    each = times("În 1 și 8 decembrie, între orele 9 și 15.", TODAY).intervals
    assert [len(one.daily) for one in each] == [1, 1]


@pytest.mark.parametrize(
    ("text", "hours", "some_days"),
    [
        ("în fiecare sâmbătă, în perioada 1–31 decembrie 2026, orele 9–17", 1, "în fiecare sâmbătă"),
        ("în perioada 1–18 decembrie 2026, de luni până vineri, orele 9–15", 1, "de luni până vineri"),
        ("în perioada 1–18.12.2026, cu excepția zilelor de duminică, orele 9–15", 1, "cu excepția zilelor de duminică"),
        ("în perioada 1–18.12.2026. Telefon: luni–vineri, orele 8–16", 0, ""),
        ("în 4 decembrie 2026, de luni până vineri, orele 8–16", 0, ""),
    ],
)
def test_some_days_of_a_period_are_not_each_of_them(text: str, hours: int, some_days: str) -> None:
    (each,) = times(text, TODAY).intervals
    assert (len(each.daily), each.some_days) == (hours, some_days)


def test_hours_go_with_the_day_beside_them() -> None:
    text = "În 4 decembrie se închide strada A, iar între orele 9–15, în 8 decembrie, strada B."
    assert [len(each.daily) for each in times(text, TODAY).intervals] == [0, 1]
