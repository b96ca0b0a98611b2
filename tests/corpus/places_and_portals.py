"""Places and portals: read to the right value, asked, or refused in the right words."""

import json
from collections.abc import Mapping
from typing import Any

from tests import sample
from tests.corpus.case import Asked, Case, Expectation, Places, Refused, Table

FULL = {"source-name": "Primăria", "licence": "CC BY", "page": "https://x.ro/p", "short": "x.ro", "as-of": "2026-11-01"}

# --- places --------------------------------------------------------------------------------------------------------

GARA, PIATA = (21.2078, 45.7503), (21.2257, 45.7535)
RING = [[21.1, 45.7], [21.35, 45.7], [21.35, 45.82], [21.1, 45.82], [21.1, 45.7]]
HOLE = [[21.2, 45.75], [21.21, 45.75], [21.21, 45.755], [21.2, 45.755], [21.2, 45.75]]
OUTLINE = {"outline": "data/contur.geojson"}
DISPLAYS = sample.DISPLAYS.replace(
    "    tags: [centru]", "    tags: [centru]\n    location: [45.7577, 21.2290]"
).encode()


def feature(name: str | None, at: Any, kind: str = "Point", **properties: Any) -> dict[str, Any]:
    named = {"nume": name} if name else {}
    geometry = None if at is None else {"type": kind, "coordinates": at}
    return {"type": "Feature", "properties": {**named, **properties}, "geometry": geometry}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **more, "features": features})


def outline(kind: str, coordinates: Any) -> dict[str, bytes]:
    return {"data/contur.geojson": json.dumps({"type": kind, "coordinates": coordinates}).encode()}


CITY, RIVER = outline("Polygon", [RING]), outline("LineString", [[21.1, 45.74], [21.35, 45.76]])
BOTH = {"Gara": GARA, "Piața": PIATA}


def places(
    name: str,
    shows: str,
    data: str,
    expect: Expectation,
    *,
    file: str = "locuri.geojson",
    pack: Mapping[str, bytes] = {},
    **options: str,
) -> Case:
    made = {**FULL, "id": "locuri", "topic": "Locuri", **OUTLINE, **options}
    return Case(name, shows, file, data, expect, made, "dataset", pack={**CITY, **pack})


TWO = collection(feature("Gara", GARA), feature("Piața", PIATA))
IN_TABLE = "nume;lat;lon;locuri\nGara;45,7503;21,2078;20\nPiața;45,7535;21,2257;15\n"
NEAR = {"displays.yaml": DISPLAYS}

