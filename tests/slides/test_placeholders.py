"""Figures in a headline: by their names, in the language, never across a break."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.open_data.table import Point
from content.slides import placeholders
from tests.slides.open_data import (
    SERIES,
    composed,
    refusal,
    with_data,
    with_file,
)

POINTS = [Point("2018", Decimal("22794")), Point("2019", None), Point("2020", Decimal("24191.5"))]


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("ro", "22.794 (2018) 24.191,5 (2020) +1.397,5 24.191,5 3"),
        ("en", "22,794 (2018) 24,191.5 (2020) +1,397.5 24,191.5 3"),
        ("hu", "22 794 (2018) 24 191,5 (2020) +1397,5 24 191,5 3"),
        ("de", "22.794 (2018) 24.191,5 (2020) +1.397,5 24.191,5 3"),
        ("sr", "22.794 (2018) 24.191,5 (2020) +1.397,5 24.191,5 3"),
    ],
)
def test_figures_in_a_headline_are_the_languages(lang: str, headline: str) -> None:
    title = "{first} ({first_x}) {last} ({last_x}) {change} {most} {count}"
    assert placeholders.filled(title, POINTS, None, lang, "x").replace("\u00a0", " ") == headline


@pytest.mark.parametrize(
    ("lang", "word", "headlines"),
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
def test_a_word_goes_with_its_figure(lang: str, word: str, headlines: list[str]) -> None:
    values = [Decimal(value) for value in ("1", "19", "20", "101", "159", "1.5")]
    title = f"{{last:{word}}}"
    made = [placeholders.filled(title, [Point("2019", value)], None, lang, "x") for value in values]
    assert made == headlines


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
    change = placeholders.signed(value, "ro")
    assert change[0] == ("+" if value > 0 else "−" if value < 0 else "0")


def test_an_unknown_name_is_refused_naming_those_there_are() -> None:
    pack = with_data("date-sold", title={"ro": "Acum {ultima}"})
    sentence = refusal("date-sold", pack)
    assert sentence.startswith(
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
