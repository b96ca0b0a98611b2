"""Open data as slides: the chart by rule, headlines made of figures, breaks, missing values, places."""

import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from content.checks import gate
from content.findings import RefusedError
from content.pack.model import Display, Pack
from content.publication.edition import PlannedFrame
from content.readers.open_data.table import Point
from content.slides import bars, chart, curve, drawing, placeholders
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.open_data import NOTE, PLACES, SERIES, WRITTEN, data_city, slide, with_data, with_file
from tests.slides.samples import COLOURS, FORMATS, opened
from tests.slides.test_golden import GOLDEN, RENEW, TOLERANCE, WIDTH, difference

WIDE = FORMATS["landscape"]
STATION = next(display for display in data_city().displays.values() if display.panel.height == 720)
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


def composed(name: str, lang: str = "ro", fmt: Format = WIDE, pack: Pack | None = None) -> dict[str, Any]:
    return compose(pack or data_city(), name, lang, fmt).data.plain()


def refusal(name: str, pack: Pack, lang: str = "ro") -> str:
    with pytest.raises(RefusedError) as refused:
        draw(compose(pack, name, lang, WIDE))
    return str(refused.value.findings[0])


# --- which chart ---------------------------------------------------------------------------------------------------


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
        page = PlannedFrame(display.id, name, "ro", compose(pack, name, "ro", Format.of(display)))
        of_made_up_figures = {"aged", "headline-figure"}
        assert {finding.code for finding in gate.examine(pack, [page])} <= of_made_up_figures


def test_bars_that_become_a_line_name_what_a_gap_does_not() -> None:
    """Where the bars have no room is the template's to know: it is given the words for both."""
    data = composed("date-ruptura")
    assert data["chart"]["kind"] == "bar" and data["chart"]["open"]
    said = [data[name].replace("\u00a0", " ") for name in ("unit", "unit-line")]
    scope = "mii de călători · județul Timiș, nu orașul"
    assert said == [scope, f"{scope} · fără date: 2014"]
    assert composed("date-goluri")["unit-line"] is None


def test_a_line_says_the_years_that_bars_say_once() -> None:
    """The label that has the year may be one a line has no room for."""
    data = composed("date-luni")
    place = chart.ChartPlace(500, 300, 50, data["colors"])
    axis = curve.line(data["chart"]["points"], place)["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == ["dec.|2023", "apr.|2024"]


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


def drawn_chart(name: str, pack: Pack) -> str:
    job = compose(pack, name, "ro", WIDE)
    parts = drawing.laid_out(job)
    return str(next(part["kind"] for part in parts if part["part"] == "chart"))


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
    found = {**pack.slides, "date-linii": slide("date-linii", data="data/zone.csv", **where)}
    pack = msgspec.structs.replace(pack, slides=found)
    for lang, names in (("ro", ["Nord", "Sud"]), ("hu", ["Észak", "Dél"])):
        made = composed("date-linii", lang, pack=pack)
        assert ([row["label"] for row in made["rows"]], made["title"]) == (names, names[0])


# --- headlines -----------------------------------------------------------------------------------------------------

POINTS = [Point("2018", Decimal("22794")), Point("2019", None), Point("2020", Decimal("24191.5"))]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ro", "22.794 (2018) 24.191,5 (2020) +1.397,5 24.191,5 3"),
        ("en", "22,794 (2018) 24,191.5 (2020) +1,397.5 24,191.5 3"),
        ("hu", "22 794 (2018) 24 191,5 (2020) +1397,5 24 191,5 3"),
        ("de", "22.794 (2018) 24.191,5 (2020) +1.397,5 24.191,5 3"),
        ("sr", "22.794 (2018) 24.191,5 (2020) +1.397,5 24.191,5 3"),
    ],
)
def test_figures_in_a_headline_are_the_languages(lang: str, said: str) -> None:
    title = "{first} ({first_x}) {last} ({last_x}) {change} {most} {count}"
    assert placeholders.filled(title, POINTS, None, lang, "x").replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("lang", "word", "said"),
    [
        (
            "ro",
            "tramvai|tramvaie|de tramvaie",
            ["1 tramvai", "19 tramvaie", "20 de tramvaie", "101 tramvaie", "159 de tramvaie", "1,5 tramvaie"],
        ),
        ("en", "tram|trams", ["1 tram", "19 trams", "20 trams", "101 trams", "159 trams", "1.5 trams"]),
        (
            "hu",
            "villamos",
            ["1 villamos", "19 villamos", "20 villamos", "101 villamos", "159 villamos", "1,5 villamos"],
        ),
        (
            "sr",
            "трамвај|трамваја|трамваја",
            ["1 трамвај", "19 трамваја", "20 трамваја", "101 трамвај", "159 трамваја", "1,5 трамваја"],
        ),
    ],
)
def test_a_word_goes_with_its_figure(lang: str, word: str, said: list[str]) -> None:
    values = [Decimal(value) for value in ("1", "19", "20", "101", "159", "1.5")]
    title = f"{{last:{word}}}"
    made = [placeholders.filled(title, [Point("2019", value)], None, lang, "x") for value in values]
    assert made == said


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("{last:tramvai|tramvaie}", "found {last:tramvai|tramvaie}, expected its word as one|few|other"),
        ("{last:}", "found {last:}, expected its word as one|few|other"),
        ("{last_x:an}", "found {last_x:an}, expected no words, as it is no number"),
    ],
)
def test_forms_that_do_not_go_with_a_figure_are_refused(title: str, sentence: str) -> None:
    assert sentence in refusal("date-sold", with_data("date-sold", title={"ro": title}))


