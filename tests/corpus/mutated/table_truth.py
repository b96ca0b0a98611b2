"""What a table says, for the options a person gives: the only points a reader may take from it.

Evaluates what the cells mean (`table_model`), never their text. An empty answer means: nothing may be read without a
question. A reader may not mix series, take a missing value for zero, drop a unit or a place, or compare across a break.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tests.corpus.mutated import table_model
from tests.corpus.mutated.table_model import Table, TableCell, TableColumn, TableRow

Points = dict[str, Decimal | None]


class TableTruth(NamedTuple):
    """`readings` are all that may be read; `unit` must be said (`table_model.UNITS`); the last of `places` is meant."""

    readings: list[Points]
    unit: str = ""
    places: Sequence[str] = ()
    breaks: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    """What the chosen series is not: words no headline may have."""


class Observation(NamedTuple):
    """One value with everything the file says of it."""

    dims: tuple[tuple[str, str], ...]
    units: frozenset[str]
    places: tuple[str, ...]
    period: str
    value: Decimal | None
    flag: str


def truth(table: Table, options: Mapping[str, str]) -> TableTruth:
    """What the file says."""
    where = dict(part.split("=", 1) for part in options.get("where", "").split(";") if part)
    rows = _matching(table, where)
    if rows is None or _ambiguous(table, rows) or _two_values(table):
        return TableTruth([])
    every = _whole([each for row in rows for each in _observations(table, row)])
    series: dict[object, dict[str, set[Decimal | None]]] = {}
    for each in every:
        if each.period:
            series.setdefault((each.dims, each.places), {}).setdefault(each.period, set()).add(each.value)
    units = {unit for each in every for unit in each.units}
    sure = options.get("sure", "").split(",")
    if "unit" in sure and "unit" in options:
        units = {options["unit"]}
    if len(units) > 1 or (units and options.get("unit", "") not in ("", *units)):
        return TableTruth([])
    readings = _readings(every, series)
    one = every[0] if every and "city" not in sure else None
    return TableTruth(
        readings,
        next(iter(units), options.get("unit", "")),
        sorted(one.places, key=_narrowness) if one and len({each.places for each in every}) == 1 else (),
        frozenset(each.period for each in every if "b" in each.flag),
        _others(table, rows),
    )


def _whole(every: list[Observation]) -> list[Observation]:
    """A missing value that says less of itself than all others is one of theirs."""
    full = {each.dims for each in every if each.value is not None}
    if len(full) != 1:
        return every
    dims = next(iter(full))
    return [each._replace(dims=dims) if each.value is None and set(each.dims) < set(dims) else each for each in every]


def _narrowness(place: str) -> int:
    """The whole country first, the city last."""
    wide = ("TOTAL", "Romania", "RO"), ("MACROREGIUNEA PATRU",), ("Regiunea VEST", "RO42"), ("Timis", "Arad", "RO424")
    return next((n for n, names in enumerate(wide) if place in names), len(wide))


def _readings(every: list[Observation], series: Mapping[object, Mapping[str, set[Decimal | None]]]) -> list[Points]:
    if len({each.dims for each in every}) > 1 and len({each.period for each in every if each.period}) == 1:
        return _by_name(every)
    if any(len(values) > 1 for one in series.values() for values in one.values()):
        return []
    if len(series) == 1:
        points = {period: next(iter(values)) for period, values in next(iter(series.values())).items()}
        return [points, *(_by_name(every) if len(points) == 1 else [])]
    return _by_name(every)


def _by_name(every: list[Observation]) -> list[Points]:
    """Of one period: the values by the one column of names that varies. A total among its parts is no bar."""
    if len({each.period for each in every if each.period}) > 1:
        return []
    names = [dict(each.dims) | ({"place": each.places[-1]} if each.places else {}) for each in every]
    figures = [name for name, each in zip(names, every, strict=True) if each.value is not None] or names
    every_key = {key for name in names for key in name}
    keys = [key for key in every_key if len({name[key] for name in names if key in name}) > 1]
    if len(every) == 1:
        return [{text: every[0].value} for text in names[0].values()]
    if len(keys) != 1 or any(name.keys() != figures[0].keys() for name in figures):
        return []
    if any(keys[0] not in name for name in names):
        return []
    read: Points = {}
    for name, each in zip(names, every, strict=True):
        if (
            name[keys[0]] not in (*table_model.TOTALS, "TOTAL")
            and read.setdefault(name[keys[0]], each.value) != each.value
        ):
            return []
    return [read]


def _matching(table: Table, where: Mapping[str, str]) -> list[TableRow] | None:
    """The rows asked for; None when the column is not there."""
    rows = [row for row in table.rows if not row.note]
    names = [column for column in table.columns if column.kind != "wide"]
    for written, value in where.items():
        key = written.translate(str.maketrans("şţŞŢ", "șțȘȚ"))
        fits = [c for c in table.columns if " ".join(c.label.lower().split()) == " ".join(key.lower().split())]
        if not fits:  # a name on two lines may be called by one of them
            fits = [
                c for c in names if f" {' '.join(key.lower().split())} " in f" {' '.join(c.label.lower().split())} "
            ]
        if not fits:  # a column without a name is called by its place
            fits = [
                c
                for c in names
                if not c.label and any(str(row.cells.get(c.id, TableCell("", "")).means) == value for row in rows)
            ]
        if not fits and key == "indicator" and len(names) == 1:
            fits = names
        fits = [c for c in fits if any(c.id in row.cells and row.cells[c.id].means for row in rows)] or fits
        same = all(len({row.cells.get(c.id, TableCell("", "")).means for c in fits}) == 1 for row in rows)
        if not fits or not same:
            return None
        rows = [row for row in rows if str(row.cells.get(fits[0].id, TableCell("", "")).means) == value]
    return rows


def _observations(table: Table, row: TableRow) -> list[Observation]:
    def texts(*kinds: str) -> list[tuple[TableColumn, str]]:
        cells = [(c, row.cells.get(c.id)) for c in table.columns if c.kind in kinds]
        return [(c, str(cell.means)) for c, cell in cells if cell is not None and cell.means]

    dims = tuple((f"{c.id}", text) for c, text in texts("dim"))
    labels = [text for _, text in dims]
    units = frozenset(
        [*(text for _, text in texts("unit")), *(u for text in labels if (u := table_model.unit_of(text)))]
    )
    stated = [table.unit, *(c.label.removeprefix("UM: ") for c in table.columns if c.label.startswith("UM: "))]
    units = (units | {unit for unit in stated if unit}) - {"Numar", "NR"}
    places = (*(text for _, text in texts("place")), *(p for text in labels if (p := table_model.place_of(text))))
    flag = "".join(text for _, text in texts("flag"))
    wide = [(c.period, row.cells.get(c.id)) for c in table.columns if c.kind == "wide"]
    if wide:
        return [
            Observation(dims, units, places, period, _value(cell), _flag(cell, table))
            for period, cell in wide
            if cell is not None
        ]
    period = next((text for _, text in texts("period")), "")
    value = next((row.cells.get(c.id) for c in table.columns if c.kind == "value"), None)
    if not any(c.kind == "value" for c in table.columns):
        return []
    return [Observation(dims, units, places, period, _value(value), flag)]


def _value(cell: TableCell | None) -> Decimal | None:
    return cell.means if cell is not None and isinstance(cell.means, Decimal) else None


def _flag(cell: TableCell, table: Table) -> str:
    return cell.text.rpartition(" ")[2] if table.layout == "eurostat" and " " in cell.text else ""


def _two_values(table: Table) -> bool:
    """Two columns of values that differ, or two of periods."""
    values = [c.id for c in table.columns if c.kind == "value"]
    periods = [c.id for c in table.columns if c.kind == "period"]
    rows = [row for row in table.rows if not row.note]
    return any(
        len({row.cells.get(id, TableCell("", None)).means for id in ids}) > 1
        for ids in (values, periods)
        for row in rows
    )


def _ambiguous(table: Table, rows: list[TableRow]) -> bool:
    """Whether numbers of the rows could be read in two ways: `1.234`, and nothing in their file decides it."""
    if table.exact:
        return False
    columns = {c.id for c in table.columns if c.kind in ("wide", "value")}

    def numbers(rows: list[TableRow]) -> list[str]:
        cells = [cell for row in rows for id, cell in row.cells.items() if id in columns]
        return [cell.text.partition(" ")[0] for cell in cells if isinstance(cell.means, Decimal)]

    texts = numbers(table.rows)
    double = [text for text in numbers(rows) if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text)]
    decided = [
        text
        for text in texts
        if len(re.findall(r"[.,]", text)) > 1
        or re.search(r"[.,](\d{1,2}|\d{4,})$", text)
        or re.match(r"-?(\d{4,}|0)[.,]", text)
    ]
    return bool(double) and not decided


def _others(table: Table, rows: list[TableRow]) -> tuple[str, ...]:
    """Values of columns of names that none of the chosen rows has."""
    ids = [c.id for c in table.columns if c.kind == "dim"]
    every = {str(row.cells[id].means) for row in table.rows for id in ids if id in row.cells}
    chosen = {str(row.cells[id].means) for row in rows for id in ids if id in row.cells}
    return tuple(sorted(text for text in every - chosen if len(text) > 3))


def needed(unit: str) -> tuple[tuple[str, ...], ...]:
    """The words a slide must have for a unit: one of each group."""
    return {**table_model.UNITS, **table_model.EURO_UNITS}.get(unit, ())
