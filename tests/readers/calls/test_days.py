"""Days in Romanian prose, in every writing; what looks like a day and is none."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls.days import days

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
