"""A SMIL playlist as blocks of media: `seq`, `par`, the classes of an `excl`, and times on the clock.

Decides what of it a campaign can say. A `seq` of media is a block; what has times of its own is one for itself. Classes
of an `excl` are priorities, the first the highest (SMIL 3.0 §5, "The priorityClass element"). Players fetch media in a
prologue before the programme: displays fetch by themselves, so the prologue is passed over and the programme that its
end begins plays. What else has a condition, an event, an offset, or an element that is not known here, is left out and
named: it never plays always. Leaves out single elements (`elements`) and single times (`wallclock`, `windows`).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml import ElementTree

from content.exchange.media_blocks import Block, ForeignSchedule, unkept
from content.exchange.smil import elements, wallclock
from content.exchange.smil.elements import CONTAINERS, FOR_THE_PLAYER, MEDIA, called, id_of, name_of
from content.exchange.smil.times import ALWAYS, Time, within
from content.exchange.smil.windows import windows
from content.findings import Finding, refused
from content.phrases import said
from content.readers.files import markup

MAX_BLOCKS = 5_000
MOST_COMPARED = 100
"""Blocks of a `par` whose times are compared; more are taken to meet."""
TAKES_TURNS = "what plays at the same time in a par takes turns now, or is masked by a higher priority beside it"
Times = tuple[Time, ...]


class _Around(NamedTuple):
    """What the elements around an element decide for it: its times, its priority, whether it is in a class.

    `counted`: its airtime is that of so many media of a rotation.
    """

    when: Times = (ALWAYS,)
    priority: int = 0
    in_class: bool = False
    counted: bool = False


def read(data: bytes, where: str, zone: ZoneInfo) -> ForeignSchedule:
    """`zone` is the city's. Raises RefusedError when this is no SMIL."""
    markup.safe(data, where)
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise refused("smil", where, said("is not well-formed XML: {error}", error=error)) from error
    if name_of(root) != "smil":
        raise refused("smil", where, said("is <{root}>, expected <smil>", root=name_of(root)))
    parts = {name_of(child): child for child in reversed(root)}
    if "body" not in parts:
        raise refused("smil", where, "has no <body>, expected one with what plays")
    reader = _BodyReader(where, zone, parts["body"])
    reader.head(parts.get("head"), parts["body"])
    reader.element(parts["body"], _Around())
    return ForeignSchedule(tuple(reader.blocks), tuple(reader.findings.values()))


