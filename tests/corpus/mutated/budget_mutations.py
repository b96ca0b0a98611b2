"""What happens to a budget's file on its way to the city's website, for the fuzz: one change of its meaning or looks.

Each mutation changes the book, so that `budget_truth` knows what the file says afterwards.
"""

import copy
import random
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from tests.corpus.mutated import budget_files, budget_model
from tests.corpus.mutated.budget_model import LABELS, NOTHING, TEXTS, UNITS, YEAR, Book, Column, Meaning, Row, Said


class Mutation(NamedTuple):
    """A change: its name, and numbers that choose where (taken modulo what there is)."""

    name: str
    at: int = 0
    other: int = 0


def apply(book: Book, mutation: Mutation) -> None:
    """Changes the book in place. A mutation that finds nothing to change leaves it as it is."""
    MUTATIONS[mutation.name](book, mutation.at, mutation.other)


def settle(book: Book) -> None:
    """What rows are once all changes are made: by the heading above them, by their names, by their economic codes."""
    kinds = {column.was.kind for column in book.columns}
    for row in book.rows:
        if row.kind == "economic" and row.economic and "." in row.code and "economic" not in kinds:
            row.kind = "chapter"  # nothing tells it from its chapter any more
        if row.section and "section" not in kinds and ("name" not in kinds or not row.name):
            row.section = ""
    section = ""
    for row in book.rows if book.blocks else ():
        if row.kind == "total":
            section = row.section
        row.section = section


# --- columns -------------------------------------------------------------------------------------------------------


def _drop_column(book: Book, at: int, other: int) -> None:
    if len(book.columns) > 2:
        book.dropped.append(book.columns.pop(at % len(book.columns)))


def _move_column(book: Book, at: int, other: int) -> None:
    column = book.columns.pop(at % len(book.columns))
    book.columns.insert(other % (len(book.columns) + 1), column)


def _amounts(book: Book) -> list[Column]:
    return [column for column in book.columns if column.was.kind not in TEXTS]


def _rename_to_nothing(book: Book, at: int, other: int) -> None:
    column = book.columns[at % len(book.columns)]
    column.label, column.says, column.unit = ("", *NOTHING)[other % (len(NOTHING) + 1)], None, ""


