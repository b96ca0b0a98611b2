"""YAML as people write it, read strictly into typed values, every mistake one sentence with its place.

Plain scalars are only null, true, false, integers and decimals: times stay text (YAML 1.1 turns some of them into
dates, `06:00` into 360, the country code `no` into False), and a key written twice is an error (YAML keeps the last in
silence). Leaves out what the values mean.
"""

import re
from collections.abc import Hashable
from typing import Any, TypeVar

import msgspec
import yaml

from content.findings import Finding, RefusedError, refused
from content.mistakes import mistakes
from content.model import Moment

T = TypeVar("T")


class _Loader(yaml.SafeLoader):
    """SafeLoader with the scalars above, and no anchors run wild (a document is at most 1 MB, see `mapping`)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"found {key.value!r} twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="found an alias (*name), expected the value", problem_mark=mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {}  # none of SafeLoader's
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def mapping(data: bytes, where: str) -> dict[str, Any]:
    """The YAML document as plain values. Raises RefusedError naming `where` and the line."""
    if len(data) > 1_000_000:
        raise refused("size", where, f"found {len(data):,} bytes, expected at most 1,000,000")
    try:
        value = yaml.load(data.decode(), _Loader)  # noqa: S506  a SafeLoader
    except UnicodeDecodeError as error:
        raise refused("yaml", where, f"byte {error.start} is not UTF-8, expected a UTF-8 text file") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else where
        raise refused("yaml", place, f"is not YAML: {problem}") from error
    if not isinstance(value, dict):
        raise refused("yaml", where, f"found {type(value).__name__}, expected keys and values")
    return value


def typed(value: Any, kind: type[T] | Any, where: str, at: str = "$") -> T:
    """`value`, found at path `at` of the document `where`, as `kind`.

    Raises RefusedError with every mistake in it, each with its path: `slides/x.yaml:$.title.ro`.
    """
    try:
        result: T = msgspec.convert(value, kind, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        found = mistakes(value, kind, _from_text, at)
        faults = [Finding(code="value", where=f"{where}:{path}", message=message) for path, message in found]
        raise RefusedError(*faults) from error
    return result


def _from_text(kind: type, value: Any) -> Any:
    if kind is Moment and isinstance(value, str):
        return Moment(value)
    raise ValueError(f"expected {kind.__name__.lower()} as text")


def plain(value: msgspec.Struct) -> Any:
    """The authored value as JSON-ready plain values, defaults left out: what `typed` reads back to an equal value."""
    return _without_defaults(value)


def _without_defaults(value: Any) -> Any:
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        found: dict[str, Any] = {config.tag_field: config.tag} if config.tag_field else {}
        for field in msgspec.structs.fields(value):
            current = getattr(value, field.name)
            if field.required or current != field.default:
                found[field.encode_name] = _without_defaults(current)
        return found
    if isinstance(value, dict):
        return {key: _without_defaults(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_defaults(inner) for inner in value]
    return value
