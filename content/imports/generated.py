"""Files an import writes among those people write: known by their first line, never taken for a person's.

Decides the first line (where the file is from, a digest of the rest) and how a draft names what is to be finished. Only
while the digest holds has nobody edited the file.
"""

import hashlib
import re
from typing import Any, NamedTuple

import yaml

from content import strict_yaml
from content.findings import RefusedError
from content.questions import MARK, Question

_MARK = re.compile(
    rb"# Imported from (?P<origin>[^\n]*)\. Renewed by an import until it is edited \[(?P<digest>[0-9a-f]{16})\]\n"
)


class Notes(NamedTuple):
    """What is written above a draft: what to finish, what else the source says, and the last days by the law."""

    questions: tuple[Question, ...]
    excerpts: tuple[str, ...]
    law: tuple[str, ...]


class Written(NamedTuple):
    """A slide or a draft of the pack, with the origin that its first line names where an import wrote it."""

    path: str
    data: bytes
    origin: str
    unedited: bool

    @property
    def id(self) -> str:
        return self.path.partition("/")[2].removesuffix(".yaml")


def is_slide(path: str) -> bool:
    """Whether a file of the pack is a slide or a draft of one."""
    return path.startswith(("slides/", "drafts/")) and path.endswith(".yaml")


def read(path: str, data: bytes) -> Written:
    """What the first line says of a slide or a draft."""
    match = _MARK.match(data)
    if not match:
        return Written(path, data, "", unedited=False)
    rest = data[match.end() :]
    return Written(path, data, match["origin"].decode(errors="replace"), _digest(rest) == match["digest"].decode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def written(source: str, rest: bytes) -> bytes:
    """The file with its first line."""
    one_line = " ".join(source.split())
    return f"# Imported from {one_line}. Renewed by an import until it is edited [{_digest(rest)}]\n".encode() + rest


def web(data: bytes, path: str) -> str:
    """The address a draft leads to, if it is one of a call."""
    if b"web:" not in data:
        return ""
    try:
        channels = strict_yaml.mapping(data, path).get("channels")
    except RefusedError:
        return ""
    return str(channels.get("web", "")) if isinstance(channels, dict) else ""


def document(fields: dict[str, Any], notes: Notes) -> bytes:
    """The YAML, below a line for each thing to finish, each thing found, and each last day by the law."""
    lines: list[str] = []
    if notes.questions:
        lines += [f"{MARK} {question.note}" for question in notes.questions]
        lines += [f"# FOUND: {text[:300]}" for text in notes.excerpts]
        lines += [f"# LAW: {text}" for text in notes.law]
        lines.append("# When nothing is left to finish, take these lines out and move the file to slides/.")
    above = "".join(" ".join(line.split()) + "\n" for line in lines)
    return (above + yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=120)).encode()


def bare(link: str) -> str:
    """The address as a person would type it: without https:// and www."""
    return link.partition("://")[2].removeprefix("www.").rstrip("/")
