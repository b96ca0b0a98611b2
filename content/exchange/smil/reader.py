"""SMIL 3.0 as signage players use it: `seq`, `par`, `excl` with `priorityClass`, wallclock times, conditional play.

Decides what of it a campaign can say. A `seq` of media is a block; what has a time or a condition of its own, and each
child of an `excl`, is one for itself. Classes of an `excl` are priorities, the first the highest (SMIL 3.0 §5, "The
priorityClass element"); one `excl` in another stays below the classes above it. What plays by an event, or at a time
that cannot be read or said, is left out and named: never played always. Leaves out single values (`wallclock`,
`windows`, `conditional`), what is said of what plays at once (`together`) and attributes without a place in a pack
(`words`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from content.exchange.media_blocks import Block, Foreign, unkept
from content.exchange.smil import conditional, parallel, wallclock
from content.exchange.smil.times import ALWAYS, Time, within
from content.exchange.smil.unplaced import (
    CONTAINERS,
    MEDIA,
    active,
    address,
    called,
    head,
    id_of,
    implied,
    manner,
    name_of,
    own_time,
    words,
)
from content.exchange.smil.windows import windows
from content.findings import Finding, refused
from content.readers.files import markup

MAX_BLOCKS = 5_000
Times = tuple[Time, ...]


class _Place(NamedTuple):
    """What is around an element: when, its classes' ranks from the outermost in, whether it is a child of an `excl`.

    `counted`: its airtime is that of so many media of a rotation.
    """

    when: Times = (ALWAYS,)
    rank: tuple[int, ...] = ()
    exclusive: bool = False
    counted: bool = False


def read(data: bytes, where: str, zone: ZoneInfo) -> Foreign:
    """`zone` is the city's. Raises RefusedError when this is no SMIL."""
    markup.safe(data, where)
    root = ElementTree.fromstring(data)  # noqa: S314  `markup.safe` refused what could be dangerous
    if name_of(root) != "smil":
        raise refused("smil", where, f"is <{name_of(root)}>, expected <smil>")
    body = next((child for child in root if name_of(child) == "body"), None)
    if body is None:
        raise refused("smil", where, "has no <body>, expected one with what plays")
    reader = _Reader(where, zone)
    layout = next((child for child in root if name_of(child) == "head"), None)
    title, said = head(layout, body)
    for each in said:
        reader.lost(each)
    reader.title = title or "smil"
    reader.element(body, _Place())
    return Foreign(reader.ranked(), tuple(reader.findings.values()))


