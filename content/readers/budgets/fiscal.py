"""A Fiscal Data Package: its descriptor and its tables as budget figures, one for each year, phase, side and currency.

Decides what the amounts of a row are (times the factor, in lei or euro), by which classification they are grouped
(functional, unless another is chosen), that rows which are totals of others are checked and not added, and what the
choices are when there are several. Leaves out how the dialects say it (`descriptor`), and fetching the tables.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from content.findings import refused
from content.readers.budgets import codes, descriptor, sources
from content.readers.budgets.descriptor import Group, Measure, Place, Table
from content.readers.budgets.figures import Chapter, Figures
from content.readers.files import encoding, numbers, sheet

PHASES = {
    "proposed": ("proposed", "proposal", "draft", "proiect"),
    "approved": ("approved", "plan", "planned", "aprobat", "initial"),
    "adjusted": ("adjusted", "revised", "modified", "rectified", "rectificat"),
    "executed": ("executed", "actual", "execution", "executat", "executie", "execuție"),
}
"""The four of the specification, and what else is met for them."""
SIDES = {
    "expenditure": ("expenditure", "expense", "spending", "cheltuieli"),
    "revenue": ("revenue", "income", "venituri"),
}
CURRENCIES = ("RON", "EUR")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ROMANIAN = re.compile(r"\d\d\.(?:0\d|1[01])(?:\.\d\d)*")


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants of a package; None where there is but one. `by` names a classification.

    Where the package does not say the year, phase, side or currency, the choice does.
    """

    year: int | None = None
    phase: str | None = None
    side: str | None = None
    currency: str | None = None
    measure: str | None = None
    by: str | None = None


class Slice(NamedTuple):
    """What one set of figures is of. `phase` and `side` are empty where the package does not say."""

    year: int
    phase: str
    side: str
    currency: str
    measure: str

    def __str__(self) -> str:
        said = f"year {self.year}, phase {self.phase or 'unsaid'}, side {self.side or 'unsaid'}"
        return f"{said}, currency {self.currency}, measure {self.measure}"


class Amount(NamedTuple):
    """An amount of a row in lei or euro, its code and the label beside it."""

    slice: Slice
    code: str
    label: str
    lei: Decimal


def resources(data: bytes, where: str) -> tuple[str, ...]:
    """The tables to fetch: paths beside the descriptor, or addresses. Raises RefusedError."""
    return tuple(dict.fromkeys(table.path for table in descriptor.read(data, where)))


def read(data: bytes, files: Mapping[str, bytes], where: str, choice: Choice | None = None) -> tuple[Slice, Figures]:
    """The one set of figures that is meant. `files` are the tables by the paths `resources` gave.

    Raises RefusedError: what `slices` refuses; none or several sets that fit the choice, which are named.
    """
    wanted = choice or Choice()
    found = slices(data, files, where, wanted)
    fit = [one for one in found if all(getattr(wanted, name) in (None, getattr(one, name)) for name in Slice._fields)]
    if len(fit) != 1:
        there = "; ".join(map(str, fit or found))
        differ = [name for name in Slice._fields if len({getattr(one, name) for one in fit or found}) > 1]
        message = (
            f"has {len(fit)} sets of figures that fit, expected one: say {' or '.join(differ) or 'less'} of {there}"
        )
        raise refused("fiscal", where, message)
    return fit[0], found[fit[0]]


def slices(data: bytes, files: Mapping[str, bytes], where: str, choice: Choice | None = None) -> dict[Slice, Figures]:
    """Every set of figures in the package, in order.

    Raises RefusedError: no such package or table, a column that is not there, a year, currency or number that is none,
    amounts below zero, totals that miss their rows (by how much), several classifications and no choice.
    """
    wanted = choice or Choice()
    sums: dict[Slice, dict[str, Decimal]] = {}
    labels: dict[str, str] = {}
    for table in descriptor.read(data, where):
        if table.path not in files:
            raise refused("fiscal", where, f"names the table {table.path!r}, which is not there")
        for found in _Reading(table, files[table.path], f"{where}: {table.path}", wanted).amounts():
            own = sums.setdefault(found.slice, {})
            own[found.code] = own.get(found.code, Decimal(0)) + found.lei
            labels.setdefault(found.code, found.label)
    if not sums:
        raise refused("fiscal", where, "has no amounts in its tables, expected some")
    return {slice_: _figures(slice_, sums[slice_], labels, where) for slice_ in sorted(sums)}


