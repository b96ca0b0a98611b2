"""What readers, importers and the gate say, in Romanian."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import content
from content.findings import Finding
from content.phrases import said
from control_server.studio import finding_words, phrase_words
from control_server.studio.catalogue import phrases

ROOT = Path(content.__file__).parent.parent
ROOMS = (
    "content",
    "control_server/changes",
    "control_server/errands",
    "control_server/people",
    "control_server/publishing",
    "control_server/sources",
    "control_server/studio",
)
"""Whose sentences the studio says."""
OTHERS = ("content/wire/", "control_server/publishing/render")
"""Whose sentences only programs and their keepers read."""
TOLD = {"message", "fix", "seen", "asks", "gives", "how"}
STRUCTS = {"Finding", "Fault", "Question", "Choice", "Reckoning"}


def constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (text for value in node.values for text in constants(value))


def texts(call: ast.Call) -> list[ast.expr]:
    """What a call says to a person."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in ("said", "refused"):
        return call.args[:1] if name == "said" else call.args[2:3]
    return [word.value for word in call.keywords if name in STRUCTS and word.arg in TOLD]


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(OTHERS):
            yield from ((name, node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def test_every_sentence_has_its_romanian() -> None:
    said = {text: name for name, call in calls() for node in texts(call) for text in constants(node)}
    lacking = {
        text: said[text]
        for text in said.keys() - phrases("ro").keys()
        if re.search("[A-Za-z]{2}", re.sub(r"\{[^}]*}", "", text))
    }
    assert lacking == {}


def test_every_refusal_says_how_it_was_made() -> None:
    """A text that is put together otherwise has no pattern: nobody could say it in another language."""
    joined = ((name, node) for name, call in calls() for node in texts(call) if isinstance(node, ast.JoinedStr))
    plain = [
        (name, ast.unparse(node))
        for name, node in joined
        if any(isinstance(part, ast.Constant) and re.search("[A-Za-z]{2}", part.value) for part in node.values)
    ]
    assert plain == []


def test_nothing_is_translated_that_nobody_says() -> None:
    there = {
        node.value
        for room in ("content", "control_server")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert phrases("ro").keys() - there == set()


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
        finding_words.told(finding, "ro") == "buget.csv, rândul 12, coloana „total”: am găsit „abc”, trebuie un număr."
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
    assert finding_words.sentence(finding, "ro") == f"Are {words}; pot fi cel mult 7."


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
