"""Whether what was read is places: a table with positions is, unless it is wanted as figures.

Decides when a table of places is a map, and holds every place against where the city is (`city_area`).
"""

from content.imports import city_area
from content.imports.conversation import Context
from content.imports.dataset_options import Options, SourceData, pairs
from content.pack.slides import Dataset
from content.phrases import said
from content.readers.files.sheet import Sheet
from content.readers.open_data import geojson, located, number_columns, period, table
from content.readers.open_data.geojson import Place
from content.readers.open_data.located import Coordinates


def placed(data: SourceData, options: Options, context: Context) -> SourceData:
    """The data with places where it has positions, all of them the city's. Raises RefusedError, QuestionError."""
    rows = data.rows
    if isinstance(rows, Sheet) and not data.counted:
        at = located.coordinates(rows)
        rows = _places(rows, at, options) if at else located.without(rows, located.beside(rows))
    if isinstance(rows, list):
        there = context.pack.slides.get(options.id)
        outline = options.outline or (isinstance(there, Dataset) and there.outline) or ""
        city_area.checked(rows, city_area.of_city(outline, context))
        return data._replace(rows=rows, warned=(*data.warned, *_on_one_spot(rows)))
    return data._replace(rows=rows)


def _places(rows: Sheet, at: Coordinates, options: Options) -> Sheet | list[Place]:
    """The places; or the table without its positions, when figures are wanted (chart, `x`, `y`, periods)."""
    figures = located.without(rows, at.columns)
    if options.chart != "map" and (options.chart != "auto" or options.x or options.y):
        return figures
    chosen = table.matching(rows, pairs(options.where, "where"))
    if options.chart == "auto" and _series(located.without(chosen, at.columns), options):
        return figures
    name = located.named_by(chosen, at, options.places)
    return geojson.few(located.places(chosen, at, name), rows.where)


def _series(rows: Sheet, options: Options) -> bool:
    """Whether each place has several rows, of several periods: a series, not a list of places."""
    timed = [column for column in rows.columns if period.column([row[column] for _, row in rows.rows]) is not None]
    names = [column for column in rows.columns if column not in timed and not number_columns.numeric(rows, column)]
    return bool(timed) and not any(len(table.distinct(rows, column)) == len(rows.rows) for column in names)


def _on_one_spot(places: list[Place]) -> tuple[tuple[str, str], ...]:
    """A warning for places at one position: one dot would hide the other."""
    there: dict[tuple[float, float], list[str]] = {}
    for place in places:
        there.setdefault((round(place.longitude, 5), round(place.latitude, 5)), []).append(place.name)
    return tuple(
        (
            "map",
            said(
                "{names} are at one position ([{east:g}, {north:g}]): look whether that is so",
                names=", ".join(map(repr, names)),
                east=east,
                north=north,
            ),
        )
        for (east, north), names in there.items()
        if len(names) > 1
    )
