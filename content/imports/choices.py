"""Which column of a table is drawn against which, and which rows: chosen where only one can be meant, else asked.

Decides what is asked, with a choice for each answer and the figure it would give. Rows of several units, places or
subjects are never drawn as one series. Leaves out what a slide says of them (`series_choice`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from content.findings import RefusedError, refused
from content.imports.dataset_options import Options, joined, pairs
from content.phrases import said
from content.questions import Choice, Question, QuestionError
from content.readers.files.sheet import Sheet
from content.readers.open_data import dimensions, measures, number_columns, period, table, territory
from content.readers.open_data.dimensions import Column

MOST_CHOICES = 20
"""Of one question. More are counted, not listed."""
CATEGORIES = 2
"""Rows a text must be on, on average, to be one of a few that a person chooses from; remarks differ on every row."""


class ChosenRows(NamedTuple):
    """A table of which a person has chosen the rows that have these values (column → value), and the city's name."""

    rows: Sheet
    columns: Mapping[str, Column]
    keep: Mapping[str, str]
    city: str

    def free(self, *parts: str | None) -> list[Column]:
        """The columns of these parts in which no value was chosen."""
        return [each for each in self.columns.values() if each.part in parts and each.name not in self.keep]


# --- columns -------------------------------------------------------------------------------------------------------


def axes(chosen: ChosenRows, options: Options) -> tuple[str, str]:
    """The column of the periods (or names) and the column of the values. Raises QuestionError with those there are."""
    for column in filter(None, (options.x.lower(), options.y.lower())):
        chosen.rows.need(column)
    times = [each for each in chosen.free("time") if each.name != options.y.lower()]
    x = options.x.lower() or _time(chosen, times)
    y = options.y.lower() or _values(chosen, x, options)
    return x or _names(chosen, times, y, options), y


def _time(chosen: ChosenRows, times: Sequence[Column]) -> str:
    """The one column of periods that differ from row to row; "" where there is none. Raises QuestionError."""
    varying = [each for each in times if each.varies]
    if len(varying) > 1:
        finest = [each for each in varying if _finest(chosen.rows, each, varying)]
        varying = finest if len(finest) == 1 else varying
    if len(varying) > 1:
        choices = tuple(Choice(answer=each.name, gives=_some(each.cells)) for each in varying)
        asks = "which column says of when the figures are?"
        seen = f"{len(varying)} columns of periods"
        raise QuestionError(_question(chosen, option="x", seen=seen, asks=asks, choices=choices))
    return varying[0].name if varying else ""


def _finest(rows: Sheet, column: Column, others: Sequence[Column]) -> bool:
    """Whether each period lies within those of the other columns beside it: a month beside its year."""

    def within(row: Mapping[str, str], other: Column) -> bool:
        own, wide = period.read(row[column.name]), period.read(row[other.name])
        return own is not None and wide is not None and wide.first <= own.first and own.last <= wide.last

    return all(within(row, other) for _, row in rows.rows for other in others if other is not column)


def _values(chosen: ChosenRows, x: str, options: Options) -> str:
    numbers = [each for each in chosen.free("value") if each.name != x]
    if not numbers or (len(numbers) == 1 and dimensions.labelling(numbers[0].name)):
        _unread(chosen)
    if len(numbers) == 1:
        return numbers[0].name
    choices = tuple(
        Choice(answer=each.name, gives=figure(chosen.rows, x, each.name)) for each in numbers[:MOST_CHOICES]
    )
    there = numbers or chosen.free("time", "subject", "place", None)
    named = ", ".join(each.name for each in there[:MOST_CHOICES])
    nearly = "" if numbers else number_columns.nearly_numeric(chosen.rows, [each.name for each in there])
    seen = said("{count} columns of numbers: {named}", count=len(numbers), named=named) + (
        said("; {nearly}", nearly=nearly) if nearly else ""
    )
    asks = "which column has the figures?"
    raise QuestionError(_question(chosen, option="y", seen=seen, asks=asks, choices=choices))


