"""A display as a form: its panel and how it hangs, who looks at it from where, its languages, tags and hours.

Decides how each field goes back into YAML, and that what the form cannot say stays as a person wrote it. Whether the
result is a pack is the reader's to say (`drafts`).
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from multidict import MultiMapping
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from content.findings import refused
from content.imports.yaml_lists import document, entry, flow, flow_map, put, written
from content.pack.model import DISPLAYS, Display, Pack
from content.pack.values import DAYS
from content.phrases import said
from control_server.studio import page
from control_server.studio.playlist_form import free_id

HOURS = 4
"""Rows of opening hours that the form has."""
_WHOLE_WEEK = "mon-sun"


class DisplayFields(NamedTuple):
    """What stands in each field. `upright` is whether the longer edge stands; `hours` are (days, from, until)."""

    name: str
    diagonal: str
    wide: str
    high: str
    upright: bool
    distance: str
    audience: str
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    hours: tuple[tuple[str, str, str], ...]
    theme: str
    touch: bool


def of_display(display: Display) -> DisplayFields:
    """As it is written; the longer edge of the panel is its width."""
    panel = display.panel
    return DisplayFields(
        name=display.name,
        diagonal=f"{panel.diagonal_inch:g}",
        wide=str(max(panel.width, panel.height)),
        high=str(min(panel.width, panel.height)),
        upright=panel.height > panel.width,
        distance=f"{display.viewing_distance_m:g}",
        audience=display.audience,
        languages=tuple(display.languages),
        tags=display.tags,
        hours=tuple((part.days, part.start, part.end) for part in display.hours),
        theme=display.theme,
        touch=display.touch,
    )


def blank(pack: Pack) -> DisplayFields:
    """Of a new display: the panel that most cities buy."""
    return DisplayFields(
        "", "43", "1920", "1080", False, "2", "passing", tuple(pack.city.languages[:1]), (), (), "standard", False
    )


def typed(form: MultiMapping[str]) -> DisplayFields:
    """As it was sent."""
    rows = (
        (
            ",".join(form.getall(f"days.{number}", [])) or _WHOLE_WEEK,
            page.text(form, f"from.{number}"),
            page.text(form, f"to.{number}"),
        )
        for number in range(HOURS)
    )
    tags = (each.strip() for each in page.text(form, "tags").split(","))
    return DisplayFields(
        name=page.text(form, "name"),
        diagonal=page.text(form, "diagonal").replace(",", "."),
        wide=page.text(form, "wide"),
        high=page.text(form, "high"),
        upright=page.text(form, "hangs") == "upright",
        distance=page.text(form, "distance").replace(",", "."),
        audience=page.text(form, "audience"),
        languages=tuple(form.getall("languages", [])),
        tags=tuple(dict.fromkeys(each for each in tags if each)),
        hours=tuple((days, start, end) for days, start, end in rows if start or end),
        theme=page.text(form, "theme"),
        touch="touch" in form,
    )


def edited(body: bytes, file: str, display: Display, fields: DisplayFields) -> bytes:
    """The file with these fields in the display; the same bytes where nothing differs. Raises RefusedError."""
    before = of_display(display)
    if _by_day(fields) == _by_day(before):  # `mon-fri` is as good as five ticks
        fields = fields._replace(hours=before.hours)
    if fields == before:
        return body
    loaded = document(body, file)
    own = entry(loaded, file, "displays", display.id)
    for key, value in _values(fields, f"{file}:{display.id}").items():
        if value != _values(before, file)[key]:
            put(own, key, value)
    return written(loaded, body)


def begun(body: bytes, fields: DisplayFields, pack: Pack) -> tuple[str, bytes]:
    """The id of a new display of that name, and the file with it. Raises RefusedError, as for one without a name."""
    if not fields.name:
        raise refused("value", f"{DISPLAYS}:$.name", "found no name, expected what people call the screen")
    fresh = free_id(fields.name, pack.displays, "ecran")
    loaded = document(body, DISPLAYS)
    own = CommentedMap({"id": fresh})
    for key, value in _values(fields, f"{DISPLAYS}:{fresh}").items():
        put(own, key, value)
    loaded.setdefault("displays", CommentedSeq()).append(own)
    return fresh, written(loaded, body)


def removed(body: bytes, file: str, display: str) -> bytes:
    """The file without the display."""
    loaded = document(body, file)
    loaded["displays"].remove(entry(loaded, file, "displays", display))
    return written(loaded, body)


def _values(fields: DisplayFields, where: str) -> dict[str, Any]:
    wide, high = (fields.high, fields.wide) if fields.upright else (fields.wide, fields.high)
    panel = {"diagonal_inch": _number(fields.diagonal), "width": _number(wide), "height": _number(high)}
    return {
        "name": fields.name,
        "panel": flow_map(panel),
        "viewing_distance_m": _number(fields.distance),
        "audience": "" if fields.audience == "passing" else fields.audience,
        "languages": flow(list(fields.languages)),
        "tags": flow(list(fields.tags)),
        "hours": [_hours(each, where) for each in fields.hours],
        "theme": "" if fields.theme == "standard" else fields.theme,
        "touch": fields.touch or None,
    }


def _hours(row: tuple[str, str, str], where: str) -> CommentedMap:
    days, start, end = row
    for text in (start, end):
        if not re.fullmatch(r"\d\d:\d\d", text):
            raise refused(
                "value",
                f"{where}:$.hours",
                said("found {text!r}, expected both hours of a pair, as 08:30", text=text[:20]),
            )
    spelled = DoubleQuotedScalarString(days) if "," in days else days
    whole = {"days": spelled} if days != _WHOLE_WEEK else {}
    return flow_map(whole | {"from": DoubleQuotedScalarString(start), "to": DoubleQuotedScalarString(end)})


def _by_day(fields: DisplayFields) -> list[tuple[frozenset[str], str, str]]:
    return [(frozenset(weekdays(days)), start, end) for days, start, end in fields.hours]


def weekdays(days: str) -> Sequence[str]:
    """The days of `mon-fri` or `sat,sun`, each by its own name."""
    names: list[str] = []
    for part in days.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first in DAYS and (last or first) in DAYS:
            a, b = DAYS.index(first), DAYS.index(last or first)
            names += DAYS[a : b + 1] if a <= b else (*DAYS[a:], *DAYS[: b + 1])
    return names


def _number(text: str) -> int | float | str:
    """A number; a text that is none stays one, for the reader of packs to refuse in its words."""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    return float(text) if re.fullmatch(r"\d{1,6}\.\d{1,4}", text) else text
