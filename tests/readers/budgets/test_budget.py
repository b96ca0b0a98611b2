"""A budget is what its file says, checked to the last ban, or it is refused with the arithmetic."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from content.findings import RefusedError
from content.readers.budgets import budget
from content.readers.files import numbers

PEOPLE = 250_849
SAMPLE = Path(content.__file__).parent / "timisoara" / "data"
HEAD = "cod;denumire;total\n"


def read(text: str, unit: str = "thousand lei", people: int = PEOPLE) -> budget.Figures:
    return budget.read(text.encode(), "data/x.csv", unit, people)


def test_the_sample_budget_to_the_last_cent() -> None:
    figures = budget.read((SAMPLE / "cheltuieli-2024.csv").read_bytes(), "x", "thousand lei", PEOPLE)
    assert figures.total == Decimal("2352378930")
    assert figures.section("running") == Decimal("1237786580")
    assert figures.section("investing") == Decimal("1114592350")
    assert [chapter.code for chapter in figures.chapters[:3]] == ["84.02", "65.02", "67.02"]
    assert budget.of_hundred([c.lei for c in figures.chapters]) == [29, 16, 13, 9, 8, 7, 6, 5, 4, 2, 1, 0]


def test_the_sample_revenue_by_origin() -> None:
    figures = budget.read((SAMPLE / "venituri-2024.csv").read_bytes(), "x", "thousand lei", PEOPLE)
    assert figures.total == Decimal("2261482130")
    assert figures.origins() == {
        "own": Decimal("1193716400"),
        "state": Decimal("742848740"),
        "eu": Decimal("324916990"),
    }


@pytest.mark.parametrize(
    ("rows", "side"),
    [
        ("84.02;A;1.000.000,0\n49.02;T;1.000.000,0\n", "expenditure"),
        ("84.02;A;1.000.000,0\n", "expenditure"),
        ("07.02;A;1.000.000,0\n00.01;T;1.000.000,0\n", "revenue"),
        ("07.02;A;1.000.000,0\n", "revenue"),
    ],
)
def test_the_codes_say_the_side(rows: str, side: str) -> None:
    assert read(HEAD + rows).side == side


@pytest.mark.parametrize(
    "rows", ["07.02;A;1.000.000,0\n49.02;T;1.000.000,0\n", "07.02;A;1.000.000,0\n84.02;B;1.000.000,0\n"]
)
def test_both_sides_in_a_file_of_the_pack_are_refused(rows: str) -> None:
    with pytest.raises(RefusedError, match="expected one side a file"):
        read(HEAD + rows)


@pytest.mark.parametrize(
    "rows", ["67.10;B;500\n", ";Altceva;500\n", "20;Bunuri;500\n"], ids=["another budget", "no code", "economic"]
)
def test_a_file_of_the_pack_leaves_nothing_out(rows: str) -> None:
    with pytest.raises(RefusedError, match="expected only rows of one budget in a file of a pack"):
        read(HEAD + "84.02;A;1.000.000,0\n" + rows)


def test_who_signs_below_the_table_is_no_row_with_an_amount() -> None:
    signed = HEAD + "84.02;A;1.000.000,0\nPrimar;Ion Popescu;Director economic\n;;Maria Ionescu\n"
    assert read(signed).total == read(HEAD + "84.02;A;1.000.000,0\n").total


@pytest.mark.parametrize(
    "text",
    [
        "cod;denumire;total\n84.02;A;1.500,50\n65.02;B;500,25\n",
        "\ufeffcod;denumire;total\n84.02;A;1500,50\n65.02;B;500,25\n",
        'cod,denumire,total\n84.02,A,"1,500.50"\n65.02,B,500.25\n',
        "cod\tdenumire\ttotal\n84.02\tA\t1500.50\n65.02\tB\t500.25\n",
        "Cod;Denumire;TOTAL\r\n84.02;A;1 500,50\r\n65.02;B;500,25\r\n\r\n",
    ],
)
def test_dialects(text: str) -> None:
    assert read(text, people=1000).total == Decimal("2000750")


def test_totals_are_checked_and_never_added() -> None:
    text = HEAD + "84.02;A;600.000,00\n51.02;B;400.000,00\n50.02;PARTE;400.000,00\n49.02;TOTAL;1.000.000,00\n"
    figures = read(text)
    assert figures.total == Decimal(10**9)
    assert len(figures.chapters) == 2


def test_a_sum_that_misses_the_total_is_refused_with_the_difference() -> None:
    with pytest.raises(RefusedError) as refusal:
        read(HEAD + "84.02;A;600.000,00\n65.02;B;399.999,58\n49.02;TOTAL;1.000.000,00\n")
    assert refusal.value.findings[0].message == (
        "the chapters add up to 999,999.58 thousand lei, row 49.02 says 1,000,000 thousand lei: "
        "a difference of -0.42 thousand lei"
    )


def test_lei_labelled_thousand_lei_are_refused_with_the_arithmetic() -> None:
    with pytest.raises(RefusedError) as refusal:
        read(HEAD + "84.02;A;2.388.257.760,00\n")
    assert refusal.value.findings[0].code == "unit"
    assert refusal.value.findings[0].message == (
        "2,388,257,760 thousand lei would be 9.5 million lei per inhabitant (9,520,698.75 lei for each of 250,849), "
        "expected between 300 and 100,000 lei: is the unit 'thousand lei' right?"
    )
    assert refusal.value.findings[0].fix == "if the amounts are in lei, that is 9,520.70 lei each: name it"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not a CSV"),
        (";\n;;\n", "has only separators (;), expected column names in its first line"),
        (",,,\n", "has only separators (,)"),
        ("<html><body>404</body></html>", "is not a CSV: its first line is '<html><body>404</body></html>'"),
        ("\x89PNG\0;;;", "is not a CSV"),
        ("nume;suma totala\na;1\n", "has the columns nume, suma totala, expected a column 'cod'"),
        ("cod;total\n84.02;multi\n", "found 'multi', expected a number"),
        ("cod;total\n84.02;\n", "has 1 row with a code and no figure, the first 84.02"),
        ("cod;total\n84.02;1,5;9\n", "found 3 cells, expected 2"),
        ("cod;total\n84.02;1.500,5\n65.02;1,500.5\n", "mixes 1.500,5 and 1,500.5"),
        ("cod;total\n84.02;300000,0\n84.02;300000,0\n", "has chapter 84.02 twice"),
        ("cod;total\n84.02;-300000,0\n", "expected no negative amount"),
        ("cod;total\n49.02;1,0\n", "has no chapters"),
        ("cod;total;origine\n07.02;900000,0;unde\n", "found the origin 'unde'"),
        ('cod;total\n"84.02;1,0\n', "is not a CSV"),
    ],
)
def test_bad_files_are_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read(text)
    (finding,) = refusal.value.findings
    assert sentence in finding.message
    assert finding.where.startswith("data/x.csv")


@given(st.lists(st.decimals(0, 10**12, places=2), min_size=1, max_size=40).filter(any))
def test_a_hundred_is_exactly_a_hundred(amounts: list[Decimal]) -> None:
    parts = budget.of_hundred(amounts)
    assert sum(parts) == 100
    total = sum(amounts)
    assert all(abs(part - amount * 100 / total) < 1 for part, amount in zip(parts, amounts, strict=True))
    ordered = sorted(zip(amounts, parts, strict=True))
    assert all(a[1] <= b[1] for a, b in itertools.pairwise(ordered) if a[0] < b[0])


@pytest.mark.parametrize("amounts", [[Decimal(0)], [Decimal(-1), Decimal(2)]])
def test_nothing_cannot_be_divided(amounts: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        budget.of_hundred(amounts)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_numbers_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    romanian = english.translate(str.maketrans(",.", ".,"))
    for text, mark in ((english, "."), (romanian, ","), (f"{value:.2f}", ".")):
        assert numbers.decimal_mark([text], "x") == mark
        assert numbers.decimal(text, mark, "x") == value
