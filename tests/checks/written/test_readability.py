"""How hard a text is: words and sentences as they are counted, LIX by hand, and what breaks each rule."""

import pytest

from content.checks import gate
from content.checks.written import readability
from tests.checks import packs
from tests.checks.traps import BODY, CALL, NOTICE, WAITING, Trap, called, sprung, swap

TRAPS = [
    swap("long-word", NOTICE, "conductă", "contravenționalizare", "responsabilităț"),
    swap("long-sentence", NOTICE, BODY, " ".join(["apa"] * 19) + ".", " ".join(["apa"] * 18) + "."),
    Trap(
        "difficult",
        (WAITING, (CALL, "Oricine,", "Puterea " * 11 + "a. " + "Ce " * 10 + ",")),
        (WAITING, (CALL, "Oricine,", "Puterea " * 11 + "a. " + "Ce " * 11 + ",")),
    ),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)


def test_words_and_sentences() -> None:
    text = "Vino la bd. Loga, nr. 2. Adu actul! Vezi primariatm.ro/buget: e simplu"
    assert len(readability.sentences(text)) == 3
    assert readability.words("Vezi primariatm.ro/buget, la ora 18, pe str. Eugeniu de Savoya") == [
        *("Vezi", "la", "ora", "pe", "str", "Eugeniu", "de", "Savoya")
    ]


def test_of_many_long_sentences_the_longest_is_named() -> None:
    body = f"{'apa ' * 18}apa. Gazul {'nu ' * 19}vine. Gata."
    pack = packs.parsed(("slides/apa.yaml", "Lucrăm la conductă până la ora 18.", body))
    (finding,) = [each for each in gate.check(pack, packs.NOW) if each.code == "long-sentence"]
    assert finding.message.startswith("has 2 long sentences, one of 21 words ('Gazul nu nu nu …')")


def test_of_a_word_without_end_only_the_beginning_is_named() -> None:
    pack = packs.parsed(("slides/apa.yaml", "Lucrăm la conductă până la ora 18.", "a" * 9_000))
    (finding,) = [each for each in gate.check(pack, packs.NOW) if each.code == "long-word"]
    assert finding.message == f"has the word '{'a' * 80}…' of 9000 letters, expected at most 15"


def test_lix_by_hand() -> None:
    """8 words in 2 sentences, 2 of more than 6 letters: 4 + 25."""
    assert readability.lix("Orașul repară strada. Lucrările durează trei zile bune.") == 29
