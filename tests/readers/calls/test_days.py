"""Days in Romanian prose, in every writing; what looks like a day and is none."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls.days import days, impossible

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 decembrie 2026", date(2026, 12, 15)),
        ("15.12.2026", date(2026, 12, 15)),
        ("15/12/2026", date(2026, 12, 15)),
        ("1 MARTIE 2027", date(2027, 3, 1)),
        ("3 nov. 2026", date(2026, 11, 3)),
        ("astăzi ,04.01.2023", date(2023, 1, 4)),
        ("nr. 1247/12.01.2022", date(2022, 1, 12)),
    ],
)
def test_days_as_notices_write_them(text: str, day: date) -> None:
    assert [each.day for each in days(text, TODAY)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Piața 1 Decembrie 1918",
        "Bulevardul 3 August 1919",
        "strada 20 Decembrie 1989",
        "str. 13 Decembrie",
        "31.02.2026",
        "12.13.2026",
        "Legea 52/2003",
        "1.234.567",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert not days(text, TODAY)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.sampled_from(["{0:%d.%m.%Y}", "{0.day} {1} {0.year}"]))
def test_every_day_is_read_back(day: date, form: str) -> None:
    name = format_date(day, "MMMM", locale="ro_RO")
    text = f"până la data de {form.format(day, name)}, inclusiv"
    (named,) = days(text, TODAY)
    assert named.day == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("28 decembrie", date(2027, 1, 2), date(2026, 12, 28)),
        ("15 ianuarie", date(2026, 11, 23), date(2027, 1, 15)),
        ("15 decembrie a.c.", date(2026, 11, 23), date(2026, 12, 15)),
        ("15 decembrie a.c.", date(2027, 1, 3), date(2026, 12, 15)),
        ("15 martie a.c.", date(2026, 11, 23), date(2026, 3, 15)),
        ("1–5.12 a.c.", date(2026, 11, 23), date(2026, 12, 1)),
    ],
)
def test_a_year_that_is_not_written_is_the_nearest_or_this_one(text: str, today: date, day: date) -> None:
    named = days(text, today)
    assert named[0].day == day
    assert not named[0].dated


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1, 2 și 3 decembrie 2026", [1, 2, 3]),
        ("luni, 7, marți, 8 și miercuri, 9 decembrie 2026", [7, 8, 9]),
        ("04.12, 05.12 și 06.12.2026", [4, 5, 6]),
        ("01-05.12.2026", [1, 5]),
        ("Etapa 2, 5 decembrie 2026", [5]),
        ("orele 9 – 15, 5 decembrie 2026", [5]),
        ("ora 14:00, 5 decembrie 2026", [5]),
        ("liniile 13 și 21 decembrie 2026", [21]),
        ("3 noi stații și cele 3 mai mari străzi", []),
        ("art. 5.12.26, cod 11.02.26", []),
        ("0256.12.10.26", []),
        ("prețul de 15.12 lei", []),
        ("străzile Gării și 1 Decembrie 1918", []),
        ("în data de 21.12, ora 16", [21]),
        ("2026-12-04", [4]),
    ],
)
def test_lists_and_what_counts_something_else(text: str, numbers: list[int]) -> None:
    assert [each.day.day for each in days(text, TODAY)] == numbers


PIECES = ". - – / , și decembrie 2026 26 a.c. XII joi ora : ( ) nr. strada 1 2 31 12"


@given(st.lists(st.sampled_from(PIECES.split())))
def test_any_pieces_are_read(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        for each in days(text, TODAY):
            assert 0 <= each.start < each.end <= len(text)
        assert all(words in text for words in impossible(text, TODAY))


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("De luni până vineri, 7-11 decembrie 2026", False),
        ("De marți până vineri, 7-11 decembrie 2026", True),
        ("sâmbătă și duminică, 5 și 6 decembrie 2026", False),
        ("vineri, 5 decembrie 2026", True),
    ],
)
def test_a_weekday_is_held_against_its_own_day(text: str, doubted: bool) -> None:
    assert any(each.doubt for each in days(text, TODAY)) == doubted
