"""Budgets' files drawn by hypothesis: a shape, its looks, titles and options, and up to three mutations."""

import dataclasses
import random
from typing import NamedTuple

from hypothesis import strategies as st

from tests.corpus.mutated import budget_files, budget_model, budget_mutations, budget_rows, budget_truth, written_files
from tests.corpus.mutated.budget_files import Look
from tests.corpus.mutated.budget_model import YEAR, Said, Shape
from tests.corpus.mutated.budget_mutations import Mutation
from tests.corpus.mutated.budget_truth import Truth


class BudgetFile(NamedTuple):
    """Everything one file is made of; `made` makes it."""

    shape: Shape
    look: Look = Look()
    title: Said = Said()
    named: bool = False
    options: tuple[tuple[str, str], ...] = ()
    mutations: tuple[Mutation, ...] = ()
    picks: tuple[int, ...] = ()
    """Which of its choices answers each question that is asked, one after the other."""

    def _year_before(self) -> budget_model.Book:
        """The same city's budget of the year before, for a workbook of two years."""
        book = budget_rows.book(self.shape._replace(seed=self.shape.seed + 1))
        budget_files.titled(book, dataclasses.replace(self.title, year=YEAR - 1), random.Random(0))
        for column in book.columns:
            if column.says and column.says.year:
                column.label = column.label.replace(str(column.says.year), str(column.says.year - 1))
                column.says = column.was = column.says._replace(year=column.says.year - 1)
        return book

    def made(self) -> tuple[str, bytes, dict[str, str], Truth]:
        """The file's name, its bytes, the options, and what may be read."""
        book = budget_rows.book(self.shape)
        year_before = self._year_before()
        budget_files.titled(book, self.title, random.Random(self.shape.seed))
        options = {**SAID, **dict(self.options)}
        doubled = [mutation for mutation in self.mutations if mutation.name == "double"]
        for mutation in doubled:  # what a new column says is known before its rows are changed
            budget_mutations.apply(book, mutation)
        budget_mutations.settle(book)
        before = budget_truth.before(book)
        for mutation in self.mutations:
            if mutation not in doubled:
                budget_mutations.apply(book, mutation)
        budget_mutations.settle(book)
        kind = {"ods": "ods"}.get(self.look.format, "xlsx" if len(self.look.format) > 1 else "csv")
        book.file_name = f"buget-{YEAR}" if self.named else "buget"
        known = budget_truth.truth(book, before, options)
        if self.look.format == "years":
            year_before.file_name = book.file_name
            known = known._replace(other=budget_truth.truth(year_before, budget_truth.before(year_before), options))
        return f"{book.file_name}.{kind}", budget_files.written(book, self.look, year_before), options, known


FORMATS = (";", ";", ";", ",", "\t", "xlsx", "ods")
FLAGS = ("economic", "other_budget", "parts", "whole_numbers")
SAID = {"status": "voted", "as-of": "2026-02-10", "source-url": "https://example.org/buget", "id": "fuzz"}


@st.composite
def budget_files_drawn(draw: st.DrawFn) -> BudgetFile:
    """Any file; the simplest first."""
    kind = draw(st.sampled_from(budget_model.KINDS))
    sides = draw(
        st.sampled_from((("expenditure",), ("revenue",), ("expenditure", "revenue"), ("revenue", "expenditure")))
    )
    flags = draw(st.lists(st.sampled_from(FLAGS), max_size=2, unique=True))
    children = draw(st.sampled_from((0, 0, 2, 3)))
    shape = Shape(
        seed=draw(st.integers(0, 2**16)),
        kind=kind,
        sides=sides,
        unit=draw(st.sampled_from(("thousand lei", "lei", "million lei"))),
        chapters=draw(st.integers(2, 8)),
        children=children,
        total_first=kind in ("blocks", "section-rows") or draw(st.booleans()),
        surplus=draw(st.sampled_from(("", "used", "left"))) if len(sides) > 1 else "",
        empty=draw(st.sampled_from(("", "", " ", "-", "X"))),
        **{flag: flag in flags for flag in FLAGS},
    )
    stages = ("executed",) if kind == "execution" and draw(st.booleans()) else ("voted", "voted", "draft", "executed")
    status = draw(st.sampled_from(stages))
    bare = not (children or shape.economic or shape.other_budget)
    header = draw(st.sampled_from(("line", "line", "split", "grouped")))
    look = Look(
        format=draw(st.sampled_from((*FORMATS, "years" if len(sides) == 1 else "sheets"))),
        encoding=draw(st.sampled_from(written_files.ENCODINGS)),
        style=draw(st.sampled_from(written_files.STYLES)),
        header="form" if kind == "annex" and draw(st.booleans()) else header,
        numbered=draw(st.booleans()),
        code=draw(st.sampled_from(budget_files.CODES[: None if bare else -1])),
        repeated=draw(st.integers(0, 5)) == 0,
        numbers=draw(st.booleans()),
        seed=draw(st.integers(0, 99)),
    )
    options = {"status": status}
    if status == "draft":
        options |= {
            "objections-until": "2026-12-20T16:00",
            "web": "https://example.org/proiect",
            "published": "2026-11-23",
        }
    until = draw(st.sampled_from(("", "31.03.2026", "30.09.2026"))) if status == "executed" else ""
    if status == "executed":
        options["as-of"] = draw(st.sampled_from(("2026-12-31", "2026-11-20")))
    if until and draw(st.booleans()):
        options["as-of"] = "-".join(reversed(until.split(".")))
    if look.format == "years":
        until = ""
    title = Said(
        until=until,
        year=YEAR if until or look.format == "years" else draw(st.sampled_from((YEAR, YEAR, None))),
        stage=status if until else draw(st.sampled_from((None, status))),
        units=draw(st.sampled_from(((shape.unit,), (shape.unit,), ()))),
        city=draw(st.sampled_from((None, budget_model.CITY))),
    )
    if draw(st.booleans()):
        options["year"] = str(YEAR)
    if draw(st.integers(0, 3)) == 0:
        options["unit"] = shape.unit
    named = draw(st.booleans()) if title.year is None or draw(st.booleans()) else False
    names = st.sampled_from(sorted(budget_mutations.MUTATIONS))
    changes = draw(st.lists(st.builds(Mutation, names, st.integers(0, 60), st.integers(0, 60)), max_size=3))
    picks = draw(st.lists(st.integers(0, 4), max_size=3))
    return BudgetFile(shape, look, title, named, tuple(sorted(options.items())), tuple(changes), tuple(picks))
