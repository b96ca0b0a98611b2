"""Changed files through the importers, for the fuzz: what came out, and whether it is true.

Each file is imported end to end in this process, the files the import wrote are parsed here, by nothing of the readers,
and held against the model's truth. A result is `read` (true figures), `asked`, `refused` or `untrue: …`.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import content
from content.findings import RefusedError
from content.imports import options as import_options
from content.imports.conversation import Context, Imported, Importer, Told, held
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.questions import Question

CITY_FILES = read_folder(Path(content.__file__).parent / "timisoara")
CONTEXT = Context(parse(CITY_FILES), CITY_FILES, datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
_load = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


ANSWERS = frozenset({"year", "status", "column", "sure", "where", "side"})
"""The options whose answers the models understand."""


class Outcome(NamedTuple):
    """What an import ended with: `read` with the files that were written, `asked`, or `refused`, with what was said."""

    kind: str
    files: Mapping[str, bytes] = {}
    words: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def answered(options: Mapping[str, str], questions: Sequence[Question], pick: int) -> dict[str, str]:
    """The options with the first question answered by one of its choices; as they were when it has none."""
    for question in questions:
        if question.choices:
            choice = question.choices[pick % len(question.choices)]
            name = choice.option or question.option
            before = options.get(name, "") if name == "sure" else ""
            return {**options, name: ",".join(filter(None, (before, choice.answer)))}
    return dict(options)


def judged(importer: Importer, file: Any, verdict: Callable[[Outcome, Any], str]) -> tuple[str, str]:
    """How an import ends when its questions are answered as the file's `picks` choose; and what is untrue, "" if none.

    Answers are looked at whose meaning the models know (`ANSWERS`).
    """
    for pick in (*file.picks, None):
        name, data, options, known = file.made()
        result = outcome(importer, name, data, options)
        if result.kind == "read":
            return "read", verdict(result, known)
        if result.kind == "refused" or pick is None:
            break
        more = answered(options, result.questions, pick)
        changed = {name for name, answer in more.items() if options.get(name) != answer}
        if not changed or changed - ANSWERS or "rows" in more.get("sure", ""):  # what is left out is the person's word
            break
        file = file._replace(options=tuple(more.items()))
    return result.kind, ""


def outcome(importer: Importer, name: str, data: bytes, options: Mapping[str, str]) -> Outcome:
    """Imports one file. A draft, or a question, is asked. Raises whatever is no refusal: that is a fault."""
    chosen = import_options.chosen(options, importer.options)
    try:
        imported = held(importer.converse(name, chosen, CONTEXT), lambda ask: Told(address=ask.address, body=data))
    except RefusedError as refusal:
        return Outcome("refused", {}, tuple(map(str, refusal.findings)))
    words = tuple(map(str, imported.findings))
    if imported.questions or _drafts(imported):
        return Outcome("asked", imported.files, words, imported.questions)
    return Outcome("read", imported.files, words)


def _drafts(imported: Imported) -> list[str]:
    return [path for path in imported.files if path.startswith("drafts/")]


def slides(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """The slides that were written, by path."""
    return {path: yaml.load(data, _load) for path, data in files.items() if path.startswith("slides/")}


def table(data: bytes, separator: str) -> list[dict[str, str]]:
    """The rows of a data file of the pack."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=separator))


def number(text: str) -> Decimal | None:
    """A number of a data file: decimal comma or point, nothing between thousands."""
    return Decimal(text.replace(",", ".")) if text.strip() else None


def shown_number(text: str) -> int | None:
    """The first whole number in a headline."""
    match = re.search(r"\d+", text)
    return int(match[0]) if match else None
