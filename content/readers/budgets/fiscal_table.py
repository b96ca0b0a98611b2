"""One table of a Fiscal Data Package: its rows, its decimal mark, and the classification its amounts are grouped by.

What the resource of the table says of its CSV (delimiter, quotes, encoding, decimal mark) is believed; where it says
nothing, the file itself is looked at. Leaves out what the amounts are of (`fiscal`).
"""

import csv
import io
from collections.abc import Mapping
from typing import Any, NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.budgets.descriptor import Group, Table
from content.readers.files import encoding, numbers, sheet


class Rows(NamedTuple):
    """The columns in lower case, and each row with the number of its line."""

    delimiter: str
    columns: tuple[str, ...]
    numbered: tuple[tuple[int, dict[str, str]], ...]


def schema(table: Table) -> Mapping[str, Any]:
    """As the table's resource says it; empty where it says none."""
    described = table.resource.get("schema")
    return described if isinstance(described, dict) else {}


def group(table: Table, where: str, by: str | None) -> Group:
    """The functional classification, or that named `by`. Raises RefusedError where several are possible."""
    groups = table.groups
    if by is not None and by in groups:
        return groups[by]
    fit = {name: group for name, group in groups.items() if group.kind == "functional"} or dict(groups)
    if by is None and fit and len({name.rstrip("0123456789") for name in fit}) == 1:
        return fit[min(fit)]  # cofog1 is the highest level of cofog1, cofog2, cofog3
    there = ", ".join(groups) or "none"
    if schema(table).get("foreignKeys"):
        there += "; what stands in other tables (foreignKeys) is not read"
    raise refused(
        "fiscal", where, said("expected one classification to group amounts by; choose among: {there}", there=there)
    )


def rows(data: bytes, resource: Mapping[str, Any], where: str) -> Rows:
    """The rows of a table's file. Raises RefusedError where it is not as its resource says."""
    dialect = resource.get("dialect")
    dialect = dialect if isinstance(dialect, dict) else {}
    delimiter = dialect.get("delimiter")
    data = _decoded(data, resource.get("encoding"), where)
    if delimiter in (None, ";", ",", "\t"):
        table = sheet.read(data, where)
        return Rows(table.delimiter, table.columns, table.rows)
    return _delimited(data, str(delimiter), str(dialect.get("quoteChar") or '"'), where)


def _decoded(data: bytes, declared: Any, where: str) -> bytes:
    """The bytes in UTF-8, from the encoding that is declared. Raises RefusedError where they are not in it."""
    if declared and str(declared).lower() not in ("utf-8", "utf8"):
        try:
            data = data.decode(str(declared)).encode()
        except (UnicodeDecodeError, LookupError) as error:
            raise refused(
                "encoding",
                where,
                said("is not in {declared}, as its descriptor says: {error}", declared=declared, error=error),
            ) from error
    return data


def _delimited(data: bytes, delimiter: str, quote: str, where: str) -> Rows:
    """A table with another delimiter than `sheet` knows."""
    text, _ = encoding.text(data, where)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]
    except (csv.Error, TypeError) as error:
        raise refused("csv", where, said("is not the CSV its descriptor says: {error}", error=error)) from error
    if not lines or any(len(cells) != len(lines[0][1]) for _, cells in lines):
        raise refused("csv", where, "has rows of different lengths, expected as many cells as names")
    columns = tuple(name.lower() for name in lines[0][1])
    return Rows(delimiter, columns, tuple((n, dict(zip(columns, cells, strict=True))) for n, cells in lines[1:]))


def decimal_mark(spec: Mapping[str, Any], cells: list[str], where: str) -> str:
    """The mark the field declares, or the one its cells show, or the point: Table Schema's where none is declared.

    Raises RefusedError where a comma could be either: the schema knows no groups that nobody declares.
    """
    declared = spec.get("decimalChar")
    if declared in (",", "."):
        return str(declared)
    shown = numbers.evidence(cells)
    if "," in shown.either and not (shown.comma or shown.point or spec.get("groupChar")):
        message = said(
            "found {either!r} and no `decimalChar` in the descriptor, expected it to say which mark is which",
            either=shown.either,
        )
        raise refused("number", where, message)
    return numbers.decimal_mark(cells, where, beside=numbers.MarkEvidence(point="Table Schema"))
