"""A playlist as a form: its name in each language and its slides in order; one step of the order, and back into YAML.

Decides what a step does and that everything else in the file stays as a person wrote it. Leaves out how it looks (the
templates) and whether the result is a pack (`drafts`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from content.findings import refused
from content.imports.yaml_lists import document, entry, extended, written
from content.pack.model import City, Pack
from content.pack.values import Text, id_of
from content.phrases import said

FILE = "playlists.yaml"
LONGEST_NAME = 120
"""Characters."""
_MOST = 200
"""Slides of a playlist that is edited here."""


def stepped(slides: Sequence[str], step: str) -> list[str]:
    """The slides after one step: `up:strada`, `down:strada`, `out:strada`, `in:strada`.

    Raises RefusedError for another step. One that leads nowhere changes nothing.
    """
    verb, _, slide = step.partition(":")
    order = list(slides)
    at = order.index(slide) if slide in order else -1
    if verb in ("up", "down") and at >= 0:
        to = min(max(at + (1 if verb == "down" else -1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
    elif verb == "out" and at >= 0:
        del order[at]
    elif verb == "in" and slide and at < 0:
        order.append(slide)
    elif verb not in ("up", "down", "out", "in"):
        raise refused("option", "step", said("found {step!r}, expected up:…, down:…, out:… or in:…", step=step[:80]))
    return order


def edited(body: bytes, playlist: str, slides: Sequence[str], names: Mapping[str, str], city: City) -> bytes:
    """The file with these slides and names in the playlist; the same bytes if nothing differs.

    Raises NotFoundError (`unknown`), and RefusedError for an empty or too long list, or a name that is too long.
    """
    if not slides or len(slides) > _MOST:
        expected = said("expected at least one slide and at most {most}", most=_MOST)
        raise refused(
            "value",
            f"{FILE}:{playlist}:$.slides",
            said("found {slides} slides, {expected}", slides=len(slides), expected=expected),
        )
    loaded = document(body, FILE)
    own = entry(loaded, FILE, "playlists", playlist)
    before = (list(own["slides"]), own.get("name"))
    if before[0] != list(slides):
        own["slides"][:] = list(slides)
    name_entry(own, names, city, f"{FILE}:{playlist}:$.name")
    return body if before == (list(own["slides"]), own.get("name")) else written(loaded, body)


def name_entry(own: Any, names: Mapping[str, str], city: City, where: str) -> None:
    """Puts the names (language → text) into an entry of a list, or takes the name out; raises RefusedError."""
    spelled = {lang: " ".join(names[lang].split()) for lang in city.languages if names.get(lang, "").strip()}
    for text in spelled.values():
        if len(text) > LONGEST_NAME:
            raise refused(
                "value",
                where,
                said(
                    "has {text} characters, expected at most {longest_name}", text=len(text), longest_name=LONGEST_NAME
                ),
            )
    if spelled == spoken(own.get("name"), city):
        return
    if not spelled:
        own.pop("name", None)
    elif "name" in own:
        own["name"] = spelled
    elif hasattr(own, "insert"):
        own.insert(1, "name", spelled)  # behind the id
    else:
        own["name"] = spelled


def spoken(name: Text | None, city: City) -> dict[str, str]:
    """A name by language; a bare text is in the city's first."""
    return (
        {} if not name else {city.languages[0]: name} if isinstance(name, str) else {str(k): v for k, v in name.items()}
    )


def begun(body: bytes, pack: Pack, name: str, slide: str) -> tuple[str, bytes]:
    """The id of a new playlist of that name with one slide, and the file with it. Raises RefusedError."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise refused(
            "value",
            f"{FILE}:$.name",
            said(
                "found a name of {name} characters, expected 1 to {longest_name}",
                name=len(name),
                longest_name=LONGEST_NAME,
            ),
        )
    fresh = free_id(name, pack.playlists, "lista")
    return fresh, extended(
        body, FILE, "playlists", [{"id": fresh, "name": {pack.city.languages[0]: name}, "slides": [slide]}]
    )


def free_id(name: str, taken: Mapping[str, object], otherwise: str) -> str:
    """An id made of the name that is not taken yet."""
    made = id_of(name) or otherwise
    return next(
        each
        for number in range(1, len(taken) + 2)
        if (each := made if number == 1 else f"{made}-{number}") not in taken
    )
