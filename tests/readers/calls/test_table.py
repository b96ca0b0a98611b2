"""A CSV of calls: names of columns, dates as people write them."""

import pytest

from content.authored import Moment
from content.findings import RefusedError
from content.readers.calls import table
from tests.readers.calls.origins import SITE

ROW = {
    "titlu": "Spune unde punem copaci",
    "titlu_en": "Say where to plant",
    "cine": "Oricine",
    "de la": "1.12.2026",
    "până la": "20.12.2026 16:00",
    "adresa": "https://oras.ro/c",
    "scurt": "oras.ro/c",
    "durata": "5 min",
    "telefon": "0256 408 300",
    "temei legal": "Legea 52/2003",
}
TABLE = f"{';'.join(ROW)}\n{';'.join(ROW.values())}\n"


def test_a_row_is_a_call_without_questions() -> None:
    (call,) = table.read(TABLE.encode(), SITE).calls
    assert call.ask == {"ro": "Spune unde punem copaci", "en": "Say where to plant"}
    assert (call.opens, call.closes) == (Moment("2026-12-01"), Moment("2026-12-20T16:00"))
    assert (call.link, call.short, call.takes_minutes) == ("https://oras.ro/c", "oras.ro/c", 5)
    assert (call.who, call.phone, call.legal_basis) == ({"ro": "Oricine"}, "0256 408 300", "Legea 52/2003")
    assert not call.questions


@pytest.mark.parametrize(
    ("cell", "closes"),
    [
        ("2026-12-06", "2026-12-06"),
        ("06/12/2026", "2026-12-06"),
        ("6.12.2026 9:05", "2026-12-06T09:05"),
        ("2026-12-06 23:59", "2026-12-06T23:59"),
        ("2026-12-06T21:59:00Z", "2026-12-06T23:59"),
    ],
)
def test_dates_as_people_write_them(cell: str, closes: str) -> None:
    (call,) = table.read(TABLE.replace("20.12.2026 16:00", cell).encode(), SITE).calls
    assert call.closes == Moment(closes)


@pytest.mark.parametrize(
    ("first", "last", "opens", "closes"),
    [
        ("1.XII.2026", "20.12.26", "2026-12-01", "2026-12-20"),
        ("1–20 decembrie 2026", "", "2026-12-01", "2026-12-20"),
        ("", "01-20.12.2026", "2026-12-01", "2026-12-20"),
        ("marți, 1 decembrie 2026", "până la 20 decembrie 2026, ora 16:00", "2026-12-01", "2026-12-20T16:00"),
        ("începând cu 1.12.2026", "20.12.2026, orele 9–15", "2026-12-01", "2026-12-20T15:00"),
    ],
)
def test_days_and_periods_in_words(first: str, last: str, opens: str, closes: str) -> None:
    row = TABLE.replace("20.12.2026 16:00", last).replace("1.12.2026", first, 1)
    (call,) = table.read(row.encode(), SITE).calls
    assert (call.opens, call.closes, call.questions) == (Moment(opens), Moment(closes), ())


def test_a_day_that_is_doubtful_is_asked_with_its_place() -> None:
    (call,) = table.read(TABLE.replace("20.12.2026 16:00", "joi, 20 decembrie").encode(), SITE).calls
    assert [each.key for each in call.questions] == ["closes", "closes"]
    assert {each.where for each in call.questions} == {f"{SITE.where}:2, column “până la”"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("20.12.2026 16:00", "31.11.2026"), "day of the calendar"),
        (("20.12.2026 16:00", "decembrie"), "found 'decembrie'"),
        (("5 min", "o oră"), r":2, column “durata”: found 'o oră', expected minutes from 1 to 240"),
        (("titlu;titlu_en", "nume;prenume"), "expected the question in"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        table.read(TABLE.replace(*change).encode(), SITE)


def test_an_empty_cell_is_nothing() -> None:
    row = TABLE.splitlines()[0] + "\nSpune;;;;;;;;;\n"
    (call,) = table.read(row.encode(), SITE).calls
    assert (call.opens, call.closes, call.takes_minutes, call.who) == (None, None, None, {})
