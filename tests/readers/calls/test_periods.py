"""When something is: periods, days, hours; each is read back from every writing."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls.periods import times

TODAY = date(2026, 11, 23)
DEC = {day: date(2026, 12, day) for day in range(1, 32)}


def read(text: str) -> list[tuple[date | None, date | None]]:
    return [(each.first, each.last) for each in times(text, TODAY).intervals]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1–5 decembrie 2026", 1, 5),
        ("01-05.12.2026", 1, 5),
        ("1, 2 și 3 decembrie", 1, 3),
        ("între 1 și 5 decembrie", 1, 5),
        ("de la 1 la 5 decembrie", 1, 5),
        ("15.XII.2026", 15, 15),
        ("15.12.26", 15, 15),
        ("15 decembrie a.c.", 15, 15),
        ("din data de 4.12.2026 și până în data de 9.12.2026", 4, 9),
        ("de vineri, 4 decembrie, ora 16, până duminică", 4, 6),
        ("de vineri până duminică, 6 decembrie", 4, 6),
        ("începând cu 1 decembrie, timp de 5 zile", 1, 5),
        ("timp de două săptămâni, începând cu data de 1 decembrie 2026", 1, 14),
        ("de la 1 decembrie strada e închisă, până la 5 decembrie", 1, 5),
        ("începând cu data de 4.12.2026", 4, None),
        ("Titlu\nDin 4 decembrie 2026 linia 33 are alt traseu", 4, None),
        ("până la 4 decembrie 2026", None, 4),
        ("termen limită: 4 decembrie 2026", None, 4),
    ],
)
def test_one_period(text: str, first: int | None, last: int | None) -> None:
    assert read(text) == [(DEC[first] if first else None, DEC[last] if last else None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("în 1 și 8 decembrie 2026", [(1, 1), (8, 8)]),
        ("1–5 și 8–10 decembrie 2026", [(1, 5), (8, 10)]),
        ("în perioada 1–5.12.2026, apoi pe 9.12.2026", [(1, 5), (9, 9)]),
    ],
)
def test_several_are_all_kept(text: str, expected: list[tuple[int, int]]) -> None:
    assert read(text) == [(DEC[first], DEC[last]) for first, last in expected]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("joi, 4 decembrie 2026", "the text says Thursday, and 2026-12-04 is a Friday"),
        ("5.12.2026 – 1.12.2026", "would end before it begins"),
        ("28–3 decembrie 2026", "would end before it begins"),
        ("timp de 5 zile lucrătoare de la 4 decembrie 2026", "more than one way"),
        ("în termen de 5 zile de la 4 decembrie 2026", "more than one way"),
        ("ședința din 4 decembrie 2026", "„din” may mean"),
    ],
)
def test_what_contradicts_or_could_be_meant_otherwise(text: str, doubt: str) -> None:
    assert doubt in " ".join(doubt for each in times(text, TODAY).intervals for doubt in each.doubts)


def test_a_day_that_is_none_is_told() -> None:
    assert times("până la 31.11.2026", TODAY).doubts == ("„31.11.2026” is no day of the calendar",)


def _names(day: date) -> str:
    return format_date(day, "d MMMM y", locale="ro_RO")


FORMS = {
    "în perioada {0:%d.%m.%Y} – {1:%d.%m.%Y}": False,
    "din {0:%d.%m.%Y} până în data de {1:%d.%m.%Y}": False,
    "între {2} și {3}": True,
    "de la {2} până la {3}": True,
    "în perioada {2} - {3}, inclusiv": True,
}


@given(st.dates(date(2026, 6, 1), date(2027, 5, 31)), st.integers(1, 200), st.sampled_from(sorted(FORMS)))
def test_every_period_is_read_back(first: date, length: int, form: str) -> None:
    last = date.fromordinal(first.toordinal() + length)
    text = (
        f"Strada se închide {form.format(first, last, _names(first), _names(last))}, pe strada 1 Decembrie 1918 nr. 3."
    )
    assert read(text) == [(first, last)]