def _unread(chosen: ChosenRows) -> None:
    """Raises RefusedError naming the cell of the first column that is of numbers but for some cells."""
    for column in chosen.columns.values():
        cells = [row[column.name] for _, row in chosen.rows.rows]
        numeric = sum(any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell[:1])) for cell in cells)
        if column.part in ("subject", "place", None) and 2 * numeric > len(cells):
            number_columns.values(chosen.rows, column.name)


def _names(chosen: ChosenRows, times: Sequence[Column], y: str, options: Options) -> str:
    """The column that names each row, where no periods do; a single row may be of one period."""
    named = [each for each in chosen.free("subject", "place", None) if each.name != y]
    varying = [each for each in named if each.varies]
    if len(varying) == 1:
        return varying[0].name
    if not varying and (times or len(named) == 1):
        return (times or named)[0].name
    there = varying or named
    if not there and chosen.keep:
        return next(iter(chosen.keep))
    choices = tuple(Choice(answer=each.name, gives=_some(each.cells)) for each in there[:MOST_CHOICES])
    seen = said(
        "no column of years or months; {there}", there=", ".join(each.name for each in there) or "no other column"
    )
    asks = "which column names the figures?"
    raise QuestionError(_question(chosen, option="x", seen=seen, asks=asks, choices=choices))


# --- rows ----------------------------------------------------------------------------------------------------------


def one_series(chosen: ChosenRows, x: str, y: str, options: Options) -> None:
    """Raises QuestionError where the rows are of several series: each column that tells them apart is one question."""
    others = [each for each in chosen.columns.values() if each.name not in (x, y, *chosen.keep)]
    asked: list[Column] = []
    for column in others:
        if _several(chosen, column, x, y) and not any(_alike(chosen.rows, column, other) for other in asked):
            asked.append(column)
    asked = asked or _telling_apart(chosen, x, others)
    if not asked and not options.x and _levels(chosen, chosen.columns[x]) > 1:
        asked.append(chosen.columns[x])
    if asked:
        raise QuestionError(*(_which(chosen, column, asked, (x, y), options) for column in asked))
    if period.mixed(chosen.columns[x].cells):
        some = _some(chosen.columns[x].cells)
        raise refused(
            "dataset",
            chosen.rows.where,
            said("has periods of different length in {x} ({some}), expected one", x=x, some=some),
        )


def _several(chosen: ChosenRows, column: Column, x: str, y: str) -> bool:
    """Whether rows that differ in this column are of several series; so are rows with a value where it says nothing."""
    if column.part not in ("unit", "place", "subject", None):
        return False
    if column.part == "unit":
        return column.varies
    gaps = bool(column.cells) and any(row[y] and not row[column.name] for _, row in chosen.rows.rows)
    described = chosen.columns[x].part != "time" and _alike(chosen.rows, column, chosen.columns[x])
    return (column.varies or gaps) and not described


def _levels(chosen: ChosenRows, column: Column) -> int:
    """How many levels the places of a column are of: a region beside its counties is the whole beside its parts."""
    if column.part != "place":
        return 1
    cells = [cell for cell in column.cells if not territory.total(cell)]
    read = (territory.read(cell, territory.kind(column.name), chosen.city) for cell in cells)
    return len({place.level for place in read if place is not None})


def _alike(rows: Sheet, one: Column, other: Column) -> bool:
    """Whether two columns say the same in other words: a code and its name."""
    couples = {(table.clean(row[one.name]), table.clean(row[other.name])) for _, row in rows.rows}
    return len(couples) == len({left for left, _ in couples}) == len({right for _, right in couples})


