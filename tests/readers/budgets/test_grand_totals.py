"""Totals in words of a whole file, and what a person is asked where no total proves that nothing is missing."""

import pytest

from tests.readers.budgets.test_statement import read, refusal, spending

BOTH = """cod;denumire;total
00.01;TOTAL VENITURI;900
04.02;Cote;900
;Excedentul anilor precedenți;100
{}49.02;TOTAL CHELTUIELI;1000
84.02;Transporturi;1000
{}"""


@pytest.mark.parametrize(
    ("between", "after"),
    [
        (";TOTAL GENERAL;1000\n", ""),
        (";Total general venituri + excedent;1000\n", ""),
        ("", ";TOTAL GENERAL;1900\n"),
        ("", ";TOTAL;1000\n"),
    ],
)
def test_a_general_total_that_agrees_is_understood(between: str, after: str) -> None:
    statement = read(BOTH.format(between, after))
    assert [side.total for side in statement.sides] == [1_000_000, 900_000]
    assert statement.findings == ()
    assert statement.questions == ()


def test_a_general_total_that_disagrees_is_refused_with_the_difference() -> None:
    assert refusal(BOTH.format("", ";TOTAL GENERAL;1001\n")) == (
        "b.csv:7 “TOTAL GENERAL” says 1,001 thousand lei, the chapters add up to 1,000 thousand lei: "
        "a difference of -1 thousand lei"
    )


def test_it_may_be_that_of_all_the_budgets_in_the_file() -> None:
    statement = read("cod;denumire;total\n84.02;A;500\n65.10;B;70\n;TOTAL GENERAL;570\n")
    assert statement.expenditure is not None
    assert statement.expenditure.total == 500_000
    assert statement.questions == ()


def test_a_total_of_nothing_that_is_known_is_told_where_another_total_proves_the_sum() -> None:
    text = "cod;denumire;total\n84.02;A;500\n;Total;70\n{}"
    assert "“Total” says 70" in refusal(text.format(""))
    statement = read(text.format("49.02;TOTAL CHELTUIELI;500\n"))
    assert [finding.message[:25] for finding in statement.findings] == ["left out: “Total” says 70"]


def test_what_no_total_proves_is_asked() -> None:
    text = "cod;denumire;total\n84.02;Transporturi;500\n65.02;Învățământ;\n;Piața;70\n{}"
    statement = read(text.format(""))
    assert [(each.where, each.seen) for each in statement.questions] == [
        ("b.csv:4", "Piața 70"),
        ("b.csv:3", "65.02 Învățământ"),
    ]
    assert read(text.format("49.02;TOTAL CHELTUIELI;500\n")).questions == ()
    assert spending(text.format(";TOTAL;500\n")).total == 500_000
