"""Two versions of a file that were both made of a third: where they differ, and one made of both by a person's choice.

Decides that YAML is compared value by value, lists whose members have ids by these, everything else as a whole. What
only one side changed is that side's; where both did, a person chooses. Comments are those of the published version.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, cast, get_args

import msgspec

from content.findings import RefusedError, refused
from content.imports.yaml_lists import document, written

Side = Literal["mine", "published"]
MISSING: Any = msgspec.UNSET
"""What is not there. `None` is a value that a person may have written."""
_WHOLE = ""
_Place = tuple[str, ...]


class Disagreement(NamedTuple):
    """A value that differs: where it stands (`title.ro`; empty for the whole file), and what both sides say there.

    A text of None is nothing. `both` sides have changed it, or only one, whose the value then is (`side`).
    """

    place: str
    base: str | None
    mine: str | None
    published: str | None
    both: bool
    side: Side


class _Leaf(NamedTuple):
    place: _Place
    base: Any
    mine: Any
    published: Any

    @property
    def both(self) -> bool:
        return bool(self.base not in (self.mine, self.published))

    @property
    def side(self) -> Side:
        return "published" if self.mine == self.base else "mine"


def disagreements(path: str, base: bytes | None, mine: bytes | None, published: bytes | None) -> list[Disagreement]:
    """Where the two versions differ, in the order of mine."""
    sides = _read(path, base, mine, published)
    if sides is None:
        was, own, other = (None if body is None else body.decode(errors="replace") for body in (base, mine, published))
        return [Disagreement(_WHOLE, was, own, other, both=True, side="mine")]
    return [
        Disagreement(
            ".".join(leaf.place), _said(leaf.base), _said(leaf.mine), _said(leaf.published), leaf.both, leaf.side
        )
        for leaf in _leaves((), *sides)
    ]


def merged(
    path: str, base: bytes | None, mine: bytes | None, published: bytes | None, chosen: Mapping[str, str]
) -> bytes | None:
    """The file as it was chosen (place → side); what is contested and was not chosen is refused (RefusedError)."""
    sides = _read(path, base, mine, published)
    if sides is None:
        return {"mine": mine, "published": published}[_choice(path, _WHOLE, "mine", True, chosen)]
    result = copy.deepcopy(sides[2])
    for leaf in _leaves((), *sides):
        place = ".".join(leaf.place)
        if _choice(path, place, leaf.side, leaf.both, chosen) == "mine":
            _put(result, leaf.place, leaf.mine)
    return written(result, published or b"")


def _choice(path: str, place: str, side: Side, both: bool, chosen: Mapping[str, str]) -> Side:
    choice = chosen.get(place)
    if choice in get_args(Side):
        return cast(Side, choice)
    if both:
        raise refused("value", f"{path}:{place}", "was changed by both, expected one of the two to be chosen")
    return side


def _read(path: str, *bodies: bytes | None) -> tuple[Any, Any, Any] | None:
    """The three as YAML; None where they are to be compared as a whole."""
    if not path.endswith((".yaml", ".yml")) or any(body is None for body in bodies[1:]):
        return None
    try:
        base, mine, published = (document(body or b"", path) for body in bodies)
    except RefusedError:
        return None
    return base, mine, published


def _leaves(place: _Place, base: Any, mine: Any, published: Any) -> Iterator[_Leaf]:
    """The values that differ, as far inside as both sides have the same structure."""
    if mine == published:
        return
    parts = [_members(each) for each in (base, mine, published)]
    if parts[1] is None or parts[2] is None:
        yield _Leaf(place, base, mine, published)
        return
    for key in [*parts[1], *(key for key in parts[2] if key not in parts[1])]:
        sides = (MISSING if part is None else part.get(key, MISSING) for part in parts)
        yield from _leaves((*place, str(key)), *sides)


def _members(value: Any) -> Mapping[Any, Any] | None:
    """What is inside by name: of a mapping, and of a list whose members all have an id of their own."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and value and all(isinstance(each, dict) and "id" in each for each in value):
        by_id = {each["id"]: each for each in value}
        return by_id if len(by_id) == len(value) else None
    return None


def _put(holder: Any, place: _Place, value: Any) -> None:
    """Writes a value where it stands, or takes it out."""
    *above, last = place
    for key in above:
        holder = _inside(holder, key)
    if isinstance(holder, list):
        at = next((number for number, each in enumerate(holder) if str(each["id"]) == last), None)
        if at is not None:
            del holder[at]
        if value is not MISSING:
            holder.insert(len(holder) if at is None else at, value)
        return
    key = next((each for each in holder if str(each) == last), last)
    if value is MISSING:
        holder.pop(key, None)
    else:
        holder[key] = value


def _inside(holder: Any, key: str) -> Any:
    members = _members(holder)
    assert members is not None  # only what is there on both sides is gone into
    return next(value for name, value in members.items() if str(name) == key)


def _said(value: Any) -> str | None:
    """A value as a person reads it."""
    if value is MISSING:
        return None
    if isinstance(value, str):
        return str(value)  # without the marks of how it was quoted
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        return ", ".join(_said(each) or "" for each in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_said(each)}" for key, each in value.items())
    return str(value)
