"""Files an import writes: known by their first line until somebody edits them."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content.imports import generated
from content.imports.generated import Notes
from content.readers.calls.call import open_value


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_was_written_is_known_until_it_is_edited(rest: bytes, source: str) -> None:
    data = generated.written(source, rest)
    read = generated.read("slides/a-b.yaml", data)
    assert (read.id, read.unedited) == ("a-b", True)
    assert read.origin == " ".join(source.split())
    assert not generated.read("slides/a-b.yaml", data + b"#").unedited


def test_a_persons_file_is_never_taken_for_an_imports() -> None:
    read = generated.read("drafts/a.yaml", b"kind: notice\n")
    assert (read.origin, read.unedited) == ("", False)


@pytest.mark.parametrize(
    ("path", "slide"), [("slides/a.yaml", True), ("drafts/a.yaml", True), ("data/a.csv", False), ("city.yaml", False)]
)
def test_slides_and_drafts_of_one(path: str, *, slide: bool) -> None:
    assert generated.is_slide(path) is slide


def test_notes_stand_above_a_draft_a_line_each() -> None:
    notes = Notes((open_value("closes", "is it\nthe day?"),), ("x" * 400,), ("15 days",))
    document = generated.document({"kind": "notice", "title": "Șase"}, notes).decode()
    assert document.startswith("# TO FINISH: `closes`: is it the day?\n# FOUND: " + "x" * 300 + "\n# LAW: 15 days\n")
    assert yaml.safe_load(document) == {"kind": "notice", "title": "Șase"}
    assert generated.document({"a": 1}, Notes((), ("x",), ("y",))) == b"a: 1\n"


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (b"channels: {web: https://x.ro/a}\n", "https://x.ro/a"),
        (b"channels: [web: 1]\n", ""),
        (b"channels: {web: {\n", ""),
        (b"kind: notice\n", ""),
    ],
)
def test_the_address_a_draft_leads_to(data: bytes, address: str) -> None:
    assert generated.web(data, "drafts/a.yaml") == address


def test_what_a_person_would_type() -> None:
    assert generated.bare("https://www.oras.ro/buget/") == "oras.ro/buget"
    assert generated.bare("") == ""
