"""What happens to a table on its way to a portal, for the fuzz: one change of its meaning or looks.

Each mutation changes the table, so that `table_truth` knows what the file says afterwards.
"""

import copy
from collections.abc import Callable
from decimal import Decimal

from tests.corpus.mutated import table_files, table_model
from tests.corpus.mutated.budget_mutations import Mutation
from tests.corpus.mutated.table_model import MISSING, NOTHING, Table, TableCell, TableColumn, TableRow


def apply(table: Table, mutation: Mutation) -> None:
    """Changes the table in place. A mutation that finds nothing to change leaves it as it is."""
    MUTATIONS[mutation.name](table, mutation.at, mutation.other)


def _of(table: Table, *kinds: str) -> list[TableColumn]:
    return [column for column in table.columns if column.kind in kinds]


def _rows(table: Table) -> list[TableRow]:
    return [row for row in table.rows if not row.note]


# --- columns -------------------------------------------------------------------------------------------------------


def _drop_column(table: Table, at: int, other: int) -> None:
    if len(table.columns) > 2:
        del table.columns[at % len(table.columns)]


def _move_column(table: Table, at: int, other: int) -> None:
    column = table.columns.pop(at % len(table.columns))
    table.columns.insert(other % (len(table.columns) + 1), column)


def _rename_to_nothing(table: Table, at: int, other: int) -> None:
    column = table.columns[at % len(table.columns)]
    column.label = NOTHING[other % len(NOTHING)]
    if column.kind == "wide":
        column.kind = "note" if len(_of(table, "wide")) > 1 else "value"
    if table.layout == "web" and not _of(table, "wide"):
        table.unit = ""  # it stood below the names of periods


def _swap_labels(table: Table, at: int, other: int) -> None:
    """Two labels change places: of periods, that changes what the file says; other columns show what they are."""
    columns = _of(table, "wide") or _of(table, "dim", "constant", "flag")
    if len(columns) > 1:
        one, two = columns[at % len(columns)], columns[other % len(columns)]
        one.label, two.label, one.period, two.period = two.label, one.label, two.period, one.period


