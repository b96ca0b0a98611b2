"""The places of a slide's file and what stands in each, by the type of its kind; also of a file that lacks some.

Decides which places a kind has, what a place may hold and which must not be empty. A kind from outside the package has
its places too. Leaves out which of them are edited (`slide_fields`) and how (`slide_form`).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from msgspec import inspect

from content import strict_yaml
from content.findings import refused
from content.pack.slide import Slide
from content.pack.slides import AUTHORED
from content.phrases import said

_INDEX = re.compile(r"\[\d+\]")
Holds = Literal["text", "line", "number", "moment", "choice", "tick", "other"]


class SlidePlace(NamedTuple):
    """One value of a slide's file.

    `path` is as `result.said` or `breaks[0].note`. `needed` is whether the slide lacks something without it: always, or
    once anything of its group is there. `choices` are those there are, `most` is the number of characters it may have,
    `pattern` what a line must match, `bounds` the least and the most of a number.
    """

    path: str
    holds: Holds
    needed: bool
    value: Any
    choices: tuple[str, ...] = ()
    most: int | None = None
    pattern: str | None = None
    bounds: tuple[int | None, int | None] = (None, None)

    @property
    def name(self) -> str:
        """The path without the numbers of lists."""
        return _INDEX.sub("", self.path)


def read(body: bytes, path: str) -> dict[str, Any]:
    """The file as plain values. Raises RefusedError when it is no YAML, or of a kind that there is not."""
    values = strict_yaml.mapping(body, path, strict_yaml.SLIDE)
    if str(values.get("kind")) not in AUTHORED:
        kinds = ", ".join(AUTHORED)
        raise refused(
            "value",
            f"{path}:$.kind",
            said("found the kind {values!r}, expected one of {kinds}", values=values.get("kind"), kinds=kinds),
        )
    return values


def places(values: Mapping[str, Any]) -> Iterator[SlidePlace]:
    """The places of a slide of the kind that its file names."""
    yield from _of_struct(_info(AUTHORED[values["kind"]]), values, "", needed=True)


@cache
def _info(kind: type[Slide]) -> inspect.StructType:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    return info


def _of_struct(
    info: inspect.StructType, values: Mapping[str, Any], prefix: str, *, needed: bool
) -> Iterator[SlidePlace]:
    for field in info.fields:
        value, path = values.get(field.encode_name), prefix + field.encode_name
        yield from _of_value(field.type, value, path, needed=needed and field.required)


def _of_value(info: inspect.Type, value: Any, path: str, *, needed: bool) -> Iterator[SlidePlace]:
    options = info.types if isinstance(info, inspect.UnionType) else (info,)
    kinds = [_plain(each) for each in options if not isinstance(each, inspect.NoneType)]
    kind = kinds[0]
    if isinstance(kind, inspect.StructType):
        inner = value if isinstance(value, dict) else {}
        yield from _of_struct(kind, inner, f"{path}.", needed=needed or any(map(_filled, inner.values())))
    elif isinstance(kind, inspect.VarTupleType) and isinstance(kind.item_type, inspect.StructType):
        for number, inner in enumerate(value if isinstance(value, list) else ()):
            if isinstance(inner, dict):
                yield from _of_struct(kind.item_type, inner, f"{path}[{number}].", needed=True)
    else:
        yield _place(kind, any(isinstance(each, inspect.DictType) for each in kinds), path, value, needed)


def _plain(info: inspect.Type) -> inspect.Type:
    return info.type if isinstance(info, inspect.Metadata) else info


_HOLDS: tuple[tuple[type[inspect.Type], Holds], ...] = (
    (inspect.CustomType, "moment"),
    (inspect.StrType, "line"),
    (inspect.IntType, "number"),
    (inspect.LiteralType, "choice"),
    (inspect.BoolType, "tick"),
)


def _place(kind: inspect.Type, by_language: bool, path: str, value: Any, needed: bool) -> SlidePlace:
    holds: Holds = next((holds for each, holds in _HOLDS if isinstance(kind, each)), "other")
    place = SlidePlace(path, "text" if by_language and holds == "line" else holds, needed, value)
    if isinstance(kind, inspect.StrType) and not by_language:
        return place._replace(most=kind.max_length, pattern=kind.pattern)
    if isinstance(kind, inspect.IntType):
        return place._replace(bounds=(kind.ge, kind.le))
    if isinstance(kind, inspect.LiteralType):
        return place._replace(choices=tuple(map(str, kind.values)))
    return place


def _filled(value: Any) -> bool:
    return any(map(_filled, value.values())) if isinstance(value, dict) else value not in (None, "", [])
