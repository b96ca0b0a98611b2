"""Every mistake in a plain value that was refused as some type: its path, what was found, what was expected.

msgspec stops at the first mistake and speaks of types. A person who wrote YAML wants to know all of them, in the words
of the file. Decides nothing about what is valid: msgspec judges each part, and this module goes down to the parts that
it refuses. It is used only after a value was refused.
"""

import difflib
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import inspect

from content.phrases import said

PATTERNS = {
    r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\Z": "lower-case letters a-z, digits and hyphens, at most 64",
    r"^https?://\S+$": "an address that starts with http:// or https://",
    r"^https?://\S+\Z": "an address that starts with http:// or https://, of at most 300 characters",
}
"""The patterns of authored texts, in words."""

Hook = Callable[[type, Any], Any]
"""msgspec's `dec_hook`: makes a value of a type that msgspec does not know."""


class Mistake(NamedTuple):
    """Where a mistake is, as `$.title.ro`, and one sentence that says what was found and what was expected."""

    path: str
    message: str


def mistakes(value: Any, kind: Any, hook: Hook, path: str = "$") -> Iterator[Mistake]:
    """All mistakes in `value` as a value of that `kind`. Each is worked out when it is asked for."""
    try:
        msgspec.convert(value, kind, dec_hook=hook)
    except msgspec.ValidationError as error:
        inner = _inside(value, kind, hook, path)
        yield next(inner, None) or Mistake(path, _sentence(value, kind, error))
        yield from inner


def _inside(value: Any, kind: Any, hook: Hook, path: str) -> Iterator[Mistake]:
    """The mistakes in the parts of a mapping or list. None in other values, or where each part alone is valid."""
    for choice in _choices(kind):
        if isinstance(value, dict) and isinstance(choice, type) and issubclass(choice, msgspec.Struct):
            return (yield from _of_struct(value, _by_tag(value, kind) or choice, hook, path))
        if isinstance(value, dict) and get_origin(choice) is dict:
            key_kind, inner_kind = get_args(choice)
            for key, inner in value.items():
                yield from (Mistake(path, m.message) for m in mistakes(key, key_kind, hook))
                yield from mistakes(inner, inner_kind, hook, f"{path}.{key}")
            return None
        if isinstance(value, list) and get_origin(choice) is tuple and get_args(choice)[-1] is ...:
            for index, inner in enumerate(value):
                yield from mistakes(inner, get_args(choice)[0], hook, f"{path}[{index}]")
            return None
    return None


