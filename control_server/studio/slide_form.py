"""A slide as a form: the values that a press officer edits, texts by language; and back into its YAML.

Decides how a value is typed and read, that an empty field takes its value away, and that everything else of the file
stays as a person wrote it, comments too. Leaves out which values there are (`slide_fields`), whether the result may be
published (the gate) and how a form looks (the templates).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import LiteralScalarString

from content.findings import Finding, RefusedError
from content.imports.yaml_lists import document, written
from content.phrases import said
from control_server.studio import moments, slide_shape
from control_server.studio.slide_fields import CHOICES, FIELDS, WHERE_THERE, SlideField
from control_server.studio.slide_shape import Holds, SlidePlace

_PART = re.compile(r"([a-z_]+)(?:\[(\d{1,4})\])?")
LONGEST = 2_000
"""Characters of one field."""


class Field(NamedTuple):
    """One value: its `name` in the form (`title.ro`), its place in the slide, the language, and what it is now.

    Moments are as people write them in the language of the form.
    """

    name: str
    place: SlidePlace
    lang: str
    value: str

    @property
    def words(self) -> SlideField:
        """What the form says of it. A text of a kind from outside is called as its file calls it."""
        return FIELDS.get(self.place.name) or SlideField("texts", self.place.name)

    @property
    def holds(self) -> Holds:
        return self.place.holds


def fields(values: Mapping[str, Any], langs: Sequence[str], lang: str) -> list[Field]:
    """What can be edited of a slide's plain values, in the order of the form; `lang` is the language of the form."""
    ranks = {name: number for number, name in enumerate(FIELDS)}
    edited = [place for place in slide_shape.places(values) if _is_edited(place, values)]
    edited.sort(key=lambda place: ranks.get(place.name, -1))
    return [field for place in edited for field in _fields(place, langs, lang)]


def _is_edited(place: SlidePlace, values: Mapping[str, Any]) -> bool:
    group = place.path.partition(".")[0]
    if group in WHERE_THERE and not values.get(group):
        return False
    return place.holds == "text" or (place.name in FIELDS and CHOICES.keys() >= set(place.choices))


def _fields(place: SlidePlace, langs: Sequence[str], lang: str) -> Iterator[Field]:
    if place.holds == "text":
        for each in langs:
            yield Field(f"{place.path}.{each}", place, each, _in_language(place.value, each, langs))
    elif place.value is None or place.value is False:
        yield Field(place.path, place, "", "")
    elif place.holds == "moment":
        yield Field(place.path, place, "", moments.told(str(place.value), lang))
    else:
        yield Field(place.path, place, "", str(place.value))


def _in_language(text: Any, lang: str, langs: Sequence[str]) -> str:
    if isinstance(text, dict):
        return str(text.get(lang) or "")
    return str(text) if text is not None and lang == langs[0] else ""


