"""JSON with one object a row, as APIs and portals answer: a table.

Decides where the rows are (a list, the only list of objects, or at a path) and how values become cells. Leaves out what
the columns mean (`table`).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from content.findings import refused
from content.phrases import said
from content.readers.files import numbers, sheet
from content.readers.files.sheet import Sheet

MOST_ROWS = 100_000
_TOTALS = ("total_count", "totalCount", "totalFeatures", "numberMatched", "totalItems")
_PAGED_TOTALS = ("total", "count")
"""What is the number of rows only beside `_PAGES`: a total may as well be an amount."""
_PAGES = frozenset({"limit", "offset", "page", "pages", "per_page", "page_size", "next", "previous", "skip", "_links"})
_MORE = ("next", "next_page", "nextPage", "next_url", "exceededTransferLimit", "has_more", "hasMore")
_ABOUT = ("meta", "pagination", "paging", "links", "properties")
"""Where interfaces that answer a page at a time say how many rows there are, and that another page follows."""
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def decoded(data: bytes, where: str) -> Any:
    """JSON as plain values, fractions exact (Decimal). Raises RefusedError."""
    if len(data) > sheet.MAX_BYTES:
        raise refused(
            "size",
            where,
            said("found {data:,} bytes, expected at most {max_bytes:,}", data=len(data), max_bytes=sheet.MAX_BYTES),
        )
    try:
        return _DECODER.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise refused("json", where, said("is not JSON: {error}", error=str(error)[:120])) from error


def read(value: Any, where: str, path: str = "") -> Sheet:
    """`value` as `decoded`: the rows at `path` (`data.items`), or without one the only list of objects in it.

    Raises RefusedError when there is no such list, more than one, or the answer says that it is a part of its rows.
    """
    whole = value
    if path:
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if not _rows(value):
            raise refused("json", where, said("has no list of objects at {path!r}, expected rows there", path=path))
    elif not _rows(value):
        lists = dict(_lists(value, ""))
        if len(lists) != 1:
            names = ", ".join(lists) or "none"
            raise refused(
                "json",
                where,
                said("has lists of objects at: {names}; expected one, or its path in `path`", names=names),
            )
        value = next(iter(lists.values()))
    complete(whole, len(value), where)
    return table(value, where)


def complete(answer: Any, count: int, where: str) -> None:
    """Raises RefusedError when an answer says, beside its rows or in its `meta`, that it holds a part of them."""
    if not isinstance(answer, dict):
        return
    for told in (answer, *(answer[key] for key in _ABOUT if isinstance(answer.get(key), dict))):
        names = (*_TOTALS, *_PAGED_TOTALS) if told.keys() & _PAGES else _TOTALS
        total = next((told[key] for key in names if type(told.get(key)) is int), count)
        if total > count:
            raise refused(
                "json",
                where,
                said(
                    "has {count:,} of {total:,} rows, expected all of them: ask for more at a time",
                    count=count,
                    total=total,
                ),
            )
        if any(told.get(key) not in (None, "", False, 0) for key in _MORE):
            raise refused(
                "json",
                where,
                said("has {count:,} rows and says that there are more, expected all of them", count=count),
            )


def _lists(value: Any, at: str, depth: int = 3) -> list[tuple[str, Any]]:
    if not isinstance(value, dict) or not depth:
        return []
    lists = []
    for key, inner in value.items():
        place = f"{at}.{key}".lstrip(".")
        lists += [(place, inner)] if _rows(inner) else _lists(inner, place, depth - 1)
    return lists


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def table(rows: Sequence[Mapping[str, Any]], where: str) -> Sheet:
    """Rows that need not have the same keys: what a row lacks is missing. Rows are numbered from 1."""
    if len(rows) > MOST_ROWS:
        raise refused(
            "size",
            where,
            said("found {rows:,} rows, expected at most {most_rows:,}", rows=len(rows), most_rows=MOST_ROWS),
        )
    names = list(dict.fromkeys(key for row in rows for key in row if key != "_id"))  # CKAN's own count of rows
    columns = tuple(name.strip().lower() for name in names)
    if len(set(columns)) < len(columns):
        raise refused("json", where, "has two names that differ only in capitals or spaces, expected each name once")
    cells = (
        (
            n,
            {
                column: _cell(row.get(name), f"{where}: row {n}, column “{name}”")
                for column, name in zip(columns, names, strict=True)
            },
        )
        for n, row in enumerate(rows, 1)
    )
    return Sheet(where, ",", columns, tuple(cells))


def _cell(value: Any, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > 30:
            raise refused("number", where, said("found {value:.5g}, expected a number a city could have", value=value))
        return numbers.Exact(f"{value:f}")
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.Exact(value)
    if isinstance(value, str):
        return value.strip()
    return msgspec.json.encode(value, enc_hook=str).decode()
