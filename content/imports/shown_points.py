"""The points of a series that a slide may set side by side: no totals among parts, no years that are not over.

Decides what is left out of a series and says it. A running year or month is a part of one, whatever it counts; what
lies ahead is no figure yet. A person may say that such figures are whole (`sure` year), or what those ahead are
(`breaks` 2027=prognoză). Leaves out which rows and columns are meant (`choices`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from content.authored import Moment
from content.findings import refused
from content.imports.dataset_options import Options, SourceData, pairs
from content.phrases import joined, said
from content.questions import Question, QuestionError
from content.readers.files import numbers
from content.readers.files.sheet import Sheet, with_hidden
from content.readers.open_data import flags, number_columns, period, table, totals
from content.readers.open_data.period import CalendarPeriod
from content.readers.open_data.table import Point

_TIME = re.compile(r"an(?:i|ul|ii)?\b|year|time|perioad|lun[aăi]|month|trim|quarter|sem|sapt|săpt|week|dat[aăe]|zi")
"""How the name of a column of periods begins."""
YEAR = "year"
"""What `sure` holds when the figures of a running year or month are whole."""
_LENGTHS = {12: "years", 6: "half-years", 3: "quarters", 1: "months", period.WEEK: "weeks", 0: "days"}


class ShownPoints(NamedTuple):
    """The points, the unit their cells write, what was left out or is to be looked at, and what is to be finished.

    `as_of` is the last day the figures tell of, none after today; None where nothing says it.
    """

    points: list[Point]
    unit: str = ""
    warnings: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    as_of: date | None = None


def shown(rows: Sheet, source: SourceData, axes: tuple[str, str], options: Options, today: date) -> ShownPoints:
    """The points of `rows`, the ones of the source that are meant; `axes` are the columns of x and of values.

    Raises RefusedError as `table.chosen`; QuestionError where a mark or a total is in doubt.
    """
    x, y = axes
    whole = source.rows if isinstance(source.rows, Sheet) else rows
    mark = number_columns.decimal_mark(rows, y, whole, options.decimal)
    column = number_columns.read(rows, y, mark)
    warnings = [*_left_out(whole), *_hidden(whole), *_decided(rows, y, mark, options), *_remarked(column.remarks)]
    if period.column([row[x] for _, row in rows.rows]) is None:
        at = f"{rows.where}: column “{x}”"
        apart = totals.among(table.labels(rows, x), column.values, at, options.total, country=not options.x)
        if apart.question:
            raise QuestionError(apart.question)
        own = _one_period(rows, x, y)
        warnings += [*_totals(rows, x, apart), *_of_one(own, rows.where, options, today)]
        rows = rows._replace(rows=tuple(row for n, row in enumerate(rows.rows) if n not in apart.rows))
        as_of = min(own.last, today) if own else None
        return ShownPoints(table.chosen(rows, {}, x, y, mark), column.unit, tuple(warnings), as_of=as_of)
    timed = _timed(table.chosen(rows, {}, x, y, mark), rows.where, options, _Days(today, _day(source.modified)))
    return timed._replace(unit=column.unit, warnings=(*warnings, *timed.warnings))


def _left_out(whole: Sheet) -> Iterator[tuple[str, str]]:
    if told := with_hidden(whole):
        yield "sheet", told
    if whole.left_out:
        more = said(" and {left_out} more", left_out=len(whole.left_out) - 6) if len(whole.left_out) > 6 else ""
        yield (
            "left-out",
            said(
                "left out, as no figures of the series: {left_out}{more}",
                left_out=joined("; ", whole.left_out[:6]),
                more=more,
            ),
        )


def _hidden(whole: Sheet) -> Iterator[tuple[str, str]]:
    if whole.hidden:
        more = said(" and {hidden} more", hidden=len(whole.hidden) - 6) if len(whole.hidden) > 6 else ""
        yield (
            "sheet",
            said(
                "has hidden parts, which are read like the others: {hidden}{more}",
                hidden=joined(", ", whole.hidden[:6]),
                more=more,
            ),
        )


def _decided(rows: Sheet, y: str, mark: str, options: Options) -> Iterator[tuple[str, str]]:
    """What showed the decimal mark, where the column's own figures did not."""
    seen = numbers.evidence(row[y] for _, row in rows.rows)
    if seen.either and not (seen.comma or seen.point or options.decimal):
        name = {",": "comma", ".": "point"}[mark]
        yield (
            "number",
            said(
                "read {either} with a decimal {name}, as other figures of the file have: look whether it is so",
                either=seen.either,
                name=name,
            ),
        )


