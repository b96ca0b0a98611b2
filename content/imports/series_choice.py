"""From all that a source has to the one series, or the few places, a slide shows: the pack's data file.

Decides which column is drawn against which; several series in one table are never drawn as one. Leaves out the slide.
"""

from datetime import date
from typing import Any, NamedTuple

from content.findings import refused
from content.imports.dataset_options import Options, SourceData, pairs
from content.readers.files.sheet import Sheet
from content.readers.open_data import geojson, period, table
from content.readers.open_data.geojson import Place
from content.readers.open_data.table import Point

NUMBERLESS = frozenset({"valoare", "value", "valori", "values", "numar", "număr", "total", "obs_value"})
"""Names of columns that do not say what is measured."""
CATEGORIES = 2
"""Rows a text must be on, on average, to be one of a few that a person chooses from; remarks differ on every row."""


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
    """All that may say of whom the figures are."""

    @property
    def is_map(self) -> bool:
        return self.path.endswith(".geojson")


# --- series --------------------------------------------------------------------------------------------------------


def series(rows: Sheet, source: SourceData, options: Options, name: str) -> SlideData:
    keep = {column.lower(): value for column, value in pairs(options.where, "where").items()}
    if source.counted == "bikes" and not keep:
        keep = {table.SERIES: "biciclete"}
    matched = table.matching(rows, keep)
    x, y = (source.x, table.VALUE) if source.x else _columns(matched, keep, options)
    _chosen_all(matched, keep, x, y)
    points = table.chosen(matched, {}, x, y)
    periods = period.column([point.x for point in points])
    data = table.written([*keep, x, y], ([*map(table.clean, keep.values()), p.x, table.plain(p.y)] for p in points))
    if options.since is not None and periods:
        points = [p for p, each in zip(points, periods, strict=True) if each.first.year >= options.since]
    known = [each for point in points if point.y is not None and (each := period.read(point.x))] if periods else []
    where = {column: table.clean(value) for column, value in keep.items()}
    path = f"data/{name}.csv"
    alike = [cell for column in rows.columns if column not in (x, y, *keep) for cell in _constant(matched, column)]
    named = "" if y in NUMBERLESS else y
    label = (
        " · ".join(where.values()) or named or " · ".join(alike[:1]) or source.subject or source.title or options.topic
    )
    labels = (*where.values(), *alike, y, source.subject, source.title)
    fields = {"data": path, **({"where": where} if where else {}), "x": x, "y": y}
    if not any(point.y is not None for point in points):
        raise refused("dataset", rows.where, f"has no value since {options.since}, expected at least one")
    as_of = source.as_of or (known[-1].last if known else None)  # a timetable is known before its days have come
    return SlideData(path, data, fields, label, points, as_of, labels)


def _columns(rows: Sheet, keep: dict[str, str], options: Options) -> tuple[str, str]:
    """The column of the periods (or names) and the column of the values. Raises RefusedError naming those there are."""
    free = [column for column in rows.columns if column not in keep]
    x = options.x.lower() or next((c for c in free if _periods(rows, c)), "")
    numbers = [c for c in free if c != x and c not in ("id", "_id", "cod") and table.numeric(rows, c)]
    y = options.y.lower() or (numbers[0] if len(numbers) == 1 else "")
    if not y:
        named = ", ".join(numbers or free)
        raise refused(
            "choice", rows.where, f"has {len(numbers)} columns of numbers, expected `y` to be one of: {named}"
        )
    names = [c for c in free if c not in (x, y, *numbers)]
    x = x or (names[0] if len(names) == 1 else "")
    if not x:
        named = ", ".join(names or free)
        raise refused("choice", rows.where, f"has no column of years or months, expected `x` to be one of: {named}")
    return x, y


def _periods(rows: Sheet, column: str) -> bool:
    return period.column([row[column] for _, row in rows.rows]) is not None


def _chosen_all(rows: Sheet, keep: dict[str, str], x: str, y: str) -> None:
    """Raises RefusedError naming the series where a table still holds several."""
    for column in rows.columns:
        if column in (x, y, *keep) or table.numeric(rows, column):
            continue
        there = table.distinct(rows, column)
        if len(there) > 1 and len(there) * CATEGORIES <= len(rows.rows):
            named = "; ".join(f"{column}={value}" for value in there[:20])
            more = f" and {len(there) - 20} more" if len(there) > 20 else ""
            message = f"has {len(there)} series, expected one, chosen with `where`: {named}{more}"
            raise refused("choice", rows.where, message)


def _constant(rows: Sheet, column: str) -> list[str]:
    there = table.distinct(rows, column)
    return there if len(there) == 1 and not table.numeric(rows, column) else []


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
