"""Open data as slides: the chart by rule, headlines made of figures, breaks, missing values, places."""

from typing import Any

import msgspec
import pytest
from PIL import Image

from content.checks import gate
from content.checks.frames import ShownFrame
from content.pack.model import Display
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.open_data import (
    STATION,
    WIDE,
    WRITTEN,
    composed,
    data_city,
    drawn_chart,
    refusal,
    slide,
    with_data,
    with_file,
)
from tests.slides.samples import COLOURS, FORMATS, opened, with_slide
from tests.slides.test_golden import GOLDEN, RENEW, TOLERANCE, WIDTH, difference

KEPT = [
    "date-ruptura",
    "date-goluri",
    "date-lipsa",
    "date-linii",
    "date-luni",
    "date-sold",
    "date-harta",
    "date-harta-valori",
]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("date-unul", "number"),
        ("date-sold", "bar"),
        ("date-luni", "bar"),
        ("date-zile", "bar"),
        ("date-goluri", "line"),
        ("date-linii", "rows"),
        ("date-harta", "map"),
    ],
)
def test_the_chart_follows_the_rule(name: str, kind: str) -> None:
    data = composed(name)
    forms = {"number": "figure", "rows": "rows", "map": "map"}
    if kind in ("bar", "line"):
        assert data["chart"]["kind"] == kind
    else:
        assert data["chart"] is None and data[forms[kind]]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_form_passes_the_gate(name: str) -> None:
    pack = data_city()
    for display in pack.displays.values():
        page = ShownFrame(display.id, name, "ro", compose(pack, name, "ro", Format.of(display)))
        of_made_up_figures = {"aged", "headline-figure"}
        assert {finding.code for finding in gate.examine(pack, [page])} <= of_made_up_figures


def test_bars_that_become_a_line_name_what_a_gap_does_not() -> None:
    """Where the bars have no room is the template's to know: it is given the words for both."""
    data = composed("date-ruptura")
    assert data["chart"]["kind"] == "bar" and data["chart"]["open"]
    units = [data[name].replace("\u00a0", " ") for name in ("unit", "unit-line")]
    scope = "mii de călători · județul Timiș, nu orașul"
    assert units == [scope, f"{scope} · fără date: 2014"]
    assert composed("date-goluri")["unit-line"] is None


def test_a_person_overrides_the_rule() -> None:
    assert composed("date-lipsa", pack=with_data("date-lipsa", chart="number"))["figure"] == "190"
    line = with_data("date-ruptura", chart="line")
    assert composed("date-ruptura", pack=line)["chart"]["kind"] == "line"
    many = with_data("date-goluri", chart="bar")
    assert "found 11 bars, expected at most 8: set `since`" in refusal("date-goluri", many)
    assert "found a line of 4, expected at least 5 points" in refusal("date-sold", with_data("date-sold", chart="line"))


def test_bars_without_room_for_their_figures_are_a_line_unless_a_person_wants_bars() -> None:
    """Eight figures of six characters: no room beside each other on 1920 pixels read from 3 m."""
    made = drawn_chart("date-ruptura", data_city())
    assert made == "line"
    wanted = with_data("date-ruptura", chart="bar")
    assert "the labels of the chart" in refusal("date-ruptura", wanted)


def test_rows_are_the_largest_first_and_say_how_many_there_are() -> None:
    data = composed("date-linii")
    assert [row["label"] for row in data["rows"]] == [f"Linia {n}" for n in ("33", "40", "1", "E8", "5", "7", "9")]
    assert data["unit"].replace("\u00a0", " ") == "curse pe zi · primele 7 din 9"
    ordered = composed("date-varste")
    assert [row["label"] for row in ordered["rows"]] == ["0–14 ani", "15–64 de ani", "65 de ani și peste"]
    assert ordered["rows"][2]["part"] is None and ordered["rows"][2]["figure"] == "lipsă"


def test_school_years_are_not_sorted_by_size() -> None:
    written: dict[str, Any] = {"data": "data/ani.csv", "where": {}, "x": "an", "y": "n"}
    pack = with_file("data/ani.csv", b"an,n\n2008/09,5\n2009/10,9\n2010/11,7\n")
    pack = msgspec.structs.replace(
        pack, slides={**pack.slides, "date-varste": slide("date-varste", chart="auto", **written)}
    )
    assert [row["label"] for row in composed("date-varste", pack=pack)["rows"]] == ["2008/09", "2009/10", "2010/11"]