def _double(table: Table, at: int, other: int) -> None:
    """A column twice, with the same cells or with other values."""
    column = table.columns[at % len(table.columns)]
    new = copy.copy(column)
    new.id = max(c.id for c in table.columns) + 1
    for row in _rows(table):
        if cell := row.cells.get(column.id):
            value = cell.means
            if other % 2 and isinstance(value, Decimal):
                cell = TableCell(str(value + 7), value + 7)
            row.cells[new.id] = cell
    table.columns.insert(other // 2 % (len(table.columns) + 1), new)


def _blank_column(table: Table, at: int, other: int) -> None:
    column = table.columns[at % len(table.columns)]
    for row in table.rows[:: 1 + other % 2]:
        if column.id in row.cells:
            row.cells[column.id] = TableCell("", None)


def _constant_column(table: Table, at: int, other: int) -> None:
    """A column more that says of all rows the same."""
    label, kind, text = (
        ("UM", "unit", "Mii lei"),
        ("Unitate de măsură", "unit", "Milioane lei"),
        ("Județe", "place", "Arad"),
        ("geo", "place", "Romania"),
        ("Localități", "place", "9262 MUNICIPIUL ARAD"),
        ("unit", "unit", "Procente"),
    )[other % 6]
    labelled = any(cell.means == table_model.LABELLED for row in table.rows for cell in row.cells.values())
    if _of(table, kind) or labelled or (kind == "unit" and table.unit):
        return
    new = TableColumn(max(c.id for c in table.columns) + 1, label, kind)
    for row in _rows(table):
        row.cells[new.id] = TableCell(text, text)
    table.columns.insert(at % (len(table.columns) + 1), new)


# --- rows ----------------------------------------------------------------------------------------------------------


def _drop_row(table: Table, at: int, other: int) -> None:
    if len(table.rows) > 1:
        del table.rows[at % len(table.rows)]


def _double_row(table: Table, at: int, other: int) -> None:
    row = table_model.copied(table.rows[at % len(table.rows)])
    if other % 2:
        for id, cell in row.cells.items():
            if isinstance(cell.means, Decimal):
                row.cells[id] = TableCell(str(cell.means + 5), cell.means + 5)
    table.rows.insert(other // 2 % (len(table.rows) + 1), row)


def _move_row(table: Table, at: int, other: int) -> None:
    row = table.rows.pop(at % len(table.rows))
    table.rows.insert(other % (len(table.rows) + 1), row)


def _missing_value(table: Table, at: int, other: int) -> None:
    row = table.rows[at % len(table.rows)]
    ids = [c.id for c in _of(table, "value", "wide")]
    if ids and not row.note:
        row.cells[ids[other % len(ids)]] = TableCell(MISSING[other % len(MISSING)], None)


def _other_unit(table: Table, at: int, other: int) -> None:
    """One row is in another unit."""
    rows, columns = _rows(table), _of(table, "unit")
    if rows and columns and table.layout != "tempo":  # the header says the unit there
        text = ("Mii lei", "Hectare", "Procente")[other % 3]
        rows[at % len(rows)].cells[columns[0].id] = TableCell(text, text)


def _other_place(table: Table, at: int, other: int) -> None:
    """One row is of another place."""
    rows, columns = _rows(table), _of(table, "place")
    if rows and columns:
        cells = rows[at % len(rows)].cells
        texts = ("RO424", "RO42", "RO") if table.layout in ("eurostat", "sdmx") else ("Arad", "TOTAL", "Romania")
        text = texts[other % 3]
        if not (text in ("TOTAL", "Romania") and cells[columns[-1].id].means in ("TOTAL", "Romania")):  # one place
            cells[columns[-1].id] = TableCell(text, text)


def _marked(table: Table, at: int, other: int) -> None:
    """A number with a mark behind it: `60*`. It means the same."""
    row, columns = table.rows[at % len(table.rows)], _of(table, "value", "wide")
    if columns and not row.note:
        id = columns[other % len(columns)].id
        cell = row.cells.get(id)
        if cell and isinstance(cell.means, Decimal) and table.layout != "eurostat":
            row.cells[id] = cell._replace(text=cell.text + ("*", " *", "*)", "¹")[other % 4])


def _signs(table: Table, at: int, other: int) -> None:
    """Every number has its unit behind it: `12,5 %`, `300 lei`."""
    columns = {c.id for c in _of(table, "value", "wide")}
    labelled = any(cell.means == table_model.LABELLED for row in table.rows for cell in row.cells.values())
    if table.unit or labelled or _of(table, "unit") or table.layout in ("eurostat", "tempo", "sdmx") or table.exact:
        return
    table.unit, sign = (("Procente", " %"), ("Procente", "%"), ("Lei", " lei"), ("Mii lei", " mii lei"))[other % 4]
    for row in _rows(table):
        for id, cell in row.cells.items():
            if id in columns and isinstance(cell.means, Decimal):
                row.cells[id] = cell._replace(text=cell.text + sign)


def _note_row(table: Table, at: int, other: int) -> None:
    table.rows.insert(at % (len(table.rows) + 1), TableRow(note=table_files.NOTES[other % len(table_files.NOTES)]))


def _footer(table: Table, at: int, other: int) -> None:
    table.footers.append(table_files.NOTES[at % len(table_files.NOTES)])


def _titles(table: Table, at: int, other: int) -> None:
    table.titles += [("POPULAȚIA DUPĂ DOMICILIU", "Date INS", "Tabelul 1")[at % 3], ""][: 1 + other % 2]


MUTATIONS: dict[str, Callable[[Table, int, int], None]] = {
    name.removeprefix("_").replace("_", "-"): function
    for name, function in list(globals().items())
    if name.startswith("_") and not name.startswith("__") and name not in ("_of", "_rows") and callable(function)
}
