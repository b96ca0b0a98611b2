"""Columns of numbers in open data: their values, the unit their cells write, their decimal mark; cells named by place.

Decides whether a column is of numbers. A cell that says there is no figure is None, never zero. Leaves out how one
number is written (`numbers`), and what the columns mean (`dimensions`).
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from content.findings import RefusedError, refused
from content.phrases import both, joined, said
from content.readers.files import numbers
from content.readers.files.sheet import Sheet
from content.readers.open_data import period

VALUE, FROM = "valoare", "\0from"
"""The column of values of a table that was turned (`table.tidy`), and the key of the column that each stood in."""
_CODES = re.compile(r"(?:_?id|cod|code|nr|nr\. ?crt\.?|siruta)\b|lat|lon|lng")
"""Columns whose figures are of another kind: their marks show nothing of how amounts are written."""
_WORDS = """
    n/a na n.a. nd n.d. null none nan c lipsă lipsa fără_date fara_date lipsă_date nedisponibil indisponibil necunoscut
    confidențial confidential nu_este_cazul nu_e_cazul nu_se_aplică
"""
MISSING = frozenset(
    ("", "-", "–", "—", ":", "..", "...", "…", "*", "**", *(word.replace("_", " ") for word in _WORDS.split()))
)
"""What sources write for "not known" or "not told", in lower case. None of them is zero."""


class NumberColumn(NamedTuple):
    """The values of a column, the unit its cells write (`%`, `mii lei`), and the cells with remarks by their row."""

    values: list[Decimal | None]
    unit: str = ""
    remarks: Mapping[int, str] = {}


def read(table: Sheet, column: str, mark: str) -> NumberColumn:
    """The numbers of a column, `mark` the decimal one.

    Raises RefusedError at the first cell that is neither a number nor missing, and where cells have different units.
    """
    values: list[Decimal | None] = []
    units: dict[str, str] = {}
    remarks = {}
    for number, row in table.rows:
        taken = _parts(row[column])
        value = numbers.value(taken, "." if isinstance(row[column], numbers.Exact) else mark) if taken else None
        if value is None and not missing(row[column]):
            raise refused(
                "number",
                place(table, number, row, column),
                said("found {row!r}, expected a number", row=row[column][:60]),
            )
        values.append(value)
        if taken and value is not None:
            units.setdefault(taken.unit, said("{row!r} in row {number}", row=row[column], number=number))
            if taken.remark:
                remarks[number] = row[column]
    if len(units) > 1:
        where = f"{table.where}: column “{column}”"
        raise refused(
            "unit",
            where,
            said("found {units}, expected one unit in all figures", units=both([*units.values()][:3])),
        )
    return NumberColumn(values, next(iter(units), ""), remarks)


def missing(cell: str) -> bool:
    """Whether a cell says that there is no figure; a flag may stand behind it (`: c`)."""
    return cell.strip().lower().removesuffix(" c").removesuffix(" u").strip() in MISSING


def _parts(cell: str) -> numbers.CellParts | None:
    return None if missing(cell) else numbers.parts(cell)


def place(table: Sheet, number: int, row: Mapping[str, str], column: str) -> str:
    """A cell as a person finds it: `t.csv: row 14, column “copaci”`."""
    return f"{table.where}: row {number}, column “{row.get(FROM, column) if column == VALUE else column}”"


def decimal_mark(table: Sheet, column: str, whole: Sheet, option: numbers.DecimalMark = "") -> str:
    """`,` or `.`, as the column's figures show it; or else the other figures of the `whole` file; or a person's word.

    Raises RefusedError where they contradict each other, QuestionError where nothing tells.
    """
    cells = [row[column] for _, row in table.rows]
    shown = numbers.evidence(cells)

    def at(cell: str) -> str:
        return next((place(table, number, row, column) for number, row in table.rows if row[column] == cell), "")

    if option or not shown.either or (shown.comma and shown.point):
        return numbers.decimal_mark(cells, table.where, option, at=at)
    beside = [row[column] for _, row in whole.rows]
    for other in whole.columns:
        if other != column and not _CODES.match(other) and _could_be_numbers(whole, other):
            beside += [row[other] for _, row in whole.rows]
    return numbers.decimal_mark(cells, table.where, beside=numbers.evidence(beside), at=at)


def _could_be_numbers(table: Sheet, column: str) -> bool:
    """Whether every cell is a number or missing, with either decimal mark; and one is a number."""
    cells = [row[column] for _, row in table.rows if not missing(row[column])]
    if not cells or period.column(cells):
        return False
    taken = [numbers.parts(cell) for cell in cells]
    return all(
        each and (numbers.value(each, ",") is not None or numbers.value(each, ".") is not None) for each in taken
    )


def values(table: Sheet, column: str) -> list[Decimal | None]:
    """The numbers of a column as its own figures show them. Raises as `decimal_mark` and `column_of_numbers`."""
    return read(table, column, decimal_mark(table, column, table)).values


def nearly_numeric(table: Sheet, columns: Iterable[str]) -> str:
    """Of the columns the one with the most numbers, and its first cells that are none; "" where none is."""
    text, most = "", 0
    for column in columns:
        known = [(number, row) for number, row in table.rows if not missing(row[column])]
        other = [(number, row) for number, row in known if _parts(row[column]) is None]
        if other and len(known) - len(other) > most:
            most = len(known) - len(other)
            named = joined(
                ", ",
                (said("row {number} {row!r}", number=number, row=row[column][:40]) for number, row in other[:3]),
            )
            text = said(
                "in column “{column}” {most} of {known} cells are numbers, but not {named}",
                column=column,
                most=most,
                known=len(known),
                named=named,
            )
    return text


def numeric(table: Sheet, column: str) -> bool:
    """Whether a column holds numbers (and at least one)."""
    shown = numbers.evidence(row[column] for _, row in table.rows)
    try:
        marked = read(table, column, "." if shown.point and not shown.comma else ",")
    except RefusedError as error:
        return error.findings[0].code == "unit"
    return any(value is not None for value in marked.values)
