"""What a city has spent and taken in so far, from the Ministry's year-to-date amounts.

Decides what belongs together (an `ExecutionPart` is of one year, side, sector and financing source), what a month is (a
difference, see `cumulative`) and when a set is partial. Leaves out how the file is written (`forexebug`), which rows
are totals of others (`execution_totals`), and where a slide takes its words from.

A row that a statement does not list had nothing yet; one that vanishes later is a fall, kept and reported.
"""

import calendar
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from content.findings import Finding, refused
from content.phrases import joined, said
from content.readers.budgets import codes, cumulative, execution_totals, forexebug, sources
from content.readers.budgets.execution_totals import RowKey, Rows
from content.readers.budgets.figures import Chapter, Figures
from content.readers.budgets.financing import LOCAL, SOURCES

UNCOUNTED = {"expenditure": (*codes.PARTS, *codes.RESULTS), "revenue": (f"37.{codes.GIVEN}", f"37.{codes.TAKEN}")}
"""Rows that are no money spent or taken in: sums of parts, surplus and deficit, what one section gives the other."""
LOCAL_SECTOR = "02"


class ExecutionPart(NamedTuple):
    """The rows that can be added up. `source` and `sector` are empty where the file does not say them."""

    year: int
    side: str
    sector: str
    source: str

    def __str__(self) -> str:
        qualities = [str(self.year), self.side]
        if self.sector:
            qualities.append(said("sector {sector}", sector=self.sector))
        if self.source:
            qualities.append(said("source {source} ({name})", source=self.source, name=SOURCES[self.source].name["en"]))
        return ", ".join(qualities)


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    """A file, read: year-to-date lei of each row by the day they were stated for, without rows that are totals.

    `findings` are warnings about the file as a whole; those about one part come from `warnings`.
    """

    where: str
    rows: Rows
    findings: tuple[Finding, ...] = ()

    def parts(self) -> tuple[ExecutionPart, ...]:
        parts = {
            ExecutionPart(day.year, key.side, key.sector, key.source) for key, days in self.rows.items() for day in days
        }
        return tuple(sorted(parts))

    def part(
        self,
        *,
        year: int | None = None,
        side: str = "expenditure",
        sector: str | None = None,
        source: str | None = None,
    ) -> ExecutionPart:
        """The part that is meant: without a choice the latest year, expenditure, sector 02 and source A.

        Raises RefusedError that names the parts there are, when none or several fit.
        """
        wanted = {"side": side, "sector": sector, "source": source, "year": year}
        fit = [
            part for part in self.parts() if all(v is None or getattr(part, name) == v for name, v in wanted.items())
        ]
        for name, usual in (("sector", LOCAL_SECTOR), ("source", LOCAL)):
            if wanted[name] is None and any(getattr(part, name) == usual for part in fit):
                fit = [part for part in fit if getattr(part, name) == usual]
        fit = [part for part in fit if year is not None or part.year == max(part.year for part in fit)]
        if len(fit) != 1:
            asked = ", ".join(f"{name} {value}" for name, value in wanted.items() if value is not None)
            there = "; ".join(map(str, self.parts()))
            raise refused(
                "execution",
                self.where,
                said("has {fit} parts for {asked}, expected one of: {there}", fit=len(fit), asked=asked, there=there),
            )
        return fit[0]

    def stated(self, part: ExecutionPart) -> dict[str, dict[int, Decimal]]:
        """Year-to-date lei by chapter (two digits) and month; every chapter has every month that was stated."""
        own = [(key, days) for key, days in self.rows.items() if _belongs(key, part)]
        months = sorted({day.month for _, days in own for day in days if day.year == part.year})
        chapters: dict[str, dict[int, Decimal]] = {}
        for key, days in own:
            sums = chapters.setdefault(key.functional[:2], dict.fromkeys(months, Decimal(0)))
            for day, lei in days.items():
                if day.year == part.year:
                    sums[day.month] += lei
        return chapters

    def months(self, part: ExecutionPart, chapter: str | None = None) -> tuple[cumulative.MonthSpan, ...]:
        """What was added month by month, in all or in one chapter (two digits)."""
        chapters = self.stated(part)
        chosen = [chapters.get(chapter, {})] if chapter else list(chapters.values())
        sums: dict[int, Decimal] = {}
        for months in chosen:
            for month, lei in months.items():
                sums[month] = sums.get(month, Decimal(0)) + lei
        return cumulative.spans(sums)

    def until(self, part: ExecutionPart) -> date:
        """The last day the part is stated for."""
        return max(
            day for key, days in self.rows.items() if _belongs(key, part) for day in days if day.year == part.year
        )

    def partial(self, part: ExecutionPart) -> str | None:
        """What makes the set a part of the year, as a sentence that begins with "partial"; None for a whole year.

        December's year-to-date amounts are the year's, whichever months were stated before it.
        """
        until = self.until(part)
        reasons = []
        if until.month < 12:
            reasons.append(
                said(
                    "year-to-date until {day} {month_name} {year}",
                    day=until.day,
                    month_name=calendar.month_name[until.month],
                    year=part.year,
                )
            )
        gaps = self._gaps(part)
        if gaps and until.month < 12:
            reasons.append(
                said("no statement for {gaps}", gaps=", ".join(calendar.month_name[month] for month in gaps))
            )
        for name in ("sector", "source"):
            if not getattr(part, name):
                reasons.append(
                    said("the {value}{name} is not said", value="financing " * (name == "source"), name=name)
                )
        return said("partial: {reasons}", reasons=joined("; ", reasons)) if reasons else None

    def _gaps(self, part: ExecutionPart) -> list[int]:
        """The months before the last that were not stated."""
        stated = next(iter(self.stated(part).values()), {})
        return [month for month in cumulative.missing(stated) if month < self.until(part).month]

    def figures(self, part: ExecutionPart) -> Figures:
        """Executed so far, by chapter, in lei. Raises RefusedError when a chapter is below zero."""
        until = self.until(part).month
        budget = SOURCES[part.source].suffix if part.source else None
        chapters = []
        for chapter, months in self.stated(part).items():
            if months[until] < 0:
                below_zero = said(
                    "chapter {chapter} is {months:,} lei at the end of {month_name}",
                    chapter=chapter,
                    months=months[until],
                    month_name=calendar.month_name[until],
                )
                raise refused(
                    "execution", self.where, said("{below_zero}, expected no negative amount", below_zero=below_zero)
                )
            if months[until]:
                code = f"{chapter}.{budget}" if budget else chapter
                origin = sources.origin(code) if part.side == "revenue" else None
                chapters.append(Chapter(code=code, name="", lei=months[until], origin=origin))
        if not chapters:
            raise refused("execution", self.where, said("has no amounts above zero for {part}", part=part))
        return Figures(
            chapters=tuple(sorted(chapters, key=lambda chapter: (-chapter.lei, chapter.code))),
            total=sum((chapter.lei for chapter in chapters), Decimal(0)),
            side=part.side,
            source=budget,
        )

    def warnings(self, part: ExecutionPart) -> tuple[Finding, ...]:
        """What a person should know of a part: that it is partial, months taken together, falls, vanished rows."""
        return tuple(
            Finding(level="warning", code=code, where=self.where, message=message)
            for code, message in self._cautions(part)
        )

    def _cautions(self, part: ExecutionPart) -> Iterator[tuple[str, str]]:
        if partial := self.partial(part):
            yield "partial", f"{part}: {partial}"
        if self.until(part).month == 12 and (gaps := self._gaps(part)):
            names = ", ".join(calendar.month_name[month] for month in gaps)
            yield (
                "months",
                said(
                    "{part}: December's amounts are the whole year's; no month by month without {names}",
                    part=part,
                    names=names,
                ),
            )
        for span in self.months(part):
            if span.months > 1 and self.until(part).month < 12:
                yield (
                    "months",
                    said(
                        "{part}: {span}, {lei:,} lei: a statement is missing between",
                        part=part,
                        span=span,
                        lei=span.lei,
                    ),
                )
        for chapter, months in sorted(self.stated(part).items()):
            for span in cumulative.spans(months):
                if span.lei < 0:
                    yield (
                        "fall",
                        said(
                            "{part}: chapter {chapter} falls by {lei:,} lei in {span} {year}; kept as it is, expected "
                            "year-to-date amounts that only grow",
                            part=part,
                            chapter=chapter,
                            lei=-span.lei,
                            span=span,
                            year=part.year,
                        ),
                    )
        until = self.until(part)
        gone = [
            (key, max(days))
            for key, days in self.rows.items()
            if _belongs(key, part) and until not in days and any(day.year == part.year for day in days)
        ]
        if gone:
            key, last = gone[0]
            name = f"{key.functional} {key.economic}".strip()
            rows = "1 row ends" if len(gone) == 1 else f"{len(gone)} rows end"
            yield (
                "gone",
                said(
                    "{part}: {rows} before {until}, the first is {name}, last stated for {last}",
                    part=part,
                    rows=rows,
                    until=until,
                    name=name,
                    last=last,
                ),
            )