class _Reading:
    """One table, being read."""

    def __init__(self, table: Table, data: bytes, where: str, choice: Choice) -> None:
        self.table = table
        self.where = where
        self.choice = choice
        self.group = _group(table, where, choice.by)
        self.delimiter, self.columns, self.rows = _rows(data, table.resource, where)
        missing = _schema(table).get("missingValues")
        self.missing = missing if isinstance(missing, list) else []

    def amounts(self) -> Iterator[Amount]:
        code, label = self._column(self.group.code), self._column(self.group.label)
        for measure in self.table.measures:
            if measure.factor <= 0 or not measure.factor.is_finite():
                found = measure.spec.get("factor")
                raise refused("fiscal", self.where, f"has the factor {found!r} of {measure.name}, expected one as 1000")
            places = {**self.table.places, **{name: Place(constant=said) for name, said in measure.said.items()}}
            places = {name: Place(at.column and self._column(at.column), at.constant) for name, at in places.items()}
            column = self._column(measure.column)
            mark = _mark(measure.spec, [row[column] for _, row in self.rows], self.delimiter, self.where)
            for number, row in self.rows:
                lei = self._number(row[column], mark, measure, number)
                if lei is None:
                    continue
                if not row[code]:
                    message = f"has no code in {self.group.code!r}, expected one for its amount"
                    raise refused("fiscal", f"{self.where}:{number}", message)
                said = {name: at.constant or row[at.column] for name, at in places.items()}
                named = codes.normal(row[code]) or ""
                whole = named if _ROMANIAN.fullmatch(named) else row[code]
                yield Amount(self._slice(said, measure, whole, number), whole, row[label], lei)

    def _column(self, name: str) -> str:
        known = name.strip().lower()
        if known not in self.columns:
            there = ", ".join(self.columns)
            raise refused("column", self.where, f"has the columns {there}; expected {name!r}, as the descriptor says")
        return known

    def _number(self, cell: str, mark: str, measure: Measure, number: int) -> Decimal | None:
        if cell in self.missing:
            return None
        if measure.spec.get("bareNumber") is False:
            cell = re.sub(r"^[^\d(-]+|[^\d)]+$", "", cell)
        if group := str(measure.spec.get("groupChar") or ""):
            cell = cell.replace(group, "")
        value = numbers.decimal(cell, mark, f"{self.where}:{number}")
        return None if value is None else value * measure.factor

    def _slice(self, said: Mapping[str, str], measure: Measure, code: str, number: int) -> Slice:
        where, choice = f"{self.where}:{number}", self.choice
        year = _YEAR.search(said.get("year", ""))
        if year is None and (said.get("year") or choice.year is None):
            raise refused("fiscal", where, f"found the year {said.get('year', '')!r}, expected one as 2024")
        side = _known(SIDES, said.get("direction", ""))
        if said.get("direction") and not side:
            raise refused(
                "fiscal", where, f"found the direction {said['direction']!r}, expected expenditure or revenue"
            )
        if not side:
            side = choice.side or (codes.side(code) if _ROMANIAN.fullmatch(code) else "")
        currency = (said.get("currency") or choice.currency or "").strip().upper()
        if currency not in CURRENCIES:
            raise refused("fiscal", where, f"found the currency {currency!r}, expected RON or EUR")
        phase = said.get("phase", "").strip()
        return Slice(
            year=int(year[0]) if year else choice.year or 0,
            phase=_known(PHASES, phase) or phase or choice.phase or "",
            side=side,
            currency=currency,
            measure=f"{measure.name} {said['kind']}" if said.get("kind") else measure.name,
        )


def _known(table: Mapping[str, tuple[str, ...]], said: str) -> str:
    return next((name for name, words in table.items() if said.strip().lower() in words), "")


def _schema(table: Table) -> Mapping[str, Any]:
    found = table.resource.get("schema")
    return found if isinstance(found, dict) else {}


def _group(table: Table, where: str, by: str | None) -> Group:
    groups = table.groups
    if by is not None and by in groups:
        return groups[by]
    fit = {name: group for name, group in groups.items() if group.kind == "functional"} or dict(groups)
    if by is None and fit and len({name.rstrip("0123456789") for name in fit}) == 1:
        return fit[min(fit)]  # cofog1 is the highest level of cofog1, cofog2, cofog3
    there = ", ".join(groups) or "none"
    if _schema(table).get("foreignKeys"):
        there += "; what stands in other tables (foreignKeys) is not read"
    raise refused("fiscal", where, f"expected one classification to group amounts by; choose among: {there}")


