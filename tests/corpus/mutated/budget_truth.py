"""What a budget file says, for the options a person gives: the only figures a reader may take from it.

Evaluates the file's meanings (`budget_model`), never its text. An empty answer means: nothing may be read without a
question. Figures a reader may not give: of another column, year, stage, unit, city or budget; counted twice; left out.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from tests.corpus.mutated import budget_model
from tests.corpus.mutated.budget_model import PARTS, Book, Column, Row, Said, added

FACTORS = {**budget_model.UNITS, "thousand EUR": Decimal(1000)}
PLANNED = ("draft", "voted")


class Side(NamedTuple):
    """Figures of one side, as written: chapter (two digits) → amount, and its sections where the file has them."""

    chapters: dict[str, Decimal]
    running: dict[str, Decimal]
    investing: dict[str, Decimal]


class Truth(NamedTuple):
    """All that may be read: for each side any of its figures, in any of the units, of any of the years."""

    sides: dict[str, list[Side]]
    units: tuple[str, ...]
    years: tuple[int, ...]
    stage: str
    partial: bool
    deficits: tuple[Decimal, ...] = ()
    """What a file may say is covered from earlier years, as written."""
    other: "Truth | None" = None
    """What another sheet of the workbook says, for the same options."""


NOTHING = Truth({}, (), (), "", partial=False)


def truth(book: Book, before: Mapping[tuple[str, int], Side], options: Mapping[str, str]) -> Truth:
    """What the file says. `before` are the figures of each column as they were before rows were changed."""
    stage = options["status"]
    years = _years(book, options)
    sure = set(options.get("sure", "").split(","))
    if not years or (book.title.city not in (None, budget_model.CITY) and "city" not in sure):
        return NOTHING
    if book.title.stage and book.title.stage != stage and "status" not in sure:
        return NOTHING
    sides: dict[str, list[Side]] = {}
    for side in book.sides:
        sides[side] = _readings(book, side, before, stage, years, options.get("column", ""))
    results = [[v for v in row.values.values() if v] for row in book.rows if row.kind == "deficit"]
    deficits = {abs(one) for values in results for one in values}
    deficits |= {abs(one + two) for values in results for one, two in itertools.combinations(values, 2)}  # sections
    partial = bool(book.title.until) and "year" not in sure
    return Truth(sides, _units(book, options, sure), years, stage, partial, tuple(deficits))


def _years(book: Book, options: Mapping[str, str]) -> tuple[int, ...]:
    """The budget's year: what a person says, unless the file says another."""
    until = int(book.title.until[-4:]) if book.title.until else None
    file_says = {year for year in (book.title.year, until, _named(book).year) if year}
    if "year" in options:
        chosen = int(options["year"])
        contradicted = bool(file_says) and chosen not in file_says and "year" not in options.get("sure", "")
        return () if contradicted else (chosen,)
    if file_says:
        return tuple(file_says) if len(file_says) == 1 else ()
    named = {c.says.year for c in book.columns if c.says and c.says.year}
    return tuple(named)


def _named(book: Book) -> Said:
    digits = [part for part in book.file_name.split("-") if part.isdigit() and len(part) == 4]
    return Said(year=int(digits[0]) if digits else None)


def _units(book: Book, options: Mapping[str, str], sure: set[str]) -> tuple[str, ...]:
    """The units the amounts may be read in. Where the file says two, only the true one can be proved."""
    stated = {unit for unit in (*book.title.units, *(c.unit for c in book.columns if c.says)) if unit}
    chosen = options.get("unit")
    if chosen:
        return () if stated and chosen not in stated and "unit" not in sure else (chosen,)
    if len(stated) == 1:
        return tuple(stated | {book.unit})
    return (book.unit,)


# --- which column --------------------------------------------------------------------------------------------------


def _readings(
    book: Book, side: str, before: Mapping[tuple[str, int], Side], stage: str, years: tuple[int, ...], named: str
) -> list[Side]:
    """The figures of a side; `named` is the column a person chose, "" for none."""
    sayers, silent = _named_column(book, named) if named else _columns(book, stage, years)
    readings: list[Side] = []
    for column in sayers:
        readings += [each for each in _evaluated(book, side, column.id) if each not in readings]
    if len(readings) > 1:
        return readings if named else []
    original = [
        before[side, column.id]
        for column in (*sayers, *silent, *([] if named else _dropped(book, stage, years)))
        if (side, column.id) in before
    ]
    if not sayers:
        for column in silent:
            readings += _evaluated(book, side, column.id)
    if sayers and not any(row.values.get(column.id) for row in book.rows for column in sayers):
        readings += _of_sections(book, side)
    distinct = [each for n, each in enumerate(original) if each not in original[:n]]
    return readings + (distinct if len(distinct) == 1 else [])


def _columns(book: Book, stage: str, years: tuple[int, ...]) -> tuple[list[Column], list[Column]]:
    """The columns whose labels say what is wanted; and those that are it, under a label that says nothing."""
    amounts = [c for c in book.columns if c.was.kind not in budget_model.TEXTS]
    labelled = [c for c in amounts if c.says is not None]
    kinds = {c.says.kind for c in labelled if c.says}
    wanted = _wanted(kinds | {c.was.kind for c in amounts if c.says is None}, stage)
    fits = [c for c in labelled if c.says and c.says.kind in wanted and c.says.year in (None, *years)]
    silent = [c for c in amounts if c.says is None and c.was.kind in wanted and c.was.year in (None, *years)]
    return fits, silent


