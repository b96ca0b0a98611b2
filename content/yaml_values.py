"""The text of one YAML document as plain values. What is not ours is refused where it stands, before it is kept.

Decides what scalars mean, and that a document has no aliases, no tags, no key twice, and neither too many values nor
too many inside each other. Leaves out how a refusal is said (`strict_yaml`) and what the values mean.

Two parsers give the same events: libyaml, which is about ten times as fast, and PyYAML's own, whose sentences are
told. libyaml takes in some texts that YAML forbids. So it reads only texts without the characters at which the two
differ, and what it refuses is read again by the other.
"""

import re
from typing import Any, NamedTuple, Protocol, cast

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = yaml.SafeLoader  # type: ignore[assignment,misc]

MAX_DEPTH = 20
"""The most values inside each other in a document. A pack needs 6."""

_DIFFERENT = re.compile(r"[\t\ufeff?!%]|[|>]\S*#")
"""Where libyaml may read what PyYAML refuses, or otherwise: tabs, marks of byte order, question marks in flow style,
tags, directives, and comments right behind the sign of a block."""
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")


class Bounds(NamedTuple):
    """The most bytes of a document, and the most values in it: scalars, lists, mappings and their keys."""

    size: int
    values: int


class NotOursError(yaml.MarkedYAMLError):
    """The document is YAML, and has what ours may not have."""


class _Events(Protocol):
    """What both parsers offer."""

    def get_event(self) -> Any: ...

    def peek_event(self) -> Any: ...

    def check_event(self, *choices: type) -> bool: ...


def plain_value(text: str, most: int) -> Any:
    """The value that is written in a document of at most so many values; None when it is empty.

    Raises yaml.YAMLError; ValueError for a number of too many digits.
    """
    if not _DIFFERENT.search(text):
        try:
            return _Document(cast(_Events, CParser(text)), most).value()
        except NotOursError:
            raise
        except (yaml.YAMLError, ValueError):
            pass  # the other parser says why
    return _Document(cast(_Events, yaml.SafeLoader(text)), most).value()


class _Document:
    """Makes values of the events of one document."""

    def __init__(self, events: _Events, most: int) -> None:
        self._next, self._peek, self._is = events.get_event, events.peek_event, events.check_event
        self._most = self._left = most

    def value(self) -> Any:
        self._next()  # the stream starts
        value = None
        if not self._is(StreamEndEvent):
            self._next()  # the document starts
            value = self._value(MAX_DEPTH)
            self._next()  # the document ends
        if not self._is(StreamEndEvent):
            raise _not_ours(self._next(), "but found another document")
        return value

    def _value(self, depth: int) -> Any:
        """The value that comes next, with at most so many inside each other."""
        event = self._next()
        self._left -= 1
        if type(event) is AliasEvent:
            raise _not_ours(event, "found an alias (*name), expected the value")
        if event.tag is not None:
            raise _not_ours(event, f"found the tag {event.tag}, expected a value without one")
        if not depth:
            raise _not_ours(event, f"found more than {MAX_DEPTH} values inside each other")
        if self._left < 0:
            raise _not_ours(event, f"found more than {self._most:,} values, expected fewer")
        if type(event) is ScalarEvent:
            return _scalar(event)
        return self._list(depth) if type(event) is SequenceStartEvent else self._mapping(depth)

    def _list(self, depth: int) -> list[Any]:
        values = []
        while not self._is(SequenceEndEvent):
            values.append(self._value(depth - 1))
        self._next()
        return values

    def _mapping(self, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        while not self._is(MappingEndEvent):
            event = self._peek()
            if type(event) in (SequenceStartEvent, MappingStartEvent) and event.tag is None:
                raise _not_ours(event, "found a key that is no text")
            self._value(depth - 1)
            if event.value in pairs:
                raise _not_ours(event, f"found {event.value!r} twice")
            pairs[event.value] = self._value(depth - 1)
        self._next()
        return pairs


def _not_ours(event: Any, problem: str) -> NotOursError:
    return NotOursError(problem=problem, problem_mark=event.start_mark)


def _scalar(event: ScalarEvent) -> str | int | float | bool | None:
    text: str = event.value
    if not event.implicit[0]:  # it is quoted, or a block
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
