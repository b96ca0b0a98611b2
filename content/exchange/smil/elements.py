"""SMIL's elements and attributes: which are read, which only fetch, how long one plays, and what of them is lost.

Decides what a single element says by itself. Leaves out when it plays (`windows`) and what surrounds it (`reader`).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from content.phrases import said

MEDIA = frozenset({"img", "video", "audio", "ref", "text", "textstream", "animation"})
CONTAINERS = frozenset({"seq", "par", "excl", "body"})
FOR_THE_PLAYER = frozenset({"param", "metadata"})

_CHECKSUM = re.compile(r"[0-9a-f]{32,64}")
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_READ = frozenset({"id", "title", "src", "type", "begin", "end", "dur", "repeatCount", "repeatDur", "region"})
"""Attributes that are looked at, whatever comes of it."""
_DEFAULTS = {"higher": "pause", "lower": "defer"}
"""Of a priorityClass: with these the highest plays alone and what it interrupted comes back, as in a pack."""


def name_of(element: Element) -> str:
    """The tag without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def id_of(element: Element) -> str | None:
    return element.get(_ID) or element.get("id")


def called(element: Element) -> str:
    """What findings call the element: its tag with its id, title or address."""
    name = id_of(element) or element.get("title") or element.get("src")
    return f"<{name_of(element)}{f' {name[:60]}' if name else ''}>"


def only_fetches(element: Element) -> bool:
    """Whether it is there for the player's cache: it has `prefetch` in it and no media."""
    names = {name_of(each) for each in element.iter()}
    return "prefetch" in names and not names & MEDIA


def fetched_events(body: Element) -> frozenset[str]:
    """Values of begin and end that come when the player has fetched its media: the ends of what only fetches."""
    ids = (id_of(each) for around in body.iter() if only_fetches(around) for each in around.iter())
    return frozenset(f"{name}.{event}" for name in ids if name for event in ("end", "endEvent"))


def source_of(element: Element) -> str:
    """The medium's address, or its title where the address is a checksum, as Garlic Hub has it.

    Raises ValueError for what shows nothing.
    """
    source = element.get("src")
    if not source:
        raise ValueError(said("it has no src"))
    if source.startswith("adapi:"):
        off = said("it turns the screen off: say its times as the displays' `hours`")
        raise ValueError(
            off if source == "adapi:blankScreen" else said("{source} is a command to the player", source=source)
        )
    stem = source.rpartition("/")[2].partition(".")[0]
    title = element.get("title")
    return title if title and _CHECKSUM.fullmatch(stem) else source


def condition(element: Element) -> str:
    """Why a condition keeps the element from being played, in the words of a finding; empty without a condition."""
    for key in element.attrib:
        name = key.rpartition("}")[2]
        if name == "expr" or name.startswith("system"):
            return said("it has a condition ({name}), and a pack knows times only", name=name)
    return ""


def has_times(element: Element) -> bool:
    return any("wallclock(" in (element.get(name) or "") for name in ("begin", "end"))


def lost(element: Element) -> Iterator[str]:
    """What of the attributes of a medium, a container or a class of priority has no place in a pack."""
    name = name_of(element)
    if name in MEDIA:
        if lasts(element, "dur"):
            yield "durations of media are not kept: how long a slide stays follows from what there is to read"
        if name not in ("img", "ref"):
            yield said(
                "<{name}> is not kept as such: slides stand still; it is looked for as a slide by its name", name=name
            )
    if element.get("repeatDur") or element.get("repeatCount") not in (None, "indefinite"):
        yield "repeatCount and repeatDur are not kept: playlists go round as long as their campaign plays"
    for key, value in element.items():
        attribute = key.rpartition("}")[2]
        if attribute not in _READ and not (name == "priorityClass" and _DEFAULTS.get(attribute) == value):
            yield said("the attribute {attribute} is not kept", attribute=attribute)


def length(element: Element) -> str:
    """How long it plays as its own attributes say it, else empty. The `dur` of a medium is how long a slide stays."""
    return lasts(element, "repeatDur") or ("" if name_of(element) in MEDIA else lasts(element, "dur"))


def lasts(element: Element, name: str) -> str:
    """The duration that `dur` or `repeatDur` says; empty for none, and for one without an end."""
    value = element.get(name) or ""
    return "" if value in ("indefinite", "media") else value


def whole_regions(layout: Element) -> set[str]:
    """The names of regions that fill the screen."""
    root = next((each for each in layout if name_of(each) == "root-layout"), None)
    names: set[str] = set()
    for region in layout.iter():
        sizes = ((region.get(key), root.get(key) if root is not None else None) for key in ("width", "height"))
        full = all(size in (None, "auto", "100%") or size.strip("px") == (of or "").strip("px") for size, of in sizes)
        if full and all((region.get(key) or "0").strip("px%") in ("0", "") for key in ("left", "top")):
            names |= {value for key, value in region.items() if key.rpartition("}")[2] in ("id", "regionName")}
    return names
