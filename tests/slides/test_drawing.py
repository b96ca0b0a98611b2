"""Frames as a passer-by and a technician need them: readable, decodable, complete, honest about what does not fit."""

import io
import math
import pickle
import re

import msgspec
import pytest
import zxingcpp
from PIL import Image

from content.findings import RefusedError
from content.pack.model import Display, Theme
from content.slides import qr, sizes
from content.slides.compose import characters, compose, compose_neutral
from content.slides.drawing import TEMPLATES, draw, export
from content.slides.job import Format
from content.slides.kinds import KINDS
from tests.slides.samples import COLOURS, FORMATS, PICTURE, city, opened, picture, with_slide

DISPLAYS = list(city().displays.values())
OWN = [name for name in city().slides if not name.startswith(("registratura-", "tramvai-"))]


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.id)
@pytest.mark.parametrize("name", OWN)
def test_every_slide_of_the_sample_city_fits_every_display_in_every_language(name: str, display: Display) -> None:
    fmt = Format.of(display)
    for lang in city().languages(city().slides[name]):
        made = draw(compose(city(), name, lang, fmt))
        assert opened(made.png).size == (fmt.width, fmt.height)
        assert "clock" in {part.part for part in made.live}


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.id)
@pytest.mark.parametrize("name", OWN)
def test_the_code_on_the_frame_leads_to_the_link(name: str, display: Display) -> None:
    fmt = Format.of(display)
    address = city().slides[name].address()
    assert address is not None
    made = opened(draw(compose(city(), name, "ro", fmt)).png)
    (code,) = zxingcpp.read_barcodes(made, formats=zxingcpp.BarcodeFormat.QRCode)
    assert code.text == address.url
    assert code.ec_level == "Q"
    corners = code.position
    side = corners.top_right.x - corners.top_left.x
    assert side / fmt.pixels_per_mm >= fmt.viewing_distance_m * 100 - 2


def test_the_quiet_zone_is_white_four_modules_wide() -> None:
    fmt = FORMATS["landscape"]
    job = compose(city(), "buget-100", "ro", fmt)
    made = opened(draw(job).png)
    (code,) = zxingcpp.read_barcodes(made)
    module, count = job.data.panel.qr.module, job.data.panel.qr.count
    left, top, quiet = code.position.top_left.x, code.position.top_left.y, 4 * module
    around = made.crop(
        (left - quiet + 2, top - quiet + 2, left + count * module + quiet - 2, top + count * module + quiet - 2)
    )
    around.paste((255, 255, 255), (quiet - 4, quiet - 4, quiet + count * module + 4, quiet + count * module + 4))
    assert around.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("fmt", [*FORMATS.values(), *map(Format.of, DISPLAYS)], ids=str)
def test_type_subtends_the_angle_it_must(fmt: Format) -> None:
    least = sizes.minimum(fmt)
    for role, arcmin in (("head", 42), ("body", 22), ("small", 16)):
        cap_mm = getattr(least, role) * 0.727 / fmt.pixels_per_mm
        assert 2 * math.degrees(math.atan(cap_mm / 2000 / fmt.viewing_distance_m)) * 60 == pytest.approx(arcmin)
    assert sizes.steps(fmt)[-2:] == [1, 0]
    assert sizes.steps(fmt) == sorted(sizes.steps(fmt), reverse=True)


def test_known_sizes() -> None:
    """passer-by figures: 22' at 3 m is 19 mm, 0.7 degrees at 3 m is 36.7 mm of capital height."""
    fmt = Format(width=1920, height=1080, pixels_per_mm=1, viewing_distance_m=3)
    assert sizes.cap_height(22, fmt) == pytest.approx(19.2, abs=0.05)
    assert sizes.cap_height(42, fmt) == pytest.approx(36.65, abs=0.05)


def test_the_headline_on_the_frame_is_as_tall_as_promised() -> None:
    """Measured on the pixels: the D of the headline against 0.7 degrees."""
    fmt = FORMATS["portrait"]
    made = opened(draw(compose(city(), "buget-100", "ro", fmt)).png).convert("L")
    left = next(x for x in range(90, 200) if made.getpixel((x, 300)) < 60)
    column = [y for y in range(220, 400) if made.getpixel((left + 4, y)) < 60]
    height = 1 + next(i for i, (a, b) in enumerate(zip(column, [*column[1:], 9999], strict=True)) if b != a + 1)
    assert height >= sizes.cap_height(42, fmt) - 1


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


@pytest.mark.parametrize("view", ["total", "hundred", "per-inhabitant"])
def test_revenue_is_not_drawn_as_spending(view: str) -> None:
    pack = with_slide("buget-total", view=view, data="data/venituri-2024.csv")
    with pytest.raises(RefusedError, match=f"is revenue by its total row, the view '{view}' expected expenditure"):
        compose(pack, "buget-total", "ro", FORMATS["landscape"])


def test_spending_is_not_drawn_as_revenue() -> None:
    pack = with_slide("buget-venituri", data="data/cheltuieli-2024.csv")
    with pytest.raises(RefusedError, match="is expenditure by its total row, the view 'revenue' expected revenue"):
        compose(pack, "buget-venituri", "ro", FORMATS["landscape"])


def test_a_break_outside_the_shown_years_is_not_written() -> None:
    for at, written in ((2000, []), (2016, ["2016"])):
        pack = with_slide("tramvai", breaks=[{"at": at, "note": {"ro": "alt mod"}}])
        points = compose(pack, "tramvai", "ro", FORMATS["landscape"]).data.chart.points
        assert [point.x for point in points if point.note == "alt mod"] == written


