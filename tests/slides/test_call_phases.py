"""A call before it opens and after it closed: what the pages say in five languages, and that they fit."""

from datetime import date, datetime
from typing import Any

import pytest

from content.pack.model import Pack
from content.slides import numerals
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import RESULT, city, with_slide

LANGS = ("ro", "en", "hu", "de", "sr")
LONG = {
    "title": {
        "ro": "Întâi trotuarele: 214 străzi intră la reparat",
        "en": "Pavements first: 214 streets are to be repaired",
        "hu": "Először a járdák: 214 utcát újítunk fel",
        "de": "Zuerst die Gehwege: 214 Straßen werden repariert",
        "sr": "Прво тротоари: 214 улица иде на поправку",
    },
    "said": {
        "ro": "Șase din zece cer trotuare drepte înaintea asfaltului și a parcărilor.",
        "en": "Six out of ten want even pavements before asphalt and parking places.",
        "hu": "Tízből hatan egyenes járdát kérnek, az aszfalt és a parkolók előtt.",
        "de": "Sechs von zehn wollen ebene Gehwege, noch vor Asphalt und Parkplätzen.",
        "sr": "Шест од десет тражи равне тротоаре пре асфалта и паркинга.",
    },
    "did": {
        "ro": "Am mutat 12 milioane de lei de la parcări la trotuare. Lucrările încep în martie.",
        "en": "We moved 12 million lei from parking to pavements. Works start in March.",
        "hu": "12 millió lejt csoportosítottunk át a parkolókról a járdákra. A munka márciusban indul.",
        "de": "Wir haben 12 Millionen Lei von Parkplätzen zu Gehwegen verschoben. Baubeginn ist im März.",
        "sr": "Преместили смо 12 милиона леја са паркинга на тротоаре. Радови почињу у марту.",
    },
    "participants": 1284,
    "from": "2026-12-20T08:00",
}


def pack(**fields: Any) -> Pack:
    return with_slide("strada", announce="2026-11-10", **{"result": LONG, **fields})


def composed(name: str, lang: str = "ro", **fields: Any) -> dict[str, Any]:
    found = pack(**fields)
    fmt = Format.of(found.displays["piata-unirii"])
    return {key: _bare(value) for key, value in compose(found, name, lang, fmt).data.plain().items()}


def _bare(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\u00a0", " ")
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("theme", ["standard", "high-contrast"])
@pytest.mark.parametrize("display", city().displays)
@pytest.mark.parametrize("name", ["strada.announced", "strada.result"])
def test_fits_every_display_in_each_of_its_languages(name: str, display: str, theme: str) -> None:
    found = pack()
    fmt = Format.of(found.displays[display])
    for lang in found.displays[display].languages:
        made = draw(compose(found, name, lang, Format(**{**_fields(fmt), "theme": theme})))
        assert [part.part for part in made.live] == ["clock"]


def _fields(fmt: Format) -> dict[str, Any]:
    return {name: getattr(fmt, name) for name in fmt.__struct_fields__}


def test_the_announcement_says_both_days() -> None:
    assert composed("strada.announced")["dates"] == [
        ["Se deschide", "vineri, 20 noiembrie"],
        ["Se închide", "duminică, 6 decembrie"],
    ]
    hours = composed("strada.announced", "de", opens="2026-11-20T09:00", closes="2026-12-06T16:00")["dates"]
    assert hours == [["Beginnt", "Freitag, 20. November, 09:00 Uhr"], ["Endet", "Sonntag, 6. Dezember, 16:00 Uhr"]]


@pytest.mark.parametrize("closes", ["2026-12-06", "2026-12-07T00:00", "2026-12-06T23:59"])
def test_the_midnight_that_ends_a_day_belongs_to_it(closes: str) -> None:
    assert composed("strada.announced", closes=closes)["dates"][1] == ["Se închide", "duminică, 6 decembrie"]
    assert composed("strada.result", closes=closes)["foot"].startswith("Consultare: 20 noiembrie – 6 decembrie 2026")


def test_the_result_says_what_people_said_and_what_was_done() -> None:
    data = composed("strada.result")
    assert data["said"] == ["Ce ați spus", LONG["said"]["ro"]]  # type: ignore[index]
    assert data["did"] == ["Ce am făcut", LONG["did"]["ro"]]  # type: ignore[index]
    assert data["count"] == "Au răspuns 1.284 de oameni."
    assert data["foot"] == "Consultare: 20 noiembrie – 6 decembrie 2026 · Legea 52/2003"


def test_no_line_of_the_result_ends_within_a_day() -> None:
    found = pack()
    job = compose(found, "strada.result", "sr", Format.of(found.displays["gara"]))
    assert (job.data.foot or "").split(" ")[1:3] == ["20.\u00a0новембар\u00a0–", "6.\u00a0децембар\u00a02026."]


def test_nobody_counted_is_not_nobody() -> None:
    without = {name: value for name, value in RESULT.items() if name != "participants"}
    assert composed("strada.result", result=without)["count"] is None
    assert composed("strada.result", result={**RESULT, "participants": 0})["count"] == "Au răspuns 0 oameni."


def test_people_in_five_languages() -> None:
    assert [numerals.took_part(1, lang) for lang in LANGS] == [
        "A răspuns un om",
        "One person took part",
        "1 ember vett részt",
        "Ein Mensch hat mitgemacht",
        "Учествовала је 1 особа",
    ]
    assert [numerals.took_part(n, "ro") for n in (19, 20)] == ["Au răspuns 19 oameni", "Au răspuns 20 de oameni"]
    assert [numerals.took_part(n, "sr") for n in (21, 22, 25)] == [
        "Учествовала је 21 особа",
        "Учествовале су 22 особе",
        "Учествовало је 25 особа",
    ]


def test_spans_of_days_in_five_languages() -> None:
    first, last = date(2026, 11, 20), date(2026, 12, 6)
    assert [numerals.days(first, last, lang) for lang in LANGS] == [
        "20 noiembrie – 6 decembrie 2026",
        "20 November – 6 December 2026",
        "2026. november 20. – december 6.",
        "20. November – 6. Dezember 2026",
        "20. новембар – 6. децембар 2026.",
    ]
    assert numerals.days(date(2026, 12, 20), date(2027, 1, 6), "ro") == "20 decembrie 2026 – 6 ianuarie 2027"


def test_a_day_with_its_hour_in_five_languages() -> None:
    at = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001  local wall-clock time, only written out
    assert [numerals.day(at, lang) for lang in LANGS] == [
        "vineri, 20 noiembrie, ora 09:00",
        "Friday 20 November, 09:00",
        "november 20., péntek, 09:00",
        "Freitag, 20. November, 09:00 Uhr",
        "петак, 20. новембар, у 09:00",
    ]
