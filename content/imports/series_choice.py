"""From all that a source has to the one series, or the few places, a slide shows: the pack's data file.

Decides what else the columns say of the figures: their unit, of whom they are, which are provisional or not comparable
with those before. Leaves out which rows are meant (`choices`), and the slide (`headline`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from content.findings import refused
from content.imports import choices, scope, series, shown_points
from content.imports.choices import ChosenRows
from content.imports.dataset_options import Options, Setting, SourceData, pairs
from content.imports.scope import Scope
from content.imports.shown_points import ShownPoints
from content.phrases import said
from content.questions import Question
from content.readers.files.sheet import Sheet
from content.readers.open_data import dimensions, flags, geojson, measures, number_columns, period, table, territory
from content.readers.open_data.dimensions import Column
from content.readers.open_data.flags import Flag
from content.readers.open_data.geojson import Place
from content.readers.open_data.table import Point


class SlideData(NamedTuple):
    """The figures as the pack keeps them and as a slide names them."""

    path: str
    data: bytes
    fields: dict[str, Any]
    label: str
    """What is measured, in the source's words."""
    points: list[Point]
    as_of: date | None
    labels: tuple[str, ...] = ()
    """All that may say of whom the figures are, beside columns of places."""
    units: tuple[str, ...] = ()
    """What the source says they are measured in, the likeliest first; more than one size contradict each other."""
    scope: Scope | None = None
    """The narrowest place that a column of places names."""
    flags: Mapping[str, frozenset[Flag]] = {}
    """What the source says of single figures, by the label of their point."""
    cells: tuple[str, ...] = ()
    """Where each point was read."""
    questions: tuple[Question, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    """What was left out, and what is to be looked at: a code and a sentence each."""
    titles: tuple[str, ...] = ()
    """Texts above the table that may say what is measured."""

    @property
    def is_map(self) -> bool:
        return self.path.endswith(".geojson")


# --- series --------------------------------------------------------------------------------------------------------


def series_of(rows: Sheet, source: SourceData, options: Options, name: str, setting: Setting) -> SlideData:
    """The one series that is meant. Raises RefusedError; QuestionError where another could be meant."""
    chosen = _kept(rows, source, options, setting.city)
    x, y = (source.x, table.VALUE) if source.x else choices.axes(chosen, options)
    chosen = _named(chosen, x, y, options)
    choices.one_series(chosen, x, y, options)
    if chosen.columns[x].part == "place":
        chosen = _in_words(chosen, x, options.lang or "ro")
    if source.counted:
        shown = ShownPoints(table.chosen(chosen.rows, {}, x, y))
    else:
        shown = shown_points.shown(chosen.rows, source, (x, y), options, setting.today)
    points = shown.points
    told = _flags(chosen, x, y)
    points = [point._replace(y=None) if "confidential" in told.get(point.x, ()) else point for point in points]
    where = {column: table.clean(value) for column, value in chosen.keep.items() if column != x}
    data = table.written([*where, x, y], ([*where.values(), p.x, table.canonical(p.y)] for p in points))
    periods = period.column([point.x for point in points])
    if options.since is not None and periods:
        points = [p for p, each in zip(points, periods, strict=True) if each.first.year >= options.since]
    if not any(point.y is not None for point in points):
        raise refused(
            "dataset", rows.where, said("has no value since {since}, expected at least one", since=options.since)
        )
    subjects = _subjects(chosen, x, y)
    label = " · ".join(subjects) or source.subject or source.title or options.topic
    constant = [cell for each in _constant(chosen, x, y, "subject", None) for cell in each.cells]
    return SlideData(
        f"data/{name}.csv",
        data,
        {"data": f"data/{name}.csv", **({"where": where} if where else {}), "x": x, "y": y},
        label,
        points,
        source.as_of or shown.as_of,
        labels=(*subjects, *constant, y, source.subject, source.title, *rows.notes),
        units=tuple(filter(None, (shown.unit, *_units(chosen, x, y, label)))),
        scope=_scope(chosen, x, y),
        flags={point.x: told[point.x] for point in points if told.get(point.x)},
        cells=_cells(chosen.rows, points, x, y),
        questions=() if source.counted else (*_questions(chosen, x, y, options), *shown.questions),
        titles=tuple(note for note in rows.notes if len(note) > 5 and not measures.is_unit(note)),
        warnings=(*shown.warnings, *_remarks(chosen)),
    )


def _kept(rows: Sheet, source: SourceData, options: Options, city: str) -> ChosenRows:
    keep = {" ".join(column.lower().split()): value for column, value in pairs(options.where, "where").items()}
    if source.counted == "bikes" and not keep:
        keep = {table.SERIES: "biciclete"}
    keep = _turned(rows, keep)
    matched = table.matching(rows, keep)
    if keep:
        choices.without_gaps(rows, matched, keep, options)
    return _placed(matched, options, keep, city)


def _turned(rows: Sheet, keep: dict[str, str]) -> dict[str, str]:
    """With the name that the column of names has since the table was turned, where a person says that of the file."""
    missing = [column for column in keep if column not in rows.columns]
    if len(missing) != 1 or table.SERIES not in rows.columns or table.SERIES in keep:
        return keep
    value = table.clean(keep[missing[0]])
    there = any(table.clean(row[table.SERIES]) == value for _, row in rows.rows)
    return {table.SERIES if there and column in missing else column: cell for column, cell in keep.items()}


def _named(chosen: ChosenRows, x: str, y: str, options: Options) -> ChosenRows:
    """Without rows that have neither a name nor a figure. Raises RefusedError at a figure that nothing names."""
    for number, row in chosen.rows.rows:
        if not row[x] and row[y] and not number_columns.missing(row[y]):
            place = f"{chosen.rows.where}:{number}"
            raise refused(
                "dataset", place, said("found {row!r} and no {x}, expected a figure with its name", row=row[y], x=x)
            )
    rows = tuple((number, row) for number, row in chosen.rows.rows if row[x])
    if len(rows) == len(chosen.rows.rows):
        return chosen
    return _placed(chosen.rows._replace(rows=rows), options, chosen.keep, chosen.city)


def _placed(rows: Sheet, options: Options, keep: Mapping[str, str], city: str) -> ChosenRows:
    return ChosenRows(rows, dimensions.columns(rows, city, pairs(options.columns, "columns"), keep), keep, city)


def _in_words(chosen: ChosenRows, x: str, lang: str) -> ChosenRows:
    """With the names of places where a column of them has codes: bars are named `Timiș`, not `RO424`."""
    named = {cell: scope.in_words(cell, x, lang) for cell in chosen.columns[x].cells}
    rows = tuple((n, {**row, x: named.get(table.clean(row[x]), row[x])}) for n, row in chosen.rows.rows)
    return chosen._replace(rows=chosen.rows._replace(rows=rows))


def _constant(chosen: ChosenRows, x: str, y: str, *parts: str | None) -> list[Column]:
    """The columns of these parts that say one thing of all rows, those included in which it was chosen."""
    return [
        each
        for each in chosen.columns.values()
        if each.part in parts and len(each.cells) == 1 and each.name not in (x, y)
    ]


def _subjects(chosen: ChosenRows, x: str, y: str) -> list[str]:
    """What is measured: the name of the column of values, what was chosen, what all rows say; no totals, no codes."""
    named = "" if dimensions.nameless(y) else y
    constant = [cell for each in _constant(chosen, x, y, "subject", None) for cell in each.cells]
    texts = [named, *(text for text in constant if not dimensions.total(text) and not dimensions.coded(text))]
    return list(dict.fromkeys(filter(None, texts)))


def _scope(chosen: ChosenRows, x: str, y: str) -> Scope | None:
    """The place that all rows are of, where it is no wider than the places that are drawn: those name themselves."""
    told = scope.of_columns(_constant(chosen, x, y, "place"), chosen.city) or scope.of_name(y, chosen.city)
    if told is None or told.doubt or chosen.columns[x].part != "place":
        return told
    named = [cell for cell in chosen.columns[x].cells if not territory.total(cell)]
    drawn = [territory.read(cell, territory.kind(x), chosen.city) for cell in named]
    within = all(place is not None and place.level < told.place.level for place in drawn)
    return None if within else told


def _units(chosen: ChosenRows, x: str, y: str, label: str) -> tuple[str, ...]:
    """Every unit that a column, a name or a title gives, from the surest to the least sure."""
    of_columns = [cell for each in _constant(chosen, x, y, "unit") for cell in each.cells]
    heads = [measures.headed(each) for each in chosen.rows.columns] if not of_columns else []
    names = [series.unit(y) or "", y if measures.is_size(y) else measures.mentioned(y), series.unit(label) or ""]
    titles = [measures.of_title(note) for note in chosen.rows.notes]
    return tuple(dict.fromkeys(filter(None, (*of_columns, *heads, *names, *titles))))


def _flags(chosen: ChosenRows, x: str, y: str) -> dict[str, frozenset[Flag]]:
    """What columns of flags, and marks behind the periods and the figures, say of each point."""
    columns = [each.name for each in chosen.columns.values() if each.part == "flag"]
    told: dict[str, frozenset[Flag]] = {}
    for label, (_, row) in zip(table.labels(chosen.rows, x), chosen.rows.rows, strict=True):
        marks = [dimensions.flag(column, row[column]) or frozenset() for column in columns]
        told[label] = flags.behind(row[x]).union(flags.beside(row[y]) or (), *marks)
    return told


def _questions(chosen: ChosenRows, x: str, y: str, options: Options) -> Iterator[Question]:
    """What is open of columns that say the same of all rows, and of codes and marks that nobody here can read."""
    yield from choices.unplaced(chosen, options)
    for column in chosen.columns.values():
        unread = [cell for cell in column.cells if dimensions.flag(column.name, cell) is None]
        if column.part == "flag" and unread:
            yield choices.unread_marks(chosen, unread, column.name, options)
    for column in () if options.title else _constant(chosen, x, y, "subject"):
        (cell,) = column.cells
        if dimensions.coded(cell) and not dimensions.total(cell):
            yield choices.unread_code(chosen, column, options)


def _remarks(chosen: ChosenRows) -> Iterator[tuple[str, str]]:
    """The remarks beside figures, which no slide shows: a code and a sentence each."""
    for column in chosen.columns.values():
        if remarks := dimensions.remarks(column):
            shown = "; ".join(map(repr, remarks[:3])) + (
                said(" and {remarks} more", remarks=len(remarks) - 3) if len(remarks) > 3 else ""
            )
            yield "left-out", said("the remarks in “{name}” are not shown: {shown}", name=column.name, shown=shown)


def _cells(rows: Sheet, points: Iterable[Point], x: str, y: str) -> tuple[str, ...]:
    at = {label: table.cell(rows, row, y) for label, row in zip(table.labels(rows, x), rows.rows, strict=True)}
    return tuple(at[point.x] for point in points)


# --- places --------------------------------------------------------------------------------------------------------


def places(there: list[Place], source: SourceData, options: Options, name: str) -> SlideData:
    chosen = options.places or geojson.name_key(key for key in there[0].texts if all(p.texts.get(key) for p in there))
    spoken = {f"{chosen}:{lang}" for lang in ("ro", "en", "hu", "de", "sr")}
    keep = tuple(dict.fromkeys(key for place in there for key in place.texts if key in spoken or key == options.y))
    path = f"data/{name}.geojson"
    named = [
        place._replace(texts={key.replace(f"{chosen}:", "name:"): v for key, v in place.texts.items()})
        for place in there
    ]
    kept = tuple(key.replace(f"{chosen}:", "name:") for key in keep)
    fields = {"data": path, "x": "name", **({"y": options.y} if options.y else {})}
    points = [Point(place.name, None) for place in there]
    label = options.topic or source.subject or source.title
    return SlideData(path, geojson.written(named, kept), fields, label, points, source.as_of)
