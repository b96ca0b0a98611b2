"""Elements and attributes of SMIL that have no place in a pack: what is said of each, once.

Decides what is kept, what is not needed and what is lost, and how long an element plays by its own attributes. The
values of priorityClass and their defaults are those of W3C's DTD module `SMIL-timing` (SMIL 2.1, unchanged in 3.0:
§5.1); `peer` is how signageOS and SignApp write `peers`.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from content.exchange.smil.wallclock import offset, seconds

MEDIA = frozenset({"img", "video", "audio", "ref", "text", "textstream", "animation"})
CONTAINERS = frozenset({"seq", "par", "excl", "switch", "body"})

_CHECKSUM = re.compile(r"[0-9a-f]{32,64}")
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_READ = frozenset({"id", "title", "src", "type", "begin", "end", "dur", "repeatCount", "repeatDur", "region", "expr"})
"""Attributes that are looked at, whatever comes of it."""
_ELEMENTS = {
    "prefetch": "displays fetch what they will play by themselves",
    "param": "it is for the player",
    "metadata": "slides play in the order of the playlist, all of them",
    "brush": "a surface of one colour is no slide",
}
_MANNERS: dict[str, tuple[tuple[str, ...], str]] = {
    "peers": (("stop", "pause", "defer", "never"), "stop"),
    "higher": (("stop", "pause"), "pause"),
    "lower": (("defer", "never"), "defer"),
    "pauseDisplay": (("disable", "hide", "show"), "show"),
}
"""The values of each and the one that counts when there is none."""


def name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def id_of(element: Element) -> str | None:
    return element.get(_ID) or element.get("id")


def called(element: Element) -> str:
    """As findings name it."""
    said = id_of(element) or element.get("title") or element.get("src")
    return f"<{name_of(element)}{f' {said[:60]}' if said else ''}>"


def address(element: Element) -> tuple[str | None, str]:
    """The medium's address, or its title where the address is a checksum, as Garlic Hub has it; else what is lost."""
    source = element.get("src")
    if not source:
        return None, "media without src are left out"
    if source.startswith("adapi:"):
        off = "it turns the screen off: say its times as the displays' `hours`"
        said = off if source == "adapi:blankScreen" else "it is a command to the player"
        return None, f"{source} is left out: {said}"
    stem = source.rpartition("/")[2].partition(".")[0]
    title = element.get("title")
    return title if title and _CHECKSUM.fullmatch(stem) else source, ""


def own_time(element: Element) -> bool:
    """Whether it has a time or a condition for itself."""
    if element.get("expr"):
        return True
    values = ";".join(element.get(name) or "" for name in ("begin", "end")).split(";")
    return any(value.strip() and offset(value) is None for value in values)


def words(element: Element) -> Iterator[str]:
    """What is said of an element and its attributes."""
    name = name_of(element)
    if name not in MEDIA | CONTAINERS:
        if name:
            yield f"<{name}> is not kept: {_ELEMENTS.get(name, 'a pack has nothing like it')}"
        return
    if name in MEDIA:
        if seconds(element.get("dur") or ""):
            yield "durations of media are not kept: how long a slide stays follows from what there is to read"
        if name not in ("img", "ref"):
            yield f"<{name}> is not kept as such: slides stand still; it is looked for as a slide by its name"
    if element.get("repeatDur") or element.get("repeatCount") not in (None, "indefinite"):
        yield "repeatCount and repeatDur are not kept: playlists go round as long as their campaign plays"
    for key, value in element.items():
        attribute = key.rpartition("}")[2]
        if attribute.startswith("system"):
            yield f"{attribute}={value!r} is not asked: what has it plays on every display"
        elif attribute not in _READ:
            yield f"the attribute {attribute} is not kept"


