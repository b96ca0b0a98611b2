"""The annex form of law 273/2006, in every layout: what is read is the budget it was written from, to the ban."""

import io
from decimal import Decimal
from typing import Literal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from content.findings import RefusedError
from content.readers.budgets import budget
from content.readers.budgets.figures import Chapter, Figures
from tests.corpus.case import Budget, Case
from tests.corpus.outcome import check, outcome
from tests.readers.budgets.annex import MODEL, Form, Model, Pair, forms, models, written

Tree = dict[str, Pair]


def read(model: Model, form: Form) -> budget.Statement:
    bani = sum(sum(pair) for pair in model.spent.values())
    return budget.from_file(written(model, form), "buget.xlsx", inhabitants=max(1, bani // 100), stage="voted")


def tree(figures: Figures | None, *, sections: bool) -> dict[str, tuple[Decimal, ...]]:
    """Every row that was read, with its sections."""
    assert figures is not None
    rows: dict[str, tuple[Decimal, ...]] = {}

    def walk(chapter: Chapter) -> None:
        parts = (chapter.running or Decimal(0), chapter.investing or Decimal(0)) if sections else ()
        rows[chapter.code] = (chapter.lei, *parts)
        for part in chapter.children:
            walk(part)

    for chapter in figures.chapters:
        walk(chapter)
    return rows


def expected(model: Model, side: str, *, sections: bool) -> dict[str, tuple[Decimal, ...]]:
    """The same of the model: lei are ten times its bani."""
    return {
        code: tuple(Decimal(10 * each) for each in ((sum(pair), *pair) if sections else (sum(pair),)))
        for code, pair in model.tree(side).items()
    }


@given(models(), forms())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_read_is_the_budget_to_the_ban(model: Model, form: Form) -> None:
    statement = read(model, form)
    assert tree(statement.expenditure, sections=form.sections) == expected(model, "spent", sections=form.sections)
    assert tree(statement.revenue, sections=form.sections) == expected(model, "income", sections=form.sections)
    assert statement.unit == "thousand lei"


@given(models(), forms())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_importer_writes_the_budget_to_the_ban(model: Model, form: Form) -> None:
    people = max(1, sum(sum(pair) for pair in model.spent.values()) // 100)
    said = {"year": "2026", "status": "voted", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
    chapters = {
        side: {code: str(10 * sum(pair)) for code, pair in model.tree(side).items() if code.count(".") == 1}
        for side in ("spent", "income")
    }
    case = Case(
        name="annex",
        shows="a layout of the form",
        file=f"anexa-1-2026.{form.kind}",
        data=written(model, form),
        expect=Budget(chapters["spent"], chapters["income"], slide={"unit": "thousand lei"}),
        options=said,
        city="Municipiul Exemplu",
        inhabitants=people,
    )
    check(case, outcome(case))


# --- the form that a city publishes, and what goes wrong with it ----------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])
def test_the_sides_sections_and_what_one_gives_the_other(kind: Literal["csv", "xlsx", "xls", "ods"]) -> None:
    spent, income = read(MODEL, Form(kind=kind)).sides
    assert spent.total == income.total == 80_644_800
    assert (spent.section("running"), spent.section("investing")) == (42_199_800, 38_445_000)
    assert (income.section("running"), income.section("investing")) == (45_799_800, 34_845_000)
    assert income.between == 3_600_000


def test_where_each_amount_stands() -> None:
    cells = read(MODEL, Form(details=False, empty=None)).cells
    sheet = openpyxl.load_workbook(io.BytesIO(written(MODEL, Form(details=False, empty=None))))["Anexa 1"]
    for code, (running, investing) in MODEL.tree("spent").items():
        named = [sheet[cell.partition("!")[2]] for cell in cells[code]]
        assert {sheet.cell(each.row, 2).value for each in named} == {code}
        assert [each.value * 100 for each in named] == pytest.approx(
            [running + investing, *(each for each in (running, investing) if each)]
        )


def test_a_row_that_the_total_does_not_hold_is_named() -> None:
    wrong = MODEL._replace(spent={**MODEL.spent, "84.02.03.03": (783_480, 2_809_501)})
    data = written(wrong, Form(kind="csv")).replace(b"80.644,81", b"80.644,80")
    with pytest.raises(RefusedError, match="a difference of") as caught:
        budget.from_file(data, "buget.csv", inhabitants=8000, stage="voted")
    assert caught.value.findings[0].where.startswith("buget.csv:")


def test_a_plan_is_never_shown_as_spent() -> None:
    with pytest.raises(RefusedError, match="has amounts of the budget only"):
        budget.from_file(written(MODEL, Form()), "buget.xlsx", inhabitants=8000, stage="executed")
