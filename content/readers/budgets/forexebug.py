"""The file in which the Ministry of Finance publishes a budget's execution, row by row: JSON, XML or CSV.

Decides which names the fields go by, and how their values are written: codes as `51.01.03` or `510103`, a source as `A`
or `A-Integral de la buget`, a day as `31-JAN-24`, an amount as `1234.5` or `1234,5`, in lei. What a report says once
(day, sector, institution, level) holds for the rows under it. Leaves out what rows mean together (`execution`).

Field names are compared without capitals, spaces and signs: `COD_FUNCTIONAL` is `codFunctional`. The first of each
list is the Ministry's (the report "Execuție bugetară" of Forexebug), the others are those of services that pass it on.
"""

import calendar
import functools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from content.findings import RefusedError, refused
from content.phrases import joined, said
from content.readers.budgets.financing import SOURCES
from content.readers.files import markup, sheet
from content.readers.open_data import records

FIELDS = {
    "lei": ("rulajchvn", "amount", "ytdamount", "suma", "valoare", "lei"),
    "functional": ("codfunctional", "functional", "functionalcode", "clasificatiefunctionala", "codcf"),
    "economic": ("codeconomic", "economic", "economiccode", "clasificatieeconomica", "codce"),
    "source": ("sursafinantare", "sursasursaden", "sursa", "source", "fundingsource", "codsursa"),
    "sector": ("psecb", "sector", "codsector", "budgetsector", "sectorbugetar"),
    "day": ("pzi", "data", "date", "day", "reportdate", "dataraport"),
    "side": ("categcont", "categorie", "category", "accountcategory", "side"),
    "program": ("programbugetar", "program", "programcode"),
    "level": ("nivel", "level"),
    "entity": ("pcui", "cui", "codfiscal", "pbugip", "entity", "entitycui"),
    "state": ("pstare", "stare", "state"),
}
SIDES = {
    "expenditure": ("ch", "cheltuieli", "cheltuiala", "expenditure", "expense", "expenses"),
    "revenue": ("vn", "venituri", "venit", "revenue", "income"),
}
TOTALS = {"00": "revenue", "49": "expenditure"}
"""Rows that are the sum of a side (Order 1954/2005)."""
MOST_DEPTH = 64
_NAMES = "JAN/IAN FEB MAR APR MAY/MAI JUN/IUN JUL/IUL AUG SEP OCT NOV/NOI DEC"
_FIELD_OF = {name: field for field, names in FIELDS.items() for name in names}
_SIDE_OF = {name: side for side, names in SIDES.items() for name in names}
_MONTHS = {name: n for n, names in enumerate(_NAMES.split(), 1) for name in names.split("/")}
_DAY = re.compile(r"(\d{1,2})[-. ]([A-Z]{3}|\d{1,2})[-. ](\d{2}|\d{4})")
_LEI = re.compile(r"-?(?:\d{1,15}(?:[.,]\d{1,2})?|[.,]\d{1,2})")
"""Two decimals at most: 1.234 may be a thousand or one and a bit, and is refused."""


class ExecutionLine(NamedTuple):
    """One row. Codes are `51.01.03`, or empty where the row is a total; `lei` is None where it has no amount."""

    side: str
    sector: str
    source: str
    functional: str
    economic: str
    day: date
    lei: Decimal | None
    program: str
    level: str
    entity: str
    state: str


def lines(data: bytes, where: str) -> Iterator[ExecutionLine]:
    """The rows of the file in order.

    Raises RefusedError: no such file, a row without a day, a code, source, day or amount that is none.
    """
    number = 0
    for number, row in enumerate(_rows(data, where), 1):
        try:
            yield _line(row)
        except ValueError as error:
            raise refused("execution", said("{value}, row {number}", value=where, number=number), str(error)) from error
    if not number:
        named = joined(
            "; ", (said("one of {fields}", fields=", ".join(FIELDS[field])) for field in ("functional", "lei"))
        )
        raise refused(
            "execution", where, said("has no rows of a budget's execution, expected fields named {named}", named=named)
        )


def _line(row: Mapping[str, str]) -> ExecutionLine:
    get = row.get
    functional = _code(row["functional"])
    return ExecutionLine(
        _side(get("side", ""), functional),
        _sector(get("sector", "")),
        _source(get("source", "")),
        "" if functional[:2] in TOTALS else functional,
        _code(get("economic", "")),
        _day(get("day", "")),
        _lei(row["lei"]),
        get("program", ""),
        get("level", ""),
        get("entity", ""),
        get("state", ""),
    )


@functools.lru_cache(1024)
def _field(name: str) -> str:
    """The field a name stands for; the name itself where it stands for none."""
    return _FIELD_OF.get("".join(filter(str.isalnum, name.lower())), name)