def manner(element: Element, children: int) -> Iterator[str]:
    """What of a class's manners is not a pack's: the highest plays alone, and what it interrupted comes back."""
    said = dict(element.items())
    if "peer" in said:
        said["peers"] = said.pop("peer")
    for name, value in said.items():
        if name not in _MANNERS:
            if name.rpartition("}")[2] not in ("id", "title"):
                yield f"the attribute {name} of a priorityClass is not kept"
        elif value not in _MANNERS[name][0]:
            expected = ", ".join(_MANNERS[name][0])
            yield f"{name}={value!r} is not what SMIL has, expected one of {expected}; {_MANNERS[name][1]} counts"
    if said.get("higher") == "stop":
        yield "higher='stop' is not kept: what a higher priority interrupted comes back after it"
    if said.get("lower") == "never":
        yield "lower='never' is not kept: what began under a higher priority plays after it, as long as its time lasts"
    if children > 1:
        peers = said.get("peers", "stop")
        yield f"peers={peers!r} is not kept: children of one priorityClass mix where they meet"


def active(element: Element) -> float | None:
    """Seconds it plays once it has begun (SMIL 3.0 §5, "Computing the active duration"); None where nobody knows.

    What repeats without end, or is told to stay, is infinite. A sequence is as long as its children together, a `par`
    as the longest.
    """
    forever = float("inf")
    total, times, dur = (element.get(name) for name in ("repeatDur", "repeatCount", "dur"))
    simple = forever if dur == "indefinite" else seconds(dur or "")
    if simple is None:
        children = [active(child) for child in element if name_of(child) in (CONTAINERS | MEDIA)]
        known = [each for each in children if each is not None]
        if children and len(known) == len(children) and name_of(element) in ("seq", "par", "body"):
            simple = max(known) if name_of(element) == "par" else sum(known)
    repeated = re.fullmatch(r"\d+(\.\d+)?", times or "")
    if total == "indefinite" or times == "indefinite":
        simple = forever
    elif repeated and simple is not None:
        simple *= float(repeated[0])
    most = seconds(total or "")
    if most is None:
        return simple
    return min(most, simple) if repeated and simple is not None else most


def implied(element: Element) -> bool:
    """Whether it is only as long as its media stay once. In what goes round that is not how long it is to play."""
    repeats = element.get("repeatCount") or element.get("repeatDur")
    return not repeats and (name_of(element) in MEDIA or element.get("dur") is None)


def head(element: Element | None, body: Element) -> tuple[str | None, list[str]]:
    """The presentation's title, and what of its head and its regions is lost."""
    title, said = None, []
    whole: set[str] = set()
    for child in () if element is None else element:
        name, key = name_of(child), (child.get("name") or "").lower()
        if name == "meta" and key == "title":
            title = child.get("content") or None
        elif name == "meta" and (child.get("http-equiv") or "").lower() == "refresh":
            said.append(
                f"it was fetched anew every {child.get('content')} s; a change of it is not seen until imported"
            )
        elif name == "layout":
            whole = _whole(child)
        elif name:
            said.append(f"<{name}{f' {key}' if key else ''}> in the head is not kept: it is for the player")
    used = {each.get("region") or "" for each in body.iter() if name_of(each) in MEDIA} - {""}
    if used - whole:
        said.append(f"regions are not kept: a slide fills its display, also that of {', '.join(sorted(used - whole))}")
    if len(used) > 1:
        masks = ", unless a higher priority masks it" if any(name_of(each) == "excl" for each in body.iter()) else ""
        said.append(f"{len(used)} regions play at the same time; what is in them takes turns now{masks}")
    return title, said


def _whole(layout: Element) -> set[str]:
    """The names of regions that fill the screen."""
    root = next((each for each in layout if name_of(each) == "root-layout"), None)
    found = set()
    for region in layout.iter():
        if name_of(region) != "region":
            continue
        full = all(_fills(region.get(key), root.get(key) if root is not None else None) for key in ("width", "height"))
        if full and all((region.get(key) or "0").strip("px%") in ("0", "") for key in ("left", "top")):
            found |= {value for key, value in region.items() if key.rpartition("}")[2] in ("id", "regionName")}
    return found


def _fills(size: str | None, root: str | None) -> bool:
    return size in (None, "auto", "100%") or (root is not None and size.strip("px") == root.strip("px"))
