"""YAML as people write it, read strictly into typed values. Every mistake is one sentence with its place.

Of plain scalars only null, true, false, integers and decimals have a meaning. All others stay text: YAML 1.1 would make
dates of some, 360 of `06:00`, and False of the country code `no`. Keys are text. A key that is written twice is an
error, where YAML would keep the last in silence. Decides how much is read and told of a document at most, so that a
refusal is cheap. Leaves out how values are read from YAML (`yaml_values`) and what they mean.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
import yaml

from content.authored import Moment
from content.findings import Finding, RefusedError, refused
from content.mistakes import mistakes
from content.phrases import said
from content.yaml_values import MAX_DEPTH, Bounds, plain_value

T = TypeVar("T")

YEARS = range(1900, 2200)
"""The years of moments that are taken in."""
DOCUMENT = Bounds(size=1_000_000, values=250_000)
"""Of any document. A list of displays has some 35 values a display, and 10 bytes a value."""
SLIDE = Bounds(size=50_000, values=5_000)
"""Of the file of one slide. The largest of those measured has 70 values in 1.5 kB."""
MAX_MISTAKES = 20
"""So many mistakes of a document are worked out and told."""


def mapping(data: bytes, where: str, bounds: Bounds = DOCUMENT) -> dict[str, Any]:
    """The YAML document as plain values. Raises RefusedError, which names `where` and the line.

    A document that is too large is refused before it is read, and one of too many values once there are too many.
    """
    within(len(data), where, bounds)
    try:
        value = plain_value(data.decode(), bounds.values)
    except UnicodeDecodeError as error:
        raise refused(
            "yaml", where, said("byte {start} is not UTF-8, expected a UTF-8 text file", start=error.start)
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else where
        raise refused("yaml", place, said("is not YAML: {problem}", problem=problem)) from error
    if not isinstance(value, dict):
        kind = "nothing" if value is None else said("a list") if isinstance(value, list) else f"{value!r:.60}"
        raise refused("yaml", where, said("found {kind}, expected keys and values", kind=kind))
    return value


def within(size: int, where: str, bounds: Bounds) -> None:
    """Raises RefusedError for a document of so many bytes that is too large."""
    if size > bounds.size:
        raise refused(
            "size", where, said("found {size:,} bytes, expected at most {size2:,}", size=size, size2=bounds.size)
        )


def few_enough(value: Any, where: str, bounds: Bounds = DOCUMENT) -> None:
    """Raises RefusedError for plain values, which were not read from YAML, that are too many or too deep for it."""
    left, level, depth = bounds.values, [value], 0
    while level and left >= 0:
        if depth == MAX_DEPTH:
            raise refused(
                "yaml",
                where,
                said("found more than {max_depth} values inside each other, expected fewer", max_depth=MAX_DEPTH),
            )
        depth += 1
        left -= len(level) + sum(len(each) for each in level if isinstance(each, dict))
        parts = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level = [inner for each in parts for inner in each]
    if left < 0:
        raise refused("yaml", where, said("found more than {values:,} values, expected fewer", values=bounds.values))


def typed(value: Any, kind: type[T] | Any, where: str, at: str = "$") -> T:
    """The `value` at path `at` of the document `where`, as a value of that `kind`.

    Raises RefusedError with the mistakes in it, each with its path: `slides/x.yaml:$.title.ro`. Beyond `MAX_MISTAKES`
    one sentence says that there are more.
    """
    try:
        result: T = msgspec.convert(value, kind, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        first = islice(mistakes(value, kind, _from_text, at), MAX_MISTAKES + 1)
        findings = (Finding(code="value", where=f"{where}:{path}", message=message) for path, message in first)
        raise RefusedError(*first_of(list(findings), where)) from error
    return result


def first_of(findings: Sequence[Finding], where: str) -> Sequence[Finding]:
    """The first `MAX_MISTAKES` of a document's findings, and of more than these a last one that says so."""
    if len(findings) <= MAX_MISTAKES:
        return findings
    message = said(
        "has more mistakes than the {max_mistakes} told, expected none; mend these, the others are told then",
        max_mistakes=MAX_MISTAKES,
    )
    return [*findings[:MAX_MISTAKES], Finding(code="value", where=where, message=message)]


def _from_text(kind: type, value: Any) -> Any:
    if kind is Moment and isinstance(value, str):
        return moment(value)
    raise ValueError(said("expected {name__} as text", name__=kind.__name__.lower()))


def moment(text: str) -> Moment:
    """The moment that is written so. Raises ValueError when it is none, or of a year that is not one of `YEARS`.

    Beyond these years, arithmetic on it could overflow.
    """
    written = Moment(text)
    if written.value.year not in YEARS:
        raise ValueError(
            said(
                "found {text!r}, expected a year from {years} to {years2}", text=text, years=YEARS[0], years2=YEARS[-1]
            )
        )
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