def _is_row(row: Mapping[str, str]) -> bool:
    return "lei" in row and "functional" in row


def _rows(data: bytes, where: str) -> Iterator[Mapping[str, str]]:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return markup.rows(data, where, _is_row, _field)
    if start in (b"{", b"["):
        return _objects(records.decoded(data, where), {}, where, 0)
    table = sheet.read(data, where)
    fields = {column: _field(column) for column in table.columns}
    if len(set(fields.values())) < len(fields):
        raise _twice(fields, where)
    named = ({fields[column]: cell for column, cell in row.items()} for _, row in table.rows)
    return filter(_is_row, named)


def _twice(fields: Mapping[str, str], where: str) -> RefusedError:
    """What to say of two names for one field: which of them is meant nobody can know."""
    field = next(field for field in fields.values() if list(fields.values()).count(field) > 1)
    names = " and ".join(repr(name) for name, known in fields.items() if known == field)
    return refused("execution", where, said("has both {names}, expected one of them", names=names))


def _objects(value: Any, around: dict[str, str], where: str, depth: int) -> Iterator[Mapping[str, str]]:
    """The rows in a JSON value, each with what the objects around it say. Nothing (null) is an empty text."""
    if depth > MOST_DEPTH:
        raise refused(
            "execution", where, said("nests deeper than {most_depth}, expected a flat report", most_depth=MOST_DEPTH)
        )
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, around, where, depth + 1)
    elif isinstance(value, dict):
        own: dict[str, str] = {}
        inside: list[Any] = []
        twice = False
        for name, inner in value.items():
            if isinstance(inner, list | dict):
                inside.append(inner)
                continue
            field = _field(name)
            twice = twice or field in own
            own[field] = inner if isinstance(inner, str) else "" if inner is None else str(inner)
        if _is_row(own):
            if twice:
                raise _twice({name: _field(name) for name in value}, where)
            yield around | own if around else own
        else:
            for inner in inside:
                yield from _objects(inner, around | own, where, depth + 1)


@functools.lru_cache(65_536)
def _code(text: str) -> str:
    digits = text.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= 8:
        digits = digits.zfill(len(digits) + len(digits) % 2)  # a table that dropped the first zero of 030101
        parts = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    else:
        parts = digits.split(".") if digits else []
    if not all(len(part) == 2 and part.isascii() and part.isdigit() for part in parts) or len(parts) > 4:
        raise ValueError(said("found the code {text!r}, expected one as 51.01.03", text=text))
    while parts and parts[-1] == "00":
        parts.pop()
    return ".".join(parts)


@functools.lru_cache(256)
def _side(category: str, functional: str) -> str:
    if category.strip():
        side = _SIDE_OF.get(category.strip().lower())
        if side is None:
            raise ValueError(
                said("found the category {category!r}, expected ch (expenditure) or vn (revenue)", category=category)
            )
        return side
    if not functional:
        return ""  # a total of who knows what
    return "expenditure" if functional >= "49" else "revenue"


@functools.lru_cache(256)
def _source(text: str) -> str:
    match = re.fullmatch(r"\s*(?:\d\d)?([A-Za-z])(?:\s*[-–:.)].*)?\s*", text)
    letter = match[1].upper() if match else ""
    if text.strip() and letter not in SOURCES:
        raise ValueError(said("found the financing source {text!r}, expected one of A to G", text=text))
    return letter


@functools.lru_cache(256)
def _sector(text: str) -> str:
    match = re.match(r"\s*0?(\d{1,2})(?!\d)", text)
    return match[1].zfill(2) if match else text.strip()


@functools.lru_cache(4096)
def _day(text: str) -> date:
    written = text.strip().upper()
    match = _DAY.fullmatch(written)
    try:
        if match:
            month = _MONTHS.get(match[2]) or int(match[2])
            day = date(int(match[3]) + (2000 if len(match[3]) == 2 else 0), month, int(match[1]))
        else:
            day = date.fromisoformat(written[:10])
    except ValueError:
        raise ValueError(said("found the day {text!r}, expected one as 31-JAN-24", text=text)) from None
    if day.day != calendar.monthrange(day.year, day.month)[1]:
        raise ValueError(
            said("found the day {text!r}, expected the last of a month: amounts are year-to-date by month", text=text)
        )
    return day


def _lei(text: str) -> Decimal | None:
    amount = text.strip()
    if not amount:
        return None
    if not _LEI.fullmatch(amount):
        raise ValueError(said("found the amount {text!r}, expected lei as 1234.56", text=text))
    return Decimal(amount.replace(",", "."))
