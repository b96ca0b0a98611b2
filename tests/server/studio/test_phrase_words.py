"""What readers, importers and the gate say, in Romanian."""

import re

import pytest

from content.findings import Finding
from content.phrases import said
from control_server.studio import finding_words, phrase_words
from control_server.studio.catalogue import phrases


def named(pattern: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", pattern.replace("{{", "")))


@pytest.mark.parametrize("pattern", phrases("ro"))
def test_a_sentence_has_no_value_that_its_pattern_lacks(pattern: str) -> None:
    assert named(phrases("ro")[pattern]) <= named(pattern)


def test_a_refusal_is_said_with_its_place() -> None:
    finding = Finding(
        code="number",
        where="buget.csv:12, column “total”",
        message=said("found {cell!r}, expected a number", cell="abc"),
    )
    assert (
        finding_words.told(finding, "ro") == "Buget.csv, rândul 12, coloana „total”: am găsit „abc”: trebuie un număr."
    )
    assert finding_words.told(finding, "en") == "buget.csv:12, column “total”: found 'abc', expected a number"


def test_what_has_no_romanian_is_told_in_english() -> None:
    finding = Finding(code="number", where="a.csv", message=said("has a {thing} nobody knows", thing=1))
    assert finding_words.told(finding, "ro") == "a.csv: has a 1 nobody knows"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "un fișier"),
        (2, "2 fișiere"),
        (19, "19 fișiere"),
        (20, "20 de fișiere"),
        (100, "100 de fișiere"),
        (1101, "1.101 fișiere"),
    ],
)
def test_things_are_counted_as_romanian_counts(count: int, words: str) -> None:
    finding = Finding(
        code="gtfs",
        where="",
        message=said("has {entries} files, expected at most {most_files}", entries=count, most_files=7),
    )
    assert finding_words.sentence(finding, "ro") == f"Are {words}: pot fi cel mult 7."


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("slides/a.yaml:$.title.ro", ""),
        ("campaigns.yaml:a", ""),
        ("--year", ""),
        ("https://data.gov.ro/a.csv:3", "https://data.gov.ro/a.csv, rândul 3"),
        ("https://data.gov.ro:8443/a.csv", "https://data.gov.ro:8443/a.csv"),
        ("a.ics: event 4", "a.ics, evenimentul 4"),
        ("a.xlsx!B12", "a.xlsx, celula B12"),
        ("dir/a.geojson:$.features[3]", "a.geojson, locul 3"),
    ],
)
def test_places(where: str, place: str) -> None:
    assert phrase_words.place(where, "ro") == place
