"""A budget once it is read: sums of sections and origins, amounts as texts, and parts of exactly a hundred."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pack.slides import BudgetUnit
from content.readers.budgets.figures import UNITS, Chapter, Figures, amount_text, of_hundred, written

AMOUNTS = st.lists(st.decimals(0, 10**12, places=2), min_size=1, max_size=20).filter(any)


@given(AMOUNTS)
def test_parts_of_a_hundred_are_a_hundred_and_none_is_off_by_one(amounts: list[Decimal]) -> None:
    parts = of_hundred(amounts)
    total = sum(amounts)
    assert sum(parts) == 100
    assert all(abs(part - amount * 100 / total) < 1 for part, amount in zip(parts, amounts, strict=True))


@pytest.mark.parametrize("amounts", [[], [Decimal(0)], [Decimal(5), Decimal(-1)]])
def test_what_cannot_be_divided_is_refused(amounts: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="expected amounts that are not negative"):
        of_hundred(amounts)


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(sorted(UNITS)))
def test_an_amount_is_written_exactly_in_its_unit(amount: Decimal, unit: BudgetUnit) -> None:
    assert Decimal(written(amount, unit).replace(",", ".")) * UNITS[unit] == amount
    assert Decimal(amount_text(amount, unit).removesuffix(unit).replace(",", "")) * UNITS[unit] == amount


def test_an_amount_in_a_sentence_and_one_in_a_file() -> None:
    assert amount_text(Decimal("2352378.93"), "thousand lei") == "2,352.37893 thousand lei"
    assert amount_text(Decimal(5000), "thousand EUR") == "5 thousand EUR"
    assert (written(None, "lei"), written(Decimal("1.5"), "lei")) == ("", "1,5")


def test_sections_and_origins_are_sums_of_chapters() -> None:
    chapters = (
        Chapter(code="01.02", name="a", lei=Decimal(3), running=Decimal(2), origin="own"),
        Chapter(code="42.02", name="b", lei=Decimal(4), running=Decimal(1), origin="state"),
        Chapter(code="x42", name="c", lei=Decimal(5), origin="own", foreign=True),
    )
    figures = Figures(chapters=chapters, total=Decimal(12), unit="thousand EUR")
    assert (figures.section("running"), figures.section("investing")) == (3, None)
    assert figures.origins() == {"own": 8, "state": 4}
    assert figures.currency == "EUR"
    assert [chapter.key for chapter in chapters] == ["01", "42", "x42"]
