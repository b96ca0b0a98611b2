"""What a notice is called: whole words that stand alone, or what happens, or nothing."""

from datetime import date

import pytest

from content.readers.calls import proposal
from content.readers.calls.headline import headline, shortened, titled
from content.readers.calls.periods import times
from content.readers.calls.sentences import sentences

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("ANUNȚ\nprivind închiderea pieței", "Închiderea pieței"),
        ("Anunț nr. 12/4.11.2026\nreferitor la tarifele de parcare", "Tarifele de parcare"),
        ("Anunț privind tarifele de parcare", "Anunț privind tarifele de parcare"),
    ],
)
def test_a_title_is_no_half_sentence(lines: str, title: str) -> None:
    assert headline(lines) == title


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Restricții de circulație", "Restricții de circulație"),
        (
            "Restricții de circulație rutieră în vederea execuției lucrărilor la rețea",
            "Restricții de circulație rutieră",
        ),
        ("Primăria informează că se închide strada Morii și alte străzi din cartierele vecine", ""),
        ("Primăria anunță că, din cauza vremii, evenimentul de sâmbătă are loc duminică în alt loc", ""),
        ("Lucrările programate în perioada 30.11–02.12.2026 se vor face în altă săptămână", ""),
        ("În ziua de 3 decembrie 2026, începând cu ora 8:00, circulația va fi oprită peste tot", ""),
        ("Strada Morii se închide.", "Strada Morii se închide"),
    ],
)
def test_a_headline_is_shortened_to_whole_words_that_stand_alone(name: str, short: str) -> None:
    assert shortened(name) == short


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("se închide circulația pe strada Morii în 4 decembrie", "Str. Morii închisă 4 dec."),
        ("podul Michelangelo va fi închis între 3 și 5 decembrie", "Podul Michelangelo închis 3–5 dec."),
        ("se închide parțial strada Morii în 4 decembrie", ""),
        ("se închide o bandă pe strada Morii în 4 decembrie", ""),
        ("traficul va fi restricționat pe străzile Morii și Gării în 4 decembrie", "Trafic restricționat"),
        ("se va întrerupe furnizarea apei potabile pe strada Morii în 4 decembrie", "Se oprește apa: str. Morii"),
        ("se sistează apa caldă în 4 decembrie", "Se oprește apa caldă"),
        ("are loc târgul în 4 decembrie", ""),
        ("se închide strada Morii în 4 decembrie", "Str. Morii închisă 4 dec."),
        ("este închisă biblioteca de pe strada Morii în 4 decembrie", ""),
        ("se întrerupe curentul pe strada Morii în 4 decembrie", "Se întrerupe curentul: str. Morii"),
    ],
)
def test_a_title_of_what_happens(text: str, title: str) -> None:
    text = f"Primăria orașului informează că{' toți locuitorii sunt anunțați că' * 2} {text}."
    every = sentences(text)
    assert titled(every[0].words, proposal.parts(every, times(text, TODAY).intervals)) == title
