"""What the gate says, in the language of who reads it: every code of a slide, with every value of its sentence."""

import re
from datetime import UTC, datetime

import pytest

from content.checks import gate, registry
from content.findings import Finding
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.sample import sample_city
from control_server.studio import finding_words
from control_server.studio.catalogue import translations
from control_server.studio.finding_words import SENTENCES

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def named(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", sentence))


OF_IMPORTS = {"balance", "city", "not-made", "partial", "skipped", "status", "year"}
"""Codes of what an import tells, which the gate does not know."""
OF_STEPS = {"busy", "invitation", "moved", "name", "own", "password", "reason", "rights", "seen", "step"}
"""Codes of what somebody wanted to do and could not."""


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_has_the_same_values_in_both_languages(key: str) -> None:
    assert named(translations("ro").gettext(SENTENCES[key])) == named(SENTENCES[key])


def test_a_sentence_is_of_a_code_that_there_is() -> None:
    codes = {key.partition("/")[0] for key in SENTENCES}
    rules = registry.SUBJECT_RULES | registry.FRAME_RULES
    assert codes - rules.keys() == {"fit", "letter", "not-large", "value"} | OF_IMPORTS | OF_STEPS


@pytest.mark.parametrize("key", [key for key, sentence in SENTENCES.items() if named(sentence)])
def test_without_its_values_a_finding_is_told_as_it_is(key: str) -> None:
    """Several parts of the program refuse with one code, and not all of them say what the sentence names."""
    code, _, form = key.partition("/")
    bare = Finding(code=code, where="a", message="is so", values={"form": form} if form else {})
    assert finding_words.told(bare, "ro") == "a: is so"


@pytest.mark.parametrize(
    ("finding", "ro", "en"),
    [
        (
            Finding(
                code="long-headline",
                where="slides/a.yaml:$.title.ro",
                message="has a headline of 72 characters",
                values={"count": 72, "most": 60, "over": 12},
            ),
            "72 de semne în titlu: scurtează-l cu 12, ca să fie citit din mers.",
            "72 characters in the headline: shorten it by 12, to be read in passing.",
        ),
        (
            Finding(
                code="legal",
                where="slides/a.yaml:$.closes",
                message="ends on Sunday",
                values={"form": "day-off", "day": "2026-12-06", "mend": "2026-12-07"},
            ),
            "6 decembrie 2026 nu e zi lucrătoare: termenul legal se încheie cu următoarea.",
            "6 December 2026 is no working day: the law lets the period end with the next one.",
        ),
        (
            Finding(code="fit", where="a", message="has no room", values={"what": "the text", "distance": 2.5}),
            "Nu încape pe ecranul acesta, citit de la 2,5 m: scurtează textul.",
            "It does not fit on this screen, read from 2.5 m: shorten the text.",
        ),
        (
            Finding(code="rights", where="change:a", message="touches", values={"form": "tags", "tags": "centru"}),
            "Atinge și alte ecrane decât ale tale. Ale tale sunt cele cu eticheta: centru.",
            "It touches more than your screens. Yours are those with a tag of: centru.",
        ),
        (Finding(code="choice", where="a", message="is new"), "a: is new", "a: is new"),
    ],
)
def test_it_is_said_by_code_and_values(finding: Finding, ro: str, en: str) -> None:
    assert (finding_words.told(finding, "ro"), finding_words.told(finding, "en")) == (ro, en)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ro: Spune ce repari", "ro: Spune ce repari şi", "cedilla"),
        ("ro: Spune ce repari întâi pe strada ta", "ro: Strada ta", "topic"),
        ("ro: Spune", f"ro: Spune {'foarte ' * 9}clar", "long-headline"),
        ("ro: Oricine locuiește", "ro: Oricine, fără hidroameliorațiile", "long-word"),
        ("ro: Oricine", f"ro: Oricine {'și altcineva ' * 12}", "long-sentence"),
        ("ro: Oricine", f"ro: Oricine {'și altcineva ' * 40}", "too-long"),
        ("ro: Spune ce", "ro: Spune cu verde ce", "colour-only"),
        ("short: primariatm.ro/strada", "short: strada", "short-address"),
        ("short: primariatm.ro/strada", "short: altceva.ro/strada", "short-host"),
        ("phone: 0256 408 300", "phone: la portar", "telephone"),
        ("closes: 2026-12-06T23:59", "closes: 2026-11-28T12:00", "legal"),
        ("closes: 2026-12-06T23:59", "closes: 2026-11-19T23:59", "dates"),
        ("  hu: Mondja el, mit javítsunk meg először az utcájában\n", "", "language-missing"),
    ],
)
def test_what_a_rule_says_has_all_that_the_sentence_needs(old: str, new: str, code: str) -> None:
    files = dict(read_folder(sample_city()))
    text = files["slides/strada.yaml"].decode()
    assert old in text
    pack = parse(files | {"slides/strada.yaml": text.replace(old, new).encode()})
    frames, faults = gate.planned_frames(pack)
    those = [each for each in [*gate.check(pack, NOW), *faults, *gate.examine(pack, frames)] if each.code == code]
    assert those
    for finding in those:
        for lang in ("ro", "en"):
            assert finding.message not in finding_words.told(finding, lang)


@pytest.mark.parametrize(
    ("now", "lang", "mended"),
    [
        ("6 decembrie 2026, ora 23:59", "ro", "7 decembrie 2026, ora 23:59"),
        ("6 December 2026, 23:59", "en", "7 December 2026, 23:59"),
        ("6 decembrie 2026", "ro", "7 decembrie 2026"),
    ],
)
def test_a_day_is_mended_and_its_hour_stays(now: str, lang: str, mended: str) -> None:
    finding = Finding(code="legal", where="a", message="x", values={"form": "day-off", "mend": "2026-12-07"})
    mend = finding_words.mend(finding, now, lang)
    assert mend is not None and mend.value == mended


def test_what_is_not_certain_has_no_mend() -> None:
    finding = Finding(code="long-headline", where="a", message="x", values={"mend": "y"})
    assert finding_words.mend(finding, "z", "ro") is None
