"""YAML as people write it, read strictly into typed values. Every mistake is one sentence with its place.

Of plain scalars only null, true, false, integers and decimals have a meaning. All others stay text: YAML 1.1 would make
dates of some, 360 of `06:00`, and False of the country code `no`. Keys are text. A key that is written twice is an
error, where YAML would keep the last in silence. Leaves out what the values mean.
"""

import re
from collections.abc import Hashable
from typing import Any, TypeVar

import msgspec
import yaml

from content.authored import Moment
from content.findings import Finding, RefusedError, refused
from content.mistakes import mistakes

T = TypeVar("T")

YEARS = range(1900, 2200)
"""The years of moments that are taken in."""
MAX_BYTES = 1_000_000
"""The most bytes of a document."""
MAX_DEPTH = 20
"""The most values inside each other in a document. A pack needs 6."""


class _Loader(yaml.SafeLoader):
    """PyYAML's SafeLoader with the rules above. It also refuses aliases, tags and too deep nesting."""

    depth = 0

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        pairs: dict[Hashable, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="found a key that is no text", problem_mark=key.start_mark)
            if key.value in pairs:
                raise yaml.MarkedYAMLError(problem=f"found {key.value!r} twice", problem_mark=key.start_mark)
            pairs[key.value] = self.construct_object(value, deep=deep)
        return pairs

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            problem: str | None = "found an alias (*name), expected the value"
        elif getattr(event, "tag", None) is not None:
            problem = f"found the tag {event.tag}, expected a value without one"
        else:
            problem = f"found more than {MAX_DEPTH} values inside each other" if self.depth >= MAX_DEPTH else None
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {}  # none of SafeLoader's
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def mapping(data: bytes, where: str) -> dict[str, Any]:
    """The YAML document as plain values. Raises RefusedError, which names `where` and the line."""
    if len(data) > MAX_BYTES:
        raise refused("size", where, f"found {len(data):,} bytes, expected at most {MAX_BYTES:,}")
    try:
        value = yaml.load(data.decode(), _Loader)  # noqa: S506  a SafeLoader
    except UnicodeDecodeError as error:
        raise refused("yaml", where, f"byte {error.start} is not UTF-8, expected a UTF-8 text file") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else where
        raise refused("yaml", place, f"is not YAML: {problem}") from error
    if not isinstance(value, dict):
        kind = "nothing" if value is None else "a list" if isinstance(value, list) else f"{value!r:.60}"
        raise refused("yaml", where, f"found {kind}, expected keys and values")
    return value


def typed(value: Any, kind: type[T] | Any, where: str, at: str = "$") -> T:
    """The `value` at path `at` of the document `where`, as a value of that `kind`.

    Raises RefusedError with every mistake in it, each with its path: `slides/x.yaml:$.title.ro`.
    """
    try:
        result: T = msgspec.convert(value, kind, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        raise RefusedError(
            *(
                Finding(code="value", where=f"{where}:{mistake.path}", message=mistake.message)
                for mistake in mistakes(value, kind, _from_text, at)
            )
        ) from error
    return result


def _from_text(kind: type, value: Any) -> Any:
    if kind is Moment and isinstance(value, str):
        return moment(value)
    raise ValueError(f"expected {kind.__name__.lower()} as text")


def moment(text: str) -> Moment:
    """The moment that is written so. Raises ValueError when it is none, or of a year that is not one of `YEARS`.

    Beyond these years, arithmetic on it could overflow.
    """
    written = Moment(text)
    if written.value.year not in YEARS:
        raise ValueError(f"found {text!r}, expected a year from {YEARS[0]} to {YEARS[-1]}")
    return written


def plain(value: msgspec.Struct) -> Any:
    """The authored value as plain values, ready for JSON or YAML, of which `typed` makes an equal value.

    What is as by default is left out.
    """
    return _without_defaults(value)


def _without_defaults(value: Any) -> Any:
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        fields: dict[str, Any] = {config.tag_field: config.tag} if config.tag_field else {}
        for field in msgspec.structs.fields(value):
            current = getattr(value, field.name)
            if field.required or current != field.default:
                fields[field.encode_name] = _without_defaults(current)
        return fields
    if isinstance(value, dict):
        return {key: _without_defaults(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_defaults(inner) for inner in value]
    return value