def test_what_is_compared_is_named_in_the_language() -> None:
    data = "zona,zona:hu,n\nSud,Dél,3\nNord,Észak,5\n"
    where: dict[str, Any] = {"where": {}, "x": "zona", "y": "n", "title": {"ro": "{most_x}", "hu": "{most_x}"}}
    pack = with_file("data/zone.csv", data.encode())
    slides = {**pack.slides, "date-linii": slide("date-linii", data="data/zone.csv", **where)}
    pack = msgspec.structs.replace(pack, slides=slides)
    for lang, names in (("ro", ["Nord", "Sud"]), ("hu", ["Észak", "Dél"])):
        made = composed("date-linii", lang, pack=pack)
        assert ([row["label"] for row in made["rows"]], made["title"]) == (names, names[0])


def test_whose_figures_they_are_is_in_the_title_block() -> None:
    assert composed("date-ruptura")["unit"].replace("\u00a0", " ") == "mii de călători · județul Timiș, nu orașul"
    assert composed("date-unul")["unit"].replace("\u00a0", " ") == "județul Timiș, nu orașul"


def test_a_year_the_source_leaves_out_is_a_gap_and_is_named() -> None:
    data = composed("date-goluri")
    points = {point["x"]: point["y"] for point in data["chart"]["points"]}
    assert points["1994"] is None and points["1995"] is None and points["1998"] == 50
    assert len(points) == 20
    assert data["unit"].replace("\u00a0", " ") == "km · fără date: 1994–1997, 1999–2004"
    assert "1995: lipsă" in data["chart-alt"]


def test_months_and_days_are_said_in_the_language() -> None:
    points = composed("date-luni")["chart"]["points"]
    assert [point["x"] for point in points] == ["dec.|2023", "ian.|2024", "feb.|~2024", "mar.|~2024", "apr.|~2024"]
    assert composed("date-luni")["title"] == "aprilie 2024:\u00a0512"
    assert composed("date-zile", "hu")["chart"]["points"][5]["x"] == "Szo|28"


@pytest.mark.parametrize("display", data_city().displays.values(), ids=lambda display: display.id)
@pytest.mark.parametrize("name", WRITTEN)
def test_every_form_fits_every_display_in_its_longest_languages(name: str, display: Display) -> None:
    fmt = Format.of(display)
    for lang in ("ro", "hu", "sr"):
        made = draw(compose(data_city(), name, lang, fmt))
        assert opened(made.png).size == (fmt.width, fmt.height)


@pytest.mark.parametrize("theme", ["high-contrast", "large-text"])
@pytest.mark.parametrize("name", ["date-ruptura", "date-lipsa", "date-linii", "date-harta"])
def test_every_form_takes_its_colours_from_the_theme(name: str, theme: Any) -> None:
    fmt = msgspec.structs.replace(FORMATS["portrait"], theme=theme)
    picture = opened(draw(compose(data_city(), name, "ro", fmt)).png)
    colours = COLOURS[theme]["dataset"]
    assert "#{:02x}{:02x}{:02x}".format(*picture.getpixel((500, 60))) == colours.ground
    painted = {"#{:02x}{:02x}{:02x}".format(*color) for _, color in picture.getcolors(1_000_000)}
    assert {colours.accent, colours.ink} <= painted


def test_the_data_set_of_the_week_is_distinguished() -> None:
    assert composed("date-linii")["kicker"].startswith("Setul de date al săptămânii")
    accent = tuple(bytes.fromhex(COLOURS["standard"]["dataset"].accent[1:]))
    for name, most in (("date-linii", 1.0), ("date-goluri", 0.001)):
        picture = opened(draw(compose(data_city(), name, "ro", WIDE)).png)
        row = [picture.getpixel((x, 160)) == accent for x in range(60, 1200)]
        assert sum(row) / len(row) >= 0.9 * most if most == 1.0 else sum(row) / len(row) <= most


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("form", ["landscape", "portrait", "station"])
def test_looks_as_judged(name: str, form: str) -> None:
    """`station` is the sample city's display of 1280 × 720, in Hungarian."""
    fmt, lang = (Format.of(STATION), "hu") if form == "station" else (FORMATS[form], "ro")
    picture = opened(draw(compose(data_city(), name, lang, fmt)).png)
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.BOX)
    path = GOLDEN / f"{name}.{form}.png"
    if RENEW:
        picture.quantize(128).save(path, optimize=True)
    assert difference(picture, Image.open(path).convert("RGB")) <= TOLERANCE


def test_a_break_outside_the_shown_years_is_not_written() -> None:
    for at, written in ((2000, []), (2016, ["2016"])):
        pack = with_slide("tramvai", breaks=[{"at": at, "note": {"ro": "alt mod"}}])
        points = compose(pack, "tramvai", "ro", FORMATS["landscape"]).data.chart.points
        assert [point.x for point in points if point.note == "alt mod"] == written