class _BodyReader:
    """Walks the containers; collects blocks, and each loss once."""

    def __init__(self, where: str, zone: ZoneInfo, body: Element) -> None:
        self.where, self.zone, self.title = where, zone, "smil"
        self.fetched = elements.fetched_events(body)
        self.blocks: list[Block] = []
        self.findings: dict[str, Finding] = {}

    def head(self, head: Element | None, body: Element) -> None:
        """Takes the title from the head, and reports what of the head and of regions is lost."""
        whole: set[str] = set()
        for child in () if head is None else head:
            name, key = name_of(child), (child.get("name") or "").lower()
            if name == "meta" and key == "title":
                self.title = child.get("content") or self.title
            elif name == "meta" and (child.get("http-equiv") or "").lower() == "refresh":
                seconds = child.get("content")
                self._lost(
                    said(
                        "it was fetched anew every {seconds} s; a change of it is not seen until imported",
                        seconds=seconds,
                    )
                )
            elif name == "layout":
                whole = elements.whole_regions(child)
            elif name:
                self._lost(
                    said(
                        "<{name}{value}> in the head is not kept: it is for the player",
                        name=name,
                        value=f" {key}" if key else "",
                    )
                )
        regions = {each.get("region") or "" for each in body.iter() if name_of(each) in MEDIA} - {"", *whole}
        if regions:
            self._lost(
                said(
                    "regions are not kept: a slide fills its display, also that of {regions}",
                    regions=", ".join(sorted(regions)),
                )
            )

    def element(self, element: Element, around: _Around) -> None:
        """Makes blocks of a container, or of a medium that plays by itself."""
        when = self._when(element, around)
        if not when:
            return
        inside = around._replace(when=when, in_class=False)
        name = name_of(element)
        if name in MEDIA:
            self._block(element, list(self._source(element)), inside)
            return
        self._attributes(element)
        if name == "excl":
            self._classes(element, inside)
        elif name == "par":
            self._parallel(element, inside)
        else:
            self._sequence(element, inside)

    def _classes(self, element: Element, around: _Around) -> None:
        """Makes blocks of an `excl`, whose classes are priorities. One inside another is left out."""
        if around.priority:
            self._left_out(element, "it is an excl inside another")
            return
        classes = [child for child in element if name_of(child) == "priorityClass"]
        for child in element:
            if name_of(child) not in ("", "priorityClass", *FOR_THE_PLAYER):
                self._left_out(child, "it is in an excl and in none of its priorityClasses")
        for number, each in enumerate(classes):
            self._attributes(each)
            for child in self._known(each):
                self.element(child, around._replace(priority=len(classes) - number, in_class=True))

    def _parallel(self, element: Element, around: _Around) -> None:
        """Makes blocks of a `par`. On a display one slide fills the screen: what plays at once takes turns."""
        children = [child for child in self._known(element) if self._when(child, around)]
        media = [child for child in children if name_of(child) in MEDIA and not elements.has_times(child)]
        before = len(self.blocks)
        self._block(element, [source for each in media for source in self._source(each)], around)
        parts = [self.blocks[before:]]
        for child in children:
            if child not in media:
                before = len(self.blocks)
                self.element(child, around)
                parts.append(self.blocks[before:])
        if len(media) > 1 or _meet(parts):
            self._lost(TAKES_TURNS, element)

    def _sequence(self, element: Element, around: _Around) -> None:
        """Makes a block of a sequence. A part with times of its own is a block beside it, with its media's airtime."""
        parts = list(self._parts(element, around))
        media = [part for part in parts if isinstance(part, str)]
        apart = [part for part in parts if not isinstance(part, str)]
        if media and any(map(elements.has_times, apart)):
            self._lost("what has its own time inside a sequence mixes with the rest now, each with the airtime it had")
            around = around._replace(counted=True)
        self._block(element, media, around)
        for part in apart:
            self.element(part, around)

    def _parts(self, element: Element, around: _Around) -> Iterator[str | Element]:
        """In its order: addresses of media, and elements that are blocks of their own. A seq plays in its place."""
        for child in self._known(element):
            if elements.has_times(child) or name_of(child) in ("par", "excl"):
                yield child
            elif not self._when(child, around):
                continue
            elif name_of(child) in MEDIA:
                yield from self._source(child)
            else:
                self._attributes(child)
                yield from self._parts(child, around)

    def _known(self, element: Element) -> Iterator[Element]:
        """Its media and containers, without what only fetches."""
        for child in element:
            name = name_of(child)
            if name in FOR_THE_PLAYER:
                self._lost(said("<{name}> is not kept: it is for the player", name=name), child)
            elif name in MEDIA | CONTAINERS and not elements.only_fetches(child):
                yield child
            elif name and not elements.only_fetches(child):
                self._left_out(child, "a pack has nothing like it")

    def _source(self, element: Element) -> Iterator[str]:
        """The medium's address; none where it shows nothing."""
        self._attributes(element)
        list(self._known(element))
        try:
            yield elements.source_of(element)
        except ValueError as error:
            self._left_out(element, str(error))

    def _block(self, element: Element, media: Sequence[str], around: _Around) -> None:
        if not media:
            return
        name = element.get("title") or id_of(element) or self.title
        share = min(1000, len(media)) if around.counted else 1
        for time in around.when:
            self.blocks.append(
                Block(f"{self.where}: {called(element)}", name, tuple(media), around.priority, share, *time)
            )
        if len(self.blocks) > MAX_BLOCKS:
            raise refused(
                "smil",
                self.where,
                said("has more than {max_blocks:,} parts, expected at most so many", max_blocks=MAX_BLOCKS),
            )

    # --- when -------------------------------------------------------------------------------------------------------

    def _when(self, element: Element, around: _Around) -> Times:
        """When the element plays, inside what is around it. Empty where it is left out, which a finding says."""
        try:
            if condition := elements.condition(element):
                raise ValueError(condition)
            when = within(around.when, self._timed(element, around))
            if not when:
                raise ValueError(said("its times, and those of what it is in, never meet"))
        except (ValueError, OverflowError) as error:
            self._left_out(element, str(error))
            return ()
        return when

    def _timed(self, element: Element, around: _Around) -> Times:
        """What `begin`, `end` and `dur` say. Raises ValueError for what is no time on the clock."""
        begins = wallclock.values(element.get("begin") or "", "begin", self.zone)
        ends = wallclock.values(element.get("end") or "", "end", self.zone)
        if self.fetched & set(ends.others):
            raise ValueError(
                said("it plays only until the player has fetched the media; displays fetch before they play")
            )
        if ends.others or ends.zero:
            raise ValueError(
                said("it ends by {element}, and a pack knows times on the clock only", element=element.get("end"))
            )
        if others := [value for value in begins.others if value not in self.fetched]:
            raise ValueError(
                said("it begins by {others}, and a pack knows times on the clock only", others=", ".join(others))
            )
        if begins.clocks and (begins.zero or begins.others):
            raise ValueError(said("it begins with the player and at times, expected one of them"))
        if element.get("begin") is None and around.in_class:
            message = (
                "says no begin inside an excl: SMIL starts it by an event only, some players always; it plays always"
            )
            self._lost(message, element)
        length = elements.length(element)
        if begins.clocks or ends.clocks:
            if begins.clocks and not ends.clocks and element.get("repeatCount") != "indefinite":
                length = length or elements.lasts(element, "dur")
            if length:
                raise ValueError(said("it plays for {length}, expected an end on the clock", length=length))
            return windows(begins.clocks, ends.clocks, lambda loss: self._lost(loss, element))
        if length:
            self._lost(
                said("that it plays for {length} is not kept: it has no begin on the clock", length=length), element
            )
        return (ALWAYS,)

    # --- what is lost -----------------------------------------------------------------------------------------------

    def _attributes(self, element: Element) -> None:
        for each in elements.lost(element):
            self._lost(each)

    def _left_out(self, element: Element, why: str) -> None:
        place = f"{self.where}: {called(element)}"
        self.findings.setdefault(
            f"{place} {why}", unkept(place, said("was left out and does not play: {why}", why=why))
        )

    def _lost(self, message: str, element: Element | None = None) -> None:
        place = self.where if element is None else f"{self.where}: {called(element)}"
        self.findings.setdefault(message, unkept(place, message))


def _meet(parts: Sequence[Sequence[Block]]) -> bool:
    """Whether blocks of two parts may play at once."""
    parts = [blocks for blocks in parts if blocks]
    if len(parts) > 1 and sum(map(len, parts)) > MOST_COMPARED:
        return True
    return any(
        within([_time(one)], [_time(other)])
        for some, others in combinations(parts, 2)
        for one in some
        for other in others
    )


def _time(block: Block) -> Time:
    return Time(block.first, block.last, block.dayparts)
