"""SMIL 3.0 as signage players use it: `seq`, `par`, `excl` with `priorityClass`, wallclock times.

Decides what of it a campaign can say: a `seq` of media with its own time is a block; classes of an `excl` are
priorities, the first the highest (SMIL 3.0 §5.4.4); a repeating wallclock, R/begin/period as signage players extend
SMIL, is a recurrence. Durations, regions,
transitions and the manner of interruption have no place in a pack, and each is said once.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from content.authored import Daypart, Moment
from content.exchange.foreign import Block, Foreign, unkept
from content.findings import Finding, refused
from content.readers.files import markup

MEDIA = frozenset({"img", "video", "audio", "ref", "text", "animation"})
_CONTAINERS = frozenset({"seq", "par", "excl", "priorityClass", "switch", "body"})
_CLOCK = re.compile(
    r"wallclock\(\s*(?:R(?P<times>\d*)/)?(?P<at>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)"
    r"(?:/P(?P<count>\d{1,3})(?P<unit>[DWMY]))?\s*\)"
)
_FREQUENCY = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(h|min|s)")
_SECONDS = {"h": 3600.0, "min": 60.0, "s": 1.0}


class _Clock(NamedTuple):
    """A wallclock value: when, and how often again."""

    at: datetime
    rule: str | None


class _Time(NamedTuple):
    """When a block plays, as its outermost element that says so says it."""

    first: Moment | None = None
    last: Moment | None = None
    dayparts: tuple[Daypart, ...] = ()
    rrule: str | None = None


def read(data: bytes, where: str, zone: ZoneInfo) -> Foreign:
    """`zone` is the city's. Raises RefusedError when this is no SMIL."""
    markup.safe(data, where)
    root = ElementTree.fromstring(data)  # noqa: S314  `markup.safe` refused what could be dangerous
    if _name(root) != "smil":
        raise refused("smil", where, f"is <{_name(root)}>, expected <smil>")
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise refused("smil", where, "has no <body>, expected one with what plays")
    reader = _Reader(where, zone)
    reader.walk(body, _Time(), 0)
    return Foreign(tuple(reader.blocks), tuple(reader.findings.values()))


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


