"""Slides of open data in every form: made-up figures, and places of the sample city's own displays."""

import functools
from typing import Any

import msgspec
import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.pack.model import Pack
from content.pack.slide import Slide
from content.pack.slides import authored
from content.slides import chart, drawing
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import FORMATS, city

SERIES = """serie,perioada,valoare
calatori,2012,36311
calatori,2013,38122
calatori,2014,
calatori,2015,35035
calatori,2016,82302
calatori,2017,85756
calatori,2018,91359
calatori,2019,104142
rar,1990,80
rar,1991,95
rar,1992,120
rar,1993,72
rar,1995,
rar,1998,50
rar,2005,20
rar,2006,33
rar,2007,43
rar,2008,48
rar,2009,58
lipsa,2015,140
lipsa,2016,
lipsa,2017,180
lipsa,2018,210
lipsa,2019,190
linii,Linia 1,312
linii,Linia 2,
linii,Linia 33,512
linii,Linia 40,498
linii,Linia E8,120
linii,Linia 5,110
linii,Linia 7,97
linii,Linia 9,88
linii,Linia 14,40
varste,0–14 ani,40
varste,15–64 de ani,185
varste,65 de ani și peste,
luni,2024-01,412
luni,2024-02,398
luni,2024-03,455
luni,2024-04,512
luni,2023-12,530
zile,2026-11-23,2310
zile,2026-11-24,2290
zile,2026-11-25,2305
zile,2026-11-26,2301
zile,2026-11-27,2299
zile,2026-11-28,1620
zile,2026-11-29,1190
sold,2019,-12.5
sold,2020,30
sold,2021,14
sold,2022,-4
unul,2019,7
"""
PLACES = b"""{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"name": "Prim\xc4\x83rie", "name:hu": "V\xc3\xa1rosh\xc3\xa1za", "ecrane": 2},
 "geometry": {"type": "Point", "coordinates": [21.2257, 45.7535]}},
{"type": "Feature", "properties": {"name": "Pia\xc8\x9ba Unirii", "ecrane": 1},
 "geometry": {"type": "Point", "coordinates": [21.2290, 45.7577]}},
{"type": "Feature", "properties": {"name": "Gara de Nord", "ecrane": null},
 "geometry": {"type": "Point", "coordinates": [21.2078, 45.7503]}}
]}"""
OUTLINE = b"""{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[21.17, 45.75], [21.19, 45.77],
 [21.22, 45.785], [21.25, 45.78], [21.275, 45.765], [21.28, 45.75], [21.26, 45.73], [21.23, 45.72], [21.2, 45.725],
 [21.18, 45.735], [21.17, 45.75]]]}},
{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[21.275, 45.758],
 [21.255, 45.752], [21.235, 45.752], [21.222, 45.7475], [21.205, 45.743], [21.185, 45.737]]}}
]}"""
"""A shape for the tests: not the city's boundary."""

SOURCE = {"name": "data.primariatm.ro", "url": "https://data.primariatm.ro", "licence": "CC BY", "as_of": "2019-12-31"}
LINK = {"url": "https://data.primariatm.ro", "short": "data.primariatm.ro"}
NOTE = {"ro": "alt mod de numărare", "hu": "más számítási mód", "sr": "другачији начин бројања"}
SCOPE = {"ro": "județul Timiș, nu orașul", "hu": "Temes megye, nem a város", "sr": "округ Тимиш, не град"}


def series(name: str, title: str, unit: str, **more: Any) -> dict[str, Any]:
    """A slide of one series; its title and unit serve as they are in three languages."""
    texts = {"title": dict.fromkeys(("ro", "hu", "sr"), title), "unit": dict.fromkeys(("ro", "hu", "sr"), unit)}
    return {"data": "data/serii.csv", "where": {"serie": name}, "x": "perioada", "y": "valoare", **texts, **more}


def texts(ro: str, hu: str, sr: str) -> dict[str, str]:
    return {"ro": ro, "hu": hu, "sr": sr}


