"""Tables with the positions of places: columns of latitude and longitude, or one with both.

Decides which columns are a position, and which names the places. The two numbers of a position are never figures.
Leaves out whether a table of places is wanted (`imports.placed`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from content.findings import refused
from content.phrases import said
from content.questions import Choice, Question, QuestionError
from content.readers.files.sheet import Sheet
from content.readers.open_data import geojson, positions
from content.readers.open_data.geojson import Place
from content.readers.open_data.table import clean, distinct

_LATITUDE = frozenset({"lat", "latitude", "latitudine", "latitudinea"})
_LONGITUDE = frozenset({"lon", "lng", "long", "longitude", "longitudine", "longitudinea"})
_WIDE = frozenset({"lat", "long"})
"""What may as well be the width or the length of something."""
_BESIDE = frozenset(
    {"coord", "coordonata", "coordonate", "geo", "gps", "wgs", "stereo", "st", "x", "y", "n", "e", "nord", "est"}
)
"""Words beside the name of a coordinate: `GPS Lat`, `lat_wgs84`, `X Stereo 70`."""
_EAST, _NORTH = frozenset({"x", "e", "est"}), frozenset({"y", "n", "nord"})
_BOTH = frozenset(
    {"coord", "coordonate", "coordonatele", "coordinates", "gps", "geo", "geom", "geometry", "wkt", "point"}
)
_BOTH_MORE = frozenset({"pozitie", "pozitia", "locatie", "locatia", "location", "position", "punct"})
_PAIR = re.compile(
    r"\[?\s*(-?\d{1,3}\.\d{1,15}|-?\d{1,3},\d{1,15}(?=\s*[;/ ]))\s*[,;/ ]\s*(-?\d{1,3}[.,]\d{1,15})\s*\]?"
)
_WKT = re.compile(
    r"(?:SRID=4326;)?POINT\s?(?:Z\s?)?\(\s*(-?\d{1,10}(?:\.\d{1,20})?)\s+(-?\d{1,10}(?:\.\d{1,20})?)(?:\s[^)]{0,30})?\)",
    re.I,
)
_REMARK = re.compile(r"sursa|source|not[aăe]\b|\*|\(|total\b", re.I)
"""How a line below a table begins that is no place."""


class Coordinates(NamedTuple):
    """The columns of a position: two, or one that has both."""

    columns: tuple[str, ...]
    """Longitude and latitude, or the one."""
    both: Callable[[str], tuple[str, str] | None] | None = None
    """Longitude and latitude from the cell of the one, as texts; None when it holds no position."""

    def read(self, cells: Sequence[str]) -> tuple[str, str] | None:
        """Longitude and latitude from the cells of the columns, as texts."""
        return self.both(cells[0]) if self.both else (cells[0], cells[1])


def coordinates(table: Sheet) -> Coordinates | None:
    """Where a table has positions; None for a table of something else."""
    words = {column: _words(column) for column in table.columns if table.columns.count(column) == 1}
    latitude = [column for column, each in words.items() if each & _LATITUDE and each <= _LATITUDE | _BESIDE]
    longitude = [column for column, each in words.items() if each & _LONGITUDE and each <= _LONGITUDE | _BESIDE]
    if len(latitude) == len(longitude) == 1:
        known = any(row[longitude[0]].strip() or row[latitude[0]].strip() for _, row in table.rows)
        return Coordinates((longitude[0], latitude[0])) if known else None
    for column, each in words.items():
        for read in (_shape, _pair) if each & (_BOTH | _BOTH_MORE) else (_shape,):
            if _all(table, column, read):
                return Coordinates((column,), read)
    return _projected(table, words)


def _all(table: Sheet, column: str, read: Callable[[str], object]) -> bool:
    """Whether every cell of a column that has something is read, and there is one."""
    cells = (cell for cell in (row[column].strip() for _, row in table.rows) if cell)
    return bool(read(next(cells, ""))) and all(map(read, cells))


def _projected(table: Sheet, words: dict[str, frozenset[str]]) -> Coordinates | None:
    """Columns `x` and `y`, or `e` and `n`, most of whose numbers can be nothing but positions."""
    x = [column for column, each in words.items() if each & _EAST and each <= _BESIDE - _NORTH]
    y = [column for column, each in words.items() if each & _NORTH and each <= _BESIDE - _EAST]
    if len(x) != 1 or len(y) != 1:
        return None
    cells = [(positions.number(row[x[0]]), positions.number(row[y[0]])) for _, row in table.rows]
    pairs = [(one, other) for one, other in cells if one is not None and other is not None]
    return Coordinates((x[0], y[0])) if 2 * sum(positions.romanian(*pair) for pair in pairs) > len(cells) else None


def beside(table: Sheet) -> list[str]:
    """The columns of other positions (`start_lat`, a longitude alone): no figures, and no one place either."""
    words = {column: _words(column) for column in table.columns}
    latitude, longitude = (
        {column for column, each in words.items() if each & names} for names in (_LATITUDE, _LONGITUDE)
    )
    sure = {column for column in latitude | longitude if not words[column] & _WIDE}
    columns = [column for column in words if column in (latitude | longitude if latitude and longitude else sure)]
    degrees = (positions.number(row[column]) for _, row in table.rows for column in columns if row[column].strip())
    return columns if all(each is not None and abs(each) <= 180 for each in degrees) else []


def without(table: Sheet, columns: Iterable[str]) -> Sheet:
    """The table without these columns."""
    dropped = set(columns)
    if not dropped:
        return table
    kept = tuple(column for column in table.columns if column not in dropped)
    rows = tuple((n, {key: cell for key, cell in row.items() if key not in dropped}) for n, row in table.rows)
    return table._replace(columns=kept, rows=rows)


def named_by(table: Sheet, at: Coordinates, name: str) -> str:
    """The column that names the places. Raises QuestionError when nothing says which."""
    if name:
        table.need(name.lower())
        return name.lower()
    free = [column for column in table.columns if column and column not in at.columns]
    by_words = next((each for word in geojson.NAMES for each in free if word in _words(each)), "")
    texts = [each for each in free if any(re.search(r"[^\W\d_]{2}", row[each]) for _, row in table.rows)]
    if by_words or len(texts) == 1:
        return by_words or texts[0]
    choices = tuple(Choice(answer=each, gives=", ".join(distinct(table, each)[:3])) for each in (texts or free)[:50])
    raise QuestionError(
        Question(
            code="choice",
            where=table.where,
            seen=said("places in {columns}", columns=", ".join(at.columns)),
            asks=said("Which column names the places?"),
            option="places",
            choices=choices,
        )
    )


def places(table: Sheet, at: Coordinates, name: str) -> list[Place]:
    """The places of a table, named by that column.

    Raises RefusedError naming the row: no name, no position, one that is none on the Earth.
    """
    made: list[Place] = []
    for number, row in table.rows:
        where = f"{table.where}:{number}"
        called = clean(row[name])
        cells = [row[column].strip() for column in at.columns]
        if not any(cells) and (not called or _REMARK.match(called)):
            continue
        if not called:
            raise refused("map", where, said("column “{name}”: found nothing, expected the name of a place", name=name))
        if not all(cells):
            empty = next(column for column, cell in zip(at.columns, cells, strict=True) if not cell)
            raise refused(
                "map",
                where,
                said(
                    "column “{empty}”: found nothing for {called!r}, expected its position", empty=empty, called=called
                ),
            )
        pair = at.read(cells)
        if pair is None or any(positions.number(each) is None for each in pair):
            wrong = next((n for n, each in enumerate(pair or ()) if positions.number(each) is None), 0)
            message = said(
                "found {cells!r} for {called!r}, expected degrees as 45.7535", cells=cells[wrong], called=called
            )
            raise refused(
                "map", where, said("column “{columns}”: {message}", columns=at.columns[wrong], message=message)
            )
        longitude, latitude = positions.position(*pair, where, repr(called))
        texts = {column: clean(cell) for column, cell in row.items() if column not in at.columns}
        made.append(Place(called, longitude, latitude, texts, where))
    if not made:
        raise refused("map", table.where, "has no row with a place, expected at least one")
    return made


def _words(column: str) -> frozenset[str]:
    """The words of a column's name without accents: `GPS_Latitudine (N)` is gps, latitudine, n."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", column.lower()) if not unicodedata.combining(each))
    return frozenset(re.findall(r"[a-z]+", bare))


def _pair(cell: str) -> tuple[str, str] | None:
    """`45.7535, 21.2257`: latitude first, as maps on the web show it."""
    match = _PAIR.fullmatch(cell)
    return (match[2], match[1]) if match else None


def _shape(cell: str) -> tuple[str, str] | None:
    """A point in WKT (`POINT (21.2257 45.7535)`) or GeoJSON, longitude first; or an object with `lat` and `lon`."""
    if match := _WKT.fullmatch(cell):
        return match[1], match[2]
    if not cell.startswith("{"):
        return None
    try:
        value = msgspec.json.decode(cell)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    corner = value.get("coordinates") if value.get("type") == "Point" else None
    if not isinstance(corner, list):
        corner = [
            next((each for key, each in value.items() if key in names), None) for names in (_LONGITUDE, _LATITUDE)
        ]
    pair = [str(each) for each in corner[:2] if positions.number(each) is not None]
    return (pair[0], pair[1]) if len(pair) == 2 else None
