"""A budget file's lines to figures that add up: sections into rows, children into parents, chapters into the total.

Decides that nothing is counted twice (totals of parts, other budgets, what one section gives the other) and that every
sum a file states is the sum of its parts; where it is not, the row and the exact difference are named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from content.findings import refused
from content.pack.slides import BudgetUnit
from content.phrases import joined, said
from content.readers.budgets import codes, sources
from content.readers.budgets.codes import Side
from content.readers.budgets.figures import SECTIONS, UNITS, Chapter, Figures, amount_text
from content.readers.budgets.lines import CodedLine

ZERO = Decimal(0)


class StatedRow(NamedTuple):
    """One code with all amounts the file states for it, in lei (or euro).

    Only the total of a section may lack the total of both.
    """

    number: int
    code: str
    name: str
    total: Decimal | None
    running: Decimal | None
    investing: Decimal | None
    origin: str | None

    @property
    def lei(self) -> Decimal:
        return self.total or ZERO


class Reconciler:
    """The rows of one side of one budget. `where` names the file, `unit` what its amounts are in."""

    def __init__(self, where: str, unit: BudgetUnit) -> None:
        self.where, self.unit = where, unit

    def figures(
        self, lines: Sequence[CodedLine], side: Side | None, deficit: Decimal | None, also: Decimal | None = None
    ) -> Figures:
        """The figures of the side. A total of revenue may hold the `deficit` that earlier years cover, or `also`, what
        a person says of it.

        Raises RefusedError: a code twice, sums that are not, a negative chapter, transfers that do not cancel.
        """
        rows = self._rows(lines)
        below = {code: row for code, row in rows.items() if codes.role(code, row.name) in ("chapter", "transfer")}
        if not below:
            raise refused("budget", self.where, "has no chapters, expected rows with codes as 84.02")
        for row in rows.values():
            self._sections(row)
        roots = self._trees(below)
        self._once(roots, rows)
        chapters, between = self._without_transfers(roots)
        for chapter in chapters:
            self._not_negative(chapter)
        figures = Figures(
            chapters=tuple(sorted(chapters, key=lambda chapter: -chapter.lei)),
            total=sum((chapter.lei for chapter in chapters), ZERO),
            side=side,
            unit=self.unit,
            source=codes.source(chapters[0].code) if chapters else None,
            between=between,
            deficit=None if deficit is None else deficit * UNITS[self.unit],
        )
        self._totals(rows, roots, [each * UNITS[self.unit] for each in (deficit, also) if each is not None])
        return figures

    # --- rows ------------------------------------------------------------------------------------------------------

    def _rows(self, lines: Iterable[CodedLine]) -> dict[str, StatedRow]:
        """Lines of a code joined: both sections together, then each; by code, in the file's order."""
        parts: dict[str, dict[str, CodedLine]] = {}
        before = ""
        for line in lines:
            known = parts.setdefault(self._key(line), {})
            if line.section not in known:
                known[line.section] = line
            elif not self._repeated(line, known[line.section]):
                self._twice(line, known[line.section], before)
            before = line.code
        return {code: self._joined(code, known) for code, known in parts.items()}

    @staticmethod
    def _key(line: CodedLine) -> str:
        return f"{line.code}=" if codes.role(line.code, line.name) == "all" and line.code[:2] == "50" else line.code

    def _repeated(self, line: CodedLine, first: CodedLine) -> bool:
        """Whether a total is said again, as at the end of a table. Raises RefusedError when it is another."""
        if codes.role(line.code, line.name) not in ("all", "part"):
            return False
        for name in ("total", *SECTIONS):
            stated, before = getattr(line, name), getattr(first, name)
            if None not in (stated, before) and stated != before:
                scale = UNITS[self.unit]
                now, then, over = (amount_text(each * scale, self.unit) for each in (stated, before, stated - before))
                message = said(
                    "says {code} is {now}, line {number} says {then}: a difference of {over}",
                    code=line.code,
                    now=now,
                    number=first.number,
                    then=then,
                    over=over,
                )
                raise refused("sum", f"{self.where}:{line.number}", message)
        return True

    def _twice(self, line: CodedLine, first: CodedLine, before: str) -> None:
        where = f"{self.where}:{line.number}"
        if before.startswith(f"{line.code}."):
            message = said(
                "lists {code} (line {number}) among its own children, expected only its parts there",
                code=line.code,
                number=first.number,
            )
            raise refused("parent", where, message)
        raise refused(
            "budget",
            where,
            said(
                "has chapter {code} twice (line {number}), expected each code once", code=line.code, number=first.number
            ),
        )

    def _joined(self, code: str, known: Mapping[str, CodedLine]) -> StatedRow:
        whole = known.get("")
        first = whole or next(iter(known.values()))
        running, investing = (
            known[part].total if part in known else getattr(whole, part) if whole else None for part in SECTIONS
        )
        total = whole.total if whole else None
        one_section = None in (running, investing) and codes.role(first.code, first.name) == "all"
        if total is None and not one_section:
            total = (running or ZERO) + (investing or ZERO)
        origin = next((line.origin for line in known.values() if line.origin), None)
        scale = UNITS[self.unit]
        lei = [None if value is None else value * scale for value in (total, running, investing)]
        return StatedRow(first.number, first.code, first.name, lei[0], lei[1], lei[2], origin)

    def _sections(self, row: StatedRow) -> None:
        """Sections that are given add up to the row (law 273/2006 art. 1 (2): every budget has these two)."""
        if row.running is None and row.investing is None:
            return
        if None in (row.running, row.investing) and codes.role(row.code, row.name) == "all":
            return
        both = (row.running or ZERO) + (row.investing or ZERO)
        if both != row.total:
            self._differ(row, "the two sections add up to", both)

    def _differ(self, row: StatedRow, what: str, added: Decimal, stated: Decimal | None = None) -> None:
        stated = row.lei if stated is None else stated
        raise refused(
            "sum",
            f"{self.where}:{row.number}",
            said(
                "{what} {added}, row {code} says {stated}: a difference of {added2}",
                what=what,
                added=amount_text(added, self.unit),
                code=row.code,
                stated=amount_text(stated, self.unit),
                added2=amount_text(added - stated, self.unit),
            ),
        )

    # --- the tree --------------------------------------------------------------------------------------------------

    def _trees(self, rows: Mapping[str, StatedRow]) -> list[Chapter]:
        """Chapters with their subchapters. A parent the file leaves out is the sum of its children."""
        every = set(rows)
        for code in rows:
            above = codes.parent(code)
            while above is not None:
                every.add(above)
                above = codes.parent(above)
        children: dict[str | None, list[str]] = {}
        for code in sorted(every):
            children.setdefault(codes.parent(code), []).append(code)

        def node(code: str) -> Chapter:
            parts = tuple(node(child) for child in children.get(code, ()))
            row = rows.get(code)
            if row is None:
                return _implied(code, parts)
            self._adds_up(row, parts)
            return Chapter(
                code=code,
                name=codes.display(row.name),
                raw=row.name,
                lei=row.lei,
                running=row.running,
                investing=row.investing,
                origin=row.origin or (sources.origin(code) if codes.side(code) == "revenue" else None),
                children=parts,
            )

        return [node(code) for code in children[None]]

    def _once(self, roots: Sequence[Chapter], rows: Mapping[str, StatedRow]) -> None:
        """A chapter is written with its budget (65.02) or without (65), not both ways in one file."""
        known: dict[str, str] = {}
        for root in roots:
            if (other := known.setdefault(root.key, root.code)) != root.code and {root.code, other} <= rows.keys():
                where = f"{self.where}:{rows[root.code].number}"
                message = said(
                    "has {code} and {other} (line {number}), expected chapter {key} once",
                    code=root.code,
                    other=other,
                    number=rows[other].number,
                    key=root.key,
                )
                raise refused("budget", where, message)

    def _adds_up(self, row: StatedRow, parts: Sequence[Chapter]) -> None:
        if not parts:
            return
        for name, stated in (("total", row.total), ("running", row.running), ("investing", row.investing)):
            added = sum((part.lei for part in parts), ZERO) if name == "total" else _sum(parts, name)
            if added is None or stated is None or added == stated:
                continue
            same = next((part for part in parts if part.lei == row.lei == added - row.lei and part.raw), None)
            if name == "total" and same and codes.plain(same.raw) == codes.plain(row.name):
                where = f"{self.where}:{row.number}"
                message = said(
                    "{code} is listed among its own children as {code2}, expected only its parts there",
                    code=row.code,
                    code2=same.code,
                )
                raise refused("parent", where, message)
            what = (
                "the children add up to"
                if name == "total"
                else said("the children of section {name} add up to", name=name)
            )
            self._differ(row, what, added, stated)

    def _not_negative(self, chapter: Chapter) -> None:
        sections = (chapter.running, chapter.investing) if chapter.key != "37" else ()
        for amount in (chapter.lei, *sections):
            if amount is not None and amount < 0:
                message = said(
                    "has chapter {code} with {amount}, expected no negative amount",
                    code=chapter.code,
                    amount=amount_text(amount, self.unit),
                )
                raise refused("budget", self.where, message)

    # --- transfers -------------------------------------------------------------------------------------------------

    def _without_transfers(self, roots: Sequence[Chapter]) -> tuple[list[Chapter], Decimal]:
        """Chapters without 37.xx.03 and .04, and what was moved between the sections by them."""
        chapters: list[Chapter] = []
        between = ZERO
        for chapter in roots:
            moved = [part for part in chapter.children if codes.is_transfer(part.code)]
            if moved:
                between += self._moved(moved)
                kept = tuple(part for part in chapter.children if part not in moved)
                if kept:
                    chapters.append(_reduced(chapter, moved, kept))
            elif chapter.key == "37" and chapter.lei == 0 and chapter.running and chapter.running < 0:
                between += -chapter.running
            else:
                chapters.append(chapter)
        return chapters, between

    def _moved(self, moved: Sequence[Chapter]) -> Decimal:
        over = sum((part.lei for part in moved), ZERO)
        if over:
            each = joined(
                "; ",
                (said("{code} {amount}", code=part.code, amount=amount_text(part.lei, self.unit)) for part in moved),
            )
            message = said(
                "has {each}, which move between the sections and must cancel: {over} is left",
                each=each,
                over=amount_text(over, self.unit),
            )
            raise refused("transfer", self.where, message)
        return abs(moved[0].lei)

    # --- totals ----------------------------------------------------------------------------------------------------

    def _totals(self, rows: Mapping[str, StatedRow], roots: Sequence[Chapter], deficits: Sequence[Decimal]) -> None:
        """Totals are those of their chapters; that of revenue may be with what earlier years cover."""

        def amount(code: str, get: Callable[[StatedRow], Decimal | None]) -> Decimal | None:
            return get(rows[code]) if code in rows else ZERO if code[:2] not in ("00", *codes.PARTS) else None

        for row in rows.values():
            role = codes.role(row.code, row.name)
            if role not in ("all", "part"):
                continue
            first, last = (0, 99) if role == "all" else codes.covered(row.code) or (None, None)
            if first is None or last is None:
                continue
            covered = [root for root in roots if first <= int(root.key) <= last]
            for name, get in _AMOUNTS.items():
                stated = get(row)
                if name != "total" and _sum(roots, name) is None:
                    continue  # sections are said of the total only
                added = (sum((part.lei for part in covered), ZERO) if name == "total" else _sum(covered, name)) or ZERO
                if stated is None or stated == added:
                    continue
                if role == "all" and name == "total" and row.code[:2] == "00" and stated - added in deficits:
                    continue
                claimed = codes.formula(row.name, lambda code, get=get: amount(code, get))  # type: ignore[misc]
                if role == "all" or claimed != stated:
                    what = (
                        "the chapters"
                        if role == "all"
                        else said("the chapters {first:02} to {last:02}", first=first, last=last)
                    )
                    section = "" if name == "total" else said(" of section {name}", name=name)
                    self._differ(row, said("{what}{section} add up to", what=what, section=section), added, stated)


