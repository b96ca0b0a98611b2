"""What is the sum of others is no part beside them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.open_data import totals

Rows = list[tuple[str, str]]


def among(rows: Rows, option: str = "") -> totals.Totals:
    values = [Decimal(value) if value else None for _, value in rows]
    return totals.among([label for label, _ in rows], values, "t.csv", option)


def left_out(rows: Rows, option: str = "") -> list[str]:
    apart = among(rows, option)
    assert apart.question is None
    return [rows[n][0] for n in sorted(apart.rows)]


@pytest.mark.parametrize(
    "name",
    [
        *("Total", "TOTAL", "total:", "Subtotal", "Sub-total", "Total general", "Sexe: Total", "Total județ", "Toate"),
        *("Timiș - total", "Timiș, total", "România", "ROMANIA", "Din care", "din care: femei", "Ambele sexe", "_T"),
        *("Total (persoane)", "All", "of which women"),
    ],
)
def test_a_row_that_says_so_is_a_total(name: str) -> None:
    assert totals.is_total(name)
    assert left_out([("Sud", "3"), (name, "10"), ("Nord", "7")]) == [name]


@pytest.mark.parametrize(
    "name", ["Altele", "Alte orașe", "Alții", "Toate celelalte", "Totalitatea", "Restul", "Centru"]
)
def test_what_is_left_over_is_a_part(name: str) -> None:
    assert not totals.is_total(name)


def test_a_total_that_is_not_the_sum_is_told() -> None:
    apart = among([("Sud", "3"), ("Nord", "7"), ("Total", "11")])
    assert list(apart.rows) == [2]
    assert apart.differences == ("'Total' is 11, while the others add up to 10",)
    assert among([("Sud", "3"), ("Nord", "7"), ("Total", "10")]).differences == ()
    assert among([("Sud", "3"), ("din care femei", "2"), ("Nord", "7")]).differences == ()


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12), st.integers(0, 20), st.sampled_from([1, 10, 1000]))
def test_a_sum_of_all_others_is_never_a_bar_without_a_question(parts: list[int], at: int, scale: int) -> None:
    rows = [(f"zona {n}", str(value * scale)) for n, value in enumerate(parts)]
    rows.insert(at % (len(rows) + 1), ("Municipiul", str(sum(parts) * scale)))
    apart = among(rows)
    place = [label for label, _ in rows].index("Municipiul")
    others = [n for n in apart.rows if n != place]
    assert place in apart.rows or apart.question is not None or others
    if sum(parts) > totals.CERTAIN * max(parts[0], 1):
        assert place in apart.rows


def test_a_small_sum_may_be_by_chance_and_is_asked() -> None:
    rows = [("Centru", "5"), ("Sud", "3"), ("Nord", "2")]
    question = among(rows).question
    assert question is not None
    assert (question.option, [choice.answer for choice in question.choices]) == ("total", ["Centru", "none"])
    assert "'Centru' is 5, and so is the sum of all others" in question.seen
    assert left_out(rows, "Centru") == ["Centru"]
    assert left_out(rows, "none") == []
    assert left_out([*rows, ("Total", "10")], "none") == []
    assert among([("Centru", "5000"), ("Sud", "3000"), ("Nord", "2000")]).question is not None
    assert left_out([("Centru", "5123"), ("Sud", "3003"), ("Nord", "2120")]) == ["Centru"]


def test_two_that_are_alike_are_no_total() -> None:
    assert left_out([("Centru", "5"), ("Sud", "5")]) == []
    assert left_out([("Centru", "5"), ("Sud", "5"), ("Nord", "0"), ("Vest", "")]) == []
    assert left_out([("Centru", "-5"), ("Sud", "3"), ("Nord", "-2")]) == []


@pytest.mark.parametrize("above", [True, False])
def test_subtotals_among_their_parts(above: bool) -> None:
    blocks = [[("Vest", "30"), ("Timiș", "10"), ("Arad", "20")], [("Nord", "12"), ("Cluj", "5"), ("Bihor", "7")]]
    rows = [row for block in blocks for row in (block if above else [*block[1:], block[0]])]
    assert left_out([*rows, ("Total", "42")]) == [*("Vest", "Nord"), "Total"]
    large = [(label, str(int(value) * 1001 + 1)) for label, value in rows]
    fits = dict(large)
    for name, first, second in (("Vest", "Timiș", "Arad"), ("Nord", "Cluj", "Bihor")):
        fits[name] = str(int(fits[first]) + int(fits[second]))
    assert left_out([(label, fits[label]) for label, _ in rows]) == ["Vest", "Nord"]


def test_rows_that_are_all_called_totals() -> None:
    assert left_out([("Total locuințe", "5"), ("Total clădiri", "3")]) == []
    assert left_out([("Total", "5")]) == []
    question = among([("Total", "10"), ("din care femei", "4")]).question
    assert question is not None
    assert [choice.answer for choice in question.choices] == ["Total", "din care femei", "none"]


@pytest.mark.parametrize(
    ("cells", "beside"),
    [
        (["2018", "2019", "Total"], {2}),
        (["Medie", "2018", "2019"], {0}),
        (["2018", "2019", "Media 2018-2019", "TOTAL"], {2, 3}),
        (["2018", "2019", "9 luni 2020"], {2}),
        (["2018", "2019", "2020 (9 luni)"], {2}),
        (["2018", "2019", "ian.–sept. 2020"], {2}),
        (["2018", "2019", "Sem. I 2020"], {2}),
        (["2018", "2019", "2020", "T1 2021"], {3}),
        (["2018", "2019", "prognoză 2020"], {2}),
        (["2018", "2019", "2020 (plan)"], {2}),
        (["2018", "2019", "2020", "2021-03"], {3}),
        (["2020-01", "2020-02", "2020-03", "2020"], {3}),
        (["2018", "2019", "2020"], set()),
        (["2018", "2019", "Centru"], set()),
        (["2018", "2019", "2020-01", "2020-02"], set()),
        (["2018", "2019", "Sem. I 2020", "Sem. II 2020"], {2, 3}),
        (["2018-S1", "2018 S2", "Total"], {2}),
        (["2018-03-01", "2018-03-02", "Total"], {2}),
        (["2018", "Total"], set()),
        (["Total", "Medie"], set()),
        ([], set()),
    ],
)
def test_what_stands_among_periods_and_is_none(cells: list[str], beside: set[int]) -> None:
    assert totals.beside_periods(cells) == beside