def _telling_apart(chosen: ChosenRows, x: str, others: Iterable[Column]) -> list[Column]:
    """The first column that differs where a period is there twice; none where no row repeats one."""
    rows_at = defaultdict(list)
    for label, (_, row) in zip(table.labels(chosen.rows, x), chosen.rows.rows, strict=True):
        rows_at[label].append(row)
    twice = [rows for rows in rows_at.values() if len(rows) > 1]
    few = [each for each in others if len(each.cells) * CATEGORIES <= len(chosen.rows.rows)]
    for column in few if twice else ():
        if column.part not in ("ignore", "flag") and all(
            len({row[column.name] for row in rows}) == len(rows) for rows in twice
        ):
            return [column]
    return []


def _which(
    chosen: ChosenRows, column: Column, asked: Sequence[Column], axes: tuple[str, str], options: Options
) -> Question:
    """Which of the values of a column is meant; of a column without a part whether it says what is measured at all.

    Where other columns are asked about too, each choice gives the figure with the first choice in these.
    """
    groups = defaultdict(list)
    for row in chosen.rows.rows:
        groups[table.clean(row[1][column.name])].append(row)
    if column.part is None and len(groups) * CATEGORIES > len(chosen.rows.rows):
        return _unplaced(chosen, column, options)
    firsts = {each.name: _ordered(each.cells, each, chosen.city)[0] for each in asked if each is not column}
    beside = (
        said(" with {firsts}", firsts=", ".join((f"{name}={value}" for name, value in firsts.items())))
        if firsts
        else ""
    )
    values = _ordered(list(filter(None, groups)), column, chosen.city)
    choices = []
    for value in values[:MOST_CHOICES]:
        rows = [row for row in groups[value] if all(table.clean(row[1][c]) == v for c, v in firsts.items())]
        gives = figure(chosen.rows._replace(rows=tuple(rows)), *axes) + beside
        choices.append(Choice(answer=joined({**pairs(options.where, "where"), column.name: value}), gives=gives))
    if column.name == axes[0]:
        choices.insert(0, Choice(answer=column.name, option="x", gives=said("all are shown, side by side")))
    more = said(" and {values} more", values=len(values) - MOST_CHOICES) if len(values) > MOST_CHOICES else ""
    seen = said(
        "{values} series: {values2}{more}",
        values=len(values),
        values2="; ".join(f"{column.name}={value}" for value in values[:MOST_CHOICES]),
        more=more,
    )
    asks = said("which “{name}” is shown?", name=column.name)
    return _question(chosen, option="where", seen=seen, asks=asks, choices=tuple(choices))


def _ordered(values: Sequence[str], column: Column, city: str) -> list[str]:
    """The values as a person looks for them, the likeliest first."""
    return sorted(values, key=lambda value: _first(value, column, city))


def _first(value: str, column: Column, city: str) -> int:
    """The pack's own city and what is the whole come first; the others keep their order."""
    if column.part == "place":
        place = territory.read(value, territory.kind(column.name), city)
        return 0 if place is not None and territory.same(place, city) else 1
    return 0 if territory.bare(value).split(" ")[0] in ("total", "ambele") else 1


def _unplaced(chosen: ChosenRows, column: Column, options: Options) -> Question:
    """What a column is for, whose name and cells do not say it."""
    told = pairs(options.columns, "columns")
    some = _some(column.cells)
    means = {
        "subject": "the rows are of several series, and one is chosen with `where`"
        if column.varies
        else said("the slide speaks of {some}", some=some),
        "unit": said("the figures are in {some}", some=some),
        "place": said("the figures are of {some}", some=some),
        "ignore": "it is left out",
    }
    if column.varies:
        del means["unit"], means["place"]
    choices = tuple(Choice(answer=joined({**told, column.name: part}), gives=gives) for part, gives in means.items())
    asks = said("what is the column “{name}” for?", name=column.name)
    return _of_columns(chosen, seen=some, asks=asks, choices=choices)


