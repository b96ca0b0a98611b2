"""Open data into a pack: `afisier import dataset SOURCE --into PACK`.

Decides what a source is (a CKAN portal's data set, a timetable, shared bicycles, places, rows), holds the conversation
that brings its figures, and writes them as the pack keeps them: a tidy CSV or reduced GeoJSON, with its provenance. The
slide is `imports.headline`'s.
"""

import hashlib
import re
from collections.abc import Generator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import msgspec

from content.authored import Moment
from content.findings import RefusedError, refused
from content.imports import headline, placed, portal
from content.imports.conversation import Ask, Context, Conversation, Importer, Told
from content.imports.dataset_options import Options, SourceData, pairs
from content.phrases import said
from content.questions import Choice, Question, QuestionError
from content.readers.files import formats, sheet, workbook
from content.readers.files.sheet import Grid, Sheet
from content.readers.open_data import (
    ckan,
    eurostat,
    gbfs,
    geojson,
    gtfs,
    gtfs_tables,
    number_columns,
    pivot,
    records,
    table,
    tempo,
)
from content.readers.open_data.geojson import Place


def converse(source: str, options: Options, context: Context) -> Conversation:
    """The conversation that imports a source (see `conversation`). Raises RefusedError."""
    at = portal.address(source, options.search)
    if at is not None:
        lang = options.lang or context.pack.city.languages[0]
        data = yield from _given(at, (yield from portal.asked(at, options.resource, lang)), options, context)
    else:
        told = yield Ask(address=source)
        portal.body(told)
        data = yield from _sniffed(told, source, options, context)
    return headline.imported(placed.placed(data, options, context), source, options, context)


IMPORTER = Importer(Options, converse)


