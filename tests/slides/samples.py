"""The sample city, and slides it does not have: a notice with a picture, a line, a result, an alert, and more."""

import functools
import io
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageDraw

import content
from content import strict_yaml
from content.pack.alert import Alert
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.slide import Slide
from content.pack.slides import authored
from content.slides import neutral
from content.slides.colours import PAPERS
from content.slides.job import Format
from content.slides.kinds import KINDS

FORMATS = {
    "landscape": Format(width=1920, height=1080, pixels_per_mm=1.577, viewing_distance_m=3.0),
    "portrait": Format(width=1080, height=1920, pixels_per_mm=2.017, viewing_distance_m=2.0),
}
COLOURS = {
    theme: {
        **{str(kind.slide.__struct_config__.tag): kind.inks.colours(theme) for kind in KINDS.values()},
        "neutral": neutral.INKS.colours(theme),
    }
    for theme in PAPERS
}
"""Theme → kind, or phase of one → its colours."""
PICTURE = "media/harta.png"
ALERT: dict[str, Any] = {
    "title": {
        "ro": "Apa de la robinet nu este potabilă în Fabric și Iosefin",
        "en": "Tap water is not safe to drink in Fabric and Iosefin",
        "hu": "A csapvíz nem iható a Gyárvárosban és a Józsefvárosban",
        "de": "Das Leitungswasser in der Fabrikstadt ist kein Trinkwasser",
        "sr": "Вода из чесме у Фабрику и Јозефину није за пиће",
    },
    "body": {
        "ro": "Nu o bea și nu găti cu ea, nici fiartă.\nApă îmbuteliată: Piața Traian și Piața Iosefin, non-stop.",
        "en": "Do not drink it or cook with it.\nBottled water: Piața Traian and Piața Iosefin, at all hours.",
        "hu": "Ne igyon belőle, felforralva sem.\nPalackozott víz: Piața Traian és Piața Iosefin, éjjel-nappal.",
        "de": "Nicht trinken, auch nicht abgekocht.\nWasser in Flaschen: Piața Traian, Piața Iosefin, rund um die Uhr.",
        "sr": "Не пијте је, ни прокувану.\nФлаширана вода: Piața Traian и Piața Iosefin, даноноћно.",
    },
    "issuer": "Primăria Municipiului Timișoara și Aquatim",
    "since": "2026-11-24T14:05:00+02:00",
    "until": "2026-11-24T16:05:00+02:00",
}
"""As long as an alert of two texts may well be; written in every language of the city."""
RESULT = {
    "title": {"ro": "Întâi trotuarele: 214 străzi intră la reparat", "en": "Pavements first on 214 streets"},
    "said": {"ro": "Șase din zece cer trotuare drepte înaintea parcărilor.", "en": "Six out of ten want pavements."},
    "did": {"ro": "Am mutat 12 milioane de lei la trotuare.", "en": "We moved 12 million lei to pavements."},
    "participants": 1284,
    "from": "2026-12-20T08:00",
    "to": "2027-01-31",
}


@functools.cache
def city() -> Pack:
    """The sample pack with the slides above added."""
    pack = parse(read_folder(Path(content.__file__).parent / "timisoara"))
    more = {
        "strada-viata": changed(pack, "strada", announce="2026-11-10", result=RESULT),
        "registratura-harta": changed(
            pack, "registratura", image=PICTURE, alt={"ro": "Harta drumului la registratură", "en": "Map"}
        ),
        "tramvai-linie": changed(pack, "tramvai", chart="line", since=None),
        "tramvai-fara-legatura": changed(pack, "tramvai", link=None),
        "tramvai-ruptura": changed(pack, "tramvai", breaks=[{"at": 2016, "note": {"ro": "alt mod de numărare"}}]),
    }
    alert: Alert = strict_yaml.typed(ALERT, Alert, "apa")
    files = {**pack.files, PICTURE: picture()}
    return msgspec.structs.replace(pack, slides={**pack.slides, **more}, files=files, alerts={"apa": alert})


def changed(pack: Pack, slide_id: str, **fields: Any) -> Slide:
    """A slide of the pack with some fields written differently, read as strictly as from a file."""
    written = {**strict_yaml.plain(pack.slides[slide_id]), **fields}
    slide: Slide = strict_yaml.typed({k: v for k, v in written.items() if v is not None}, authored(), slide_id)
    return slide


def with_slide(slide_id: str, **fields: Any) -> Pack:
    """The sample pack with one slide changed."""
    pack = city()
    return msgspec.structs.replace(pack, slides={**pack.slides, slide_id: changed(pack, slide_id, **fields)})


def picture(width: int = 900, height: int = 600, kind: str = "PNG") -> bytes:
    """A drawn map."""
    made = Image.new("RGB", (width, height), "#dfe8d8")
    pen = ImageDraw.Draw(made)
    pen.line((0, height / 3, width, height / 2), fill="#e4572e", width=width // 40)
    pen.rectangle((width / 2, height / 2, width * 0.8, height * 0.8), fill="#b9c7ad")
    out = io.BytesIO()
    made.save(out, kind)
    return out.getvalue()


def opened(png: bytes) -> Image.Image:
    """The frame as RGB."""
    return Image.open(io.BytesIO(png)).convert("RGB")


LANGS = ("ro", "en", "hu", "de", "sr")


DISPLAYS = list(city().displays.values())


OWN = [name for name in city().slides if not name.startswith(("registratura-", "tramvai-"))]
