"""The sample city says what its data says: every figure in a title is one the files give."""

import re
from decimal import Decimal

import pytest

from content.pack.slides import Budget, Dataset
from content.readers.budgets import budget
from content.readers.open_data import table
from tests.slides.samples import city

TITLES = {
    "buget-100": {100, 29},
    "buget-ce-este": set(),
    "buget-locuitor": {228},
    "tramvai": {159, 82, 2013, 2019},
    "biciclete": {1397},
    "autobuze": set(),
    "buget-total": set(),
    "buget-venituri": set(),
}


def figures(name: str) -> budget.Figures:
    slide = city().slides[name]
    assert isinstance(slide, Budget)
    return budget.read(city().files[slide.data], slide.data, slide.unit, city().city.population.value)


def series(name: str) -> dict[str, Decimal | None]:
    slide = city().slides[name]
    assert isinstance(slide, Dataset)
    return dict(table.points(city().files[slide.data], slide.data, slide.where, slide.x, slide.y))


@pytest.mark.parametrize("name", TITLES)
def test_titles_state_only_these_figures(name: str) -> None:
    slide = city().slides[name]
    for lang in city().languages(slide):
        numbers = {
            int(re.sub(r"[.,]", "", n))
            for n in re.findall(r"\d+(?:[.,]\d{3})*", city().city.say(slide.headline(), lang))
        }
        assert numbers <= TITLES[name], (name, lang)


def test_the_figures_are_those_of_the_files() -> None:
    spending, income = figures("buget-100"), figures("buget-venituri")
    assert budget.of_hundred([c.lei for c in spending.chapters])[0] == 29
    assert spending.chapters[0].code == "84.02"
    people = city().city.population.value
    assert round(spending.total / people) == 9378
    assert round(spending.total / people / 12) == 781
    assert round(spending.chapters[0].lei / people / 12) == 228
    assert Decimal("0.45") < spending.section("investing") / spending.total < Decimal("0.5")  # almost half
    assert Decimal("0.51") < income.origins()["own"] / income.total < Decimal("0.53")  # just over half
    trams, users = series("tramvai"), series("biciclete")
    assert (trams["2013"], trams["2019"]) == (159, 82)
    assert users["2019"] - users["2018"] == 1397


def test_romanian_and_english_are_complete_and_all_languages_have_budget_and_call() -> None:
    for name in TITLES.keys() | {"strada", "registratura"}:
        assert {"ro", "en"} <= set(city().languages(city().slides[name]))
    for name in ("buget-ce-este", "buget-100", "buget-total", "buget-venituri", "buget-locuitor", "strada"):
        assert set(city().languages(city().slides[name])) == {"ro", "en", "hu", "de", "sr"}


def test_every_chapter_has_a_plain_name_in_every_language() -> None:
    for chapter in figures("buget-100").chapters:
        name = city().names.expenditure[chapter.key]
        assert all(city().city.say(name, lang) for lang in city().city.languages)


def test_the_call_is_open_on_the_sample_day() -> None:
    sample = city().city.sample_day.instant(city().city.zone)
    call = city().slides["strada"]
    assert call.opens.instant(city().city.zone) <= sample < call.closes.instant(city().city.zone)