def _given(
    at: portal.PortalAddress, given: portal.ResourceData, options: Options, context: Context
) -> Generator[Ask, Told, SourceData]:
    """What a resource of a portal holds, with what the portal says of it."""
    package, resource = given.package, given.resource
    if given.file is not None:
        data = yield from _file(given.file, "", options, context)
    else:
        assert given.rows is not None
        rows_json = msgspec.json.encode([row for _, row in given.rows.rows], enc_hook=str)
        data = SourceData(table.arranged(given.rows), _digest(rows_json), page="")
    licence, contradiction = package.licence(resource)
    return data._replace(
        page=f"{at.base}/dataset/{package.name}",
        title=data.title or table.clean(package.title or package.name),
        subject="" if data.counted else package.subject(resource),
        publisher=package.publisher,
        licence=licence,
        modified=(resource.last_modified or package.metadata_modified or "")[:10],
        warned=(*data.warned, *([("licence", contradiction)] if contradiction else [])),
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows(data: bytes, where: str, options: Options) -> Sheet | list[Place]:
    """A table or places from the bytes of a file that needs no further questions."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if portal.is_page(data) and not workbook.is_workbook(data, where):
        raise refused("source", where, "is a web page, expected a data file or the address of a CKAN data set")
    if start.startswith((b"{", b"[")):
        value = records.decoded(data, where)
        if geojson.is_map(value):
            return geojson.few(geojson.places(data, where, options.places, pairs(options.where, "where")), where)
        if isinstance(value, dict) and "success" in value:
            return table.arranged(records.table(ckan.whole(ckan.result(data, where), where), where))
        return table.arranged(records.read(value, where, options.path))
    return _table(data, where, options)


def _table(data: bytes, where: str, options: Options) -> Sheet:
    """The table of a file, or of the one sheet that has figures, with a row a value.

    Raises RefusedError; QuestionError where several sheets have figures.
    """
    tables: dict[str, Sheet] = {}
    refusals: dict[str, RefusedError] = {}
    for grid in sheet.grids(data, where, options.sheet or None):
        try:
            rows = _of_grid(grid)
        except RefusedError as error:
            refusals[grid.name] = error
        else:
            if rows is not None:
                tables[grid.name] = rows
    if len(tables) > 1 or (tables and refusals):
        figures = {
            name: rows for name, rows in tables.items() if any(number_columns.numeric(rows, c) for c in rows.columns)
        }
        if len(figures) + len(refusals) > 1:
            raise QuestionError(_which_sheet(figures, refusals, where))
        tables = figures or ({} if refusals else tables)
    if refusals and not tables:
        raise next(iter(refusals.values()))
    return next(iter(tables.values())) if tables else table.arranged(sheet.read(data, where))


def _of_grid(grid: Grid) -> Sheet | None:
    """The table on one sheet; None where there is none."""
    grid = pivot.once(grid)
    if turned := pivot.read(grid):
        return turned
    at = sheet.header_row(grid.rows)
    return None if at is None else table.arranged(pivot.with_units(eurostat.read(tempo.read(pivot.headed(grid, at)))))


def _which_sheet(tables: dict[str, Sheet], refusals: dict[str, RefusedError], where: str) -> Question:
    gives = {name: f"{len(rows.rows)} rows of {', '.join(rows.columns[:4])}" for name, rows in tables.items()}
    gives |= {name: said("cannot be read: {error}", error=error) for name, error in refusals.items()}
    choices = tuple(Choice(answer=name, gives=text) for name, text in list(gives.items())[:20])
    seen = said("{gives} sheets with figures: {gives2}", gives=len(gives), gives2=", ".join(list(gives)[:20]))
    return Question(
        code="choice", where=where, seen=seen, asks=said("which sheet is meant?"), option="sheet", choices=choices
    )


def _sniffed(told: Told, source: str, options: Options, context: Context) -> Generator[Ask, Told, SourceData]:
    """What a file is, by its first bytes and what it holds, not by its name."""
    value = records.decoded(told.body, told.address) if _is_object(told.body, b'"result"') else None
    if isinstance(value, dict) and isinstance(value.get("result"), dict) and not gbfs.is_gbfs(value):
        result: dict[str, Any] = ckan.result(told.body, told.address)
        if "resources" in result or "results" in result:
            return (yield from _saved(result, told, options, context))
    page = source if urlsplit(source).scheme in ("http", "https") else ""
    return (yield from _file(told, page, options, context))


def _file(told: Told, page: str, options: Options, context: Context) -> Generator[Ask, Told, SourceData]:
    """What a file holds: a timetable, shared bicycles, places or rows."""
    data, where = told.body, told.address
    paths = formats.entries(data) or []
    names = frozenset(path.rpartition("/")[2] for path in paths[: gtfs_tables.MOST_FILES])
    if names >= {"trips.txt", "routes.txt"}:
        return _timetable(data, where, page, options, context)
    if other := geojson.other_file(data, names):
        raise refused(
            "geojson",
            where,
            said("is {other}, expected GeoJSON: save it as GeoJSON in WGS 84 (EPSG:4326)", other=other),
        )
    if _is_object(data, b'"last_updated"') and gbfs.is_gbfs(value := records.decoded(data, where)):
        return (yield from _bicycles(value, told, page, context))
    return SourceData(_rows(data, where, options), _digest(data), page)


def _is_object(data: bytes, key: bytes) -> bool:
    """Whether bytes begin as an object of JSON does, and have that key somewhere."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and key in data


def _saved(result: dict[str, Any], told: Told, options: Options, context: Context) -> Generator[Ask, Told, SourceData]:
    """An answer of a portal that was saved as a file: its resources are still asked of the portal."""
    lang = options.lang or context.pack.city.languages[0]
    if "results" in result:
        packages = [p for p in ckan.packages(result, told.address, lang) if options.search in ("", p.name)]
        package = ckan.only(packages, options.search, told.address)
    else:
        package = ckan.package(result, told.address, lang)
    url = next((each.url for each in package.resources if each.url), "")
    base = re.match(r"(https?://.+?)/dataset/", url or "")
    if base is None:
        raise refused("ckan", told.address, "does not say which portal it is from, expected the data set's address")
    at = portal.PortalAddress(base[1], package=package.name)
    return (yield from _given(at, (yield from portal.resource(at, package, options.resource)), options, context))


# --- counts --------------------------------------------------------------------------------------------------------


def _timetable(data: bytes, where: str, page: str, options: Options, context: Context) -> SourceData:
    """Departures of a service day by line or hour, or of seven days."""
    today = context.now.astimezone(context.pack.city.zone).date()
    day = _day(options.day) if options.day else today
    operator = pairs(options.where, "where").get(gtfs.OPERATOR, "")
    timetable = gtfs.of_operator(gtfs.read(data, where), operator)
    column = gtfs.NAMES[options.by]
    named = {gtfs.OPERATOR: operator} if operator else {}
    rows = tuple(
        (n, {**named, column: x, table.VALUE: "" if y is None else str(y)})
        for n, (x, y) in enumerate(gtfs.counts(timetable, options.by, day), 1)
    )
    known = Sheet(where, ",", (*named, column, table.VALUE), rows)
    warned = [("left-out", each) for each in timetable.left_out]
    if fewer := gtfs.thin(timetable, day):
        warned.append(("date", fewer))
    title = "Transport public" if operator in ("", gtfs.ALL) else f"Transport public: {operator}"
    return SourceData(
        known,
        _digest(data),
        page,
        title=title,
        as_of=min(day, today),
        counted="departures",
        x=column,
        warned=tuple(warned),
    )


def _day(text: str) -> date:
    try:
        return Moment(text).day
    except ValueError:
        raise refused("option", "day", said("found {text!r}, expected a date as 2026-11-24", text=text)) from None


def _bicycles(value: Any, told: Told, page: str, context: Context) -> Generator[Ask, Told, SourceData]:
    """Stations, places and bicycles of the system whose gbfs.json was given."""
    files: dict[str, Any] = {}
    bodies = []
    for name, address in gbfs.feeds(value, told.address).items():
        answer = yield Ask(address=address, accept=portal.JSON)
        files[name] = gbfs.decoded(portal.body(answer), answer.address)
        bodies.append(answer.body)
    totals = gbfs.counted(gbfs.of(files, told.address, context.now))
    day = totals.updated.astimezone(context.pack.city.zone).date()
    counted = {
        "statii": totals.stations,
        "locuri": totals.capacity,
        "biciclete": totals.bikes,
        "locuri libere": totals.docks,
    }
    rows = tuple(
        (n, {table.SERIES: name, "zi": day.isoformat(), table.VALUE: "" if count is None else str(count)})
        for n, (name, count) in enumerate(counted.items(), 1)
    )
    known = Sheet(told.address, ",", (table.SERIES, "zi", table.VALUE), rows)
    warned = [("date", totals.slow)] * bool(totals.slow) + [("left-out", each) for each in totals.left_out]
    return SourceData(
        known,
        _digest(b"".join(bodies)),
        page,
        title="Biciclete publice",
        as_of=day,
        counted="bikes",
        x="zi",
        warned=tuple(warned),
    )
