"""How a figure was reached is told of every figure that stands on a slide, and its arithmetic comes out."""

import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import content
from content.imports import reckonings
from content.imports.conversation import Reckoning
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.slides import Budget
from content.readers.budgets import budget
from content.readers.open_data.table import Point
from content.slides.budget import compose
from tests.slides.samples import FORMATS

SAMPLE = Path(content.__file__).parent / "timisoara"
PACK = parse(read_folder(SAMPLE))
BUDGETS = [name for name, slide in PACK.slides.items() if isinstance(slide, Budget)]


def cells_of(slide: Budget) -> dict[str, tuple[str, ...]]:
    """Made up: a cell for each code of the slide's file."""
    lines = PACK.files[slide.data].decode().splitlines()
    return {line.partition(";")[0]: (f"b.csv!C{number}",) for number, line in enumerate(lines, 1)}


def told(name: str, slide: Budget | None = None) -> list[Reckoning]:
    chosen = slide or PACK.slides[name]
    assert isinstance(chosen, Budget)
    return list(reckonings.of_budget(PACK, name, chosen, cells_of(chosen)))


def added(how: str) -> tuple[Decimal, Decimal]:
    """What the first sum of a sentence says it is, and what its parts come to."""
    stated, _, parts = re.split(r", (?:of|divided)", how)[0].partition(" = ")
    amounts = re.findall(r"([\d,]+(?:\.\d+)?) thousand lei", parts or stated)
    return Decimal(stated.split()[0].replace(",", "")), sum((Decimal(a.replace(",", "")) for a in amounts), Decimal(0))


@pytest.mark.parametrize("name", BUDGETS)
def test_every_figure_of_a_budget_is_told_as_it_stands_there(name: str) -> None:
    reached = told(name)
    slide = PACK.slides[name]
    assert isinstance(slide, Budget)
    page = compose(PACK, slide, slide.data, "ro", FORMATS["landscape"])
    figures = {" ".join(row.figure.split()) for row in page.listed()}
    assert figures <= {each.value for each in reached}
    for each in reached:
        assert each.slide == name and each.cells
        stated, parts = added(each.how)
        assert stated == parts, each.how


def test_of_a_hundred_each_part_has_its_share_and_its_cells() -> None:
    reached = told("buget-100")
    assert sum(int(each.value) for each in reached) == 100
    first = next(each for each in reached if "84.02" in each.cells[0])
    assert first.how.endswith("of 100, so rounded that all make 100")
    assert first.cells[0].startswith("84.02 b.csv!C")
    everything = [cell for each in reached for cell in each.cells]
    assert len(everything) == len(set(everything))


def test_a_division_of_cofog_names_the_chapters_that_make_it() -> None:
    slide = PACK.slides["buget-100"]
    assert isinstance(slide, Budget)
    reached = told("buget-100", msgspec.structs.replace(slide, by="cofog"))
    assert any(" + " in each.how and len(each.cells) > 1 for each in reached[:-1])
    assert sum(int(each.value) for each in reached) == 100


def test_a_change_is_what_is_now_less_what_was() -> None:
    slide = PACK.slides["buget-100"]
    assert isinstance(slide, Budget)
    previous = {"data": slide.data, "year": slide.year - 1, "status": "voted", "unit": slide.unit}
    inflation = {"percent": 5.0, "source": "INS", "as_of": "2024-01-12"}
    plain = {
        **msgspec.to_builtins(slide, enc_hook=str),
        "view": "change",
        "previous": {**previous, "inflation": inflation},
    }
    plain["source"]["as_of"] = "2024-12-31"
    compared = msgspec.convert(plain, Budget, dec_hook=lambda kind, text: kind(text))
    reached = told("x", compared)
    total = budget.read(PACK.files[slide.data], slide.data, slide.unit, 250_849).total / 1000
    assert reached[0].how == f"0 thousand lei = {total:,f} thousand lei less {total:,f} thousand lei"
    assert reached[1].how.startswith(f"{total * Decimal('-0.05'):,.4f}".rstrip("0"))
    assert {each.value for each in reached if each is not reached[1]} == {"0"}


def test_a_table_has_a_cell_a_point_and_says_which_it_lacks() -> None:
    points = [Point("2017", Decimal(10)), Point("2018", None), Point("2019", Decimal("12.5"))]
    reached = list(reckonings.of_table("tramvaie", points, ["t.csv!B2", "t.csv!B3", "t.csv!B4"]))
    assert [(each.figure, each.value, each.cells) for each in reached] == [
        ("2017", "10", ("t.csv!B2",)),
        ("2018", "", ("t.csv!B3",)),
        ("2019", "12.5", ("t.csv!B4",)),
        ("{change}", "2.5", ("t.csv!B2", "t.csv!B4")),
    ]
    assert reached[1].how == "the cell has no figure: shown as missing"
    assert reached[3].how == "12.5 in 2019 less 10 in 2017"


def test_a_person_reads_the_slide_once_and_below_each_figure_where_it_is_from() -> None:
    one = Reckoning(
        slide="a",
        figure="Transport",
        value="29",
        how="29.1 of 100",
        cells=("84.02 b.csv!C4", "84.02 b.csv!C9", "65.02 b.csv!C5"),
    )
    other = Reckoning(slide="b", figure="2019", value="15", how="as the cell has it")
    assert list(reckonings.lines([one, other])) == [
        "a:",
        "  Transport: 29",
        "    29.1 of 100",
        "    84.02 b.csv!C4, C9",
        "    65.02 b.csv!C5",
        "b:",
        "  2019: 15",
        "    as the cell has it",
    ]
