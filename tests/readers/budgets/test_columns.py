"""Which column of a budget's file is what, and of which year."""

from decimal import Decimal

import pytest

from content.readers.budgets import budget
from tests.readers.budgets.test_statement import EXPENDITURE, FORM, PEOPLE, amounts, read, refusal, spending


def test_titles_units_and_numbered_columns_above_the_figures() -> None:
    rows = EXPENDITURE.partition("\n")[2]
    head = "JUDEŢUL TIMIŞ;;;;\nBUGETUL LOCAL PE ANUL 2024;;;;\n;;;;mii lei\n"
    names = "Cod indicator;Denumirea indicatorilor;Buget 2024;;\n;;Total;Secțiunea de\u00a0funcționare;Dezvoltare\n"
    statement = read(f"{head}{names}A;B;1;2;3\n{rows}\n;Ordonator principal;;;\n", unit=None)
    assert statement.expenditure == spending(EXPENDITURE)
    assert statement.proof.startswith(
        "thousand lei, as the file says ('mii lei'): 1,084.1 thousand lei is 1,084.10 lei"
    )


@pytest.mark.parametrize("page", ["utf-8", "cp1250"])
@pytest.mark.parametrize("year", [None, 2013])
def test_the_official_form(page: str, year: int | None) -> None:
    statement = read(FORM.encode(page), unit=None, year=year)
    assert statement.proof.startswith("thousand lei, as the file says ('mii lei')")
    spent, income = statement.sides
    assert amounts(spent) == {"84.02": 1100, "51.02": Decimal("717.21")}
    assert amounts(income) == {
        "04.02": Decimal("1002.21"),
        "11.02": 628,
        "30.02": 72,
        "03.02": 13,
        "42.02": 2,
    }
    assert (spent.total, income.total, income.deficit) == (1_817_210, 1_717_210, 100_000)
    assert (income.section("running"), income.section("investing"), income.between) == (1_715_210, 2_000, 200_000)
    assert income.origins() == {"own": 1_087_210, "state": 630_000}
    assert income.chapters[0].name == "Cote si sume defalcate"
    assert income.chapters[0].raw == "Cote si sume defalcate (cod 04.02.01+04.02.04)"
    (left,) = statement.findings
    assert left.message.startswith("left out 3 rows of the economic classification")
    for side in statement.sides:
        assert budget.read(budget.canonical(side), "x", "thousand lei", PEOPLE) == side


def test_parents_in_a_column() -> None:
    text = "cod;parinte;total\n65.02;63.02;500\n65.02.03;65.02;500\n84.02;;100\n"
    assert spending(text).total == 600_000
    assert "lists 65.02 as its own child" in refusal(text.replace("65.02;63.02", "65.02;65.02"))
    assert "lists 65.02.03 under 66.02" in refusal(text.replace("65.02.03;65.02", "65.02.03;66.02"))


def test_the_year_that_is_meant() -> None:
    columns = "cod;2023;2024\n84.02;500;600\n"
    assert spending(columns, year=2024).total == 600_000
    assert spending("cod;Estimari 2025;Buget 2024\n84.02;1;600\n").total == 600_000
    assert "has amounts of 2023, 2024, expected the year to be named" in refusal(columns)
    assert "expected 2022 among them" in refusal(columns, year=2022)
    rows = "an;cod;total\n2023;84.02;500\n2024;84.02;600\n"
    assert spending(rows, year=2023).total == 500_000
    assert "has the years 2023, 2024" in refusal(rows)
    assert "2022 is not among them" in refusal(rows, year=2022)


@pytest.mark.parametrize("head", ["cod;Total 2024;Total 2024", "cod;total;Total", "cod;Buget 2024;BUGET anul 2024"])
def test_a_year_that_is_there_twice(head: str) -> None:
    assert "each could be the total; expected one" in refusal(f"{head}\n84.02;500;600\n")


def test_of_several_stages_the_one_in_force_is_read_and_said() -> None:
    statement = read("cod;Buget aprobat;Influențe;Buget rectificat\n84.02;500;20;520\n")
    assert statement.expenditure is not None
    assert statement.expenditure.total == 520_000
    (finding,) = statement.findings
    assert (finding.code, finding.message) == (
        "column",
        "read from the column 'buget rectificat', not from buget aprobat",
    )
