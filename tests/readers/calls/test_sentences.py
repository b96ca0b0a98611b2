"""Whole sentences: abbreviations, initials and numbers end none; a line may go on with the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls.sentences import Spans, is_whole, sentences

SHORT = (
    "str. bd. nr. T. art. alin. lit. dr. ing. sc. bl. ap. etc. a.c. S.C. S.R.L. jud. com. tel. orele. I.C. 12.03."
    + " Gh."
)


def words(text: str) -> list[str]:
    return [each.words for each in sentences(text)]


@pytest.mark.parametrize("short", SHORT.split())
def test_what_ends_no_sentence(short: str) -> None:
    assert words(f"Circulația la {short} Morii se oprește. Accesul rămâne.") == [
        f"Circulația la {short} Morii se oprește.",
        "Accesul rămâne.",
    ]


def test_a_number_at_the_end_ends_a_sentence_and_before_an_item_does_not() -> None:
    assert words("Lucrările țin până în 2026. Traficul e oprit.\n1. Strada Morii") == [
        "Lucrările țin până în 2026.",
        "Traficul e oprit.",
        "1. Strada Morii",
    ]


def test_a_line_that_was_broken_goes_on() -> None:
    text = "Închideri\nStrada se închide pe tronsonul cuprins între\nMorii și Gării,\nastfel încât traficul e oprit."
    text += "\n- strada A"
    assert words(text) == [
        "Închideri",
        "Strada se închide pe tronsonul cuprins între Morii și Gării, astfel încât traficul e oprit.",
        "- strada A",
    ]


def test_a_line_broken_to_a_width_goes_on_and_a_headline_does_not() -> None:
    head = "Restricții de circulație rutieră și pietonală în zona centrală a orașului"
    text = f"{head}\nTraficul rutier va fi închis de către comisia de circulație pe strada\nMorii. Gata."
    assert words(text) == [head, text.splitlines()[1] + " Morii.", "Gata."]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Strada se închide.", True),
        ("După cum urmează:", False),
        ("pe strada Morii.", False),
        ("Strada se închide între", False),
        ("4 decembrie: strada Morii", True),
    ],
)
def test_what_stands_by_itself(text: str, *, whole: bool) -> None:
    assert is_whole(text) is whole


@given(st.text(alphabet="aB. ,\n1:„”-", max_size=80))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert "".join("".join(words(text)).split()) == "".join(text.split())


@given(st.text(alphabet="aB. ,\n", max_size=60), st.integers(0, 60))
def test_a_place_is_in_the_sentence_around_it(text: str, place: int) -> None:
    start, end = Spans(text).around(place)
    assert start <= place <= end
    assert (start, end) == (place, place) or (start, end) in [(each.start, each.end) for each in sentences(text)]
