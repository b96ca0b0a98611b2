"""Terms: counted from a day that is named, open from one that is not."""

from datetime import date

import pytest

from content.readers.calls.periods import times
from content.readers.calls.terms import terms

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("în termen de 15 zile de la data publicării", 15),
        ("timp de 5 zile", 5),
        ("timp de cinci zile", 5),
        ("pe o perioadă de 2 săptămâni", 14),
        ("pentru o durată de 10 zile lucrătoare", 10),
    ],
)
def test_the_terms_a_text_names(text: str, days: int) -> None:
    (term,) = terms(text)
    assert (term.days, term.words) == (days, text)


def test_a_term_without_a_day_makes_no_day() -> None:
    assert not times("Strada e închisă timp de 5 zile.", TODAY).intervals


def test_a_term_goes_with_the_day_of_its_own_sentence() -> None:
    read = times("Are loc pe 1 decembrie 2026. Lucrarea ține apoi timp de 5 zile.", TODAY)
    assert [each.last for each in read.intervals] == [date(2026, 12, 1)]


def test_a_term_goes_with_the_day_beside_it() -> None:
    read = times("În 4 decembrie pe strada A, iar începând cu 8 decembrie, timp de 5 zile, pe strada B.", TODAY)
    assert [each.last for each in read.intervals] == [date(2026, 12, 4), date(2026, 12, 12)]
    read = times("În 4 decembrie pe strada A, iar timp de 5 zile, începând cu 8 decembrie, pe strada B.", TODAY)
    assert [each.last for each in read.intervals] == [date(2026, 12, 4), date(2026, 12, 12)]
