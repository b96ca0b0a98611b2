"""Flags of single figures: letters, words, and marks behind a period."""

import pytest

from content.readers.open_data import flags


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("", set()),
        ("b", {"break"}),
        ("bp", {"break", "provisional"}),
        ("(e)", {"estimated"}),
        ("c", {"confidential"}),
        ("P", {"provisional"}),
        ("A", set()),
        ("r", set()),
        ("provizoriu", {"provisional"}),
        ("Date semidefinitive", {"provisional"}),
        ("Definitiv", set()),
        ("estimări", {"estimated"}),
        ("rupere de serie", {"break"}),
        ("confidențial", {"confidential"}),
        ("prognoză", {"forecast"}),
        ("x", None),
        ("deschis", None),
    ],
)
def test_what_a_flag_says(cell: str, known: set[str] | None) -> None:
    assert flags.read(cell) == (None if known is None else frozenset(known))


def test_a_letter_is_no_flag_where_nothing_says_that_flags_stand_there() -> None:
    assert flags.read("b", lettered=False) is None
    assert flags.read("provizoriu", lettered=False) == {"provisional"}


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("2023 (p)", {"provisional"}),
        ("2024 (provizoriu)", {"provisional"}),
        ("2023", set()),
        ("Centru (vechi)", set()),
    ],
)
def test_a_flag_behind_a_period(cell: str, known: set[str]) -> None:
    assert flags.behind(cell) == known


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("60", frozenset()),
        ("fără", frozenset()),
        ("5.2 b", {"break"}),
        ("60 (p)", {"provisional"}),
        ("60 (provizoriu)", {"provisional"}),
        ("60 e", {"estimated"}),
        ("60*", None),
        ("60 (a)", None),
        ("60¹", None),
    ],
)
def test_a_flag_or_a_footnote_behind_a_figure(cell: str, expected: set[str] | None) -> None:
    assert flags.beside(cell) == expected