PLACES = [
    places("places-inside", "two places inside of the outline", TWO, Places(BOTH, slide=OUTLINE)),
    places("places-near-displays", "two places near the displays", TWO, Places(BOTH), pack=NEAR),
    places(
        "places-height-and-multipoint-of-one",
        "a height as third number, a MultiPoint of one, a name in capitals",
        collection(feature("Gara", [*GARA, 92.5]), feature(None, [PIATA], "MultiPoint", NUME="Piața")),
        Places(BOTH),
    ),
    places(
        "places-crs-84",
        "the crs of degrees",
        collection(
            feature("Gara", GARA), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
        ),
        Places({"Gara": GARA}),
    ),
    places(
        "places-crs-stereo",
        "the crs of another projection, whatever the numbers",
        collection(feature("Gara", GARA), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31700"}}),
        Refused(("locuri.geojson:$.crs", "urn:ogc:def:crs:EPSG::31700", "expected WGS 84")),
    ),
    places(
        "places-outside",
        "a place of the village beyond the outline",
        collection(feature("Gara", GARA), feature("Moșnița", [21.45, 45.72])),
        Refused(
            ("locuri.geojson:$.features[1]", "'Moșnița' is 7.8 km outside of data/contur.geojson", "expected inside")
        ),
    ),
    places(
        "places-in-a-hole",
        "a place in a hole of the outline is outside",
        collection(feature("Gara", [21.205, 45.7525])),
        Refused(("'Gara' is 0.3 km outside of data/contur.geojson",)),
        pack=outline("Polygon", [RING, HOLE]),
    ),
    places(
        "places-by-the-river",
        "an outline that is a river has no inside",
        collection(feature("Moșnița", [21.45, 45.72])),
        Places({"Moșnița": (21.45, 45.72)}),
        pack=RIVER,
    ),
    places(
        "places-far-from-the-river",
        "a place 93 km from the river",
        collection(feature("Deva", [22.55, 45.76])),
        Refused(("'Deva' is 93 km from data/contur.geojson, expected at most 50 km",)),
        pack=RIVER,
    ),
    places(
        "places-far-from-displays",
        "a place in Bucharest, the displays in Timișoara",
        collection(feature("Gara de Nord", [26.0722, 44.4461])),
        Refused(("features[0]", "'Gara de Nord' is 407 km from the nearest display (piata), expected at most 50 km")),
        pack=NEAR,
        outline="",
    ),
    places(
        "places-swapped",
        "latitude before longitude",
        collection(feature("Gara", GARA[::-1]), feature("Piața", PIATA[::-1])),
        Refused(("features[0]", "'Gara'", "(and 1 more)", "it is right as latitude before longitude: swap the two")),
    ),
    places(
        "places-swapped-without-outline",
        "latitude before longitude, and nothing known but the country",
        collection(feature("Gara", GARA[::-1])),
        Refused(("'Gara' is not in Romania", "it is right as latitude before longitude: swap the two")),
        outline="",
    ),
    places(
        "places-null-island",
        "[0, 0]",
        collection(feature("Piața", PIATA), feature("Gara", [0, 0])),
        Refused(("features[1]", "feature 2 'Gara' is at 0, 0: [0, 0] is written where no position is known")),
    ),
    places(
        "places-half-known",
        "a longitude that is missing",
        collection(feature("Gara", [0, 45.7503])),
        Refused(("'Gara'", "one of its two numbers is 0")),
    ),
    places(
        "places-stereo-70",
        "metres of Stereo 70",
        collection(feature("Gara", [205000.12, 480000.34])),
        Refused(("feature 1 'Gara' is at 205000.12, 480000.34", "metres of Stereo 70 (EPSG:31700)")),
    ),
    places(
        "places-stereo-70-north-first",
        "metres of Stereo 70, north before east",
        collection(feature("Gara", [480000, 205000])),
        Refused(("'Gara'", "metres of Stereo 70 (EPSG:31700)")),
    ),
    places(
        "places-web-mercator",
        "metres of Web Mercator",
        collection(feature("Gara", [2360841.5, 5738442.7])),
        Refused(("'Gara'", "metres of Web Mercator (EPSG:3857)")),
    ),
    places(
        "places-utm",
        "metres of UTM",
        collection(feature("Gara", [516166, 5066352])),
        Refused(("'Gara'", "metres of UTM")),
    ),
    places(
        "places-micro-degrees",
        "degrees times a million",
        collection(feature("Gara", [21207800, 45750300])),
        Refused(("'Gara'", "degrees times 1,000,000")),
    ),
    places(
        "places-latitude-beyond-90",
        "a latitude of 95",
        collection(feature("Gara", [21.2, 95.75])),
        Refused(("'Gara'", "no latitude is beyond 90")),
    ),
    places(
        "places-none",
        "a feature without a position",
        collection(feature("Piața", PIATA), feature("Gara", None)),
        Refused(("features[1]", "feature 2 'Gara' is without a place")),
    ),
    places(
        "places-empty-position",
        "a Point without numbers",
        collection(feature("Gara", [])),
        Refused(("feature 1 'Gara' has the position []",)),
    ),
    places(
        "places-several-in-one",
        "a MultiPoint of two",
        collection(feature("Gara", [GARA, PIATA], "MultiPoint")),
        Refused(("feature 1 'Gara' is a MultiPoint of 2",)),
    ),
    places(
        "places-area-among",
        "an area among places",
        collection(feature("Gara", GARA), feature("Parc", [RING], "Polygon")),
        Refused(("features[1]", "feature 2 'Parc' is Polygon, expected a Point", "`where`")),
    ),
    places(
        "places-area-left-out",
        "an area among places, left out by a choice",
        collection(feature("Gara", GARA, tip="loc"), feature("Parc", [RING], "Polygon", tip="parc")),
        Places({"Gara": GARA}),
        where="tip=loc",
    ),
    places(
        "places-line-among",
        "a line among places",
        collection(feature("Gara", GARA), feature("Linia 1", RING, "LineString")),
        Refused(("feature 2 'Linia 1' is LineString, expected a Point",)),
    ),
    places(
        "places-one-name-twice",
        "two places of one name",
        collection(feature("Farmacie", GARA), feature("Farmacie", PIATA)),
        Refused(("features[1]", "has the place 'Farmacie' twice, 1.4 km apart")),
    ),
    places(
        "places-same-twice",
        "a place twice",
        collection(feature("Gara", GARA), feature("Gara", GARA)),
        Refused(("has the place 'Gara' twice, at one position",)),
    ),
    places(
        "places-one-spot",
        "two names at one position",
        collection(feature("Gara", GARA), feature("Piața", GARA)),
        Places({"Gara": GARA, "Piața": GARA}, notes=("'Gara', 'Piața' are at one position",)),
    ),
    places(
        "places-no-name",
        "a place without a name",
        collection(feature(None, GARA, strada="Loga")),
        Refused(("features[0]", "has the properties strada", "expected its name")),
    ),
    places(
        "places-page",
        "a part of a collection",
        collection(feature("Gara", GARA), numberMatched=340, numberReturned=1),
        Refused(("has 1 of 340 rows",)),
    ),
    places(
        "places-topojson",
        "another format",
        '{"type": "Topology", "objects": {}, "arcs": []}',
        Refused(("is TopoJSON, expected GeoJSON",)),
    ),
    places(
        "places-esri",
        "another format",
        '{"geometryType": "esriGeometryPoint", "features": [{"geometry": {"x": 21.2, "y": 45.7}}]}',
        Refused(("is Esri JSON, expected GeoJSON",)),
    ),
    places("table-of-places", "a table with lat and lon, decimal commas", IN_TABLE, Places(BOTH), file="t.csv"),
    places(
        "table-of-places-three-decimals",
        "three decimals are no thousands",
        "denumire;latitudine;longitudine\nGara;45.750;21.208\n",
        Places({"Gara": (21.208, 45.75)}),
        file="t.csv",
    ),
    places(
        "table-of-places-wkt",
        "points in WKT",
        "id,nume,geom\n1,Gara,POINT (21.2078 45.7503)\n2,Piața,POINT (21.2257 45.7535)\n",
        Places(BOTH),
        file="t.csv",
    ),
    places(
        "table-of-places-pair",
        "both numbers in one cell, as maps on the web show them",
        'nume,coordonate\nGara,"45.7503, 21.2078"\nPiața,"45.7535, 21.2257"\n',
        Places(BOTH),
        file="t.csv",
    ),
    places(
        "rows-of-places",
        "rows in JSON with latitude and longitude",
        '[{"denumire": "Gara", "latitude": 45.7503, "longitude": 21.2078}]',
        Places({"Gara": GARA}),
        file="t.json",
    ),
    places(
        "table-of-places-stereo",
        "X and Y of Stereo 70",
        "nume;X;Y\nGara;205000,1;480000,2\n",
        Refused(("t.csv:2", "'Gara' is at 205000.1, 480000.2", "Stereo 70")),
        file="t.csv",
    ),
    places(
        "table-of-places-swapped",
        "the two columns exchanged",
        "nume;lat;lon\nGara;21,2078;45,7503\n",
        Refused(("t.csv:2", "'Gara'", "swap the two")),
        file="t.csv",
    ),
    places(
        "table-of-places-empty",
        "a row without its latitude",
        "nume;lat;lon\nGara;;21,2078\n",
        Refused(("t.csv:2", "column “lat”", "'Gara'")),
        file="t.csv",
    ),
    places(
        "table-of-places-degrees-minutes",
        "degrees, minutes and seconds",
        "nume;lat;lon\nGara;45°45'1\"N;21°12'28\"E\n",
        Refused(("t.csv:2", "expected degrees as 45.7535")),
        file="t.csv",
    ),
    places(
        "table-of-places-unnamed",
        "two columns could name the places",
        "strada,cartier,lat,lon\nLoga,Centru,45.75,21.2\nEroilor,Fabric,45.76,21.25\n",
        Asked("places", ("strada", "cartier")),
        file="t.csv",
    ),
    places(
        "table-of-places-named",
        "the same, answered",
        "strada,cartier,lat,lon\nLoga,Centru,45.75,21.2\nEroilor,Fabric,45.76,21.25\n",
        Places({"Loga": (21.2, 45.75), "Eroilor": (21.25, 45.76)}),
        file="t.csv",
        places="strada",
    ),
    Case(
        "table-of-places-as-figures",
        "a chart of it: the positions are no figures",
        "t.csv",
        IN_TABLE,
        Table({"Gara": "20", "Piața": "15"}, slide={"x": "nume", "y": "locuri"}),
        {**FULL, "id": "t", "chart": "bar"},
        "dataset",
    ),
    Case(
        "series-at-a-station",
        "a series at a station: its position is no figure",
        "t.csv",
        "statie,an,lat,lon,pm10\nA,2023,45.75,21.2,31\nA,2024,45.75,21.2,28\n",
        Table({"2023": "31", "2024": "28"}, slide={"y": "pm10"}),
        {**FULL, "id": "t"},
        "dataset",
    ),
]

# --- portals -------------------------------------------------------------------------------------------------------

PORTAL = "https://date.ro"
API = f"{PORTAL}/api/3/action"
PAGE = f"{PORTAL}/dataset/mobilitate"
ROWS = [
    {"_id": 1, "an": "2022", "valoare": "10"},
    {"_id": 2, "an": "2023", "valoare": 12},
    {"_id": 3, "an": "2024", "valoare": "14"},
]
YEARS = {"2022": "10", "2023": "12", "2024": "14"}
RESOURCE: dict[str, Any] = {
    "id": "r1",
    "name": "Număr de biciclete",
    "format": "CSV",
    "url": f"{PORTAL}/download/b.csv",
    "datastore_active": True,
    "state": "active",
}
CSV = b"an;valoare\n2022;10\n2023;12\n2024;14\n"
SUBJECT = {"title.ro": "Biciclete: {first} în {first_x}, {last} în {last_x}"}


def answer(result: Any) -> bytes:
    return json.dumps({"success": True, "result": result}).encode()


def pages(*rows: list[dict[str, Any]], total: int) -> dict[str, bytes]:
    """Answers of the datastore, one after the other."""
    made, offset = {}, 0
    for each in rows:
        call = f"{API}/datastore_search?resource_id=r1&limit=5000&offset={offset}&sort=_id"
        made[call] = answer({"records": each, "total": total})
        offset += len(each)
    return made


def portal(
    name: str,
    shows: str,
    package: dict[str, Any],
    expect: Expectation,
    *,
    rows: Any = ROWS,
    more: Mapping[str, bytes] = {},
    **options: str,
) -> Case:
    data_set = {
        "name": "mobilitate",
        "title": "Mobilitate",
        "license_id": "cc-by",
        "state": "active",
        "private": False,
        "organization": {"title": "Primăria Exemplu"},
        "resources": [RESOURCE],
        **package,
    }
    beside = {
        f"{API}/package_show?id=mobilitate": answer(data_set),
        **pages(rows, total=len(rows)),
        f"{PORTAL}/download/b.csv": CSV,
        **more,
    }
    return Case(name, shows, PAGE, b"", expect, options, "dataset", beside=beside)


def resources(*each: dict[str, Any]) -> dict[str, Any]:
    return {"resources": [{**RESOURCE, "id": f"r{n}", **one} for n, one in enumerate(each, 1)]}


def answers(body: bytes) -> dict[str, bytes]:
    return {f"{API}/package_show?id=mobilitate": body}


PORTALS = [
    portal(
        "ckan-names",
        "the resource names the slide, the organization is the source",
        {},
        Table(
            YEARS,
            slide={**SUBJECT, "topic.ro": "Mobilitate", "source.name": "Primăria Exemplu", "source.licence": "CC BY"},
        ),
    ),
    portal(
        "ckan-translated",
        "titles in several languages",
        {
            "title": "Mobility",
            "title_translated": {"en": "Mobility", "ro": "Mobilitate"},
            **resources({"name": "Bicycles", "name_translated": {"en": "Bicycles", "ro": "Biciclete"}}),
        },
        Table(YEARS, slide={**SUBJECT, "topic.ro": "Mobilitate"}),
    ),
    portal(
        "ckan-title-by-language",
        "a title that is itself by language",
        {"title": {"en": "Mobility", "ro": "Mobilitate"}},
        Table(YEARS, slide={"topic.ro": "Mobilitate"}),
    ),
    portal(
        "ckan-english",
        "the same, in the language wanted",
        {"title": {"en": "Mobility", "ro": "Mobilitate"}},
        Table(YEARS, slide={"topic.en": "Mobility"}),
        lang="en",
    ),
    portal(
        "ckan-same-name",
        "a resource that is called like its data set",
        resources({"name": "MOBILITATE"}),
        Table(YEARS, slide={"title.ro": "Mobilitate: {first} în {first_x}, {last} în {last_x}"}),
    ),
    portal("ckan-private", "a private data set", {"private": True}, Refused(("the data set 'mobilitate' is private",))),
    portal(
        "ckan-deleted", "a deleted data set", {"state": "deleted"}, Refused(("the data set 'mobilitate' is deleted",))
    ),
    portal("ckan-draft", "a draft", {"state": "draft"}, Refused(("the data set 'mobilitate' is draft",))),
    portal(
        "ckan-deleted-resource",
        "a deleted resource beside the one there is",
        resources({}, {"state": "deleted"}),
        Table(YEARS),
    ),
    portal(
        "ckan-two-files",
        "two files that could be meant",
        resources({}, {"name": "Trotinete"}),
        Asked("resource", ("Număr de biciclete", "Trotinete")),
    ),
    portal(
        "ckan-two-files-answered",
        "the same, answered",
        resources({}, {"name": "Trotinete"}),
        Table(YEARS, slide=SUBJECT),
        resource="Număr de biciclete",
    ),
    portal(
        "ckan-formats",
        "one table in three formats",
        resources({}, {"format": "XLSX", "datastore_active": False}, {"format": "PDF"}),
        Table(YEARS),
    ),
    portal(
        "ckan-formats-newer",
        "the same name, one modified a year later",
        resources({"last_modified": "2024-01-02"}, {"format": "XLSX", "last_modified": "2025-01-02"}),
        Asked("resource"),
    ),
    portal(
        "ckan-licence-address",
        "the licence by its address",
        {"license_id": "notspecified", "license_url": "https://creativecommons.org/licenses/by-sa/4.0/"},
        Table(YEARS, slide={"source.licence": "CC BY-SA 4.0"}),
    ),
    portal(
        "ckan-licence-none",
        "no licence",
        {"license_id": "notspecified", "license_title": "License Not Specified"},
        Table(YEARS, notes=("`source.licence`",)),
    ),
    portal(
        "ckan-licence-two",
        "two licences",
        {"license_url": "https://creativecommons.org/licenses/by-nc/4.0/"},
        Table(YEARS, notes=("the portal gives the licences CC BY and CC BY-NC 4.0", "`source.licence`")),
    ),
    portal(
        "ckan-part-of-the-datastore",
        "a datastore with a part of the file: the file is read",
        resources({"datastore_contains_all_records_of_source_file": False}),
        Table(YEARS),
        rows=ROWS[:1],
    ),
    portal(
        "ckan-fewer-rows",
        "fewer rows than the portal says it has",
        {},
        Refused(("gave 1 rows and says it has 3",)),
        more=pages(ROWS[:1], [], total=3),
    ),
    portal(
        "ckan-too-large",
        "a file of 250 MB",
        resources({"datastore_active": False, "size": 250_000_000}),
        Refused(("250,000,000 bytes, expected at most 20,000,000",)),
    ),
    portal(
        "ckan-refuses",
        "what the portal refuses is said",
        {},
        Refused(("the portal refused: Access denied",)),
        more=answers(b'{"success": false, "error": {"message": "Access denied", "__type": "Authorization Error"}}'),
    ),
    portal(
        "ckan-sign-in",
        "a page to sign in at",
        {},
        Refused(("asks to sign in",)),
        more=answers(b'<!DOCTYPE html><form><input type="password"></form>'),
    ),
    portal(
        "ckan-web-page",
        "a web page instead of an answer",
        {},
        Refused(("answered with a web page, expected JSON",)),
        more=answers(b"<html><body>Mentenan\xc8\x9b\xc4\x83</body></html>"),
    ),
    portal(
        "ckan-places",
        "rows with positions are places",
        {},
        Places({"Gara": GARA}),
        rows=[{"_id": 1, "nume": "Gara", "lat": "45.7503", "lon": "21.2078"}],
        **{"as-of": "2026-11-01"},
    ),
    Case(
        "json-page",
        "a page of the rows of an interface",
        "a.json",
        '{"count": 340, "next": "https://x/?page=2", "results": [{"an": 2023, "cereri": 5}]}',
        Refused(("has 1 of 340 rows",)),
        FULL,
        "dataset",
    ),
]

CASES = [*PLACES, *PORTALS]
