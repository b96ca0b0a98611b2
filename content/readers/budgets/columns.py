"""Which column of a budget's table is read: of the year and the stage that are meant, and never a guess.

The budget in force is read (rectified before approved), of an execution what was paid or taken in. Two columns that
could each be meant are a question that `--column` answers. Leaves out where the header is (`headers`), what the words
of one mean (`amounts`) and what rows say (`lines`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from content.findings import RefusedError, refused
from content.phrases import joined, said
from content.questions import Choice, Question, QuestionError
from content.readers.budgets import amounts, codes, headers
from content.readers.budgets.amounts import Kind
from content.readers.budgets.column_figures import ColumnFigures
from content.readers.files import numbers, sheet

Stage = Literal["draft", "voted", "executed"]
AMOUNTS = ("total", "running", "investing")
_MOST_CHOICES = 40
_COUNTS = re.compile(r"\b(?:cod|codul|rand|nr crt|crt)\b")
"""Words of columns that count or name rows."""
_KINDS: dict[Kind, str] = {
    "plan": "of the budget",
    "initial": "of the budget as first approved",
    "rectified": "of the rectified budget",
    "executed": "executed",
    "paid": "of payments",
    "received": "of receipts",
}


_SIDES: dict[str, codes.Side] = {"paid": "expenditure", "received": "revenue"}


class WantedColumns(NamedTuple):
    """What a person says of a file's columns: the year, the stage, the column itself, and the mark of its amounts.

    Each only when it is said.
    """

    year: int | None = None
    stage: Stage | None = None
    column: str = ""
    decimal: numbers.DecimalMark = ""


class ColumnChoice(NamedTuple):
    """The column of each field that the table has, and what to tell. `received` is that of revenue, where it is another
    than `total`. `side` is the one that `total` speaks of alone."""

    of: Mapping[str, str]
    received: str | None = None
    notes: tuple[str, ...] = ()
    side: codes.Side | None = None


ANY = WantedColumns()


def chosen(table: sheet.Sheet, wanted: WantedColumns = ANY) -> ColumnChoice:
    """The column of each field.

    Raises RefusedError: two columns of codes or of names, no column of amounts, none of the year or the stage.
    QuestionError: several columns that could each be the amounts.
    """
    return _Chooser(table, wanted).choice()


class _Chooser:
    def __init__(self, table: sheet.Sheet, wanted: WantedColumns) -> None:
        self.table, self.wanted = table, wanted
        self.fields = {field: self._field(field) for field in headers.NAMES if self._named(field)}
        if "code" not in self.fields:
            table.need("cod")
        self.figures = ColumnFigures(table, self.fields["code"], wanted.decimal)
        self.meanings = {
            column: amounts.meaning(headers.path(column))
            for column in table.columns
            if column and headers.field(column) is None
        }

    def choice(self) -> ColumnChoice:
        whole = self._whole()
        if not whole:
            parts = self._sections(None)
            if not parts:
                raise self._none()
            self._settled(parts.values())
            return ColumnChoice({**self.fields, **parts})
        column = whole[0]
        fields = {**self.fields, "total": column, **self._sections(column)}
        others = [each for each in self._budget() if each not in (*whole, *fields.values())]
        note = said("read from the column {column!r}", column=column)
        if self.meanings[column].kind == "rectified" and not others:
            return ColumnChoice(fields, None, (said("{note}, the rectified budget", note=note),))
        notes = (said("{note}, not from {others}", note=note, others=", ".join(others)),) if others else ()
        if self.wanted.stage == "executed" and self.meanings[column].kind == "plain":
            notes = (
                said(
                    "{note}, which does not say that its amounts were paid or taken in: look whether they were",
                    note=note,
                ),
            )
        received = whole[1] if len(whole) > 1 else None
        side = None if received or self.wanted.column else _SIDES.get(self.meanings[column].kind)
        return ColumnChoice(fields, received, notes, side)

    def _settled(self, sections: Collection[str]) -> None:
        """Raises RefusedError where sections may be of the budget or of what stands beside them."""
        kinds = {self.meanings[column].kind for column in sections}
        for beside, settled, expected in (
            ("change", kinds == {"rectified"}, "the rectified ones"),
            ("commitment", "plain" not in kinds, "credite bugetare"),
        ):
            there = [column for column, each in self.meanings.items() if each.kind == beside and not each.section]
            if there and not settled and self.wanted.stage != "executed":
                message = said(
                    "has sections beside {there}, expected them to say that they are {expected}",
                    there=", ".join(there),
                    expected=expected,
                )
                raise refused("column", self.table.where, message)
        self._no_other_sum(sections)

    def _no_other_sum(self, sections: Collection[str]) -> None:
        """Raises RefusedError where sections add up to a quarter, an estimate or what else is never the budget."""
        sums = self.figures.sums(sections)
        for column, each in self.meanings.items():
            if each.kind in amounts.NEVER and not each.section and sums and self.figures.of(column) == sums:
                message = said(
                    "has sections that add up to {column!r}, {never}; expected the year's",
                    column=column,
                    never=amounts.NEVER[each.kind],
                )
                raise refused("column", self.table.where, message)

    # --- fields that are no amounts --------------------------------------------------------------------------------

    def _named(self, field: str) -> list[str]:
        return [column for column in self.table.columns if column and headers.field(column) == field]

    def _field(self, field: str) -> str:
        fits = self._named(field)
        least = min(map(headers.rank, fits))
        best = [column for column in fits if headers.rank(column) == least]
        if len(best) > 1:
            message = said(
                "has the columns {best}, each could be the {field}; expected one", best=" and ".join(best), field=field
            )
            raise refused("column", self.table.where, message)
        return best[0]

    # --- amounts ---------------------------------------------------------------------------------------------------

    def _budget(self) -> list[str]:
        """Columns that hold amounts of a whole budget, of both sections together."""
        kinds = (*amounts.PLANNED, *amounts.EXECUTED)
        return [column for column, each in self.meanings.items() if each.kind in kinds and not each.section]

    def _whole(self) -> list[str]:
        """The column of the amounts, and behind it that of receipts where it is another; [] without any."""
        if self.wanted.column and (answered := self._answered()):
            return [answered]
        fits = self._of_year(self._of_stage(self._budget()))
        changed = False
        if self.wanted.stage != "executed":
            rectified = [column for column in fits if self.meanings[column].kind == "rectified"]
            changed = not rectified and any(each.kind == "change" for each in self.meanings.values())
            fits = rectified or fits
        fits = self.figures.unlike(fits)
        if changed and fits:
            raise QuestionError(self._question(fits, "which column holds the budget after what was added and taken"))
        fits = self.figures.unlike([*fits, *self._nearly(fits)])
        if len(fits) < 2:
            return fits
        by_side = {self.meanings[column].kind: column for column in fits}
        if len(fits) == 2 and by_side.keys() == {"paid", "received"}:
            return [by_side["paid"], by_side["received"]]
        raise QuestionError(self._question(fits, "which column is the budget's"))

    def _nearly(self, columns: Sequence[str]) -> list[str]:
        """Columns of the same kind as these with a word beside it that nobody here knows: `Plăți din excedent`."""
        kinds = {self.meanings[column].kind for column in columns}
        unknown = [column for column, each in self.meanings.items() if each.kind == "unknown" and not each.section]
        return [column for column in unknown if kinds & amounts.nearly(headers.path(column))]

    def _of_stage(self, columns: Sequence[str]) -> list[str]:
        kinds = {self.meanings[column].kind for column in columns}
        executed = [column for column in columns if self.meanings[column].kind in amounts.EXECUTED]
        planned = [column for column in columns if self.meanings[column].kind in amounts.PLANNED]
        if self.wanted.stage != "executed":
            if executed and not planned and not self._sections_planned():
                raise self._only_executed(executed)
            return planned
        if not executed and any(self.meanings[column].year for column in planned if kinds == {"plain"}):
            raise QuestionError(self._question(planned, "which column holds what was paid or taken in"))
        if executed or kinds <= {"plain"}:
            return executed or planned
        there = ", ".join(planned)
        message = said(
            "has amounts of the budget only ({there}), expected those that were paid or taken in, as `Plăți "
            "efectuate` or `Încasări realizate`, for a budget that is executed",
            there=there,
        )
        raise refused("column", self.table.where, message)

    def _sections_planned(self) -> bool:
        """Whether columns of sections say that their amounts are planned, whatever stands beside them."""
        return any(self.meanings[column].kind != "plain" for column in self._sections(None).values())

    def _only_executed(self, columns: Sequence[str]) -> QuestionError:
        question = Question(
            code="status",
            where=self.table.where,
            seen=", ".join(columns),
            asks=said("these are amounts that were paid or taken in: is the budget executed?"),
            option="status",
            choices=(Choice(answer="executed", gives=self.figures.gives(columns[0])),),
        )
        return QuestionError(question)

    def _of_year(self, columns: Sequence[str]) -> list[str]:
        """The columns of the year asked for, and those of no year. Without one, all must be of one year."""
        columns = _without_estimates(columns)
        year_of = {column: self.meanings[column].year for column in columns}
        years = sorted({year for year in year_of.values() if year})
        asked = str(self.wanted.year) if self.wanted.year else None
        if asked is None and len(years) > 1:
            raise QuestionError(self._which_year(years, {year_of[column] or "": column for column in columns}))
        fits = [column for column in columns if asked is None or year_of[column] in (asked, None)]
        if columns and not fits:
            message = said("has amounts of {years}, expected {asked} among them", years=", ".join(years), asked=asked)
            raise refused("year", self.table.where, message)
        return fits

    def _which_year(self, years: Sequence[str], column_of: Mapping[str, str]) -> Question:
        return Question(
            code="year",
            where=self.table.where,
            seen=said("amounts of {years}", years=", ".join(years)),
            asks=said("which year is meant?"),
            option="year",
            choices=tuple(Choice(answer=year, gives=self.figures.gives(column_of[year])) for year in years),
        )

    def _sections(self, whole: str | None) -> dict[str, str]:
        """The columns of the sections, of the same kind and year as the whole. Raises RefusedError for several."""
        like = self.meanings[whole] if whole else None
        executed = self.wanted.stage == "executed"
        kinds = amounts.EXECUTED if executed else amounts.PLANNED
        of: dict[str, str] = {}
        for section in AMOUNTS[1:]:
            fits = [
                column
                for column, each in self.meanings.items()
                if each.section == section and each.kind in (*kinds, "plain")
            ]
            if like:
                fits = [column for column in fits if self.meanings[column].kind in (like.kind, "plain", "plan")]
                fits = [c for c in fits if self.meanings[c].year in (like.year, None)] if like.year else fits
                beside = [column for column in fits if headers.path(column)[:-1] == headers.path(whole or "")[:-1]]
                fits = beside or fits
            else:
                fits = self._of_year(fits)
            if len(fits := self.figures.unlike(fits)) > 1:
                message = said(
                    "has the columns {fits}, each could be the {section}; expected one",
                    fits=" and ".join(fits),
                    section=section,
                )
                raise refused("column", self.table.where, message)
            if fits:
                of[section] = fits[0]
        return of

    def _none(self) -> RefusedError:
        never = [
            (column, amounts.NEVER[each.kind]) for column, each in self.meanings.items() if each.kind in amounts.NEVER
        ]
        likely = [
            column
            for column, each in self.meanings.items()
            if each.kind == "unknown" and not _COUNTS.search(amounts.bare(headers.path(column)[-1]))
        ][:_MOST_CHOICES]
        unknown = [column for column in likely if self.figures.of(column)]
        if unknown:
            return QuestionError(self._question(unknown, "which column holds the budget's amounts"))
        there = ", ".join(filter(None, self.table.columns))
        if never:
            each = joined(
                "; ", (said("{column!r} holds {what}", column=column, what=what) for column, what in never[:4])
            )
            message = said("has no column of the budget's amounts for the whole year: {each}", each=each)
            return refused("column", self.table.where, message)
        return refused(
            "column", self.table.where, said("has the columns {there}, expected a column 'total'", there=there)
        )

    # --- what a person answers -------------------------------------------------------------------------------------

    def _answered(self) -> str | None:
        """The column that the answer names: by the whole path of its header or by its last line."""
        column = named(self.table, self.wanted.column)
        if column is None:
            return None
        meaning = self.meanings.get(column)
        problem = amounts.NEVER.get(meaning.kind) if meaning else said("no amounts")
        executed = self.wanted.stage == "executed"
        if meaning and meaning.section:
            problem = said("the amounts of one section")
        if meaning and executed and meaning.kind in ("plan", "initial", "rectified"):
            problem = said("amounts {kinds}, and the budget is said to be executed", kinds=_KINDS[meaning.kind])
        if meaning and not executed and meaning.kind in amounts.EXECUTED:
            problem = said(
                "amounts that are {kinds}, and the budget is not said to be executed", kinds=_KINDS[meaning.kind]
            )
        if problem:
            message = said(
                "found {problem} in the column {column!r}, expected the budget's amounts in it",
                problem=problem,
                column=column,
            )
            raise refused("column", self.table.where, message)
        return column

    def _question(self, columns: Sequence[str], asks: str) -> Question:
        return Question(
            code="column",
            where=self.table.where,
            seen=", ".join(columns),
            asks=said("{asks}?", asks=asks),
            option="column",
            choices=tuple(Choice(answer=each, gives=self.figures.gives(each)) for each in columns[:_MOST_CHOICES]),
        )


def _without_estimates(columns: Sequence[str]) -> list[str]:
    """Without the columns that are only a year, as forms name estimates, where others name another in words."""
    year_of = {column: amounts.meaning(headers.path(column)).year for column in columns}
    named = [column for column in columns if amounts.bare(headers.path(column)[-1])]
    years = {year_of[column] for column in named if year_of[column]}
    return [column for column in columns if not years or column in named or year_of[column] in years]


def of_budgets(table: sheet.Sheet) -> list[str]:
    """The columns that may hold a budget's amounts, or those of its execution, of whatever year."""
    kinds = (*amounts.PLANNED, *amounts.EXECUTED)
    fits = [column for column in table.columns if headers.is_amount(column)]
    return _without_estimates([column for column in fits if amounts.meaning(headers.path(column)).kind in kinds])


def named(table: sheet.Sheet, answer: str) -> str | None:
    """The column that a person names; None without one. Raises RefusedError when several have that name."""
    wanted = codes.plain(answer)
    whole = [column for column in table.columns if column and codes.plain(column) == wanted]
    fits = whole or [c for c in table.columns if c and codes.plain(headers.path(c)[-1]) == wanted]
    if len(fits) > 1:
        raise refused(
            "column", table.where, said("has {fits}, expected one of them to be named in full", fits=" and ".join(fits))
        )
    return fits[0] if fits else None