def unplaced(chosen: ChosenRows, options: Options) -> list[Question]:
    """A question for each column that says the same on every row, and nobody knows what."""
    return [_unplaced(chosen, column, options) for column in chosen.free(None) if not column.varies]


def figure(rows: Sheet, x: str, y: str) -> str:
    """The last figure of rows, as `82 in 2019`; how many rows there are where they are no series."""
    try:
        known = [point for point in table.chosen(rows, {}, x, y) if point.y is not None] if x else []
    except RefusedError:
        known = []
    if not known:
        return f"{len(rows.rows)} rows"
    if period.labelled(known[-1].x):
        return said("{y} in {x}", y=table.plain(known[-1].y), x=known[-1].x)
    return said("{known} figures", known=len(known)) if len(known) > 1 else table.plain(known[0].y)


def _some(cells: Sequence[str]) -> str:
    shown = ", ".join(cells[:3])
    return shown + (said(" and {cells} more", cells=len(cells) - 3) if len(cells) > 3 else "")


def without_gaps(rows: Sheet, matched: Sheet, keep: Mapping[str, str], options: Options) -> None:
    """Raises QuestionError where a chosen row says nothing in a column of words in which others do: of which it is."""
    told = pairs(options.columns, "columns")
    for column in rows.columns:
        empty = [number for number, row in matched.rows if not row[column]]
        if not empty or column in keep or column in told or dimensions.remarking(column):
            continue
        words = [cell for cell in table.distinct(rows, column) if any(map(str.isalpha, cell))]
        if words and not any(row[column] for _, row in matched.rows):
            answer = joined({**told, column: "ignore"})
            choice = Choice(answer=answer, gives=said("the column is left out"))
            where = f"{rows.where}:{empty[0]}"
            asks = said("what is meant where the column “{column}” is empty, as nowhere else?", column=column)
            seen = said("{words} in other rows", words=_some(words))
            raise QuestionError(
                Question(code="column", where=where, seen=seen, asks=asks, option="columns", choices=(choice,))
            )


def unread_marks(chosen: ChosenRows, marks: Sequence[str], column: str, options: Options) -> Question:
    """What the marks in a column of flags say of the figures."""
    answer = joined({**pairs(options.columns, "columns"), column: "ignore"})
    choice = Choice(answer=answer, gives=said("the figures are shown without a word of it"))
    asks = said(
        "what does the mark {marks} say of the figures? Write it into the slide", marks=", ".join(map(repr, marks[:3]))
    )
    return _of_columns(chosen, seen=f"“{column}”", asks=said("{asks}, or leave it out?", asks=asks), choices=(choice,))


def unread_code(chosen: ChosenRows, column: Column, options: Options) -> Question:
    """What a code says of all figures, which a headline must say in words."""
    told, (code,) = pairs(options.columns, "columns"), column.cells
    means = {"ignore": "the headline says it already, as your `topic` or `title`"}
    if measures.is_unit_or_code(code) and not measures.coded(code):
        means["unit"] = said("the figures are in {code}", code=measures.in_words(code, options.lang or "ro"))
    choices = tuple(Choice(answer=joined({**told, column.name: part}), gives=gives) for part, gives in means.items())
    asks = said("what does the code {code!r} say of the figures?", code=code)
    return _of_columns(chosen, seen=f"{column.name}={code}", asks=asks, choices=choices)


def _question(chosen: ChosenRows, *, option: str, seen: str, asks: str, choices: tuple[Choice, ...]) -> Question:
    """Which column or which rows are meant."""
    return Question(
        code="choice", where=chosen.rows.where, seen=seen, asks=asks, option=option, choices=choices[:MOST_CHOICES]
    )


def _of_columns(chosen: ChosenRows, *, seen: str, asks: str, choices: tuple[Choice, ...]) -> Question:
    """What a column is for."""
    where = chosen.rows.where
    return Question(code="column", where=where, seen=seen, asks=asks, option="columns", choices=choices)
