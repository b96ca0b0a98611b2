"""What a person chooses for an import, as texts: from the command line, the API or `sources.yaml`, read alike.

Decides the names (a field `as_of` is `as-of`) and how a text becomes a field's value. What the options mean is each
importer's.
"""

from collections.abc import Mapping
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from content.authored import Moment
from content.findings import refused
from content.phrases import said
from content.strict_yaml import moment

T = TypeVar("T", bound=msgspec.Struct)


def named(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Option → the type of its value."""
    types = get_type_hints(kind, include_extras=True)
    return {field.name.replace("_", "-"): types[field.name] for field in msgspec.structs.fields(kind)}


def chosen(given: Mapping[str, str], kind: type[T]) -> T:
    """The options of an importer from what was written. Raises RefusedError naming the option that is wrong."""
    known = named(kind)
    values = {}
    for name, text in given.items():
        option = name.replace("_", "-")
        if option not in known:
            message = said("is no option of this reader, expected one of {known}", known=", ".join(sorted(known)))
            raise refused("option", f"--{option}", message)
        values[option.replace("-", "_")] = _value(option, text, known[option])
    try:
        return msgspec.convert(values, kind, dec_hook=_moment, from_attributes=True)
    except (msgspec.ValidationError, TypeError) as error:
        raise refused("option", "the options", said("do not go together: {error}", error=error)) from error


def values_of(kind: Any) -> tuple[str, ...]:
    """The texts an option is limited to; none when it takes any."""
    if get_origin(kind) is Literal:
        return tuple(str(value) for value in get_args(kind))
    inner = [each for each in get_args(kind) if each is not NoneType]
    return values_of(inner[0]) if NoneType in get_args(kind) and len(inner) == 1 else ()


def _value(option: str, text: str, kind: Any) -> Any:
    several = get_origin(kind) in (tuple, list, frozenset)
    value: Any = [part.strip() for part in text.split(",") if part.strip()] if several else text
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=_moment)
    except msgspec.ValidationError as error:
        values = values_of(kind)
        expected = (
            said("one of {values}", values=", ".join(values))
            if values
            else _EXPECTED.get(_plain(kind), "another value")
        )
        raise refused(
            "option", f"--{option}", said("found {text!r}, expected {expected}", text=text[:80], expected=expected)
        ) from error


_EXPECTED = {
    int: "a whole number",
    float: "a number with a decimal point",
    bool: "true or false",
    Moment: "a date as 2026-12-31",
    str: "another text",
}


def _plain(kind: Any) -> Any:
    """`int` for `int | None` and for an annotated int."""
    inner = [each for each in get_args(kind) if each is not NoneType]
    return _plain(inner[0]) if inner else kind


def _moment(kind: type, value: Any) -> Any:
    if kind is Moment and isinstance(value, Moment | str):
        return value if isinstance(value, Moment) else moment(value)
    raise ValueError(said("expected {name__}", name__=kind.__name__.lower()))