def technical(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the file holds besides, by its place: it is edited in the pack."""
    return {
        place.path: place.value
        for place in slide_shape.places(values)
        if place.value is not None and not _is_edited(place, values)
    }


# --- what is lacking -------------------------------------------------------------------------------------------------


def lacking(values: Mapping[str, Any], path: str) -> list[Finding]:
    """Values without which the slide cannot be drawn, as findings at their place."""
    empty = [
        place
        for place in slide_shape.places(values)
        if place.needed and (place.value is None or place.value in ("", {}))
    ]
    return [
        Finding(code="value", where=f"{path}:$.{place.path}", message="is empty, expected it", values={"form": "empty"})
        for place in empty
    ]


# --- what was typed --------------------------------------------------------------------------------------------------


class Typed(NamedTuple):
    """What was typed into the form: the file it makes, and what could not be taken as it was typed."""

    body: bytes
    flaws: tuple[Finding, ...]


class FormSheet(NamedTuple):
    """The form that is typed into: the path of its slide, the city's languages, its own language, and today's date."""

    path: str
    langs: Sequence[str]
    lang: str
    today: date


def typed(body: bytes, form: Mapping[str, str], sheet: FormSheet) -> Typed:
    """The slide's file with the values of the form in the place of those that differ; the same bytes if none does.

    A value that cannot be taken stays as it was in the file, and is a flaw. Raises RefusedError as `slide_shape.read`.
    """
    return _typed(body, frozenset(form.items()), sheet)


@lru_cache(maxsize=64)
def _typed(body: bytes, typed_in: frozenset[tuple[str, str]], sheet: FormSheet) -> Typed:
    """Kept for a while: what is typed is drawn, and looked through, by two requests."""
    form = dict(typed_in)
    path, langs = sheet.path, sheet.langs
    changed = [
        (field, text)
        for field in fields(slide_shape.read(body, path), langs, sheet.lang)
        if field.name in form and (text := _plain(form[field.name], field)) != _plain(field.value, field)
    ]
    if not changed:
        return Typed(body, ())
    loaded = document(body, path)
    flaws: list[Finding] = []
    for field, text in changed:
        try:
            _put(loaded, field, _value(field, text, f"{path}:$.{field.name}", sheet.today), langs)
        except RefusedError as error:
            flaws += error.findings
    return Typed(written(loaded, body), tuple(flaws))


def _plain(text: str, field: Field) -> str:
    """Without what nobody sees: spaces at the ends and several in a row, and breaks where lines mean nothing."""
    if not field.words.lines:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return "\n".join(line for line in lines if line)


def _value(field: Field, text: str, where: str, today: date) -> Any:
    """What stands for the text in the file; None takes the value away. Raises RefusedError."""
    place = field.place
    if len(text) > (most := place.most or LONGEST):
        raise _flaw(
            where,
            said("has {text:,} characters, expected at most {most:,}", text=len(text), most=most),
            "long",
            count=len(text),
            most=most,
        )
    if not text:
        return None
    if place.holds == "moment":
        try:
            return moments.read(text, today)
        except ValueError as error:
            raise _flaw(where, str(error), "moment", typed=text[:80]) from None
    if place.holds == "number":
        return _number(place, text, where)
    if place.holds == "tick":
        return True
    if place.pattern and not re.search(place.pattern, text):
        raise _flaw(
            where, said("found {text!r}, expected an address as https://…", text=text[:80]), "address", typed=text[:80]
        )
    if place.choices and text not in place.choices:
        raise _flaw(
            where,
            said("found {text!r}, expected one of {choices}", text=text[:80], choices=", ".join(place.choices)),
            "choice",
            typed=text[:80],
        )
    return LiteralScalarString(text) if "\n" in text else text


def _number(place: SlidePlace, text: str, where: str) -> int:
    least, most = place.bounds
    plain = re.sub(r"(?<=\d)[. \u00a0](?=\d{3}\b)", "", text)
    number = int(plain) if re.fullmatch(r"\d{1,12}", plain) else None
    if number is None or number < (least or 0) or (most is not None and number > most):
        expected = (
            said("from {least} to {most}", least=least or 0, most=most)
            if most is not None
            else said("of at least {least}", least=least or 0)
        )
        form = "number" if most is not None else "whole"
        values: dict[str, str | int] = {
            "typed": text[:80],
            "least": least or 0,
            "most": most or 0,
        }
        raise _flaw(
            where,
            said("found {text!r}, expected a whole number {expected}", text=text[:80], expected=expected),
            form,
            **values,
        )
    return number


def _flaw(where: str, message: str, form: str, **values: str | int) -> RefusedError:
    return RefusedError(Finding(code="value", where=where, message=message, values={"form": form, **values}))


# --- in the file -----------------------------------------------------------------------------------------------------


def _put(loaded: Any, field: Field, value: Any, langs: Sequence[str]) -> None:
    holders, key = _holders(loaded, field.place.path)
    holder = holders[-1][0]
    if field.lang:
        _say(holder, key, field.lang, value, langs)
    elif value is None:
        holder.pop(key, None)
    else:
        holder[key] = value
    for (inner, _), (outer, name) in zip(reversed(holders[1:]), reversed(holders[:-1]), strict=True):
        if isinstance(inner, dict) and not inner:
            outer.pop(name, None)


def _holders(loaded: Any, path: str) -> tuple[list[tuple[Any, Any]], Any]:
    """What holds the value of a place such as `breaks[0].note`, from the file inwards; each with the key into the next.

    Groups that are not there are made.
    """
    *above, last = path.split(".")
    holders = []
    for part in above:
        match = _PART.fullmatch(part)
        assert match is not None  # the slide names its own places
        holders.append((loaded, match[1]))
        if not isinstance(loaded.get(match[1]), dict | list):
            loaded[match[1]] = CommentedMap()
        loaded = loaded[match[1]]
        if match[2] is not None:
            holders.append((loaded, int(match[2])))
            loaded = loaded[int(match[2])]
    return [*holders, (loaded, last)], last


def _say(holder: Any, key: str, lang: str, text: str | None, langs: Sequence[str]) -> None:
    """Puts a text in one language; a text that was in the first language alone becomes one in several."""
    now = holder.get(key)
    if not isinstance(now, dict):
        if lang == langs[0] and (now is not None or len(langs) == 1):
            _set(holder, key, text)
            return
        now = CommentedMap({langs[0]: now}) if now else CommentedMap()
    if text:
        now[lang] = text
    else:
        now.pop(lang, None)
    _set(holder, key, now or None)


def _set(holder: Any, key: str, value: Any) -> None:
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value
