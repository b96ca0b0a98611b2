"""docs/words.md is true: what it names in the code is there, and the Romanian words are those that people read."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
ROW = re.compile(
    r"^\| (?P<word>[^|]+) \| (?P<romanian>[^|]+) \| (?P<what>[^|]+) \| `(?P<code>[\w.]+)` \|$", re.MULTILINE
)
ROWS = [row.groupdict() for row in ROW.finditer((ROOT / "docs" / "words.md").read_text())]
SENTENCES = [
    ROOT / "control_server" / "wall" / "wording.py",
    ROOT / "content" / "explain" / "sentences.py",
    ROOT / "content" / "slides" / "wording.py",
    *sorted((ROOT / "content" / "pack").glob("*.py")),
]


def interface() -> list[str]:
    """Every text that people read: literals of the modules that hold them, and the catalogue of the studio."""
    texts = []
    for path in SENTENCES:
        tree = ast.parse(path.read_text())
        outside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        outside |= {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
        literals = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in outside)
        texts += [str(node.value) for node in literals if isinstance(node.value, str)]
    with (ROOT / "control_server" / "studio" / "locale" / "ro.po").open("rb") as file:
        for message in read_po(file, locale="ro"):
            texts += [message.string] if isinstance(message.string, str) else message.string
    return [text.lower() for text in texts]


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
    stem = row["romanian"].lower().rstrip("aăeiu")  # with or without article and case
    assert [text for text in interface() if re.search(rf"\b{re.escape(stem)}[a-zăâîșț]{{0,4}}\b", text)], row[
        "romanian"
    ]


def test_a_slide_has_one_word_in_the_interface() -> None:
    """It is `afiș`: not the English word, nor `pagină`, which is a web page."""
    text = (ROOT / "control_server" / "wall" / "wording.py").read_text()
    romanian = re.findall(r'"[a-z-]+": "([^"]+)"', text)
    assert [sentence for sentence in romanian if re.search(r"\bslide", sentence, re.IGNORECASE)] == []
