"""A display as people and programs see it: one value for the API and for the wall.

Decides what is said of a display. The glass is what it reported, never what it should show, and the words are those of
the frame that is on it, whatever has been published since. Leaves out words and layout of pages (`wall`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from content import wire
from content.pack.model import Display, Panel
from content.schedule.resolve import Showing
from control_server.devices.agreement import Agreement, agreement
from control_server.devices.fleet import Fleet
from control_server.devices.schedules import Schedules
from control_server.http.past import PastShowing
from control_server.http.unreviewed import UnreviewedContent
from control_server.publishing.frame_words import FrameWords, Words
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.storage.ground import Ground

Headline = Callable[[str, str], str]
"""From slide and language to what the frame of that slide says first."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """`adopted` and `wanted` are (epoch, sequence); `heard` is when it last spoke; `picture` numbers its pictures.

    `pictured` is the change of the glass the picture shows. `headline` is what the frame on the glass says first,
    `kind` the template that drew it. `next` are the showings after the present one, within the next hour, and
    `headlines` what the frames of these say first. `unreviewed` says that what is on the glass was published without
    approval, and nobody else has looked at it yet. `rivals` says that two players speak for it in turn. `clock` is how
    the display knows the time. `agreement` says whether its glass shows what it should, None of one never heard.
    """

    id: str
    name: str
    panel: Panel
    viewing_distance_m: float
    online: bool
    heard: datetime | None
    adopted: tuple[int, int] | None
    wanted: tuple[int, int] | None
    rejected: str | None
    rivals: bool
    clock: wire.ClockState | None
    agreement: Agreement | None
    glass: wire.Glass | None
    headline: str | None
    kind: str | None
    picture: int | None
    pictured: wire.Glass | None
    next: tuple[Showing, ...]
    headlines: tuple[str | None, ...]
    now: datetime
    unreviewed: bool = False

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class StatusCards:
    """Of every display of the pack."""

    def __init__(
        self,
        publisher: Publisher,
        fleet: Fleet,
        schedules: Schedules,
        words: FrameWords,
        ground: Ground,
    ) -> None:
        self._publisher, self._fleet, self._schedules = publisher, fleet, schedules
        self._words, self._clock = words, ground.clock
        self._unreviewed = UnreviewedContent(ground.database, ground.clock)

    async def card(self, display: Display, coming: int = 3) -> Card:
        """What is known of a display, with so many of its next showings. Raises RefusedError (`unknown`, `busy`)."""
        (card,) = await self.cards([display], coming)
        return card

    async def cards(self, displays: Sequence[Display], coming: int = 3) -> list[Card]:
        """As `card`, of many displays: what they share is asked for once. Raises RefusedError (`unknown`, `busy`)."""
        published = self._publisher.published
        names = [display.id for display in displays]
        following: Mapping[str, tuple[Showing, ...]] = dict.fromkeys(names, ())
        if coming:
            following = await self._schedules.coming(published, names, self._clock(), coming)
        statuses = {name: self._fleet.statuses[name] for name in names if name in self._fleet.statuses}
        assets = {status.glass.asset for status, _ in statuses.values() if status.glass and status.glass.asset}
        for name, showings in following.items():
            assets |= {frame.asset for each in showings if (frame := _frame(published, name, each.slide, each.lang))}
        words = await self._words.of(assets)
        facts = _Facts(published, following, statuses, words, self._clock())
        unreviewed = await self._unreviewed.parts(published)
        cards = [self._card(display, facts) for display in displays]
        return [
            msgspec.structs.replace(card, unreviewed=unreviewed.on(card.glass) and _is_published(card, published))
            for card in cards
        ]

    def _card(self, display: Display, facts: "_Facts") -> Card:
        status, heard = facts.statuses.get(display.id, (None, None))
        publication = facts.published.latest.get(display.id)
        glass = status.glass if status else None
        headline, kind = _on_glass(glass, facts.words) if glass else (None, None)
        picture = self._fleet.pictures.get(display.id)
        following = facts.following[display.id]
        return Card(
            id=display.id,
            name=display.name,
            panel=display.panel,
            viewing_distance_m=display.viewing_distance_m,
            online=self._fleet.online(display.id, facts.now),
            heard=heard,
            adopted=status.adopted if status else None,
            wanted=publication.version if publication else None,
            rejected=status.rejected if status else None,
            rivals=self._fleet.rivals.are(display.id, facts.now),
            clock=status.clock if status else None,
            agreement=self._agreement(display.id, facts),
            glass=glass,
            headline=headline,
            kind=kind,
            picture=picture.number if picture else None,
            pictured=picture.glass if picture else None,
            next=following,
            headlines=tuple(
                _headline(facts.published, display.id, facts.words, each.slide, each.lang or "") if each.slide else None
                for each in following
            ),
            now=facts.now,
        )

    def _agreement(self, display: str, facts: "_Facts") -> Agreement | None:
        if display not in facts.statuses:
            return None
        status, heard = facts.statuses[display]
        return agreement(status, heard, facts.published, facts.now)

    async def frame_of(self, showed: PastShowing | None) -> wire.Frame | None:
        """The frame of what was shown, with its live parts as far as they are still known."""
        return await self._words.frame(showed.asset) if showed and showed.asset else None

    async def headlines(self, display: str) -> Headline:
        """What the display's frames say first, as its newest manifest names them.

        Of a slide that the display has not in that language: what it says in the first that it has.
        """
        published = self._publisher.published
        frames = _frames(published, display)
        words = await self._words.of({frame.asset for turns in frames.values() for frame in turns.values()})
        return lambda slide, lang: _headline(published, display, words, slide, lang)


class _Facts(NamedTuple):
    """What is known of some displays at one instant, by display, and what frames say, by asset."""

    published: Published
    following: Mapping[str, tuple[Showing, ...]]
    statuses: Mapping[str, tuple[wire.Status, datetime]]
    words: Mapping[str, Words]
    now: datetime


def _on_glass(glass: wire.Glass, words: Mapping[str, Words]) -> tuple[str | None, str | None]:
    """What the frame on the glass says first, and its kind; of one that was never drawn here, its slide's id."""
    known = words.get(glass.asset) if glass.slide and glass.asset else None
    return (known.title, known.kind) if known else (glass.slide, None)


