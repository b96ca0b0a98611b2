"""Two sides close to the ban with what earlier years left, or are refused with the difference."""

from decimal import Decimal

import pytest

from content.findings import RefusedError
from content.readers.budgets import balance
from content.readers.budgets.figures import Chapter, Figures


def sides(revenue: int, spent: int, deficit: int | None = None, code: str = "07.02") -> tuple[Figures, Figures]:
    income = Figures(chapters=(Chapter(code=code, name="", lei=Decimal(revenue)),), total=Decimal(revenue))
    stated = None if deficit is None else Decimal(deficit)
    return income, Figures(chapters=(), total=Decimal(spent), deficit=stated)


def test_the_balance_of_the_city() -> None:
    """Timișoara 2024, thousand lei: revenue 2,261,482.13 and 90,896.80 of earlier years' surplus: 2,352,378.93."""
    income = Figures(chapters=(), total=Decimal("2261482130"), unit="thousand lei")
    spent = Figures(chapters=(), total=Decimal("2352378930"), unit="thousand lei")
    balance.held(income, spent, Decimal("90896800"))
    with pytest.raises(RefusedError, match=r"a difference of -0\.01 thousand lei"):
        balance.held(income, spent, Decimal("90896790"))


def test_what_is_told() -> None:
    assert balance.held(*sides(900, 1000, 100)) == ""
    assert balance.held(*sides(900, 1000), Decimal(100)) == ""
    assert "closes with the 100 lei" in balance.held(*sides(900, 1000, 90), Decimal(100))
    assert "it is not added again" in balance.held(*sides(1000, 1000, 100, "40.02"))


def test_what_does_not_close_says_by_how_much_and_what_would() -> None:
    with pytest.raises(RefusedError, match=r"a difference of -100 lei; to mend it: .* `surplus` 100"):
        balance.held(*sides(900, 1000))
    with pytest.raises(RefusedError, match=r"a difference of 100 lei$"):
        balance.held(*sides(1000, 1000, 100))