def read(data: bytes, where: str, entity: str | None = None, year: int | None = None) -> Execution:
    """JSON, XML or CSV. `entity` is the fiscal code of the institution, for a file that has several.

    `year` is the one that is meant: rows of others are not held against each other. All are read when it has none.

    Raises RefusedError: no such file, a row twice, rows that miss the total over them (by how much), or several
    institutions and no choice.
    """
    levels: dict[str, Rows] = {}
    programs: set[tuple[RowKey, date, str]] = set()
    entities: dict[str, None] = {}
    states: dict[str, None] = {}
    empty = 0
    elsewhere = False
    for line in forexebug.lines(data, where):
        entities[line.entity] = None
        if line.entity != (next(iter(entities)) if entity is None else entity):
            continue
        if not line.side or line.functional.startswith(UNCOUNTED[line.side]):
            continue
        if year is not None and line.day.year != year:
            elsewhere = True
            continue
        if line.lei is None:
            empty += 1
            continue
        states[line.state] = None
        key = RowKey(*line[:5])
        days = levels.setdefault(line.level, {}).setdefault(key, {})
        program = (key, line.day, line.program)
        if line.day in days and (not line.program or program in programs):
            row = said(
                "{side} {functional} {economic} of source {source} at {day}",
                side=line.side,
                functional=line.functional,
                economic=line.economic,
                source=line.source or "unsaid",
                day=line.day,
            )
            raise refused("execution", where, said("has the row {row} twice, expected each once", row=row))
        if line.program:
            programs.add(program)
        days[line.day] = days.get(line.day, Decimal(0)) + line.lei
    if len(entities) > 1 and entity is None:
        there = ", ".join(list(entities)[:5])
        raise refused(
            "execution",
            where,
            said(
                "has {entities} institutions, expected one; choose among {there}", entities=len(entities), there=there
            ),
        )
    if elsewhere and not levels:
        return read(data, where, entity)
    rows = execution_totals.details(execution_totals.lowest(levels), where)
    if not rows:
        chosen = said(" of {entity}", entity=entity) if entity is not None else ""
        raise refused("execution", where, said("has no row with an amount{chosen}, expected some", chosen=chosen))
    return Execution(where=where, rows=rows, findings=_noticed(where, states, empty))


def _noticed(where: str, states: dict[str, None], empty: int) -> tuple[Finding, ...]:
    messages = []
    if empty:
        messages.append(("missing", f"{empty} rows have no amount; they are left out, not counted as zero"))
    for state in states:
        if state.lower() not in ("", "final"):
            messages.append(
                ("state", said("the statement is {state!r} and not Final: its amounts may still change", state=state))
            )
    return tuple(Finding(level="warning", code=code, where=where, message=message) for code, message in messages)


def _belongs(key: RowKey, part: ExecutionPart) -> bool:
    return key[:3] == part[1:]
