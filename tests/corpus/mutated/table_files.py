"""A table's file as it is written: titles, header lines, separators, footers. Decides looks, never meanings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tests.corpus.mutated import written_files
from tests.corpus.mutated.table_model import Table, TableColumn
from tests.corpus.mutated.written_files import Cell

NOTES = (
    *("Sursa: INS", "Sursa datelor: Institutul Național de Statistică", "* date provizorii", "© INS, 2026"),
    *("Notă: datele nu cuprind persoanele fără domiciliu", "Actualizat la 12.03.2026"),
)


class TableLook(NamedTuple):
    """How the file of a table looks."""

    format: str = ","
    encoding: str = "utf-8"
    split: bool = False
    repeated: bool = False


def written(table: Table, look: TableLook) -> bytes:
    """The bytes of the file."""
    if table.layout == "eurostat":
        return written_files.encoded(_eurostat(table), look.encoding)
    if table.layout == "tempo" and look.format == ",":
        return written_files.encoded(_tempo(table), look.encoding)
    width = len(table.columns)
    lines: list[Sequence[Cell]] = [[text, *[""] * (width - 1)] for text in table.titles]
    labels = [column.label for column in table.columns]
    header: list[Sequence[Cell]] = [labels]
    if table.layout == "web":
        wide = [column.kind == "wide" for column in table.columns]
        header += [
            [f"UM: {table.unit}" if each else "" for each in wide],
            [table.unit if each else "" for each in wide],
        ]
    elif look.split and sum(" " in label for label in labels) > 1:  # half of one name alone reads as a row
        header = [
            [label.rpartition(" ")[0] or label for label in labels],
            [label.rpartition(" ")[2] if " " in label else "" for label in labels],
        ]
    lines += header
    for n, row in enumerate(table.rows):
        if look.repeated and n == len(table.rows) // 2:
            lines += header
        lines.append(
            [row.note, *[""] * (width - 1)] if row.note else [_cell(row.cells.get(c.id), look) for c in table.columns]
        )
    lines += [[text, *[""] * (width - 1)] for text in table.footers]
    return written_files.written(lines, look.format, look.encoding, written_files.NumberStyle("", ".", None))


def _cell(cell: object, look: TableLook) -> Cell:
    if cell is None:
        return ""
    text, means = cell  # type: ignore[misc]
    if (
        look.format in ("xlsx", "ods")
        and isinstance(means, Decimal)
        and text.replace(",", "").replace(".", "").isdigit()
    ):
        return means
    return str(text)


def _text(column: TableColumn, row: object) -> str:
    cell = row.cells.get(column.id)  # type: ignore[attr-defined]
    return cell.text if cell else ""


def _tempo(table: Table) -> str:
    """INS TEMPO's CSV: a comma and a space between the fields, no quotes, a comma inside a label is a space."""
    lines = [*table.titles, ", ".join(column.label.replace(",", " ") for column in table.columns)]
    lines += [row.note or ", ".join(_text(c, row).replace(",", " ") for c in table.columns) for row in table.rows]
    return "\r\n".join([*lines, *table.footers, ""])


def _eurostat(table: Table) -> str:
    """Eurostat's TSV: the first field packs the dimensions."""
    dims = [column for column in table.columns if column.kind != "wide"]
    wide = [column for column in table.columns if column.kind == "wide"]
    lines = ["\t".join([",".join(c.label for c in dims) + "\\TIME_PERIOD", *(f"{c.label} " for c in wide)])]
    lines += [
        "\t".join([",".join(_text(c, row) for c in dims), *(_text(c, row) for c in wide)])
        for row in table.rows
        if not row.note
    ]
    return "\n".join([*table.titles, *lines, *table.footers, ""])
