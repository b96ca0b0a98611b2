"""What the rules about words take for a topic, a stage, a colour, a sentence, a number — and what they do not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks import gate
from content.checks.written import readability, texts
from content.checks.written.dates import DATED
from content.checks.written.figures import numbers
from content.slides import numerals
from tests.checks import packs


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("ro", "Bugetul local 2024"),
        ("ro", "Transportul public în Timișoara"),
        ("ro", "Informare importantă"),
        ("ro", "Consultare publică privind mobilitatea"),
        ("ro", "Numărul de tramvaie"),
        ("en", "City budget 2024"),
        ("en", "Public transport in Timișoara"),
        ("en", "Important notice"),
        ("en", "Number of trams, 2013"),
    ],
)
def test_a_topic(lang: str, headline: str) -> None:
    assert texts.is_topic(headline, lang)


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("ro", "Din 100 de lei, 29 merg la transport"),
        ("ro", "Aproape jumătate din buget merge în investiții"),
        ("ro", "Strada Zăvoi, închisă până luni"),
        ("ro", "Spune ce repari întâi pe strada ta"),
        ("ro", "Câte tramvaie are orașul?"),
        ("ro", "Cu 1.397 de utilizatori mai mulți într-un an"),
        ("ro", "Tramvaie în {last_x}: {last}"),
        ("ro", "Registratura e deschisă"),
        ("en", "Trams halved in six years"),
        ("en", "Just over half of the money is the city’s own"),
        ("en", "Bridge closed until Monday"),
        ("en", "82 trams"),
    ],
)
def test_a_finding(lang: str, headline: str) -> None:
    assert not texts.is_topic(headline, lang)


STAGED = {
    "ro": ("Proiectul de buget crește", "Bugetul votat crește"),
    "en": ("The draft budget grows", "The adopted budget grows"),
    "hu": ("A költségvetési tervezet nő", "Az elfogadott költségvetés nő"),
    "de": ("Der Haushaltsentwurf wächst", "Der beschlossene Haushalt wächst"),
    "sr": ("Нацрт буџета расте", "Усвојени буџет расте"),
}


@pytest.mark.parametrize("lang", STAGED)
@pytest.mark.parametrize("stage", ["draft", "voted"])
def test_a_stage_is_known_in_every_language(lang: str, stage: str) -> None:
    said = {name: bool(texts._STAGE[name].search(STAGED[lang][stage == "voted"])) for name in ("draft", "voted")}
    assert said == {"draft": stage == "draft", "voted": stage == "voted"}


@pytest.mark.parametrize(
    "text",
    [
        "Investim în proiectele cartierelor",
        "Proiectul din Piața Unirii",
        "We vote on a draft plan",
        "Entwurf des Parks",
    ],
)
def test_other_drafts_are_not_budgets(text: str) -> None:
    assert not any(pattern.search(text) for pattern in texts._STAGE.values())


@pytest.mark.parametrize(
    "text", ["cu roșu", "in red", "pirossal", "rot markiert", "црвеном бојом", "colorate cu verde"]
)
def test_words_that_only_see(text: str) -> None:
    found = packs.parsed(("slides/tramvai.yaml", "unit: {ro: tramvaie", f"unit: {{ro: 'tramvaie, {text}'"))
    assert packs.codes(found) == {"colour-only"}


@pytest.mark.parametrize(
    "text", ["pe Strada Verde", "spații verzi", "linia roșie", "the Green Line", "parcul Botanic", "Piața Roșie"]
)
def test_names_with_a_colour(text: str) -> None:
    found = packs.parsed(("slides/tramvai.yaml", "unit: {ro: tramvaie", f"unit: {{ro: 'tramvaie {text}'"))
    assert packs.codes(found) == set()


@pytest.mark.parametrize(
    "text",
    [
        "până la 6 decembrie",
        "until December 6",
        "6.12.2026",
        "6.12.",
        "6/12/26",
        "2026-12-06",
        "december 6-ig",
        "bis 6. Dezember",
    ],
)
def test_a_day(text: str) -> None:
    assert DATED.search(text)


@pytest.mark.parametrize(
    "text",
    ["luni–vineri, 8–16", "la 0256 408 300", "ora 18", "linia 33", "în 2024", "24/7 la 112", "pe 2.5 km", "8.30"],
)
def test_no_day(text: str) -> None:
    assert not DATED.search(text)


def test_words_and_sentences() -> None:
    text = "Vino la bd. Loga, nr. 2. Adu actul! Vezi primariatm.ro/buget: e simplu"
    assert len(readability.sentences(text)) == 3
    assert readability.words("Vezi primariatm.ro/buget, la ora 18, pe str. Eugeniu de Savoya") == [
        *("Vezi", "la", "ora", "pe", "str", "Eugeniu", "de", "Savoya")
    ]


@pytest.mark.parametrize("text", ["a.", "1.234", "ian ", "beschlossen ", "x", "1 ", "(", "\n", "https://", "cu "])
def test_long_texts_take_no_long_time(text: str) -> None:
    """Patterns are linear: 50,000 characters would otherwise take hours."""
    long = text * (50_000 // len(text))
    readability.words(long)
    readability.sentences(long)
    texts.is_topic(long, "ro")
    DATED.search(long)
    texts.COLOUR_WORDS.search(long)
    numbers(long, "ro")
    assert not any(pattern.search(long) for pattern in texts._STAGE.values())


def test_of_many_long_sentences_the_longest_is_named() -> None:
    body = f"{'apa ' * 18}apa. Gazul {'nu ' * 19}vine. Gata."
    found = packs.parsed(("slides/apa.yaml", "Lucrăm la conductă până la ora 18.", body))
    (finding,) = [each for each in gate.check(found, packs.NOW) if each.code == "long-sentence"]
    assert finding.message.startswith("has 2 long sentences, one of 21 words ('Gazul nu nu nu …')")


def test_lix_by_hand() -> None:
    """8 words in 2 sentences, 2 of more than 6 letters: 4 + 25."""
    assert readability.lix("Orașul repară strada. Lucrările durează trei zile bune.") == 29


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from(["ro", "en", "hu", "de", "sr"]),
    st.integers(0, 2),
)
def test_a_number_is_read_as_it_is_written(value: Decimal, lang: str, decimals: int) -> None:
    rounded = value.quantize(Decimal(1).scaleb(-decimals))
    ((read, places),) = numbers(f"cu {numerals.number(rounded, lang, decimals)} lei", lang)
    assert (read, places <= decimals) == (rounded, True)
