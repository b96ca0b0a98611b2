"""Open data as a table, wide or tidy: the rows that match `where`, one column against another.

Decides what the points of a chart are. A missing value is None, never zero; `1990-01-01T00:00:00` in a column of years
is the year 1990; a table with periods as columns is turned into one with a row a value. Leaves out how bytes become
cells (`sheet`, `records`).
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.files import encoding, numbers, sheet
from content.readers.files.sheet import Sheet
from content.readers.open_data import notes, number_columns, period, territory, totals

SERIES, VALUE = "indicator", number_columns.VALUE
"""The columns a wide table gets when it is turned: what is measured, and how much. The period's is in `PERIODS`."""
AT = "\0at"
"""Beside the columns of a row that was turned: the cell of the file that its value was in."""
PERIODS = {12: "an", 6: "semestru", 3: "trimestru", 1: "luna", period.WEEK: "saptamana", 0: "zi"}


class Point(NamedTuple):
    """One x as it is labelled (`2019`, `2024-03`, `Centru`) with its value."""

    x: str
    y: Decimal | None


def points(data: bytes, where: str, keep: Mapping[str, str], x: str, y: str) -> list[Point]:
    """As `chosen`, from the bytes of a file of a pack. Raises RefusedError."""
    return of_pack(tidy(sheet.read(data, where)), keep, x, y)


def of_pack(table: Sheet, keep: Mapping[str, str], x: str, y: str) -> list[Point]:
    """As `chosen`, from a table of a pack. Raises RefusedError."""
    table.need(y.lower())
    return chosen(table, keep, x, y, pack_mark(matching(table, keep), y.lower()))


def clean(cell: str) -> str:
    """One space between words, ș and ț with a comma: sources write one name in several ways."""
    return encoding.comma(" ".join(cell.split()))


def matching(table: Sheet, keep: Mapping[str, str]) -> Sheet:
    """The rows that have these values in these columns, in any spacing and with either ș.

    Raises RefusedError when there is no such column, or no such row (naming what there is instead).
    """
    wanted = {" ".join(column.lower().split()): clean(value) for column, value in keep.items()}
    for column in wanted:
        table.need(column)
    rows = tuple(row for row in table.rows if all(clean(row[1][c]) == value for c, value in wanted.items()))
    if not rows:
        raise refused(
            "dataset",
            table.where,
            said("has no row with {keep}, expected {table}", keep=_named(keep), table=_instead(table, wanted)),
        )
    return table._replace(rows=rows)


def chosen(table: Sheet, keep: Mapping[str, str], x: str, y: str, mark: str = "") -> list[Point]:
    """In ascending x when all are periods of one length, else in the order of the table. `mark` is the decimal one.

    Raises RefusedError: no such column, no row left, one x twice, a value that is no number, no value at all.
    """
    x, y = x.lower(), y.lower()
    table = matching(table, keep)
    for column in (x, y):
        table.need(column)
    values = number_columns.read(table, y, mark or number_columns.decimal_mark(table, y, table)).values
    periods, names = period.column([row[x] for _, row in table.rows]), labels(table, x)
    value_of: dict[str, Decimal | None] = {}
    for (number, row), label, value in zip(table.rows, names, values, strict=True):
        if label in value_of:
            message = said(
                "has {x} {label} a second time, expected each once: choose the rows with `where`", x=x, label=label
            )
            raise refused("dataset", number_columns.place(table, number, row, x), message)
        value_of[label] = value
    if all(value is None for value in value_of.values()):
        raise refused(
            "dataset", table.where, said("has no value with {keep}, expected at least one", keep=_named(keep))
        )
    order = dict(zip(names, periods, strict=True)) if periods else {}
    return [
        Point(label, value_of[label])
        for label in (sorted(value_of, key=lambda x: order[x].first) if order else value_of)
    ]


def labels(table: Sheet, x: str) -> list[str]:
    """What each row is called: the label of its period where all are periods of one length, else its name."""
    periods = period.column([row[x] for _, row in table.rows])
    return [each.label for each in periods] if periods else [_name(row[x]) for _, row in table.rows]


def _name(cell: str) -> str:
    """What is no period never looks like one: a school year `2009-10` among others is `2009/10`."""
    name = clean(cell)
    return name.replace("-", "/", 1) if period.labelled(name) and "-" in name else name


def cell(table: Sheet, row: tuple[int, dict[str, str]], column: str) -> str:
    """What an explanation calls the cell a value was read from, also where the table was turned since."""
    number, cells = row
    return cells.get(AT) or sheet.cell(table.where, number, table.columns.index(column))


# --- wide tables ---------------------------------------------------------------------------------------------------


NAMELESS = "nume"
"""What a column without a name is called."""


def arranged(table: Sheet) -> Sheet:
    """A table of a source as a row a value: `named`, `dated`, then `tidy`."""
    return tidy(dated(named(table)))


def named(table: Sheet) -> Sheet:
    """A table whose one column without a name has one, unless it only counts the rows."""
    cells = [row.get("", "") for _, row in table.rows]
    if (
        table.columns.count("") != 1
        or not any(cells)
        or cells in ([*map(str, range(len(cells)))], [*map(str, range(1, len(cells) + 1))])
    ):
        return table
    periods = period.column([cell for cell in cells if cell])
    name = PERIODS[periods[0].months] if periods else NAMELESS
    if name in table.columns:
        return table
    rows = tuple((number, {name if c == "" else c: cell for c, cell in row.items()}) for number, row in table.rows)
    return table._replace(columns=tuple(c or name for c in table.columns), rows=rows)