def test_a_total_without_its_sections_is_refused() -> None:
    data = {"data/cheltuieli-2024.csv": b"cod;total\n84.02;1.000.000,0\n49.02;1.000.000,0\n"}
    pack = msgspec.structs.replace(city(), files={**city().files, **data})
    with pytest.raises(RefusedError, match="needs the columns `functionare` and `dezvoltare`"):
        compose(pack, "buget-total", "ro", FORMATS["landscape"])


def test_an_address_no_code_can_hold_is_one_sentence() -> None:
    with pytest.raises(RefusedError, match="found 3,000 characters, expected an address short enough for a QR code"):
        qr.code("http://a/" + "b" * 2991, FORMATS["landscape"])
    assert qr.code("http://a/" + "b" * 291, FORMATS["landscape"]).count <= 100


@pytest.mark.parametrize("name", [*OWN, "registratura-harta", "tramvai-linie"])
def test_paper_is_a_tagged_pdf_with_the_texts(name: str) -> None:
    data = export(compose(city(), name, "ro", FORMATS["portrait"]), "pdf")
    assert data.startswith(b"%PDF-")
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid:part" in data


def test_a_letter_the_font_lacks_is_refused_not_drawn_as_a_box() -> None:
    pack = with_slide("registratura", body={"ro": "Închis 字 până luni"})
    with pytest.raises(RefusedError, match=r"found '字' \(U\+5B57\), which the font cannot draw") as refusal:
        draw(compose(pack, "registratura", "ro", FORMATS["landscape"]))
    assert refusal.value.findings[0].code == "letter"


def test_an_export_is_svg_or_pdf() -> None:
    with pytest.raises(RefusedError, match="svg or pdf"):
        export(compose_neutral(city().city, "ro", FORMATS["landscape"]), "gif")


def test_equal_jobs_give_equal_keys_and_bytes() -> None:
    fmt = FORMATS["landscape"]
    one, two = (compose(city(), "tramvai", "ro", fmt) for _ in range(2))
    other = compose(city(), "tramvai", "en", fmt)
    assert one.key() == two.key() != other.key()
    assert draw(one) == draw(two)
    assert re.fullmatch(r"[0-9a-f]{64}", one.key())


def test_a_job_travels_to_a_worker() -> None:
    job = compose(city(), "registratura-harta", "ro", FORMATS["landscape"])
    assert pickle.loads(pickle.dumps(job)).key() == job.key()
    sent = pickle.dumps(job.plain())
    assert pickle.loads(sent) == job.plain()
    assert b"content.slides.notice" not in sent, "a worker must not have to load a kind's module"


@pytest.mark.parametrize("orientation", FORMATS)
def test_the_picture_of_a_notice_is_on_the_frame(orientation: str) -> None:
    made = opened(draw(compose(city(), "registratura-harta", "ro", FORMATS[orientation])).png)
    found = sum(1 for pixel in made.resize((192, 192)).get_flattened_data() if pixel == (223, 232, 216))
    assert found > 300


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a" + bytes(40), "not a picture that can be read"),
        (picture()[:900], "not a picture that can be read"),
        (bytes(30_000_000), "expected at most 20,000,000"),
    ],
)
def test_a_picture_that_is_none_is_one_sentence(data: bytes, sentence: str) -> None:
    pack = msgspec.structs.replace(city(), files={**city().files, PICTURE: data})
    with pytest.raises(RefusedError, match=sentence) as refusal:
        draw(compose(pack, "registratura-harta", "ro", FORMATS["landscape"]))
    assert refusal.value.findings[0].where == PICTURE


def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    pack = msgspec.structs.replace(city(), files={**city().files, PICTURE: picture(9000, 5000)})
    with pytest.raises(RefusedError, match="9000 × 5000 pixels"):
        draw(compose(pack, "registratura-harta", "ro", FORMATS["landscape"]))


def test_each_kind_has_its_template() -> None:
    for kind in KINDS.values():
        assert (TEMPLATES / f"{kind.template}.typ").exists()


def _luminance(colour: str) -> float:
    values = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", COLOURS)
def test_contrast_is_that_of_wcag(theme: Theme) -> None:
    """1.4.3: 4.5 : 1 for text, in high contrast 1.4.6: 7 : 1; 1.4.11: 3 : 1 for marks; on ground and card."""
    least = 7 if theme == "high-contrast" else 4.5
    assert COLOURS[theme].keys() == COLOURS["standard"].keys()
    for colours in COLOURS[theme].values():
        for paper in (colours.ground, colours.card):
            assert all(_contrast(text, paper) >= least for text in (colours.ink, colours.muted, colours.accent))
            assert all(_contrast(mark, paper) >= 3 for mark in (colours.grey, colours.tint))
        assert _contrast(colours.on_accent, colours.accent) >= least
        assert _contrast(colours.ground, colours.card) < 1.3  # a quiet panel, not a second page


def test_a_duration_follows_from_what_is_read() -> None:
    read = {name: characters(city(), name, "ro") for name in OWN}
    assert all(20 <= count <= 260 for count in read.values()), read
    longer = with_slide(
        "registratura", body={"ro": "De două ori mai lung decât era înainte, și încă puțin pe deasupra lui."}
    )
    assert characters(longer, "registratura", "ro") > characters(
        with_slide("registratura", body={"ro": "x"}), "registratura", "ro"
    )


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
