"""Rules about texts: what breaks each, what a headline is about, stages, words that only help who sees colours."""

import pytest

from content.checks import gate
from content.checks.written import readability, texts
from content.checks.written.dates import DATED
from content.checks.written.figures import numbers
from tests.checks import packs
from tests.checks.traps import (
    BODY,
    BUDGET,
    CALL,
    FINDING,
    HEADLINE,
    LONG_NOTICE,
    NOTICE,
    TRAMS,
    Trap,
    called,
    sprung,
    swap,
)


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
    stages = {name: bool(texts.STAGE_NAMED[name].search(STAGED[lang][stage == "voted"])) for name in ("draft", "voted")}
    assert stages == {"draft": stage == "draft", "voted": stage == "voted"}


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
    assert not any(pattern.search(text) for pattern in texts.STAGE_NAMED.values())


@pytest.mark.parametrize(
    "text", ["cu roșu", "in red", "pirossal", "rot markiert", "црвеном бојом", "colorate cu verde"]
)
def test_words_that_only_see(text: str) -> None:
    pack = packs.parsed(("slides/tramvai.yaml", "unit: {ro: tramvaie", f"unit: {{ro: 'tramvaie, {text}'"))
    assert packs.codes(pack) == {"colour-only"}


@pytest.mark.parametrize(
    "text", ["pe Strada Verde", "spații verzi", "linia roșie", "the Green Line", "parcul Botanic", "Piața Roșie"]
)
def test_names_with_a_colour(text: str) -> None:
    pack = packs.parsed(("slides/tramvai.yaml", "unit: {ro: tramvaie", f"unit: {{ro: 'tramvaie {text}'"))
    assert packs.codes(pack) == set()


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
    assert not any(pattern.search(long) for pattern in texts.STAGE_NAMED.values())


TRAPS = [
    swap("cedilla", NOTICE, "diseară", "diseară în oraş", "diseară în oraș"),
    swap("cedilla", "city.yaml", "ghișeul", "ghişeul", name="city"),
    swap("cedilla", "names.yaml", "Școli", "Şcoli", name="names"),
    swap("stage", BUDGET, "Din 100", "Proiectul de buget: din 100", "Buget votat: din 100"),
    swap("stage", BUDGET, "Of every 100", "Draft budget: of every 100", "Voted budget: of every 100", name="en"),
    swap(
        "long-headline",
        NOTICE,
        HEADLINE,
        f"Apa revine {'x' * 12} {'y' * 12} {'z' * 12} v {'w' * 9}",
        f"Apa revine {'x' * 12} {'y' * 12} {'z' * 12} v {'w' * 8}",
    ),
    swap("long-text", NOTICE, BODY, LONG_NOTICE + "Fără apă caldă.", LONG_NOTICE + "Fără apă."),
    swap("topic", BUDGET, FINDING, "Bugetul local 2024", "Jumătate din buget"),
    swap("topic", NOTICE, "Water returns tonight", "Important notice", "Water is back", name="en"),
    swap("colour-only", TRAMS, "unit: {ro: tramvaie", "unit: {ro: tramvaie (cu verde)", "unit: {ro: tramvaie verzi"),
    swap("colour-only", TRAMS, "en: trams}", "en: the green bars}", "en: green trams}", name="en"),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)


def test_too_long_says_by_how_much() -> None:
    """The fix is exact: one character less shortened is still too long."""
    who = "Oricine locuiește aici. " * 5 + "o" * 14
    pack = packs.parsed((CALL, "Oricine,", f"{who},"))
    (finding,) = [each for each in gate.check(pack, packs.NOW) if each.code == "too-long"]
    assert (finding.level, finding.display, finding.lang) == ("error", "piata", "ro")  # those who wait have the time
    assert finding.fix is not None
    excess = int(finding.fix.split()[3])
    for less, codes in ((excess - 1, {"too-long"}), (excess, set())):
        shorter = packs.parsed((CALL, "Oricine,", f"{who[less:]},"))
        assert packs.codes(shorter) == codes