def _rename(book: Book, at: int, other: int) -> None:
    """An amount column gets the name of another part of a budget."""
    if columns := _amounts(book):
        column = columns[at % len(columns)]
        kind = budget_model.DISTINCT[other % len(budget_model.DISTINCT)]
        if kind == "running" and any(c.says and c.says.kind == "investing" for c in columns):
            return  # both sections would be there, by their labels
        label = LABELS["plan-year" if kind == "plan" and other % 2 else kind][other // 2 % 2]
        says = "plan" if label == "{}" else kind
        column.label, column.says = label.format(YEAR), Meaning(says, YEAR if "{}" in label else None)


def _rename_year(book: Book, at: int, other: int) -> None:
    if columns := [c for c in _amounts(book) if c.says and c.says.year]:
        column = columns[at % len(columns)]
        year = YEAR - 2 + other % 5
        column.label = column.label.replace(str(column.says.year), str(year))
        column.says = Meaning(column.says.kind, year)


def _swap_labels(book: Book, at: int, other: int) -> None:
    columns = _amounts(book)
    if len(columns) > 1:
        one, two = columns[at % len(columns)], columns[other % len(columns)]
        one.label, two.label = two.label, one.label
        one.says, two.says = two.says, one.says


def _double(book: Book, at: int, other: int) -> None:
    """A column twice: the same amounts, or others that add up as well, or others that do not."""
    if not (columns := _amounts(book)):
        return
    column = columns[at % len(columns)]
    new = copy.copy(column)
    new.id = max(c.id for c in (*book.columns, *book.dropped)) + 1
    for n, row in enumerate(book.rows):
        value = row.values.get(column.id)
        factor = (Decimal(1), Decimal(2), Decimal(1 + n % 3))[other % 3]
        row.values[new.id] = None if value is None else value * factor
        if column.id in row.texts:
            row.texts[new.id] = row.texts[column.id]
    book.columns.insert(other // 3 % (len(book.columns) + 1), new)


def _blank_column(book: Book, at: int, other: int) -> None:
    """All cells of a column of amounts blank, or every other one."""
    if columns := _amounts(book):
        column = columns[at % len(columns)]
        for row in book.rows[:: 1 + other % 2]:
            row.values[column.id] = None


def _blank_texts(book: Book, at: int, other: int) -> None:
    """The names are gone."""
    for row in book.rows:
        row.name = row.name if row.kind == "total" else ""


# --- rows ----------------------------------------------------------------------------------------------------------


def _drop_row(book: Book, at: int, other: int) -> None:
    if len(book.rows) > 1:
        del book.rows[at % len(book.rows)]


def _drop_chapter(book: Book, at: int, other: int) -> None:
    """A chapter with all its rows, and (for an even number) the totals: what is left is consistent, and says less."""
    chapters = sorted({row.code[:2] for row in book.rows if row.kind == "chapter"})
    if len(chapters) > 1:
        gone = chapters[at % len(chapters)]
        book.rows[:] = [
            row for row in book.rows if row.code[:2] != gone and not (other % 2 == 0 and row.kind in ("total", "part"))
        ]


def _drop_totals(book: Book, at: int, other: int) -> None:
    book.rows[:] = [row for row in book.rows if row.kind != "total"]


def _double_row(book: Book, at: int, other: int) -> None:
    if book.rows:
        row = copy.deepcopy(book.rows[at % len(book.rows)])
        if other % 3 == 0:
            row.values = {id: None if v is None else v * 2 for id, v in row.values.items()}
        book.rows.insert(other // 3 % (len(book.rows) + 1), row)


def _move_row(book: Book, at: int, other: int) -> None:
    if book.rows:
        row = book.rows.pop(at % len(book.rows))
        book.rows.insert(other % (len(book.rows) + 1), row)


def _totals_last(book: Book, at: int, other: int) -> None:
    if not any(row.section for row in book.rows):
        book.rows.sort(key=lambda row: row.kind == "total")


def _blank_row(book: Book, at: int, other: int) -> None:
    """The amounts of a row are blank, a dash or an X; in one column or in all."""
    row = book.rows[at % len(book.rows)]
    columns = _amounts(book)
    mark = ("", "-", "X", "–")[other % 4]
    for column in columns if other % 2 else columns[:1]:
        row.values[column.id] = None
        row.texts[column.id] = mark


def _blank_code(book: Book, at: int, other: int) -> None:
    row = book.rows[at % len(book.rows)]
    if row.kind not in ("total", "deficit"):  # these are known by their words
        row.code, row.kind = "", "uncoded" if row.kind in ("chapter", "child") else "note"


def _negative(book: Book, at: int, other: int) -> None:
    row = book.rows[at % len(book.rows)]
    for column in _amounts(book):
        value = row.values.get(column.id)
        row.values[column.id] = None if value is None else -value


def _other_amount(book: Book, at: int, other: int) -> None:
    """One amount is mistyped."""
    row, columns = book.rows[at % len(book.rows)], _amounts(book)
    if columns and (value := row.values.get(columns[other % len(columns)].id)):
        row.values[columns[other % len(columns)].id] = value * 10


def _total_again(book: Book, at: int, other: int) -> None:
    """The total once more under the table, as it is or another."""
    totals = [row for row in book.rows if row.kind == "total" and not row.section]
    if totals:
        row = copy.deepcopy(totals[at % len(totals)])
        row.code, row.name = ("" if other % 2 else row.code), ("TOTAL GENERAL" if other % 4 > 1 else row.name)
        if other % 3 == 0:
            row.values = {id: None if v is None else v + 1000 for id, v in row.values.items()}
        book.rows.append(row)


def _marked(book: Book, at: int, other: int) -> None:
    """Amounts with a mark or a unit behind them: `1.234,50*)`, `12,00 lei`. They mean the same."""
    row = book.rows[at % len(book.rows)]
    for column in _amounts(book):
        if value := row.values.get(column.id):
            row.texts[column.id] = (
                f"{value:.2f}".replace(".", ",") + ("*", "*)", " *", " lei" if book.unit == "lei" else "*")[other % 4]
            )


def _note_between(book: Book, at: int, other: int) -> None:
    notes = budget_files.NOTES
    book.rows.insert(at % (len(book.rows) + 1), Row("note", "", name=notes[other % len(notes)]))


def _notes_below(book: Book, at: int, other: int) -> None:
    notes = budget_files.NOTES
    book.footers += [notes[at % len(notes)], notes[other % len(notes)]]


def _heading(book: Book, at: int, other: int) -> None:
    """A line with words and no amounts."""
    words = ("CHELTUIELI", "VENITURI", "Partea I-a", "I. VENITURI CURENTE", "din care:", "Capitol")[other % 6]
    book.rows.insert(at % (len(book.rows) + 1), Row("heading", "", name=words))


# --- titles --------------------------------------------------------------------------------------------------------


def _title(book: Book, **changes: object) -> None:
    said = {field: getattr(book.title, field) for field in ("year", "stage", "until", "city", "units")} | changes
    budget_files.titled(book, Said(**said), random.Random(0))


def _title_year(book: Book, at: int, other: int) -> None:
    _title(book, year=YEAR - 2 + at % 4, until="")


def _title_stage(book: Book, at: int, other: int) -> None:
    stage = ("draft", "voted", "executed")[at % 3]
    _title(book, stage=stage, year=book.title.year or YEAR, until="")


def _title_city(book: Book, at: int, other: int) -> None:
    _title(book, city=(budget_model.OTHER_CITY, "Comuna Giroc", "Orașul Lugoj", budget_model.CITY)[at % 4])


def _title_unit(book: Book, at: int, other: int) -> None:
    _title(book, units=((*UNITS, "thousand EUR")[at % 4],))


def _two_units(book: Book, at: int, other: int) -> None:
    if columns := _amounts(book):
        columns[at % len(columns)].unit = tuple(UNITS)[other % 3]


def _no_unit(book: Book, at: int, other: int) -> None:
    _title(book, units=())
    for column in book.columns:
        column.unit = ""


def _titles_below(book: Book, at: int, other: int) -> None:
    """Unit and year stand under the table."""
    book.below = True


MUTATIONS: dict[str, Callable[[Book, int, int], None]] = {
    name.removeprefix("_").replace("_", "-"): function
    for name, function in list(globals().items())
    if name.startswith("_") and not name.startswith("__") and name not in ("_amounts", "_title") and callable(function)
}