def _rows(
    data: bytes, resource: Mapping[str, Any], where: str
) -> tuple[str, tuple[str, ...], tuple[tuple[int, dict[str, str]], ...]]:
    """Delimiter, columns (lower case) and rows with their line. What the resource says of its CSV is believed."""
    dialect = resource.get("dialect")
    dialect = dialect if isinstance(dialect, dict) else {}
    delimiter, declared = dialect.get("delimiter"), resource.get("encoding")
    if declared and str(declared).lower() not in ("utf-8", "utf8"):
        try:
            data = data.decode(str(declared)).encode()
        except (UnicodeDecodeError, LookupError) as error:
            raise refused("encoding", where, f"is not in {declared}, as its descriptor says: {error}") from error
    if delimiter in (None, ";", ",", "\t"):
        table = sheet.read(data, where)
        return table.delimiter, table.columns, table.rows
    text, _ = encoding.text(data, where)
    quote = str(dialect.get("quoteChar") or '"')
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=str(delimiter), quotechar=quote, strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]
    except (csv.Error, TypeError) as error:
        raise refused("csv", where, f"is not the CSV its descriptor says: {error}") from error
    if not lines or any(len(cells) != len(lines[0][1]) for _, cells in lines):
        raise refused("csv", where, "has rows of different lengths, expected as many cells as names")
    columns = tuple(name.lower() for name in lines[0][1])
    return str(delimiter), columns, tuple((n, dict(zip(columns, cells, strict=True))) for n, cells in lines[1:])


def _mark(spec: Mapping[str, Any], cells: list[str], delimiter: str, where: str) -> str:
    said = spec.get("decimalChar")
    return str(said) if said in (",", ".") else numbers.decimal_mark(cells, delimiter, where)


def _figures(slice_: Slice, sums: Mapping[str, Decimal], labels: Mapping[str, str], where: str) -> Figures:
    romanian = all(map(_ROMANIAN.fullmatch, sums))
    chapters: dict[str, Decimal] = {}
    totals = []
    for code, amount in _details(sums, slice_, where).items():
        role = codes.role(code, labels[code]) if romanian else "chapter"
        if role == "all":
            totals.append(amount)
        elif role == "chapter":
            name = code[:5] if romanian else code
            chapters[name] = chapters.get(name, Decimal(0)) + amount
    total = sum(chapters.values(), Decimal(0))
    for stated in totals:
        if stated != total:
            said = f"add up to {total:,}, the total row says {stated:,}: a difference of {total - stated:,}"
            raise refused("sum", where, f"the chapters of {slice_} {said}")
    if low := [f"{code} {amount:,}" for code, amount in chapters.items() if amount < 0]:
        raise refused("fiscal", where, f"has {low[0]} in {slice_}, expected no negative amount")
    ours = romanian and all(codes.side(code) == slice_.side for code in chapters)
    return Figures(
        chapters=tuple(
            Chapter(
                code=code,
                name=codes.display(labels.get(code, "")),
                raw=labels.get(code, ""),
                lei=amount,
                origin=sources.origin(code) if ours and slice_.side == "revenue" else None,
                foreign=not ours,
            )
            for code, amount in sorted(chapters.items(), key=lambda one: (-one[1], one[0]))
            if amount
        ),
        total=total,
        side=slice_.side or None,
        unit="EUR" if slice_.currency == "EUR" else "lei",
        source=codes.source(next(iter(chapters))) if ours and chapters else None,
    )


def _details(sums: Mapping[str, Decimal], slice_: Slice, where: str) -> dict[str, Decimal]:
    """Without the codes that are totals of longer ones (65.02 of 65.02.03): they must equal what is under them."""
    under: dict[str, Decimal] = {}
    above = {code[: at.start()] for code in sums for at in re.finditer(r"\.", code)} & set(sums)
    for code, amount in sums.items():
        for at in re.finditer(r"\.", code):
            parent = code[: at.start()]
            if code not in above and parent in above:
                under[parent] = under.get(parent, Decimal(0)) + amount
    for code, added in under.items():
        if added != sums[code]:
            said = f"add up to {added:,}, its own row says {sums[code]:,}: a difference of {added - sums[code]:,}"
            raise refused("sum", where, f"the rows under {code} of {slice_} {said}")
    return {code: amount for code, amount in sums.items() if code not in above}