def _named_column(book: Book, name: str) -> tuple[list[Column], list[Column]]:
    """The column that a person names: the one with most of its label's words in the name."""
    if lettered := re.search(r"\(col\. ([a-z])\)$", name.lower()):  # of several columns with one name
        return [book.columns[ord(lettered[1]) - ord("a")]], []
    words = re.compile(r"[^\W_]+|\+/-")
    comma = str.maketrans("şţŞŢ", "șțȘȚ")
    named = set(words.findall(name.lower().translate(comma)))
    fits = []
    for column in book.columns:
        own = set(words.findall(column.label.lower().translate(comma)))
        if column.was.kind not in budget_model.TEXTS and own & named:
            fits.append((len(own & named) / len(own | named), column))
    most = max((share for share, _ in fits), default=0)
    return [column for share, column in fits if share == most], []


def _wanted(kinds: set[str], stage: str) -> set[str]:
    """Which kinds of columns the stage reads, among those there are."""
    if stage == "executed":
        planned = kinds & {"plan", "initial", "rectified", "quarter1", "estimate", "commitment", "budgetary", "credits"}
        return {"paid"} if "paid" in kinds or planned else {"neutral"}
    if "rectified" in kinds:
        return {"rectified"}
    if "change" in kinds:
        return set()
    planned = {"plan", "neutral", "budgetary"}
    return planned if planned & kinds else {"initial"}


def _dropped(book: Book, stage: str, years: tuple[int, ...]) -> list[Column]:
    """Columns that were taken out and are what is wanted: what remains may still make them (sections, quarters)."""
    return [
        column
        for column in book.dropped
        if column.was.year in (None, *years)
        and column.was.kind in _wanted({c.was.kind for c in (*book.columns, *book.dropped)}, stage)
    ]


# --- the rows ------------------------------------------------------------------------------------------------------


def figures(rows: Iterable[Row], side: str, columns: Iterable[Column], id: int) -> Side | None:
    """The figures of a column; None where its rows contradict each other, or have no chapter."""
    rows = list(rows)
    if any(row.kind == "uncoded" and row.values.get(id) for row in rows):
        return None
    own = [row for row in rows if row.side == side and row.kind in ("chapter", "child", "total", "part")]
    sections = {section: _chapters(own, section, id) for section in ("", "F", "D")}
    if any(chapters is None for chapters in sections.values()):
        return None
    whole, parts = sections[""] or {}, [sections["F"] or {}, sections["D"] or {}]
    together = {c: added(part[c] for part in parts if c in part) for c in {**parts[0], **parts[1]}}
    if whole and together and whole != together:
        return None
    chapters = whole or together
    if not chapters:
        return None
    ids = {c.says.kind: c.id for c in columns if c.says}
    of = [
        _chapters(own, "", ids[kind]) if kind in ids else part
        for kind, part in zip(("running", "investing"), parts, strict=True)
    ]
    return Side(chapters, of[0] or {}, of[1] or {})


def _chapters(rows: Iterable[Row], section: str, id: int) -> dict[str, Decimal] | None:
    """Chapter → amount; None for a contradiction: a code twice with two amounts, sums that are not."""
    rows = [row for row in rows if row.section == section]
    stated: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        value = row.values.get(id)
        key = (row.kind if row.kind in ("total", "part") else "", row.code)
        if value is not None and stated.setdefault(key, value) != value:
            return None
    below: dict[str, Decimal] = {}
    for (kind, code), value in stated.items():
        if not kind and code.count(".") == 2:
            below[code[:2]] = below.get(code[:2], Decimal(0)) + value
    chapters = {code[:2]: value for (kind, code), value in stated.items() if not kind and code.count(".") == 1}
    if any(code in chapters and chapters[code] != value for code, value in below.items()):
        return None
    chapters = {code: value for code, value in {**below, **chapters}.items() if value}
    for (kind, code), value in stated.items():
        if kind == "total" and value != added(chapters.values()):
            return None
        if kind == "part":
            first, last = next((a, b) for part, a, b in PARTS["expenditure"] if part == code[:2])
            if value != added(v for c, v in chapters.items() if first <= int(c) <= last):
                return None
    return None if any(value < 0 for value in chapters.values()) else chapters


def _evaluated(book: Book, side: str, id: int) -> list[Side]:
    read = figures(book.rows, side, book.columns, id)
    return [read] if read else []


def _of_sections(book: Book, side: str) -> list[Side]:
    """What the columns labelled as the two sections add up to, where the column of both is blank."""
    labelled = {c.says.kind: c.id for c in book.columns if c.says and c.says.kind in ("running", "investing")}
    parts = {kind: figures(book.rows, side, (), id) for kind, id in labelled.items()}
    told = {kind: part.chapters for kind, part in parts.items() if part}
    if labelled.keys() != {"running", "investing"} or len(told) < len(parts):
        return []
    both = {
        code: added(part[code] for part in told.values() if code in part)
        for code in {**told["running"], **told["investing"]}
    }
    return [Side(both, told["running"], told["investing"])]


def before(book: Book) -> dict[tuple[str, int], Side]:
    """The figures of every column of amounts, for `truth` after rows have been changed."""
    known = {}
    for side in book.sides:
        for column in book.columns:
            if column.was.kind not in budget_model.TEXTS:
                read = figures(book.rows, side, book.columns, column.id)
                if read:
                    known[side, column.id] = read
    return known


def scaled(amounts: Mapping[str, Decimal], unit: str) -> dict[str, Decimal]:
    """Amounts as written in lei (or euro)."""
    return {code: value * FACTORS[unit] for code, value in amounts.items()}