WRITTEN: dict[str, dict[str, Any]] = {
    "date-ruptura": {
        **series("calatori", "", "", breaks=[{"at": 2016, "note": NOTE}], scope=SCOPE),
        "title": texts(
            "Călători cu tramvaiul: {last} în {last_x}",
            "Villamosutasok: {last} ({last_x})",
            "Путници трамваја: {last} ({last_x})",
        ),
        "unit": texts("mii de călători", "ezer utas", "хиљада путника"),
    },
    "date-goluri": series("rar", "{first} → {last}", "km"),
    "date-lipsa": series("lipsa", "{last_x}: {last}", "km", breaks=[{"at": 2018, "note": NOTE}]),
    "date-linii": {
        **series("linii", "", "", featured=True),
        "title": texts("Cele mai multe curse: {most_x}", "Legtöbb járat: {most_x}", "Највише полазака: {most_x}"),
        "unit": texts("curse pe zi", "járat naponta", "полазака дневно"),
        "topic": texts("transport public", "közlekedés", "јавни превоз"),
    },
    "date-varste": series("varste", "{most_x}: {most}", "‰", chart="bar"),
    "date-luni": series("luni", "{last_x}: {last}", "nr."),
    "date-zile": series("zile", "{count}: {first}–{last}", "nr."),
    "date-sold": series("sold", "{last_x}: {last}", "mil."),
    "date-unul": series("unul", "{last_x}: {last}", "km", scope=SCOPE),
    "date-harta": {
        "data": "data/ecrane.geojson",
        "outline": "data/contur.geojson",
        "title": texts("{count} ecrane ale primăriei", "A városháza {count} kijelzője", "{count} екрана градске куће"),
    },
    "date-harta-valori": {
        "data": "data/ecrane.geojson",
        "outline": "data/contur.geojson",
        "y": "ecrane",
        "title": texts("Ecranele primăriei", "A városháza kijelzői", "Екрани градске куће"),
        "link": None,
        "featured": True,
    },
}


@functools.cache
def data_city() -> Pack:
    """The sample city with these slides."""
    pack = city()
    made = {name: slide(name) for name in WRITTEN}
    data = {"data/serii.csv": SERIES.encode(), "data/ecrane.geojson": PLACES, "data/contur.geojson": OUTLINE}
    return msgspec.structs.replace(pack, slides={**pack.slides, **made}, files={**pack.files, **data})


def slide(name: str, **fields: Any) -> Slide:
    written = {"kind": "dataset", "source": SOURCE, "link": LINK, **WRITTEN[name], **fields}
    made: Slide = strict_yaml.typed({k: v for k, v in written.items() if v is not None}, authored(), name)
    return made


def with_data(name: str, **fields: Any) -> Pack:
    """The city with one of the slides written differently."""
    pack = data_city()
    return msgspec.structs.replace(pack, slides={**pack.slides, name: slide(name, **fields)})


def with_file(path: str, data: bytes) -> Pack:
    """The city with one of its files changed."""
    pack = data_city()
    return msgspec.structs.replace(pack, files={**pack.files, path: data})


WIDE = FORMATS["landscape"]


def composed(name: str, lang: str = "ro", fmt: Format = WIDE, pack: Pack | None = None) -> dict[str, Any]:
    return compose(pack or data_city(), name, lang, fmt).data.plain()


def refusal(name: str, pack: Pack, lang: str = "ro") -> str:
    with pytest.raises(RefusedError) as refused:
        draw(compose(pack, name, lang, WIDE))
    return str(refused.value.findings[0])


def drawn_chart(name: str, pack: Pack) -> str:
    job = compose(pack, name, "ro", WIDE)
    parts = drawing.laid_out(job)
    return str(next(part["kind"] for part in parts if part["part"] == "chart"))


def drawn_svg(name: str) -> str:
    job = compose(data_city(), name, "ro", WIDE)
    parts = drawing.laid_out(job)
    data = job.data.plain()
    place = next(part for part in parts if part["part"] == "chart")
    at = chart.ChartPlace(int(place["width"]), int(place["height"]), place["size"], data["colors"])
    return chart.svg(place["kind"], data["chart"]["points"], at)


STATION = next(display for display in data_city().displays.values() if display.panel.height == 720)
"""The smallest display of the city."""
