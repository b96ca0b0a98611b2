"""A Fiscal Data Package: its descriptor and its tables as budget figures, one for each year, phase, side and currency.

Decides what the amounts of a row are (times the factor, in lei or euro), by which classification they are grouped
(functional, unless another is chosen), that rows which are totals of others are checked and not added, and what the
choices are when there are several. Leaves out how the dialects say it (`descriptor`), how the tables are written
(`fiscal_table`), and fetching them.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec

from content.findings import refused
from content.phrases import said
from content.readers.budgets import codes, descriptor, fiscal_table, sources
from content.readers.budgets.descriptor import Lookup, Measure, Table
from content.readers.budgets.figures import Chapter, Figures
from content.readers.files import numbers

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


class Selection(msgspec.Struct, frozen=True, kw_only=True):
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
        budget = said(
            "year {year}, phase {phase}, side {side}",
            year=self.year,
            phase=self.phase or "unsaid",
            side=self.side or "unsaid",
        )
        return said(
            "{budget}, currency {currency}, measure {measure}",
            budget=budget,
            currency=self.currency,
            measure=self.measure,
        )


class Amount(NamedTuple):
    """An amount of a row in lei or euro, its code and the label beside it."""

    slice: Slice
    code: str
    label: str
    lei: Decimal


def resources(data: bytes, where: str) -> tuple[str, ...]:
    """The tables to fetch: paths beside the descriptor, or addresses. Raises RefusedError."""
    return tuple(dict.fromkeys(table.path for table in descriptor.read(data, where)))


def read(data: bytes, files: Mapping[str, bytes], where: str, choice: Selection | None = None) -> tuple[Slice, Figures]:
    """The one set of figures that is meant. `files` are the tables by the paths `resources` gave.

    Raises RefusedError: what `slices` refuses; none or several sets that fit the choice, which are named.
    """
    wanted = choice or Selection()
    figures = slices(data, files, where, wanted)
    fit = [one for one in figures if _fits(one, wanted)]
    if len(fit) != 1:
        there = "; ".join(map(str, fit or figures))
        differ = [name for name in Slice._fields if len({getattr(one, name) for one in fit or figures}) > 1]
        message = said(
            "has {fit} sets of figures that fit, expected one: say {differ} of {there}",
            fit=len(fit),
            differ=" or ".join(differ) or "less",
            there=there,
        )
        raise refused("fiscal", where, message)
    return fit[0], figures[fit[0]]


def slices(
    data: bytes, files: Mapping[str, bytes], where: str, choice: Selection | None = None
) -> dict[Slice, Figures]:
    """Every set of figures in the package that fits the choice, in order; all of them where none does.

    What is not chosen stops nothing: rows of other years are not looked at.

    Raises RefusedError: no such package or table, a column that is not there, a year, currency or number that is none,
    amounts below zero, totals that miss their rows (by how much), several classifications and no choice.
    """
    wanted = choice or Selection()
    labels: dict[str, str] = {}
    sums = _sums(data, files, where, wanted, labels)
    if not sums and wanted.year is not None:
        sums = _sums(data, files, where, msgspec.structs.replace(wanted, year=None), labels)
    if not sums:
        raise refused("fiscal", where, "has no amounts in its tables, expected some")
    fit = [slice_ for slice_ in sorted(sums) if _fits(slice_, wanted)] or sorted(sums)
    return {slice_: _figures(slice_, sums[slice_], labels, where) for slice_ in fit}


def _sums(
    data: bytes, files: Mapping[str, bytes], where: str, wanted: Selection, labels: dict[str, str]
) -> dict[Slice, dict[str, Decimal]]:
    """The amounts by code of each set; `labels` is filled with what the codes are called."""
    sums: dict[Slice, dict[str, Decimal]] = {}
    for table in descriptor.read(data, where):
        if table.path not in files:
            raise refused("fiscal", where, said("names the table {path!r}, which is not there", path=table.path))
        for amount in _TableAmounts(table, files[table.path], f"{where}: {table.path}", wanted):
            own = sums.setdefault(amount.slice, {})
            own[amount.code] = own.get(amount.code, Decimal(0)) + amount.lei
            labels.setdefault(amount.code, amount.label)
    return sums


def _fits(slice_: Slice, wanted: Selection) -> bool:
    return all(getattr(wanted, name) in (None, getattr(slice_, name)) for name in Slice._fields)


class _TableAmounts:
    """The amounts of one table, row by row for each of its measures."""

    def __init__(self, table: Table, data: bytes, where: str, choice: Selection) -> None:
        self.table = table
        self.where = where
        self.choice = choice
        self.group = fiscal_table.group(table, where, choice.by)
        self.rows = fiscal_table.rows(data, table.resource, where)
        missing = fiscal_table.schema(table).get("missingValues")
        self.missing = missing if isinstance(missing, list) else []

    def __iter__(self) -> Iterator[Amount]:
        for measure in self.table.measures:
            yield from self._of(measure)

    def _of(self, measure: Measure) -> Iterator[Amount]:
        if measure.factor <= 0 or not measure.factor.is_finite():
            factor = measure.spec.get("factor")
            raise refused(
                "fiscal",
                self.where,
                said("has the factor {factor!r} of {name}, expected one as 1000", factor=factor, name=measure.name),
            )
        code, label = self._column(self.group.code), self._column(self.group.label)
        own = {name: Lookup(constant=value) for name, value in measure.qualifiers.items()}
        lookups = {
            name: Lookup(at.column and self._column(at.column), at.constant)
            for name, at in {**self.table.lookups, **own}.items()
        }
        column = self._column(measure.column)
        rows = [(number, row) for number, row in self.rows.numbered if self._is_meant(lookups, row)]
        cells = [row[column] for _, row in rows]
        mark = fiscal_table.decimal_mark(measure.spec, cells, self.where)
        romanian = all(_is_romanian(row[code]) for _, row in self.rows.numbered if row[code])
        for number, row in rows:
            lei = self._number(row[column], mark, measure, number)
            if lei is None:
                continue
            if not row[code]:
                message = said("has no code in {code!r}, expected one for its amount", code=self.group.code)
                raise refused("fiscal", f"{self.where}:{number}", message)
            values = {name: at.constant or row[at.column] for name, at in lookups.items()}
            whole = (codes.normal(row[code]) or "") if romanian else row[code]
            yield Amount(self._slice(values, measure, whole, number), whole, row[label], lei)

    def _is_meant(self, lookups: Mapping[str, Lookup], row: Mapping[str, str]) -> bool:
        """Whether a row is of the year that is asked for, or says none."""
        at = lookups.get("year")
        year = _YEAR.search(at.constant or row[at.column]) if at else None
        return self.choice.year is None or year is None or int(year[0]) == self.choice.year

    def _column(self, name: str) -> str:
        known = name.strip().lower()
        if known not in self.rows.columns:
            there = ", ".join(self.rows.columns)
            raise refused(
                "column",
                self.where,
                said("has the columns {there}; expected {name!r}, as the descriptor says", there=there, name=name),
            )
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

    def _slice(self, values: Mapping[str, str], measure: Measure, code: str, number: int) -> Slice:
        where, choice = f"{self.where}:{number}", self.choice
        stated = values.get("year", "")
        year = _YEAR.search(stated)
        if year is None and (stated or choice.year is None):
            raise refused("fiscal", where, said("found the year {stated!r}, expected one as 2024", stated=stated))
        side = self._side(values.get("direction", ""), code, where)
        currency = (values.get("currency") or choice.currency or "").strip().upper()
        if currency not in CURRENCIES:
            raise refused(
                "fiscal", where, said("found the currency {currency!r}, expected RON or EUR", currency=currency)
            )
        phase = values.get("phase", "").strip()
        return Slice(
            year=int(year[0]) if year else choice.year or 0,
            phase=_known(PHASES, phase) or phase or choice.phase or "",
            side=side,
            currency=currency,
            measure=f"{measure.name} {values['kind']}" if values.get("kind") else measure.name,
        )

    def _side(self, direction: str, code: str, where: str) -> str:
        """As the package says it, or the choice, or the code where it is Romania's; empty where nobody knows."""
        side = _known(SIDES, direction)
        if direction and not side:
            raise refused(
                "fiscal",
                where,
                said("found the direction {direction!r}, expected expenditure or revenue", direction=direction),
            )
        return side or self.choice.side or (codes.side(code) if _is_romanian(code) else "")