def _is_published(card: Card, published: Published) -> bool:
    """Whether the frame on the glass is as published now: until a display has that, it shows what was before."""
    glass = card.glass
    frame = _frames(published, card.id).get(glass.slide or "", {}).get(glass.lang or "") if glass else None
    return frame is not None and glass is not None and frame.asset == glass.asset


def _frames(published: Published, display: str) -> Mapping[str, Mapping[str, wire.Frame]]:
    """The frames that the display's newest manifest names, by slide and language."""
    return published.programme(display).frames if display in published.latest else {}


def _frame(published: Published, display: str, slide: str | None, lang: str | None) -> wire.Frame | None:
    """The display's frame of that slide, in the first language that it has when it has not that one."""
    turns = _frames(published, display).get(slide or "", {})
    return turns.get(lang or "") or next(iter(turns.values()), None)


def _headline(published: Published, display: str, words: Mapping[str, Words], slide: str, lang: str) -> str:
    """What the display's frame of that slide says first."""
    frame = _frame(published, display, slide, lang)
    known = words.get(frame.asset) if frame else None
    return known.title if known else _as_authored(published, slide, lang)


def _as_authored(published: Published, name: str, lang: str) -> str:
    """The headline that the pack has of a slide, or of a phase of one; its id when the pack has it no more."""
    slide_id, _, phase = name.partition(".")
    slide = published.pack.slides.get(slide_id) if published.pack else None
    shown = slide.phases().get(phase) if slide else None
    if published.pack is None or shown is None:
        return name
    return published.pack.city.name_of(shown.headline(), lang)
