"""docs/words.md is true: what it names in the code is there, and the Romanian words are those that people read."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(
    r"^\| (?P<word>[^|]+) \| (?P<romanian>[^|]+) \| (?P<what>[^|]+) \| `(?P<code>[\w.]+)` \|$", re.MULTILINE
)
ROWS = [row.groupdict() for row in ROW.finditer((ROOT / "docs" / "words.md").read_text())]
INTERFACE = [
    ROOT / "control_server" / "wall" / "wording.py",
    *(ROOT / "control_server" / "wall" / "templates").glob("*.html"),
    ROOT / "content" / "explain" / "sentences.py",
    *(ROOT / "content" / "slides").glob("*.py"),
    *(ROOT / "content" / "pack").glob("*.py"),
    *(ROOT / "content" / "checks" / "written").glob("*.py"),
]


def test_every_row_is_read() -> None:
    rows = [line for line in (ROOT / "docs" / "words.md").read_text().splitlines() if line.startswith("| ")]
    assert len(ROWS) == len([row for row in rows if not row.startswith(("| word", "|---"))]) > 50


def test_a_word_has_one_meaning_and_its_sentence_is_one() -> None:
    words = [row["word"] for row in ROWS]
    assert len(set(words)) == len(words)
    assert [row["word"] for row in ROWS if row["what"].count(". ") or not row["what"].endswith(".")] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_what_it_names_in_the_code_is_there(row: dict[str, str]) -> None:
    module, _, name = row["code"].rpartition(".")
    assert hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize("row", [row for row in ROWS if row["romanian"] != "–"], ids=lambda row: row["word"])
def test_the_romanian_word_is_one_that_people_read(row: dict[str, str]) -> None:
    text = "\n".join(path.read_text() for path in INTERFACE).lower()
    assert re.search(rf"\b{row['romanian'].lower()[:-1]}", text), row["romanian"]


def test_a_slide_has_one_word_in_the_interface() -> None:
    """It is a page, `pagină`: not the English word, nor another Romanian one."""
    text = (ROOT / "control_server" / "wall" / "wording.py").read_text()
    romanian = re.findall(r'"[a-z-]+": "([^"]+)"', text)
    assert [sentence for sentence in romanian if re.search(r"\bslide", sentence, re.IGNORECASE)] == []