def _is_romanian(code: str) -> bool:
    """Whether a code is a chapter of Order 1954/2005 with its budget, or below one (`65.02`, `6502`)."""
    named = codes.normal(code)
    return named is not None and "." in named and named[:2] != "00" and codes.is_romanian(named)


def _known(table: Mapping[str, tuple[str, ...]], word: str) -> str:
    return next((name for name, words in table.items() if word.strip().lower() in words), "")


def _figures(slice_: Slice, sums: Mapping[str, Decimal], labels: Mapping[str, str], where: str) -> Figures:
    romanian = all(map(_is_romanian, sums))
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
            difference = said(
                "the total row says {stated:,}: a difference of {total:,}", stated=stated, total=total - stated
            )
            raise refused(
                "sum",
                where,
                said(
                    "the chapters of {slice_} add up to {total:,}, {difference}",
                    slice_=slice_,
                    total=total,
                    difference=difference,
                ),
            )
    if low := [f"{code} {amount:,}" for code, amount in chapters.items() if amount < 0]:
        raise refused(
            "fiscal", where, said("has {low} in {slice_}, expected no negative amount", low=low[0], slice_=slice_)
        )
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
            difference = said(
                "its own row says {sums:,}: a difference of {added:,}", sums=sums[code], added=added - sums[code]
            )
            raise refused(
                "sum",
                where,
                said(
                    "the rows under {code} of {slice_} add up to {added:,}, {difference}",
                    code=code,
                    slice_=slice_,
                    added=added,
                    difference=difference,
                ),
            )
    return {code: amount for code, amount in sums.items() if code not in above}