def test_a_headline_stays_true_when_the_data_change() -> None:
    before = composed("date-lipsa")["title"]
    after = composed("date-lipsa", pack=with_file("data/serii.csv", f"{SERIES}lipsa,2020,77\n".encode()))["title"]
    assert (before, after) == ("2019:\u00a0190", "2020:\u00a077")


@given(st.decimals(-(10**6), 10**6, places=1))
def test_a_change_always_has_its_sign(value: Decimal) -> None:
    said = placeholders.signed(value, "ro")
    assert said[0] == ("+" if value > 0 else "−" if value < 0 else "0")


def test_an_unknown_name_is_refused_naming_those_there_are() -> None:
    pack = with_data("date-sold", title={"ro": "Acum {ultima}"})
    said = refusal("date-sold", pack)
    assert said.startswith(
        "slides/date-sold.yaml:$.title.ro: found {ultima}, expected one of {first}, {first_x}, {last}"
    )


@pytest.mark.parametrize("name", ["{change}", "{first}", "{first_x}"])
def test_a_headline_never_compares_across_a_break(name: str) -> None:
    pack = with_data("date-lipsa", title={"ro": f"{name} și {{last}}"})
    assert f"found {name}, which compares across the break at 2018" in refusal("date-lipsa", pack)
    after = with_data("date-lipsa", title={"ro": f"{name} și {{last}}"}, since=2018)
    assert composed("date-lipsa", pack=after)["title"].endswith("și\u00a0190")


def test_places_have_no_values_to_headline() -> None:
    pack = with_data("date-harta", title={"ro": "{last}"})
    assert "found {last}, expected {count}" in refusal("date-harta", pack)


# --- honesty -------------------------------------------------------------------------------------------------------


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


def test_a_missing_bar_says_so_and_is_no_zero() -> None:
    svg = drawn_svg("date-lipsa")
    assert ">lipsă<" in svg
    assert svg.count('aria-roledescription="bar"') == 4


def test_a_break_is_marked_and_labelled_on_the_chart_and_parts_the_line() -> None:
    svg = drawn_svg("date-ruptura")
    assert "alt mod de numărare" in svg and "stroke-dasharray" in svg
    # 2012–2013, 2015 alone, and 2016–2019 after the break.
    lines = re.findall(r'aria-roledescription="line mark"[^>]* d="([^"]*)"', svg) or re.findall(
        r' d="(M[^"]*)"[^>]*aria-roledescription="line mark"', svg
    )
    assert sum(path.count("M") for path in lines) >= 2


def drawn_svg(name: str) -> str:
    job = compose(data_city(), name, "ro", WIDE)
    parts = drawing.laid_out(job)
    data = job.data.plain()
    place = next(part for part in parts if part["part"] == "chart")
    at = chart.ChartPlace(int(place["width"]), int(place["height"]), place["size"], data["colors"])
    return chart.svg(place["kind"], data["chart"]["points"], at)