def _remarked(remarks: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """The marks of footnotes; flags stand on the slide."""
    notes = [
        said("row {number}: {cell}", number=number, cell=cell)
        for number, cell in remarks.items()
        if flags.beside(cell) is None
    ]
    if notes:
        more = said(" and {notes} more", notes=len(notes) - 6) if len(notes) > 6 else ""
        yield (
            "number",
            said(
                "has remarks beside figures, which no slide shows: {notes}{more}",
                notes=joined("; ", notes[:6]),
                more=more,
            ),
        )


def _totals(rows: Sheet, x: str, apart: totals.Totals) -> Iterator[tuple[str, str]]:
    if apart.rows:
        each = [
            said("row {rows} {rows2!r} ({why})", rows=rows.rows[n][0], rows2=rows.rows[n][1][x], why=why)
            for n, why in sorted(apart.rows.items())
        ]
        more = said(" and {each} more", each=len(each) - 6) if len(each) > 6 else ""
        yield (
            "left-out",
            said(
                "left out, as totals are no parts: {each}{more}; `total` none shows them",
                each=joined("; ", each[:6]),
                more=more,
            ),
        )
    yield from (("sum", difference) for difference in apart.differences)


# --- periods that are not over -------------------------------------------------------------------------------------


def _one_period(rows: Sheet, x: str, y: str) -> CalendarPeriod | None:
    """The period that all rows of names are of, as a column or the name of the column of values says.

    Four digits are a year only under a name of time: a height of 2000 m is none.
    """
    constant = [
        there[0]
        for column in rows.columns
        if column not in (x, y) and len(there := table.distinct(rows, column)) == 1
        if _TIME.match(column) or not there[0].isdecimal()
    ]
    return next((each for cell in (*constant, y) if (each := period.read(cell))), None)


def _of_one(own: CalendarPeriod | None, where: str, options: Options, today: date) -> Iterator[tuple[str, str]]:
    """What is to be said of names that are all of a period that is not over. Raises RefusedError of one to come."""
    if own is None or YEAR in options.sure or own.last < today or not own.months:
        return
    if own.first > today:
        message = said(
            "has figures of {label}, after {today}, expected some of a time that has begun",
            label=own.label,
            today=today,
        )
        raise refused("date", where, said("{message}: with `sure` {year} they are shown", message=message, year=YEAR))
    message = said(
        "all figures are of {label}, which is not over on {today}: the slide says of which day they are",
        label=own.label,
        today=today,
    )
    yield "partial", message


class _Days(NamedTuple):
    """Today in the city; and the day the portal says its figures were last changed, where it says one."""

    today: date
    modified: date | None = None


class _Ahead(NamedTuple):
    """The points whose periods are over, those that run and those that have not begun, on the day `until`."""

    whole: list[Point]
    running: list[Point]
    coming: list[Point]
    until: date


def _timed(points: list[Point], where: str, options: Options, days: _Days) -> ShownPoints:
    periods = {point.x: each for point in points if (each := period.read(point.x)) is not None}
    ahead = _apart(points, periods, _until(points, periods, where, options, days), days.today)
    if YEAR in options.sure or not (ahead.running or ahead.coming):
        return ShownPoints(points, as_of=_last(points, periods, ahead.until))
    if any(point.y is not None for point in ahead.whole):
        return _of_whole(ahead, periods, where, options)
    if not ahead.running:
        message = said(
            "has only figures of {coming}, after {until}, expected some of a time that is over",
            coming=_named(ahead.coming),
            until=ahead.until,
        )
        raise refused("date", where, said("{message}: with `sure` {year} they are shown", message=message, year=YEAR))
    last = ahead.running[-1:]
    if options.title:
        return ShownPoints(last, as_of=ahead.until)
    question = Question(
        code="partial",
        where=where,
        seen=said("{x} is not over on {until}", x=last[0].x, until=ahead.until),
        asks=said("how does the title say that the figure is of a part of {x}?", x=last[0].x),
        option="title",
        key="title",
    )
    return ShownPoints(last, questions=(question,), as_of=ahead.until)


def _of_whole(ahead: _Ahead, periods: dict[str, CalendarPeriod], where: str, options: Options) -> ShownPoints:
    """Without what is not over; what lies ahead stays where a person says what it is."""
    warnings: list[tuple[str, str]] = []
    questions: tuple[Question, ...] = ()
    points = ahead.whole
    length = _LENGTHS[periods[points[0].x].months]
    if any(point.y is not None for point in ahead.running):
        figures = ", ".join(f"{point.x}: {table.plain(point.y)}" for point in ahead.running)
        message = said(
            "left out {figures}: not over on {until}, not to be set beside whole {length}",
            figures=figures,
            until=ahead.until,
            length=length,
        )
        warnings.append(("partial", said("{message}; if it is whole, say `sure` {year}", message=message, year=YEAR)))
    if ahead.coming:
        first, named = ahead.coming[0], _named(ahead.coming)
        if first.x in pairs(options.breaks, "breaks") or first.x[:4] in pairs(options.breaks, "breaks"):
            points = [*points, *ahead.coming]
            if not options.title:
                asks = said("how does the title say that {named} lies ahead?", named=named)
                question = Question(code="partial", where=where, seen=named, asks=asks, option="title", key="title")
                questions = (question,)
        elif any(point.y is not None for point in ahead.coming):
            message = said(
                "left out {named}: after {until}, so forecasts and no figures", named=named, until=ahead.until
            )
            warnings.append(
                (
                    "partial",
                    said(
                        "{message}; to show them say what they are, as `breaks` {x}=prognoză",
                        message=message,
                        x=first.x,
                    ),
                )
            )
    as_of = _last(points, periods, ahead.until)
    return ShownPoints(points, warnings=tuple(warnings), questions=questions, as_of=as_of)


def _last(points: list[Point], periods: dict[str, CalendarPeriod], until: date) -> date | None:
    """The last day of the last period that has a figure, none after `until`."""
    return max((min(periods[point.x].last, until) for point in points if point.y is not None), default=None)


def _until(points: list[Point], periods: dict[str, CalendarPeriod], where: str, options: Options, days: _Days) -> date:
    """The day until which figures can count: today, or before it the day a person or the portal says they are of.

    A portal that has figures of later days says when its page was changed, not they. Raises RefusedError where a person
    says a day before figures that are there.
    """
    known = [each for point in points if point.y is not None and (each := periods[point.x]).first <= days.today]
    told = _day(options.as_of)
    if told is not None:
        if known and known[-1].first > told:
            message = said(
                "has a figure of {label}, expected none after {told}, of which `as-of` says they are",
                label=known[-1].label,
                told=told,
            )
            raise refused("date", where, message)
        return min(days.today, told)
    if days.modified and known and known[-1].first <= days.modified:
        return min(days.today, days.modified)
    return days.today


def _apart(points: list[Point], periods: dict[str, CalendarPeriod], until: date, today: date) -> _Ahead:
    running = [p for p in points if periods[p.x].months and periods[p.x].first <= until <= periods[p.x].last]
    running = [p for p in running if periods[p.x].last > until or until == today]
    coming = [p for p in points if periods[p.x].first > until]
    whole = [p for p in points if p not in running and p not in coming]
    return _Ahead(whole, running, coming, until)


def _day(text: str) -> date | None:
    try:
        return Moment(text).day if text else None
    except ValueError:
        return None


def _named(points: Sequence[Point]) -> str:
    """`2027`, `2027–2030`."""
    return points[0].x if len(points) == 1 else f"{points[0].x}–{points[-1].x}"
