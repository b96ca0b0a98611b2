"""Days, periods, telephones and laws in Romanian prose."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls import romanian
from tests.readers.calls.test_notice import call

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
    assert [each.day for each in romanian.days(text, TODAY)] == [day]


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
    assert not romanian.days(text, TODAY)


def test_telephones_without_fax_and_without_dates() -> None:
    text = "tel. 0256/408.300, +40 721 123 456, fax 0258/861280, în perioada 02.05.2026-01.08.2026, CUI 14756536"
    assert romanian.phones(text) == ["0256 408 300", "0721 123 456"]


def test_laws_and_addresses() -> None:
    assert romanian.laws("Legea nr.52/2003, Legii 273 / 2006, legea nr. 52/2003") == ["52/2003", "273/2006"]
    assert romanian.links("pe www.oras.ro/x, https://a.ro/b.") == ["https://www.oras.ro/x", "https://a.ro/b"]


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.sampled_from(["{0:%d.%m.%Y}", "{0.day} {1} {0.year}"]))
def test_every_day_is_read_back(day: date, form: str) -> None:
    name = format_date(day, "MMMM", locale="ro_RO")
    text = f"până la data de {form.format(day, name)}, inclusiv"
    (named,) = romanian.days(text, TODAY)
    assert named.day == day
    assert romanian.deadlines(text, [named]) == [named]


@pytest.mark.parametrize("piece", ["a", "a.", "1.", "www.", "str. a.", "0 ", "până la ", "proiect de hotărâre "])
def test_a_text_that_never_ends_its_words_is_read_in_one_pass(piece: str) -> None:
    """Patterns that begin again at every letter would take minutes."""
    assert call("Propuneri " + piece * (100_000 // len(piece))).closes is None