class _Reader:
    """Walks the time containers; collects blocks, and each thing that is lost once."""

    def __init__(self, where: str, zone: ZoneInfo) -> None:
        self.where, self.zone = where, zone
        self.blocks: list[Block] = []
        self.findings: dict[str, Finding] = {}

    def lost(self, what: str, where: str | None = None) -> None:
        self.findings.setdefault(what, unkept(where or self.where, what))

    def walk(self, element: ElementTree.Element, time: _Time, priority: int) -> None:
        """`element` is a container; its media are one block, containers inside with time or class are their own."""
        time = self._timed(element, time)
        media: list[str] = []
        classes = [child for child in element if _name(child) == "priorityClass"]
        for child in element:
            name = _name(child)
            if name in MEDIA:
                media += self._medium(child)
            elif name == "priorityClass":
                self._class(child, time, priority + len(classes) - classes.index(child))
            elif name == "seq" and not self._has_time(child) and _name(element) in ("seq", "body"):
                media += self._flat(child, time, priority)
            elif name in _CONTAINERS:
                self.walk(child, time, priority)
            else:
                self.lost(f"<{name}> is not kept: a pack has nothing like it")
        if _name(element) == "par" and len(media) > 1:
            self.lost("media that play at the same time in several regions play one after the other now")
        if media:
            said = _id(element) or element.get("title") or "smil"
            self.blocks.append(Block(self._place(element), said, tuple(media), priority, 1, *time))

    def _flat(self, seq: ElementTree.Element, time: _Time, priority: int) -> Iterator[str]:
        """The media of a sequence inside a sequence play in its place; what else it has is walked."""
        self._repeats(seq)
        for child in seq:
            if _name(child) in MEDIA:
                yield from self._medium(child)
            elif _name(child) in _CONTAINERS:
                self.walk(child, time, priority)

    def _class(self, element: ElementTree.Element, time: _Time, priority: int) -> None:
        for manner in ("higher", "lower", "peers", "pauseDisplay"):
            if element.get(manner):
                self.lost(
                    f"{manner}={element.get(manner)!r} of a priorityClass is not kept: the highest priority plays alone"
                )
        self.walk(element, time, priority)

    def _medium(self, element: ElementTree.Element) -> Iterator[str]:
        if element.get("dur"):
            self.lost("durations of media are not kept: how long a slide stays follows from what there is to read")
        if element.get("region"):
            self.lost("regions are not kept: a slide fills its display")
        if _name(element) not in ("img", "ref"):
            self.lost(
                f"<{_name(element)}> is not kept as such: slides stand still; it is looked for as a slide by its name"
            )
        if self._has_time(element):
            self.lost("times of single media are not kept: only those of what they are in", self._place(element))
        source = element.get("src")
        if source:
            yield source
        else:
            self.lost("media without src are left out", self._place(element))

    def _repeats(self, element: ElementTree.Element) -> None:
        if element.get("repeatCount") not in (None, "indefinite") or element.get("repeatDur"):
            self.lost("repeatCount and repeatDur are not kept: playlists go round as long as their campaign plays")

    def _has_time(self, element: ElementTree.Element) -> bool:
        return any("wallclock" in (element.get(name) or "") for name in ("begin", "end"))

    def _timed(self, element: ElementTree.Element, outer: _Time) -> _Time:
        self._repeats(element)
        if not self._has_time(element):
            return outer
        if outer != _Time():
            self.lost("times inside times are not kept: the inner ones count alone", self._place(element))
        return self._time(element)

    def _time(self, element: ElementTree.Element) -> _Time:
        begin, end = (self._clock(element, name) for name in ("begin", "end"))
        length = _seconds(element.get("dur") or "")
        if begin and begin.rule:
            if length is None and end is not None and timedelta(0) < end.at - begin.at <= timedelta(days=1):
                length = (end.at - begin.at).total_seconds()
            if length is None or length > 86_400:
                self.lost(
                    "a repeating begin without a duration of at most a day plays the whole day", self._place(element)
                )
                return _Time(Moment(begin.at.date().isoformat()), None, (), begin.rule)
            stop = begin.at + timedelta(seconds=length)
            part = () if length == 86_400 else (Daypart(start=f"{begin.at:%H:%M}", end=f"{stop:%H:%M}"),)
            return _Time(Moment(begin.at.date().isoformat()), None, part, begin.rule)
        if begin and length is not None and end is None:
            end = _Clock(begin.at + timedelta(seconds=length), None)
        return _Time(begin and Moment(begin.at.isoformat()), end and Moment(end.at.isoformat()))

    def _clock(self, element: ElementTree.Element, name: str) -> _Clock | None:
        text = element.get(name)
        if not text or text in ("0", "0s", "indefinite"):
            return None
        match = _CLOCK.fullmatch(text.strip())
        if match is None:
            self.lost(
                f"{name}={text!r} is not kept, expected wallclock(2026-11-01T08:00) or R/…/P1D", self._place(element)
            )
            return None
        at = datetime.fromisoformat(match["at"])
        if at.tzinfo is not None:
            at = at.astimezone(self.zone).replace(tzinfo=None)
        if match["unit"] is None:
            return _Clock(at, None)
        every = f"FREQ={_FREQUENCY[match['unit']]};INTERVAL={int(match['count'])}"
        return _Clock(at, f"{every};COUNT={int(match['times']) + 1}" if match["times"] else every)

    def _place(self, element: ElementTree.Element) -> str:
        said = _id(element)
        return f"{self.where}: <{_name(element)}{f' {said}' if said else ''}>"


def _id(element: ElementTree.Element) -> str | None:
    return element.get("{http://www.w3.org/XML/1998/namespace}id") or element.get("id")


def _seconds(text: str) -> float | None:
    """A SMIL clock value as `30s`, `5min`, `1h`, `01:30:00`; None for any other."""
    parts = text.split(":")
    if len(parts) in (2, 3) and all(re.fullmatch(r"\d+(\.\d+)?", part) for part in parts):
        return sum(float(part) * 60.0**power for power, part in enumerate(reversed(parts)))
    match = _SPAN.fullmatch(text)
    return float(match[1]) * _SECONDS[match[2]] if match else None
