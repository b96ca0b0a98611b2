"""The call of the sample city with an announcement and a long result."""

from typing import Any

from content.pack.model import Pack
from content.slides.compose import compose
from content.slides.job import Format
from tests.slides.samples import with_slide

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
    lived = pack(**fields)
    fmt = Format.of(lived.displays["piata-unirii"])
    return {key: _bare(value) for key, value in compose(lived, name, lang, fmt).data.plain().items()}


def _bare(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\u00a0", " ")
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value


def fields_of(fmt: Format) -> dict[str, Any]:
    return {name: getattr(fmt, name) for name in fmt.__struct_fields__}
