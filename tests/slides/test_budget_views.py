"""What each view of a budget says: figures by hand, sums that are shown sums, refusals in one sentence."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from content import strict_yaml
from content.findings import RefusedError
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.sample import moved as pack_moved
from content.pack.slides import Budget
from content.publication.planner import plan_for
from content.readers.budgets import budget as reader
from content.slides import amounts
from content.slides.compose import compose
from tests.slides.budget_tables import LANGS, SOURCE, TOWN, budgets, composed, number, said, shown, town, two, written
from tests.slides.budgets import PREVIOUS, budget_city, budget_slide
from tests.slides.samples import FORMATS, changed, city


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


def test_a_total_without_its_sections_is_refused() -> None:
    data = {"data/cheltuieli-2024.csv": b"cod;total\n84.02;1.000.000,0\n49.02;1.000.000,0\n"}
    pack = msgspec.structs.replace(city(), files={**city().files, **data})
    with pytest.raises(RefusedError, match="needs the columns `functionare` and `dezvoltare`"):
        compose(pack, "buget-total", "ro", FORMATS["landscape"])