def _choices(kind: Any) -> tuple[Any, ...]:
    """The alternatives of a union, without their annotations. Another kind is its only alternative."""
    if get_origin(kind) is Annotated:
        return _choices(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return tuple(choice for each in get_args(kind) for choice in _choices(each))
    return (kind,)


def _by_tag(value: dict[Any, Any], kind: Any) -> type[msgspec.Struct] | None:
    """The alternative whose tag the value has, if one has it."""
    for choice in _choices(kind):
        config = getattr(choice, "__struct_config__", None)
        if config is not None and config.tag_field and value.get(config.tag_field) == config.tag:
            tagged: type[msgspec.Struct] = choice
            return tagged
    return None


def _of_struct(value: dict[Any, Any], kind: type[msgspec.Struct], hook: Hook, path: str) -> Iterator[Mistake]:
    """The mistakes in a mapping that should be a struct: unknown keys, missing keys, and mistakes in its values."""
    config = kind.__struct_config__
    tag = config.tag_field
    if tag and value.get(tag) != config.tag:
        return  # its kind is not known, so what its keys should be cannot be said
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    name_of_kind = str(config.tag) if tag else kind.__name__.lower()
    noun = f"{'an' if name_of_kind[0] in 'aeiou' else 'a'} {name_of_kind}"
    for key in value:
        if key not in fields and key != tag and config.forbid_unknown_fields:
            near = difflib.get_close_matches(str(key), fields, 1)
            expected = (
                f"{near[0]!r}"
                if near
                else said("a key of {noun}: {fields}", noun=noun, fields=", ".join(sorted(fields)))
            )
            yield Mistake(
                f"{path}.{key}", said("found the unknown key {key!r}, expected {expected}", key=key, expected=expected)
            )
    for name, field in fields.items():
        if name in value:
            yield from mistakes(value[name], field.type, hook, f"{path}.{name}")
        elif field.required:
            yield Mistake(
                path,
                said(
                    "the key {name!r} of {noun} is missing, expected {type}",
                    name=name,
                    noun=noun,
                    type=expected_of(field.type),
                ),
            )


def _sentence(value: Any, kind: Any, error: msgspec.ValidationError) -> str:
    """What was found and expected, where msgspec refused the value with that error."""
    own = str(error).partition(" - at ")[0]
    if own.startswith("found "):  # a sentence of the type itself
        return own
    if isinstance(value, dict) and (tags := _tags(kind)):
        name, known = tags
        fault = (
            said("found the {name} {value!r}", name=name, value=value[name])
            if name in value
            else said("the key {name!r} is missing", name=name)
        )
        return said("{fault}, expected one of {known}", fault=fault, known=", ".join(known))
    expected = expected_of(kind)
    if isinstance(value, int | float) and str in _choices(kind):
        expected = expected.replace("text", "text in quotes", 1)
    return said("found {value}, expected {expected}", value=_shown(value), expected=expected)


def _tags(kind: Any) -> tuple[str, list[str]] | None:
    """The key that tells the alternatives of a kind apart, and its values; None when they have none."""
    configs = [getattr(choice, "__struct_config__", None) for choice in _choices(kind)]
    tagged = [config for config in configs if config is not None and config.tag_field]
    return (tagged[0].tag_field, sorted(config.tag for config in tagged)) if tagged else None


def _shown(value: Any) -> str:
    """The value as a sentence names it."""
    match value:
        case dict():
            return "keys and values" if value else "no keys"
        case list():
            return said("a list of {value}", value=len(value))
        case int() | float():
            return str(value).lower()
        case None | "":
            return "nothing" if value is None else "an empty text"
    text = repr(value)
    if len(text) <= 80:
        return said("{text!r}", text=value) if isinstance(value, str) else text
    return said("{text}… ({text2} characters)", text=text[:60], text2=len(text))


def expected_of(kind: Any) -> str:
    """The type in words: "one of ro, en" or "a whole number from 1 to 240"."""
    return _words(inspect.type_info(kind))


def _words(node: inspect.Type) -> str:
    say = _WORDS.get(type(node))
    return say(node) if say else "another value"


def _text(node: inspect.StrType) -> str:
    if node.pattern:
        return PATTERNS.get(node.pattern, said("text that matches {value}", value=node.pattern))
    if node.max_length:
        return said("text of at most {max_length} characters", max_length=node.max_length)
    return "text"


def _one_of(values: Sequence[str]) -> str:
    return said("one of {values}", values=", ".join(values)) if len(values) > 1 else values[0]


def _range(node: inspect.IntType | inspect.FloatType) -> str:
    low = "" if node.ge is None else said(" from {ge}", ge=node.ge)
    low = low or ("" if node.gt is None else said(" above {gt}", gt=node.gt))
    return low + ("" if node.le is None else said(" to {le}", le=node.le))


def _list(node: inspect.VarTupleType) -> str:
    return (
        "a list that is not empty"
        if node.min_length
        else said("a list of {item_type}", item_type=_words(node.item_type))
    )


def _struct(node: inspect.StructType) -> str:
    required = ", ".join(field.encode_name for field in node.fields if field.required)
    return said("keys and values ({required})", required=required) if required else "keys and values"


_WORDS: dict[type[inspect.Type], Callable[[Any], str]] = {
    inspect.Metadata: lambda node: _words(node.type),
    inspect.UnionType: lambda node: reduce(
        lambda one, other: said("{one}, or {other}", one=one, other=other),
        dict.fromkeys(_words(each) for each in node.types if not isinstance(each, inspect.NoneType)),
    ),
    inspect.LiteralType: lambda node: _one_of([str(value) for value in node.values]),
    inspect.StrType: _text,
    inspect.IntType: lambda node: said("a whole number{node}", node=_range(node)),
    inspect.FloatType: lambda node: said("a number{node}", node=_range(node)),
    inspect.BoolType: lambda node: "true or false",
    inspect.VarTupleType: _list,
    inspect.TupleType: lambda node: said(
        "a list of {item_types}: {item_types2}",
        item_types=len(node.item_types),
        item_types2=", ".join(map(_words, node.item_types)),
    ),
    inspect.DictType: lambda node: said(
        "{value_type} for each of {value}",
        value_type=_words(node.value_type),
        value=_words(node.key_type).removeprefix("one of "),
    ),
    inspect.StructType: _struct,
    inspect.CustomType: lambda node: "a date or time as 2026-12-31 or 2026-12-31T23:59",  # `Moment`, the only one
}
