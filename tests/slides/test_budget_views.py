"""What each view of a budget says: figures by hand, sums that are shown sums, refusals in one sentence."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from content import live, strict_yaml
from content.findings import RefusedError
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.sample import moved as pack_moved
from content.pack.slides import Budget
from content.publication.planner import plan_for
from content.readers.budgets import budget as reader
from content.slides import amounts, budget_views
from content.slides.compose import characters, compose
from content.slides.drawing import draw, export
from content.slides.job import Format
from tests.slides.budgets import BEFORE, PREVIOUS, VIEWS, budget_city, budget_slide
from tests.slides.samples import FORMATS, changed, city

SOURCE = {"name": "x", "url": "https://example.org", "licence": "x"}
LANGS = ("ro", "en", "hu", "de", "sr")
NEAR_720 = Format(width=1280, height=720, pixels_per_mm=1.807, viewing_distance_m=2.0)


def composed(pack: Pack, name: str, lang: str = "ro", orientation: str = "landscape") -> dict[str, Any]:
    return compose(pack, name, lang, FORMATS[orientation]).data.plain()


def said(row: dict[str, Any], *parts: str) -> tuple[str, ...]:
    return tuple(row[part].replace("\u00a0", " ") for part in parts)


def number(text: str) -> int:
    """The whole number a figure begins with, as Romanian writes it."""
    found = re.match(r"[+\u2212]?[\d.]+", text)
    assert found
    return int(found[0].replace(".", "").replace("\u2212", "-"))


def town(text: str, people: int, view: str = "hundred", **fields: Any) -> Pack:
    """The sample city with other figures (in lei), another number of inhabitants, and the slide `x` of them."""
    pack = city()
    slide = changed(pack, "buget-100", view=view, data="data/x.csv", unit="lei", **fields)
    population = msgspec.structs.replace(pack.city.population, value=people)
    return msgspec.structs.replace(
        pack,
        city=msgspec.structs.replace(pack.city, population=population),
        slides={**pack.slides, "x": slide},
        files={**pack.files, "data/x.csv": text.encode()},
    )


# --- by hand -------------------------------------------------------------------------------------------------------

TOWN = "cod;denumire;total\n84.02;Drumuri;700000\n65.02;Școli;500000\n51.02;Primărie;300000\n49.02;TOTAL;1500000\n"
"""1,000 inhabitants: 1,500 lei a year each, 125 a month."""


COFOG = "cod;denumire;total\n84.02;a;400000\n81.02;b;300000\n65.02;c;500000\n51.02;d;200000\n55.02;e;100000\n"
"""Divisions: 04 transport and heating 700, 09 schools 500, 01 administration and debt 300 thousand lei."""


def test_by_the_divisions_of_cofog_by_hand() -> None:
    pack = town(COFOG, 1000, by="cofog")
    page = composed(pack, "x")
    assert [said(row, "label", "figure") for row in page["rows"]] == [
        ("Economie și transport", "47"),
        ("Învățământ", "33"),
        ("Servicii generale", "20"),
    ]
    assert "COFOG" in page["foot"]
    moved = msgspec.structs.replace(pack, names=msgspec.structs.replace(pack.names, cofog={"81": "06"}))
    assert [said(row, "label", "figure") for row in composed(moved, "x", "de")["rows"]] == [
        ("Bildung", "33"),
        ("Wirtschaft und Verkehr", "27"),
        ("Wohnen und Versorgung", "20"),
        ("Allgemeine Verwaltung", "20"),
    ]
    each = town(COFOG, 1000, view="per-inhabitant", by="cofog")
    assert [said(row, "figure") for row in composed(each, "x")["rows"]] == [("700",), ("500",), ("300",)]


def test_only_chapters_have_divisions() -> None:
    with pytest.raises(RefusedError, match="found `by: cofog` in the view 'total', expected one with chapters"):
        town(COFOG, 1000, view="total", by="cofog")
    foreign = "cod_alta_clasificatie;denumire;total\n09;Education;1500000\nTOTAL;TOTAL CHELTUIELI;1500000\n"
    with pytest.raises(RefusedError, match="counts by another classification than Order 1954/2005"):
        composed(town(foreign, 1000, by="cofog"), "x")


def test_of_a_hundred_by_hand() -> None:
    """700/1500 = 46.67, 500/1500 = 33.33, 300/1500 = 20.00: the one left over goes to the largest remainder."""
    rows = composed(town(TOWN, 1000), "x")["rows"]
    assert [said(row, "label", "figure") for row in rows] == [
        ("Transport", "47"),
        ("Școli și grădinițe", "33"),
        ("Administrație", "20"),
    ]


@pytest.mark.parametrize(
    ("period", "note", "figures"),
    [
        ("year", "1.500 de lei pe an pentru un locuitor, din care", ["700", "500", "300"]),
        # 700,000 / 1,000 / 12 = 58.33, 41.67, 25.00: 125 together
        ("month", "125 de lei pe lună pentru un locuitor, din care", ["58", "42", "25"]),
    ],
)
def test_per_inhabitant_by_hand(period: str, note: str, figures: list[str]) -> None:
    data = composed(town(TOWN, 1000, "per-inhabitant", period=period), "x")
    assert data["note"].replace("\u00a0", " ") == note
    assert [row["figure"] for row in data["rows"]] == figures
    assert "1.000 locuitori (decembrie 2021, INS, RPL 2021)" in data["foot"].replace("\u00a0", " ")


def test_the_sample_city_to_the_leu() -> None:
    """2,352,378,930 lei / 250,849 inhabitants = 9,377.67 a year, 781.47 a month; transport 686,977,250 = 228.22."""
    month = composed(city(), "buget-locuitor")
    assert month["note"].startswith("781\u00a0de\u00a0lei pe")
    assert [row["figure"] for row in month["rows"]] == ["228", "124", "100", "69", "260"]
    year = msgspec.structs.replace(city(), slides={"x": changed(city(), "buget-locuitor", period="year")})
    assert composed(year, "x")["note"].startswith("9.378\u00a0de\u00a0lei pe")
    hundred = amounts.figures(city(), city().slides["buget-100"], city().slides["buget-100"])  # type: ignore[arg-type]
    assert reader.of_hundred([chapter.lei for chapter in hundred.chapters]) == [
        *(29, 16, 13, 9, 8, 7, 6, 5, 4, 2, 1, 0),
    ]


# --- what changed --------------------------------------------------------------------------------------------------


def test_year_on_year_by_hand() -> None:
    """2,352,378.93 − 1,921,949.49 = 430,429.44 thousand lei, + 22.40 %.

    In the prices of 2024 the year before was 1,921,949.49 × 1.056 = 2,029,578.66: + 322,800.27, + 15.90 %.
    """
    data = composed(budget_city(), "buget-schimbare")
    assert [said(row, "label", "figure", "beside") for row in data["rows"]] == [
        ("În total", "+430", "+22 %"),
        ("Fără inflație", "+323", "+16 %"),
        ("Transport", "+312", "+83 %"),  # 311,977.25 of 375,000
        ("Căldură", "+113", "de 3,8 ori"),  # 40,000 to 153,215.51: more than three times is no per cent
        ("Locuințe, iluminat, apă", "\u221224", "\u221210 %"),  # 231,500 to 207,691.08
        ("Toate celelalte", "+29", "+2,3 %"),  # 1,275,449.49 to 1,304,495.09
    ]
    assert data["note"].replace("\u00a0", " ") == "milioane de lei, față de 2023 (votat)"
    assert "inflație 5,6 % (exemplu, 2024)" in data["foot"].replace("\u00a0", " ")


def test_a_falling_chapter_stands_left_of_zero_and_the_longest_bar_is_one() -> None:
    parts = [row["part"] for row in composed(budget_city(), "buget-schimbare")["rows"] if not row["whole"]]
    assert max(map(abs, parts)) == 1
    assert [part < 0 for part in parts] == [False, False, True, False]


def test_without_inflation_only_what_is_known() -> None:
    previous = {key: value for key, value in PREVIOUS.items() if key != "inflation"}
    data = composed(with_slide("buget-schimbare", previous=previous), "buget-schimbare")
    assert [said(row, "label")[0] for row in data["rows"] if row["whole"]] == ["În total"]
    assert "infla" not in data["foot"]


def with_slide(name: str, **fields: Any) -> Pack:
    pack = budget_city()
    return msgspec.structs.replace(pack, slides={**pack.slides, name: budget_slide(name, **fields)})


AFTER = "cod;denumire;total\n84.02;Drumuri;900000\n66.02;Sănătate;200000\n51.02;Primărie;300000\n"


def two(before: str, after: str, people: int = 1000) -> Pack:
    previous = {"data": "data/y.csv", "year": 2023, "status": "executed", "unit": "lei"}
    pack = town(after, people, "change", previous=previous)
    return msgspec.structs.replace(pack, files={**pack.files, "data/y.csv": before.encode()})


def test_what_is_new_and_what_is_gone_has_no_per_cent() -> None:
    """1,500,000 to 1,400,000: − 100 thousand, − 6.67 %; in thousands, as no chapter changed by ten millions."""
    data = composed(two(TOWN, AFTER), "x")
    assert [said(row, "label", "figure", "beside") for row in data["rows"]] == [
        ("În total", "\u2212100", "\u22126,7 %"),
        ("Școli și grădinițe", "\u2212500", "la zero"),
        ("Transport", "+200", "+29 %"),
        ("Sănătate", "+200", "de la zero"),
        ("Administrație", "0", "0 %"),
    ]
    assert data["note"].replace("\u00a0", " ") == "mii de lei, față de 2023 (executat)"


budgets = st.lists(st.integers(0, 5_000_000), min_size=12, max_size=12).filter(lambda found: sum(found) > 1_000_000)
CODES = ("51", "54", "55", "61", "65", "66", "67", "68", "70", "74", "81", "84")


def written(found: list[int]) -> str:
    rows = "".join(f"{code}.02;Capitol;{lei}\n" for code, lei in zip(CODES, found, strict=True))
    return f"cod;denumire;total\n{rows}"


@settings(max_examples=40, deadline=None)
@given(budgets, budgets, st.integers(500, 3000))
def test_rounding_always_sums(before: list[int], after: list[int], people: int) -> None:
    """Whole numbers that are shown add up to the whole number that is shown with them, however many rows there are."""
    for view, total in (("hundred", 100), ("per-inhabitant", None)):
        data = composed(town(written(after), people, view), "x")
        stated = total or number(data["note"])
        for rows in (data["rows"], *data["fewer"]):
            assert sum(number(row["figure"]) for row in rows) == stated
    data = composed(two(written(before), written(after), people), "x")
    for rows in (data["rows"], *data["fewer"]):
        assert sum(number(row["figure"]) for row in rows if not row["whole"]) == number(rows[0]["figure"])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_the_sections_add_up_as_they_are_shown(running: int, investing: int) -> None:
    people = (running + investing) // 5000 + 1
    head = "cod;denumire;total;functionare;dezvoltare\n"
    text = f"{head}84.02;Drumuri;{running + investing};{running};{investing}\n"
    if running + investing < 5000:
        return
    data = composed(town(text, people, "total"), "x", "en")

    def said(text: str) -> Decimal:
        number, *words = text.replace("\u00a0", " ").split(" ")
        return Decimal(number.replace(",", "")) * {"billion": 10**9, "million": 10**6}.get(words[0], 1)

    figures = [said(row["figure"]) for row in data["rows"]]
    total, step = said(data["big"]["figure"]), Decimal(10**7 if "billion" in data["big"]["figure"] else 1)
    mixed = "billion" in data["big"]["figure"] and "million" in data["rows"][0]["figure"]
    assert (round(sum(figures) / step) * step if mixed else sum(figures)) == total
    assert len({row["figure"].partition("\u00a0")[2] for row in data["rows"]} - {"leu", "lei"}) <= 1


def test_each_part_is_its_nearest_where_the_total_is_said_in_milliards() -> None:
    """1,193.7 + 742.8 + 324.9 million are 2,261.5: 1,194 + 743 + 325 and 2.26 milliards; 1,193 would be seen."""
    data = composed(city(), "buget-venituri", "en")
    assert data["note"].replace("\u00a0", " ").endswith("2.26 billion lei")
    assert [row["figure"].split("\u00a0")[0] for row in data["rows"]] == ["1,194", "743", "325"]
    parts = [row["part"] for row in data["rows"]]  # of the whole: just over half is seen to be it
    assert parts == pytest.approx([0.528, 0.328, 0.144], abs=0.001)
    assert sum(parts) == pytest.approx(1)


@pytest.mark.parametrize("name", ["buget-ce-este", "buget-total", "buget-venituri"])
@pytest.mark.parametrize("lang", LANGS)
def test_long_names_have_their_figure_under_them_before_type_is_smaller(name: str, lang: str) -> None:
    """At least two steps over the minimum of 22 minutes of arc in portrait, in each language."""
    portrait = Format.of(city().displays["primarie"])
    assert draw(compose(city(), name, lang, portrait)).arcmin > 28


@pytest.mark.parametrize(("name", "metres"), [("buget-100", 2.4), ("buget-locuitor", 2.2), ("buget-schimbare", 2.2)])
def test_fewer_rows_before_a_page_is_refused(name: str, metres: float) -> None:
    fmt = Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=metres)
    job = compose(budget_city(), name, "ro", fmt)
    assert draw(job).arcmin == 22
    with pytest.raises(RefusedError, match="has no room for the "):
        draw(msgspec.structs.replace(job, data=msgspec.structs.replace(job.data, fewer=())))


# --- what it is, and how to object ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "stage", "means"),
    [
        ("draft", 0, "Propunerea primăriei, încă nevotată."),
        ("voted", 1, "Consiliul local a aprobat acest plan."),
        ("executed", 2, "Nu un plan: banii cheltuiți de fapt."),
    ],
)
def test_the_stage_is_named_and_marked(status: str, stage: int, means: str) -> None:
    slide = changed(city(), "buget-ce-este", status=status)
    data = composed(msgspec.structs.replace(city(), slides={"x": slide}), "x")
    assert (data["stages"], data["stage"]) == (("Proiect", "Votat", "Executat"), stage)
    assert data["means"].replace("\u00a0", " ") == means
    assert data["big"]["figure"] == "2,35 miliarde de lei"


def test_euro_are_said_as_euro() -> None:
    slide = changed(city(), "buget-ce-este", unit="thousand EUR", data="data/x.csv")
    files = {"data/x.csv": b"cod;denumire;total\n84.02;Drumuri;96000\n"}
    pack = msgspec.structs.replace(city(), slides={"x": slide}, files=files)
    assert [composed(pack, "x", lang)["big"]["figure"] for lang in LANGS] == [
        "96 de milioane de euro",
        "96 million euros",
        "96 millió euró",
        "96 Millionen Euro",
        "96 милиона евра",
    ]


def test_objections_end_at_their_minute_and_say_so() -> None:
    pack = budget_city()
    data = composed(pack, "buget-obiectii")
    assert data["closes"].replace("\u00a0", " ") == "Până luni, 7 decembrie, ora 16:00"
    assert data["until"] == "2026-12-07T14:00:00+00:00"
    assert data["panel"]["short"] == "primariatm.ro/buget"
    assert data["panel"]["offline"] == "Fără internet: 0256\u00a0408\u00a0300"
    assert data["foot"].replace("\u00a0", " ") == "Legea 273/2006, art. 39"
    item = plan_for(shown(pack, "buget-obiectii"), next(iter(pack.displays.values()))).items["buget-obiectii"]
    assert item.ends == datetime(2026, 12, 7, 14, 0, tzinfo=UTC)


def test_in_a_sample_city_on_another_day_objections_move_and_figures_do_not() -> None:
    written = strict_yaml.plain(budget_slide("buget-obiectii", source={**SOURCE, "as_of": "2026-11-20"}))
    files = {
        **read_folder(Path(content.__file__).parent / "timisoara"),
        "slides/buget-obiectii.yaml": yaml.safe_dump(written, allow_unicode=True).encode(),
    }
    slide = parse(pack_moved(files, date(2026, 12, 23))).slides["buget-obiectii"]
    assert isinstance(slide, Budget)
    assert slide.objection is not None
    assert slide.objection.until.text == "2027-01-06T16:00:00"
    assert slide.source.as_of is not None
    assert slide.source.as_of.text == "2026-11-20"


def shown(pack: Pack, *names: str) -> Pack:
    playlist = msgspec.structs.replace(pack.playlists["buget"], slides=names)
    return msgspec.structs.replace(pack, playlists={**pack.playlists, "buget": playlist})


def test_the_countdown_is_drawn_in_its_place() -> None:
    made = draw(compose(budget_city(), "buget-obiectii", "ro", FORMATS["landscape"]))
    part = next(part for part in made.live if part.part == "countdown")
    zone = ZoneInfo("Europe/Bucharest")
    assert part.until == datetime(2026, 12, 7, 14, 0, tzinfo=UTC)
    assert live.text(part, part.until - timedelta(days=13, minutes=-1), zone) == "mai sunt 12 zile"
    assert live.text(part, part.until - timedelta(hours=30), zone) == "mai sunt 29 de ore"
    assert live.text(part, part.until, zone) == ""
    assert part.x + part.width < FORMATS["landscape"].width


def test_on_paper_there_is_no_countdown() -> None:
    pdf = export(compose(budget_city(), "buget-obiectii", "ro", FORMATS["landscape"]), "pdf")
    assert pdf.startswith(b"%PDF")


# --- refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("buget-obiectii", {"status": "voted"}, "the view 'objection' of a budget that is voted, expected a draft"),
        ("buget-obiectii", {"objection": None}, "the view 'objection' without 'objection'"),
        ("buget-schimbare", {"previous": None}, "the view 'change' without 'previous'"),
        ("buget-schimbare", {"previous": {**PREVIOUS, "year": 2024}}, "previous.year 2024, expected a year before"),
    ],
)
def test_a_view_needs_what_it_is_drawn_from(name: str, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        budget_slide(name, **fields)
    assert sentence in str(refusal.value)


def test_two_currencies_are_not_compared() -> None:
    pack = with_slide("buget-schimbare", previous={**PREVIOUS, "unit": "thousand EUR"})
    with pytest.raises(RefusedError, match="in thousand lei; expected one currency"):
        composed(pack, "buget-schimbare")


def test_revenue_is_not_compared_with_expenditure() -> None:
    pack = with_slide("buget-schimbare", previous={**PREVIOUS, "data": "data/venituri-2024.csv"})
    with pytest.raises(RefusedError, match=r"venituri-2024.csv: is revenue by its total row"):
        composed(pack, "buget-schimbare")


# --- on every display ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*VIEWS, "buget-ce-este", "buget-locuitor"])
def test_fits_in_every_language_on_a_small_screen(name: str) -> None:
    """The least room there is: 32 inches of 1280 × 720 read from 2 m; portrait beside it for the longest words."""
    for lang in LANGS:
        draw(compose(budget_city(), name, lang, NEAR_720))
    draw(compose(budget_city(), name, "de", FORMATS["portrait"]))


@pytest.mark.parametrize("name", [*VIEWS, "buget-ce-este"])
def test_it_is_read_in_passing(name: str) -> None:
    """At most what is read in 18 s at 12 characters a second: a slide stays 20 s, two of them to notice it."""
    for lang in LANGS:
        assert 60 < characters(budget_city(), name, lang) <= 216


def test_longer_names_leave_fewer_changes() -> None:
    pack = budget_city()
    names = {"81": dict.fromkeys(LANGS, "Combustibili, energie și căldură")}
    named = msgspec.structs.replace(pack, names=msgspec.structs.replace(pack.names, expenditure=names))
    rows = composed(named, "buget-schimbare")["rows"]
    assert [row["label"].replace("\u00a0", " ") for row in rows if not row["whole"]] == [
        "Transport",
        "Combustibili, energie și căldură",
        "Toate celelalte",
    ]
    assert characters(named, "buget-schimbare", "ro") <= budget_views.READ


def test_the_fixture_adds_up() -> None:
    """Its total row is checked when it is read; this is the sum the comments above count with."""
    rows = [line.split(";") for line in BEFORE.splitlines()[1:]]
    lei = [Decimal(row[2].replace(".", "").replace(",", ".")) for row in rows]
    assert sum(lei[:-1]) == lei[-1] == Decimal("1921949.49")
