"""Words about when a campaign runs are read as they are said, and nothing is guessed."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.explain import occasion_reader
from content.explain.occasion_words import OccasionWords
from content.explain.occasions import WEEK, Occasions
from content.explain.sentences import InterfaceLang
from tests.explain.test_occasions import told

TODAY = date(2026, 11, 27)
LANGS: tuple[InterfaceLang, ...] = get_args(InterfaceLang)


@given(told(), st.sampled_from(LANGS))
def test_whatever_is_said_is_read_again(filled: Occasions, lang: InterfaceLang) -> None:
    assert occasion_reader.read(OccasionWords(lang, TODAY).occasions(filled), lang, TODAY) == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (
            "in fiecare luni si miercuri, 7-9, pana pe 18 dec.",
            Occasions(None, date(2026, 12, 18), frozenset({0, 2}), 1, ((420, 540),)),
        ),
        ("marți 1 decembrie, 7–14", Occasions(date(2026, 12, 1), date(2026, 12, 1), frozenset({1}), 1, ((420, 840),))),
        ("zi de zi? nu: în fiecare zi", None),
        ("luni–vineri 22–6", Occasions(weekdays=frozenset(range(5)), hours=((1320, 1800),))),
        ("toată ziua, din 2026-12-02", Occasions(date(2026, 12, 2), None, WEEK)),
    ],
)
def test_people_write_it_their_way(text: str, filled: Occasions | None) -> None:
    if filled is None:
        with pytest.raises(ValueError, match="is not understood"):
            occasion_reader.read(text, "ro", TODAY)
    else:
        assert occasion_reader.read(text, "ro", TODAY) == filled


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("la Paște", "found 'paste', which is not understood"),
        ("în prima luni a lunii", "found 'prima'"),
        ("pe 31 februarie", "expected a day that there is"),
        ("luni, 25–27", "two different times of a day"),
        ("", "expected for example"),
        ("o dată la 99 de săptămâni, luni", "expected 1 to 52"),
        ("luni " * 60, "expected at most 200"),
    ],
)
def test_what_is_not_understood_is_named(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        occasion_reader.read(text, "ro", TODAY)