def test_a_break_of_months_is_where_its_month_is() -> None:
    pack = with_data("date-luni", breaks=[{"at": "2024-02", "note": NOTE}])
    assert [point["x"] for point in composed("date-luni", pack=pack)["chart"]["points"] if point["note"]] == [
        "feb.|~2024"
    ]
    year = with_data("date-luni", breaks=[{"at": 2024, "note": NOTE}])
    assert [point["x"] for point in composed("date-luni", pack=year)["chart"]["points"] if point["note"]] == [
        "ian.|2024"
    ]


@pytest.mark.parametrize(("name", "span"), [("date-sold", [-12.5, 30]), ("date-luni", [0, 530])])
def test_bars_begin_at_zero(name: str, span: list[float]) -> None:
    place = chart.ChartPlace(800, 400, 30, composed(name)["colors"])
    spec = bars.bars(composed(name)["chart"]["points"], place)
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == span


def test_months_and_days_are_said_in_the_language() -> None:
    points = composed("date-luni")["chart"]["points"]
    assert [point["x"] for point in points] == ["dec.|2023", "ian.|2024", "feb.|~2024", "mar.|~2024", "apr.|~2024"]
    assert composed("date-luni")["title"] == "aprilie 2024:\u00a0512"
    assert composed("date-zile", "hu")["chart"]["points"][5]["x"] == "Szo|28"


def test_the_axis_of_a_line_names_its_ends_and_round_years() -> None:
    assert curve.ticks([str(year) for year in range(1991, 2020)], 5) == ["1991", "2000", "2010", "2019"]


# --- places --------------------------------------------------------------------------------------------------------


def test_numbers_tie_dots_to_names_in_the_language() -> None:
    said = composed("date-harta", "hu")["map"]["places"]
    assert [(place["number"], place["name"]) for place in said] == [
        ("1", "Városháza"),
        ("2", "Piața Unirii"),
        ("3", "Gara de Nord"),
    ]
    values = composed("date-harta-valori")["map"]["places"]
    assert [place["figure"] for place in values] == ["2", "1", "lipsă"]


def test_a_map_has_the_shape_of_the_ground() -> None:
    """One minute of latitude is 1.852 km; of longitude at 45.75° N 1.292 km: the box is 8.5 km wide and 7.2 km high."""
    data = composed("date-harta")["map"]
    assert data["aspect"] == pytest.approx((0.065 * 60 * 1.852) / (0.11 * 60 * 1.292), rel=0.01)
    corners = [corner for line in data["outline"] for corner in line["corners"]]
    assert (min(x for x, _ in corners), max(x for x, _ in corners)) == (0, 1)
    assert [line["closed"] for line in data["outline"]] == [True, False]
    north, south = data["places"][1], data["places"][2]
    assert north["y"] < south["y"] and north["x"] > south["x"]


def test_places_without_an_outline_are_refused() -> None:
    assert "found places without `outline`" in refusal("date-harta", with_data("date-harta", outline=None))


def test_more_places_than_a_map_can_show_are_refused() -> None:
    one = PLACES.decode().split("\n")[1:3]
    features = ["".join(one).replace("Primărie", f"Locul {n}").rstrip(",") for n in range(13)]
    data = f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'
    assert "found 13 places, expected at most 12" in refusal(
        "date-harta", with_file("data/ecrane.geojson", data.encode())
    )


def test_twelve_places_fit_where_there_is_room_and_are_refused_where_there_is_none() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Complexul {n}"},
            "geometry": {"type": "Point", "coordinates": [21.2 + 0.015 * (n % 4), 45.735 + 0.015 * (n // 4)]},
        }
        for n in range(12)
    ]
    data = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    pack = with_file("data/ecrane.geojson", data)
    draw(compose(pack, "date-harta", "ro", WIDE))
    with pytest.raises(RefusedError, match=r"no room for the .*list of places .* expected fewer places"):
        draw(compose(pack, "date-harta", "ro", Format.of(STATION)))


# --- frames --------------------------------------------------------------------------------------------------------


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
    found = {"#{:02x}{:02x}{:02x}".format(*color) for _, color in picture.getcolors(1_000_000)}
    assert {colours.accent, colours.ink} <= found


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
