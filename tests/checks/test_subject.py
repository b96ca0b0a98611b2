"""What rules are given to look at: prose with its places, what displays play, and every text inside a value."""

from content.checks.subject import Subject, file_of, headlines, played, prose, shown, strings, text_at
from content.findings import refused
from tests import sample
from tests.checks import packs

LIFE = """announce: 2026-11-10
result:
  title: {ro: Întâi trotuarele, en: Pavements first}
  said: {ro: Șase din zece cer trotuare.}
  did: {ro: Am mutat banii.}
  from: 2026-12-20T08:00
"""


def test_prose_is_told_once_for_all_phases_with_its_place_and_language() -> None:
    pack = sample.parsed(slides__strada=sample.CALL + LIFE)
    written = list(prose(pack.city, pack.slides["strada"]))
    assert [(each.path, each.lang) for each in written] == [
        *((f"$.ask.{lang}", lang) for lang in ("ro", "en", "hu")),
        *((f"$.who.{lang}", lang) for lang in ("ro", "en", "hu")),
        ("$.result.title.ro", "ro"),
        ("$.result.title.en", "en"),
        ("$.result.said.ro", "ro"),
        ("$.result.did.ro", "ro"),
    ]
    assert headlines(pack.slides["strada"]) >= {"Spune ce repari întâi", "Pavements first"}


def test_a_bare_text_is_in_the_first_language_and_its_place_has_none() -> None:
    pack = sample.parsed(slides__restrictii="kind: notice\ntitle: Stradă închisă\nbody: Luni.\n")
    assert [(each.path, each.lang) for each in prose(pack.city, pack.slides["restrictii"])] == [
        ("$.title", "ro"),
        ("$.body", "ro"),
    ]
    assert text_at("restrictii", "title", "Stradă închisă", "ro") == "slides/restrictii.yaml:$.title"
    assert text_at("strada.result", "result.title", {"ro": "x"}, "ro") == "slides/strada.yaml:$.result.title.ro"
    assert file_of("strada.announced") == "slides/strada.yaml"


def test_a_display_plays_its_phases_in_its_languages() -> None:
    pack = sample.parsed(slides__strada=sample.CALL + LIFE)
    piata = pack.displays["piata"]
    assert played(pack, piata) == ["strada.announced", "strada", "strada.result", "restrictii"]
    assert ("strada", "en") in set(shown(pack, piata))
    assert ("strada.result", "en") not in set(shown(pack, piata))  # not all its texts are there


def test_characters_of_a_slide_that_cannot_be_read_are_unknown() -> None:
    def unread(*_: object) -> int:
        raise refused("sum", "data/x.csv", "does not add up")

    assert Subject(packs.parsed(), packs.NOW, unread).characters("buget", "ro") is None
    assert Subject(packs.parsed(), packs.NOW, lambda *_: 7).characters("buget", "ro") == 7


def test_every_text_of_a_value_has_its_path() -> None:
    slide = packs.parsed().slides["strada"]
    texts = dict(strings(slide))
    assert texts["$.ask.ro"] == "Spune ce repari întâi"
    assert texts["$.channels.short"] == "proba.ro/strada"
