"""Changed files are read to the figures they say, or asked about, or refused: never to other figures.

`AFISIER_ROUNDS=20` (`make proof`) imports 10,400 files (`tests.rounds`). What the files say is known from the
models in `mutated`, which share nothing with the readers.
"""

import os
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings

from content.imports import budget, dataset
from tests.corpus import mutations
from tests.corpus.mutated import budget_model, budget_strategy, budget_truth, budget_verdict, table_model, table_verdict
from tests.corpus.mutated.budget_model import Said, Shape
from tests.corpus.mutated.budget_mutations import Mutation
from tests.corpus.mutated.budget_strategy import BudgetFile
from tests.corpus.mutated.table_model import TableShape
from tests.corpus.mutated.table_strategy import TableFile, table_files_drawn
from tests.rounds import rounds

ONE_ROUND = os.environ.get("AFISIER_ROUNDS", "1") == "1"
FILES = 150 if ONE_ROUND else 260
"""Budgets in a round, and as many tables: 300 files in one round, 10,400 in 20."""
many = settings(
    max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=ONE_ROUND, database=None
)
"""One round draws the same files every time: a change is judged by them, new ones are looked for by `make proof`."""
TITLED = Said(year=budget_model.YEAR, units=("thousand lei",))
SAID = (("status", "voted"), ("year", "2026"))


# --- what the files say --------------------------------------------------------------------------------------------


PLAIN = [
    BudgetFile(Shape(seed, kind, sides=sides), title=TITLED, options=SAID)
    for seed, kind in enumerate(budget_model.KINDS)
    for sides in (("expenditure",), ("revenue",), ("expenditure", "revenue"))
    if kind != "section-rows" or sides == ("expenditure",)
]
TIDY = [
    TableFile(
        TableShape(seed, kind, place=place, indicator="one", unit="" if kind in ("eurostat", "sdmx") else "Mii lei"),
        options=(("topic", "Populația"),),
    )
    for seed, kind in enumerate(table_model.LAYOUTS)
    for place in ("", "city", "other")
]


@pytest.mark.parametrize("file", [each for each in PLAIN if each.shape.kind != "execution"])
def test_an_unchanged_budget_says_one_thing_of_each_side(file: BudgetFile) -> None:
    known = file.made()[3]
    assert list(known.sides) == list(file.shape.sides)
    for readings in known.sides.values():
        assert len({tuple(sorted(each.chapters.items())) for each in readings}) == 1
    assert (known.units, known.years, known.stage) == (("thousand lei",), (2026,), "voted")


@pytest.mark.parametrize("file", TIDY)
def test_an_unchanged_table_says_one_thing(file: TableFile) -> None:
    (points,) = file.made()[3].readings
    assert list(points) == table_model.periods(file.shape)


@pytest.mark.parametrize(
    ("mutation", "what"),
    [
        (Mutation("title-year", 1), "another year"),
        (Mutation("title-stage", 2), "another stage"),
        (Mutation("title-city"), "another city"),
        (Mutation("rename", 0, 6), "its one column is a quarter"),
    ],
)
def test_a_budget_that_says_another_thing_may_not_be_read(mutation: Mutation, what: str) -> None:
    known = BudgetFile(Shape(1, "plan"), title=TITLED, options=SAID, mutations=(mutation,)).made()[3]
    assert not any(known.sides.values()), what


# --- a wrong reader is caught --------------------------------------------------------------------------------------


READABLE = BudgetFile(Shape(3, "sections"), title=TITLED, options=SAID)


def read_files(file: BudgetFile) -> tuple[Mapping[str, bytes], budget_truth.Truth]:
    name, data, options, known = file.made()
    result = mutations.outcome(budget.IMPORTER, name, data, options)
    assert (result.kind, budget_verdict.verdict(result.files, known)) == ("read", "")
    return result.files, known


