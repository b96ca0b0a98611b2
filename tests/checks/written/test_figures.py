"""Rules about figures: what breaks each, and numbers as each language writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks.frames import ShownFrame
from content.checks.written.figures import numbers
from content.slides import numerals
from tests.checks.broken import broken, caught
from tests.checks.traps import BUDGET, TRAMS, Trap, called, sprung, swap

TRAPS = [
    swap("source", TRAMS, "https://date.proba.ro/t", "primăria", "http://d.ro"),
    swap("licence", TRAMS, "licence: CC BY", 'licence: "?"', "licence: OGL"),
    swap("licence", TRAMS, "licence: CC BY", "licence: {ro: necunoscută}", name="unknown"),
    swap("headline-figure", BUDGET, "Din 100 de lei, 50", "Din 100 de lei, 51", "În 2024 din 100 de lei, 50"),
    swap("headline-figure", TRAMS, "77 mai puține", "78 mai puține", name="difference"),
    swap("headline-figure", TRAMS, "82 de tramvaie, cu 77", "52 de tramvaie, cu 77", name="ratio"),
    swap("headline-figure", TRAMS, "cu 77 mai", "cu 49% mai", "cu 48% mai", name="percent"),
    swap("percent", BUDGET, "Din 100 de lei, 50 merg", "Transportul ia 50% din buget și merge", "Merg 50% din lei"),
    swap("aged", TRAMS, "as_of: 2019-12-31", "as_of: 2021-12-31", "as_of: 2020-12-30"),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from(["ro", "en", "hu", "de", "sr"]),
    st.integers(0, 2),
)
def test_a_number_is_read_as_it_is_written(value: Decimal, lang: str, decimals: int) -> None:
    rounded = value.quantize(Decimal(1).scaleb(-decimals))
    ((read, places),) = numbers(f"cu {numerals.number(rounded, lang, decimals)} lei", lang)
    assert (read, places <= decimals) == (rounded, True)


BROKEN = [
    ("stage-named", broken("buget", "kicker", value="Bugetul orașului · 2024")),
    ("hundred", broken("buget", "rows", 0, "figure", value="49")),
]


@pytest.mark.parametrize(("code", "frame"), BROKEN)
def test_a_frame_that_breaks_the_rule(code: str, frame: ShownFrame) -> None:
    caught(code, frame)
