"""A slide as a form: the texts that people read, by language, and until when it shows; and back into its YAML.

Decides which values of a slide can be edited here, and that everything else in its file stays as a person wrote it,
comments too. Leaves out whether the result may be published (the gate) and how a form looks (the templates).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from content.findings import refused
from content.imports.yaml_lists import document, written
from content.pack.slide import Slide
from content.pack.values import Text

_PART = re.compile(r"([a-z_]+)(?:\[(\d{1,2})\])?")
LONGEST = 2_000
"""Characters of one field."""
MOMENTS = ("not_before", "expires")


class Field(NamedTuple):
    """One value: its `name` in the form (`title.ro`), the field of the slide, the language, and what it is now."""

    name: str
    field: str
    lang: str
    value: str


def fields(slide: Slide, langs: Sequence[str]) -> Iterator[Field]:
    """What can be edited of the slide, in the order people read it."""
    for passage in slide.prose():
        for lang in langs:
            yield Field(f"{passage.field}.{lang}", passage.field, lang, _said(passage.text, lang, langs))
    for name in MOMENTS:
        moment = getattr(slide, name)
        yield Field(name, name, "", moment.text if moment else "")


def _said(text: Text, lang: str, langs: Sequence[str]) -> str:
    if isinstance(text, str):
        return text if lang == langs[0] else ""
    return text.get(lang, "")  # type: ignore[call-overload, no-any-return]


def edited(body: bytes, path: str, slide: Slide, langs: Sequence[str], values: Mapping[str, str]) -> bytes:
    """The slide's file with these values of the form in the place of those that differ; the same bytes if none does.

    Raises RefusedError for a value that is too long.
    """
    now = {field.name: field for field in fields(slide, langs)}
    fresh = {name: " ".join(text.split()) for name, text in values.items() if name in now}
    changed = {name: text for name, text in fresh.items() if text != now[name].value}
    if not changed:
        return body
    loaded = document(body, path)
    for name, text in changed.items():
        if len(text) > LONGEST:
            raise refused("value", f"{path}:$.{name}", f"has {len(text):,} characters, expected at most {LONGEST:,}")
        field = now[name]
        holder, key = _holder(loaded, field.field)
        if field.lang:
            _say(holder, key, field.lang, text, langs)
        elif text:
            holder[key] = text
        else:
            holder.pop(key, None)
    return written(loaded, body)


def _holder(loaded: Any, field: str) -> tuple[Any, Any]:
    """Where the value of a field such as `breaks[0].note` stands: what holds it, and under which key."""
    *above, last = field.split(".")
    for part in above:
        match = _PART.fullmatch(part)
        assert match is not None  # the slide names its own fields
        loaded = loaded[match[1]] if match[2] is None else loaded[match[1]][int(match[2])]
    return loaded, last


def _say(holder: Any, key: str, lang: str, text: str, langs: Sequence[str]) -> None:
    """Puts a text in one language; a text that was in the first language alone becomes one in several."""
    now = holder.get(key)
    if not isinstance(now, dict):
        if lang == langs[0]:
            holder[key] = text
            return
        now = {langs[0]: now} if now else {}
    if text:
        now[lang] = text
    else:
        now.pop(lang, None)
    holder[key] = now
