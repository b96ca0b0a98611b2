"""A draft that an import wrote, finished by the answers of a person: which values it has, which are still open.

Decides which values of a notice or a call can be given, that what an import proposed is compared by a person before it
counts, and what makes a draft a slide. Pure. Leaves out questions that an option of the import answers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from content import strict_yaml
from content.findings import Finding, RefusedError
from content.imports import generated
from content.imports.conversation import Imported
from content.imports.generated import Notes
from content.pack.slides import authored
from content.questions import Question, open_in

TEXTS = frozenset({"title", "body", "ask", "who", "channels.desk"})
"""Values that are said in each language."""
VALUES: dict[str, tuple[str, ...]] = {
    "notice": ("title", "body", "not_before", "expires"),
    "consultation": (
        "ask",
        "who",
        "takes_minutes",
        "opens",
        "closes",
        "channels.web",
        "channels.short",
        "channels.phone",
        "channels.desk",
        "legal_basis",
    ),
}
"""Kind of a draft → what a person may say of it, in the order people read it."""


class DraftAnswers(NamedTuple):
    """What a person said of one draft: values by name (`title.ro`, `expires`), and the keys they compared."""

    values: Mapping[str, str] = {}
    compared: frozenset[str] = frozenset()


class DraftValue(NamedTuple):
    """One value of a draft: its key and language, what it is now, and what is open or was proposed of it."""

    key: str
    lang: str
    value: str
    questions: tuple[Question, ...]
    open: bool

    @property
    def name(self) -> str:
        return f"{self.key}.{self.lang}" if self.lang else self.key


class FinishedDraft(NamedTuple):
    """A draft with a person's answers: `data` is the slide's file, when nothing is open and nothing is wrong."""

    id: str
    path: str
    fields: dict[str, Any]
    values: tuple[DraftValue, ...]
    faults: tuple[Finding, ...]
    data: bytes | None
    excerpts: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[DraftValue, ...]:
        return tuple(each for each in self.values if each.open)


def slide_of(path: str) -> str:
    """The id of the slide that a file is, or would be."""
    return path.partition("/")[2].removesuffix(".yaml")


def tidied(text: str) -> str:
    """Without spaces that nobody sees; lines stay lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def drafts(imported: Imported) -> list[str]:
    """The paths of the drafts among the files whose values a person may say."""
    return [path for path in imported.files if path.startswith("drafts/") and _kind(imported, path) in VALUES]


def finished(imported: Imported, path: str, answers: DraftAnswers, langs: Sequence[str]) -> FinishedDraft:
    """The draft with what a person said. What does not fit into a slide is among its `faults`."""
    proposed = strict_yaml.mapping(imported.files[path], path)
    notes = set(open_in(imported.files[path]))
    about = [each for each in imported.questions if each.note in notes]
    fields = strict_yaml.mapping(imported.files[path], path)
    for name in answers.values:
        _put(fields, name, answers.values[name], langs)
    values = []
    for key in VALUES[str(fields.get("kind"))]:
        own = tuple(each for each in about if each.key == key)
        for lang in langs if key in TEXTS else ("",):
            value, was = (_value(each, key, lang) for each in (fields, proposed))
            first = lang in ("", langs[0])
            undecided = not value or (value == was and key not in answers.compared)
            values.append(DraftValue(key, lang, value, own if first else (), open=bool(own) and first and undecided))
    faults = _faults(fields, path)
    whole = not faults and not any(each.open for each in values)
    text = imported.files[path].decode(errors="replace").splitlines()
    excerpts = tuple(line.removeprefix("# FOUND: ") for line in text if line.startswith("# FOUND: "))
    data = _written(imported.files[path], fields) if whole else None
    return FinishedDraft(slide_of(path), path, fields, tuple(values), faults, data, excerpts)


def _kind(imported: Imported, path: str) -> str:
    try:
        return str(strict_yaml.mapping(imported.files[path], path).get("kind"))
    except RefusedError:
        return ""


def _value(fields: Mapping[str, Any], key: str, lang: str) -> str:
    outer, _, inner = key.partition(".")
    value = fields.get(outer)
    if inner:
        value = value.get(inner) if isinstance(value, dict) else None
    if lang and isinstance(value, dict):
        value = value.get(lang)
    return "" if value is None or isinstance(value, dict) else str(value)


def _put(fields: dict[str, Any], name: str, text: str, langs: Sequence[str]) -> None:
    """The value under this name (`title.ro`, `channels.phone`, `closes`); nothing for an empty text."""
    key = next((each for kind in VALUES.values() for each in kind if name in (each, *_names(each, langs))), None)
    if key is None:
        return
    outer, _, inner = key.partition(".")
    holder = fields.setdefault(outer, {}) if inner else fields
    if not isinstance(holder, dict):
        return
    at, lang = inner or outer, name.removeprefix(key).removeprefix(".")
    value: Any = tidied(text)
    if key == "takes_minutes" and value.isascii() and value.isdecimal() and len(value) < 6:
        value = int(value)
    if lang:
        there = holder.get(at)
        texts = dict(there) if isinstance(there, dict) else {langs[0]: there} if there else {}
        texts.pop(lang, None)
        value = {**texts, lang: value} if value else texts
    if value:
        holder[at] = value
    else:
        holder.pop(at, None)


def _names(key: str, langs: Sequence[str]) -> list[str]:
    return [f"{key}.{lang}" for lang in langs] if key in TEXTS else []


def _faults(fields: dict[str, Any], path: str) -> tuple[Finding, ...]:
    """What the pack would refuse of it."""
    try:
        strict_yaml.typed(fields, authored(), path)
    except RefusedError as error:
        return error.findings
    return ()


def _written(draft: bytes, fields: dict[str, Any]) -> bytes:
    """The slide's file. Its first line still names its source, and no longer fits: a person wrote it."""
    first, _, _ = draft.partition(b"\n")
    rest = generated.document(fields, Notes((), (), ()))
    return first + b"\n" + rest if generated.read("", draft).origin else rest


def exemplary(fields: Mapping[str, Any], now: datetime) -> tuple[bytes, tuple[str, ...]]:
    """The draft's file with an example for what figures lack of their source, to be looked at; and what it lacks."""
    filled, lacks = {**fields}, []
    if filled.get("kind") in ("budget", "dataset"):
        source = {**(filled.get("source") or {})}
        examples = {"name": "…", "url": "https://example.org", "licence": "…", "as_of": now.date().isoformat()}
        for key, example in examples.items():
            if source.get(key) in (None, "", "…", {}):
                source[key] = example
                lacks.append(key)
        filled["source"] = source
    return generated.document(filled, Notes((), (), ())), tuple(lacks)