_AMOUNTS: dict[str, Callable[[StatedRow], Decimal | None]] = {
    "total": lambda row: row.total,
    "running": lambda row: row.running,
    "investing": lambda row: row.investing,
}


def _implied(code: str, parts: tuple[Chapter, ...]) -> Chapter:
    """A row the file leaves out. Its sections are known when those of all its parts are."""
    lei = sum((part.lei for part in parts), ZERO)
    running, investing = _sum(parts, "running"), _sum(parts, "investing")
    if (running or ZERO) + (investing or ZERO) != lei:
        running = investing = None
    origin = next((part.origin for part in parts if part.origin), None)
    return Chapter(code=code, name="", lei=lei, running=running, investing=investing, origin=origin, children=parts)


def _sum(parts: Iterable[Chapter], name: str) -> Decimal | None:
    amounts = [value for part in parts if (value := getattr(part, name)) is not None]
    return sum(amounts, ZERO) if amounts else None


def _reduced(chapter: Chapter, moved: Sequence[Chapter], kept: tuple[Chapter, ...]) -> Chapter:
    def without(name: str) -> Decimal | None:
        value = getattr(chapter, name)
        return None if value is None else value - (_sum(moved, name) or ZERO)

    return msgspec.structs.replace(chapter, children=kept, running=without("running"), investing=without("investing"))