def dated(table: Sheet) -> Sheet:
    """A table with the year in one column and its month, quarter or week in another, with both in the latter."""
    year = next((c for c in table.columns if c in ("an", "anul", "ani", "year")), "")
    for column in table.columns if year else ():
        if column != year and table.columns.count(column) == 1 and table.rows:
            years = [period.read(row[year]) for _, row in table.rows]
            periods = [
                period.joined(of.label, row[column], column) if of is not None and of.months == 12 else None
                for of, (_, row) in zip(years, table.rows, strict=True)
            ]
            if None not in periods:
                rows = tuple(
                    (number, {**{c: v for c, v in row.items() if c != year}, column: each.label})
                    for (number, row), each in zip(table.rows, periods, strict=True)
                    if each is not None
                )
                return table._replace(columns=tuple(c for c in table.columns if c != year), rows=rows)
    return table


def tidy(table: Sheet) -> Sheet:
    """A table with periods as columns (often the newest first) turned into a row a value; another one as it is.

    The values of a series come in ascending time. Notes are no rows; a total or a mean of the periods is none of them.
    Raises RefusedError when a period has two columns.
    """
    table = _without_totals_of_periods(notes.apart(table))
    period_of = {column: each for column in table.columns if (each := period.read(column))}
    beside = totals.beside_periods(list(period_of))
    beside_columns = [column for n, column in enumerate(period_of) if n in beside]
    period_of = {column: each for column, each in period_of.items() if column not in beside_columns}
    lengths = {each.months for each in period_of.values()}
    if len(period_of) < 2 or len(lengths) > 1:
        return table
    for each, count in Counter(period_of.values()).items():
        if count > 1:
            alike = ", ".join(f"“{column}”" for column, other in period_of.items() if other == each)
            raise refused(
                "dataset",
                table.where,
                said(
                    "has {count} columns for {label}, expected one: {alike}", count=count, label=each.label, alike=alike
                ),
            )
    for column in period_of:
        table.need(column)
    at = {column: n for n, column in enumerate(table.columns)}
    others = [column for column in table.columns if column not in period_of and column not in beside_columns]
    names = [column for column in others if not totals.is_no_period(column)]
    beside_columns += [column for column in others if column not in names]
    if not names:
        raise refused("dataset", table.where, "has only periods as columns, expected one that names each row")
    when = PERIODS[lengths.pop()]
    called = [SERIES] if len(names) == 1 and not territory.kind(names[0]) else names
    rows = tuple(
        (
            number,
            {
                **{c: clean(row[n]) for c, n in zip(called, names, strict=True)},
                **{when: each.label, VALUE: row[column], number_columns.FROM: column},
                AT: sheet.cell(table.where, number, at[column]),
            },
        )
        for number, row in table.rows
        for column, each in sorted(period_of.items(), key=lambda pair: pair[1].first)
    )
    left_out = (*table.left_out, *(said("column “{column}”", column=column) for column in beside_columns if column))
    return table._replace(columns=(*called, when, VALUE), rows=rows, left_out=left_out)


def _without_totals_of_periods(table: Sheet) -> Sheet:
    """The rows of periods without the `Total` or `Medie` among them, and without parts of a year among years."""
    for column in table.columns:
        beside = totals.beside_periods([row[column] for _, row in table.rows])
        if beside and not _told_apart(table, column, beside):
            out = [table.rows[n] for n in sorted(beside)]
            left_out = tuple(said("row {number} {row!r}", number=number, row=row[column]) for number, row in out)
            rows = tuple(row for n, row in enumerate(table.rows) if n not in beside)
            table = table._replace(rows=rows, left_out=(*table.left_out, *left_out))
    return table


def _told_apart(table: Sheet, column: str, beside: Collection[int]) -> bool:
    """Whether another column says in words that these periods are of another length: `freq` is A, beside it Q."""
    if any(period.read(table.rows[n][1][column]) is None for n in beside):
        return False
    for other in table.columns:
        own = {row[other] for n, (_, row) in enumerate(table.rows) if n not in beside}
        theirs = {table.rows[n][1][other] for n in beside}
        few = len(own) + len(theirs) < len(table.rows)
        if other != column and few and not own & theirs and not any(map(numbers.parts, own | theirs)):
            return True
    return False


# --- the canonical file --------------------------------------------------------------------------------------------


def written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV as packs keep it: UTF-8, commas, decimal points, one line a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def plain(value: Decimal | None) -> str:
    """`257`, `1.5`, or nothing."""
    return "" if value is None else f"{value:f}"


def canonical(value: Decimal | None) -> str:
    """A value in a canonical file: never with just three decimals, which another reader could take for a group."""
    text = plain(value)
    return f"{text}0" if text[-4:-3] == "." else text


def pack_mark(table: Sheet, column: str) -> str:
    """The decimal mark in a file of a pack: as its figures show it, else the point of canonical files.

    Raises as `numbers.decimal_mark` where its cells are apart by something else than commas.
    """
    known = numbers.MarkEvidence(point="a file of a pack") if table.delimiter == "," else numbers.NO_EVIDENCE
    return numbers.decimal_mark([row[column] for _, row in table.rows], f"{table.where}: column “{column}”", "", known)


def distinct(table: Sheet, column: str) -> list[str]:
    """The values of a column, each once, in order."""
    return list(dict.fromkeys(map(clean, dict.fromkeys(row[column] for _, row in table.rows))))


def _named(keep: Mapping[str, str]) -> str:
    return " and ".join(f"{column} = {value!r}" for column, value in keep.items()) or "a value"


def _instead(table: Sheet, wanted: Mapping[str, str]) -> str:
    column = next((c for c, value in wanted.items() if value not in distinct(table, c)), None)
    if column is None:
        return "at least one"
    there = distinct(table, column)
    return said("one of {there}", there=", ".join(map(repr, there[:12]))) + (
        said(" and {there} more", there=len(there) - 12) if len(there) > 12 else ""
    )