class _Reader:
    """Walks the time containers; collects blocks, and each thing that is lost once."""

    def __init__(self, where: str, zone: ZoneInfo) -> None:
        self.where, self.zone, self.title = where, zone, "smil"
        self.blocks: list[tuple[tuple[int, ...], Block]] = []
        self.findings: dict[str, Finding] = {}

    def lost(self, what: str, where: str | None = None) -> None:
        self.findings.setdefault(what, unkept(where or self.where, what))

    def ranked(self) -> tuple[Block, ...]:
        """Ranks as priorities: 0 is outside every `excl`."""
        ranks = sorted({(), *(rank for rank, _ in self.blocks)})
        return tuple(block._replace(priority=ranks.index(rank)) for rank, block in self.blocks)

    def element(self, element: ElementTree.Element, place: _Place) -> None:
        """What plays in a container, or a medium that plays for itself."""
        for said in words(element):
            self.lost(said)
        when = self._when(element, place)
        if not when:
            return
        inside = place._replace(when=when, exclusive=False)
        name = name_of(element)
        if name in MEDIA:
            self._block(element, [source] if (source := self._source(element)) else [], inside)
        elif name == "excl":
            self._exclusive(element, inside)
        elif name == "par":
            self._parallel(element, inside)
        else:
            self._sequence(element, inside)

    def _exclusive(self, element: ElementTree.Element, place: _Place) -> None:
        """Without classes all children are of one (SMIL 3.0 §5, "The excl element")."""
        classes = [child for child in element if name_of(child) == "priorityClass"]
        loose = [child for child in element if name_of(child) in (CONTAINERS | MEDIA)]
        self._strange(element, {"priorityClass"})
        if classes and loose:
            self.lost("children of an excl beside its classes have the lowest priority", self._named(element))
        for number, each in enumerate(classes):
            children = [child for child in each if name_of(child) in (CONTAINERS | MEDIA)]
            self._strange(each, set())
            for said in manner(each, len(children)):
                self.lost(said)
            inside = place._replace(rank=(*place.rank, len(classes) - number), exclusive=True)
            for child in children:
                self.element(child, inside)
        if len(loose) > 1:
            self.lost("children of an excl without classes stop one another; they mix now", self._named(element))
        for child in loose:
            self.element(child, place._replace(rank=(*place.rank, 0), exclusive=True))

    def _parallel(self, element: ElementTree.Element, place: _Place) -> None:
        media = [child for child in element if name_of(child) in MEDIA and not own_time(child)]
        if len(media) > 1:
            self.lost("media that play at the same time in several regions play one after the other now")
        before = len(self.blocks)
        self._block(element, [source for each in media if (source := self._source(each, told=True))], place)
        parts = [self._part(element, before, media)]
        for child in element:
            if name_of(child) in CONTAINERS or (name_of(child) in MEDIA and own_time(child)):
                before = len(self.blocks)
                self.element(child, place)
                parts.append(self._part(child, before, [child]))
        for said in parallel.told(parts):
            self.lost(said, self._named(element))
        self._strange(element, set())

    def _part(self, element: ElementTree.Element, before: int, within: Sequence[ElementTree.Element]) -> parallel.Part:
        regions = {each.get("region") or "" for around in within for each in around.iter() if name_of(each) in MEDIA}
        return parallel.Part(called(element), frozenset(regions - {""}), self.blocks[before:])

    def _sequence(self, element: ElementTree.Element, place: _Place) -> None:
        """A part of it with a time of its own becomes a campaign beside it, with the airtime its media had."""
        parts = list(self._parts(element))
        media = [part for part in parts if isinstance(part, str)]
        apart = [part for part in parts if not isinstance(part, str)]
        split = [part for part in apart if own_time(part)]
        if media and split:
            self.lost("what has its own time inside a sequence mixes with the rest now, each with the airtime it had")
        place = place._replace(counted=place.counted or bool(media and split))
        self._block(element, media, place)
        for part in apart:
            self.element(part, place)

    def _parts(self, element: ElementTree.Element) -> Iterator["str | ElementTree.Element"]:
        """In its order: media as texts, and elements that are blocks of their own. A sequence in it plays in its place.

        Of a `switch` the first plays that can (SMIL 3.0, Content Control): here the first there is.
        """
        children = list(element)
        if name_of(element) == "switch":
            children = [child for child in element if name_of(child) in (CONTAINERS | MEDIA)]
            if len(children) > 1:
                self.lost(f"of the {len(children)} choices of a switch only the first is kept", self._named(element))
            children = children[:1]
        for child in children:
            name = name_of(child)
            if name in (CONTAINERS | MEDIA) and (own_time(child) or name in ("par", "excl")):
                yield child
            elif name in MEDIA:
                if source := self._source(child, told=True):
                    yield source
            elif name in CONTAINERS:
                for said in words(child):
                    self.lost(said)
                self._offsets(child)
                self._limited(child)
                yield from self._parts(child)
            else:
                self._strange_one(child)

    def _source(self, element: ElementTree.Element, *, told: bool = False) -> str | None:
        """The medium's address, or its title where the address is a checksum, as Garlic Hub writes it."""
        if told:
            for said in words(element):
                self.lost(said)
            self._offsets(element)
        self._strange(element, set())
        source, lost = address(element)
        if lost:
            self.lost(lost, self._named(element))
        return source

    def _block(self, element: ElementTree.Element, media: Sequence[str], place: _Place) -> None:
        if not media:
            return
        said = element.get("title") or id_of(element) or self.title
        share = min(1000, len(media)) if place.counted else 1
        for time in place.when:
            self.blocks.append((place.rank, Block(self._named(element), said, tuple(media), 0, share, *time)))
        if len(self.blocks) > MAX_BLOCKS:
            raise refused("smil", self.where, f"has more than {MAX_BLOCKS:,} parts, expected at most so many")

    # --- when -------------------------------------------------------------------------------------------------------

    def _when(self, element: ElementTree.Element, place: _Place) -> Times:
        """Empty where it cannot be said, or never is; a finding says so."""
        try:
            when = self._timed(element, place)
            if element.get("expr"):
                when = within(when, self._conditions(element))
            found = within(place.when, when) if when else ()
        except (ValueError, OverflowError) as error:
            self.lost(f"was left out: {error}", self._named(element))
            return ()
        if when and not found:
            self.lost("was left out: its times, and those of what it is in, never meet", self._named(element))
        return found

    def _conditions(self, element: ElementTree.Element) -> Times:
        expr = element.get("expr", "")
        try:
            return conditional.times(expr)
        except ValueError as error:
            raise ValueError(f"its condition {expr[:120]!r} {error}") from error

    def _timed(self, element: ElementTree.Element, place: _Place) -> Times:
        """What `begin`, `end` and `dur` say. Empty for what only an event begins."""
        begins, now, events = self._values(element, "begin")
        ends, _, ended = self._values(element, "end")
        if events and not begins and not now:
            raise ValueError(f"it begins by {events}, and a pack knows no events")
        if events:
            self.lost(f"that it also begins by {events} is not kept", self._named(element))
        if ended:
            self.lost(f"that it ends by {ended} is not kept", self._named(element))
        if element.get("begin") is None and place.exclusive:
            self.lost(
                "says no begin inside an excl: SMIL starts it by an event only, some players always; it plays always",
                self._named(element),
            )
        if begins and now:
            self.lost("that it also begins with the player is not kept: only its times are", self._named(element))
        if not begins and not ends:
            self._limited(element)
            return (ALWAYS,)
        lost: list[str] = []
        length = active(element)
        whole = begins and ends and implied(element)  # those who write both mean the window, whatever a round lasts
        found = windows(begins, ends, None if whole else length, lost.append)
        if whole and length is not None and windows(begins, ends, length, _unsaid) != found:
            lost.append(f"to SMIL is over after a round, {length:g} s; it plays from its begin to its end now")
        for said in lost:
            self.lost(said, self._named(element))
        return found

    def _values(self, element: ElementTree.Element, name: str) -> tuple[tuple[wallclock.Clock, ...], bool, str]:
        """The wallclock times of a list, whether it has an offset (or is not there), and what else it has."""
        found = wallclock.values(element.get(name) or "", name, self.zone)
        for value in found.away:
            self.lost(f"{name}={value!r} is not kept: an offset counts from what plays before", self._named(element))
        return found.clocks, found.now, ", ".join(found.others)

    def _offsets(self, element: ElementTree.Element) -> None:
        """Of what has no time of its own: that it waits, or ends early, in its place."""
        for name in ("begin", "end"):
            try:
                self._values(element, name)
            except ValueError as error:
                self.lost(f"{name} is not kept: {error}", self._named(element))

    def _limited(self, element: ElementTree.Element) -> None:
        """A length without a wallclock begin counts from what plays before."""
        length = wallclock.seconds(element.get("dur") or "")
        if name_of(element) in CONTAINERS and length and any(name_of(each) in MEDIA for each in element.iter()):
            self.lost(
                f"that it plays for {element.get('dur')} is not kept: it has no begin on the clock",
                self._named(element),
            )

    # --- names ------------------------------------------------------------------------------------------------------

    def _strange(self, element: ElementTree.Element, known: set[str]) -> None:
        for child in element:
            if name_of(child) not in (CONTAINERS | MEDIA | known):
                self._strange_one(child)

    def _strange_one(self, child: ElementTree.Element) -> None:
        for said in words(child):
            self.lost(said, self._named(child))

    def _named(self, element: ElementTree.Element) -> str:
        return f"{self.where}: {called(element)}"


def _unsaid(_: str) -> None:
    """Of times that are only looked at."""