@pytest.mark.parametrize(
    ("end", "old", "new"),
    [
        (".yaml", b"unit: thousand lei", b"unit: lei"),
        (".yaml", b"year: 2026", b"year: 2025"),
        (".yaml", b"status: voted", b"status: executed"),
        (".yaml", b"bugetul local 2026", b"bugetul local 2025"),
        (".csv", b"\n", b"\n84.02;Transporturi;1,00;;;\n"),
    ],
)
def test_a_word_that_is_untrue_is_caught(end: str, old: bytes, new: bytes) -> None:
    files, known = read_files(READABLE)
    changed = {path: data.replace(old, new, 1) if path.endswith(end) else data for path, data in files.items()}
    assert changed != files
    assert budget_verdict.verdict(changed, known) != ""


def test_every_untrue_figure_is_caught() -> None:
    """One digit of any chapter or section of the data file changed."""
    files, known = read_files(READABLE)
    path = "data/fuzz-cheltuieli.csv"
    lines = files[path].decode().splitlines()
    caught = 0
    for n, line in enumerate(lines):
        if line[:2].isdigit() and line[:2] != "49":
            for column, cell in enumerate(line.split(";")):
                if column in (2, 3, 4) and cell:
                    cells = line.split(";")
                    cells[column] = f"9{cell}"
                    changed = "\n".join([*lines[:n], ";".join(cells), *lines[n + 1 :]]).encode()
                    caught += budget_verdict.verdict({**files, path: changed}, known) != ""
    assert caught >= 3 * 2


@pytest.mark.parametrize("kind", ["sections", "quarters", "annex"])
def test_a_reader_that_swaps_two_columns_is_caught(kind: str) -> None:
    """Two labels change places in the file and not in what it is held against."""
    file = BudgetFile(Shape(5, kind), title=TITLED, options=SAID)
    known = file.made()[3]
    name, data, options, _ = file._replace(mutations=(Mutation("swap-labels", 0, 1),)).made()
    result = mutations.outcome(budget.IMPORTER, name, data, options)
    assert result.kind != "read" or budget_verdict.verdict(result.files, known) != ""


def test_a_table_of_other_values_is_caught() -> None:
    file = TableFile(TableShape(2, "tidy", indicator="one"))
    name, data, options, known = file.made()
    result = mutations.outcome(dataset.IMPORTER, name, data, options)
    assert (result.kind, table_verdict.verdict(result.files, known)) == ("read", "")
    path = next(path for path in result.files if path.endswith(".csv"))
    for old, new in ((b"2024", b"2025"), (b"\r\n", b"\n"), (b"2023,", b"2023,1"), (b",2022,", b",2022,0,")):
        changed = {**result.files, path: result.files[path].replace(old, new, 1)}
        assert changed[path] == result.files[path] or table_verdict.verdict(changed, known) != ""


# --- the fuzz ------------------------------------------------------------------------------------------------------


@rounds
@many
@given(file=budget_strategy.budget_files_drawn())
def test_a_budget_is_read_to_what_it_says_or_not_at_all(file: BudgetFile, again: int) -> None:
    assert mutations.judged(budget.IMPORTER, file, budget_verdict.of)[1] == ""


@rounds
@many
@given(file=table_files_drawn())
def test_a_table_is_read_to_what_it_says_or_not_at_all(file: TableFile, again: int) -> None:
    assert mutations.judged(dataset.IMPORTER, file, table_verdict.of)[1] == ""


@pytest.mark.parametrize("file", PLAIN)
def test_an_unchanged_budget_is_read(file: BudgetFile) -> None:
    """Neither refused nor asked about: a reader that refuses all is not true, it is useless."""
    assert mutations.judged(budget.IMPORTER, file, budget_verdict.of) == ("read", "")


@pytest.mark.parametrize("file", [each for each in TIDY if each.shape.place != "other"])
def test_an_unchanged_table_is_read(file: TableFile) -> None:
    assert mutations.judged(dataset.IMPORTER, file, table_verdict.of) == ("read", "")
