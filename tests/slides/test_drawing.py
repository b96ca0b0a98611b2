"""Frames as a passer-by and a technician need them: readable, decodable, complete, honest about what does not fit."""

import io
import re

import pytest
from PIL import Image

from content.findings import RefusedError
from content.pack.model import Display
from content.slides.compose import compose, compose_neutral
from content.slides.drawing import draw, export
from content.slides.job import Format
from tests.slides.samples import DISPLAYS, FORMATS, OWN, city, opened, with_slide


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.id)
@pytest.mark.parametrize("name", OWN)
def test_every_slide_of_the_sample_city_fits_every_display_in_every_language(name: str, display: Display) -> None:
    fmt = Format.of(display)
    for lang in city().languages(city().slides[name]):
        made = draw(compose(city(), name, lang, fmt))
        assert opened(made.png).size == (fmt.width, fmt.height)
        assert "clock" in {part.part for part in made.live}


LONG = {
    "buget-100": (
        "title",
        "Din fiecare o sută de lei cheltuiți de oraș, douăzeci și nouă merg la transportul public și drumuri",
    ),
    "strada": (
        "ask",
        "Spune-ne ce crezi că ar trebui reparat întâi pe strada ta și pe cele din jur, în ordinea în care deranjează",
    ),
    "tramvai": ("title", "Transportulelectriccuvagoanepeșinedincarteiereleperiferice a scăzut de la an la an"),
    "registratura": ("body", "Traficul este restricționat pe mai multe străzi din zonă. " * 9),
}


@pytest.mark.parametrize("name", LONG)
def test_what_does_not_fit_is_refused_by_name_never_shrunk(name: str) -> None:
    field, text = LONG[name]
    fmt = Format.of(city().displays["gara"])
    with pytest.raises(RefusedError) as refusal:
        draw(compose(with_slide(name, **{field: {"ro": text}}), name, "ro", fmt))
    (finding,) = refusal.value.findings
    assert finding.code == "fit"
    assert finding.where == f"slides/{name}.yaml"
    assert re.fullmatch(r"has no room for .+ in Romanian on 1280 × 720 pixels read from 2 m at .+", finding.message)


def test_a_display_read_from_too_far_is_refused() -> None:
    fmt = Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=9)
    with pytest.raises(RefusedError, match="read from 9 m"):
        draw(compose(city(), "buget-100", "ro", fmt))


def test_text_is_never_markup() -> None:
    """Typst's own syntax in an authored text is drawn, not run."""
    evil = '#panic("x") *b* $a$ @z <l> \\ [q] // c'
    pack = with_slide("registratura", title={"ro": evil[:28]}, body={"ro": evil}, link=None)
    job = compose(pack, "registratura", "ro", FORMATS["landscape"])
    svg = export(job, "svg")
    assert svg.startswith(b"<svg")
    assert b"panic" not in svg


@pytest.mark.parametrize("name", [*OWN, "registratura-harta", "tramvai-linie"])
def test_paper_is_a_tagged_pdf_with_the_texts(name: str) -> None:
    data = export(compose(city(), name, "ro", FORMATS["portrait"]), "pdf")
    assert data.startswith(b"%PDF-")
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid:part" in data


def test_an_export_is_svg_or_pdf() -> None:
    with pytest.raises(RefusedError, match="svg or pdf"):
        export(compose_neutral(city().city, "ro", FORMATS["landscape"]), "gif")


def test_nothing_is_drawn_in_the_margin() -> None:
    """No text or mark reaches the frame's edge, in any language, on the tightest display."""
    fmt = Format.of(city().displays["gara"])
    for name in OWN:
        for lang in city().languages(city().slides[name]):
            made = opened(draw(compose(city(), name, lang, fmt)).png)
            right = made.crop((fmt.width - 20, 0, fmt.width, fmt.height))
            assert right.getcolors(2) is not None, (name, lang)
            bottom = made.crop((40, fmt.height - 24, fmt.width, fmt.height))
            assert bottom.getcolors(3) is not None, (name, lang)


def test_no_frame_is_transparent() -> None:
    made = draw(compose_neutral(city().city, "ro", FORMATS["landscape"]))
    picture = Image.open(io.BytesIO(made.png)).convert("RGBA")
    assert picture.getextrema()[3] == (255, 255)
