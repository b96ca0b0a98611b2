"""A display as people and programs see it: one value for the API and for the wall.

Decides what is said of a display. The glass is what it reported, never what it should show, and the words are those of
the frame that is on it, whatever has been published since. Leaves out words and layout of pages (`wall`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import msgspec

from content import wire
from content.pack.model import Display, Panel
from content.schedule.resolve import Schedule, Showing
from control_server.devices.fleet import Fleet
from control_server.devices.schedules import Schedules
from control_server.publishing.frame_words import FrameWords, Words
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher

COMING = timedelta(hours=1)
"""How far a card looks ahead."""

Headline = Callable[[str, str], str]
"""From slide and language to what the frame of that slide says first."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """`adopted` and `wanted` are (epoch, sequence); `heard` is when it last spoke; `picture` numbers its pictures.

    `pictured` is the change of the glass the picture shows. `headline` is what the frame on the glass says first,
    `kind` the template that drew it.
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
    glass: wire.Glass | None
    headline: str | None
    kind: str | None
    picture: int | None
    pictured: wire.Glass | None
    next: tuple[Showing, ...]
    now: datetime

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
        clock: Callable[[], datetime],
    ) -> None:
        self._publisher, self._fleet, self._schedules = publisher, fleet, schedules
        self._words, self._clock = words, clock
        self._of_programmes: dict[str, Mapping[str, Words]] = {}

    async def card(self, display: Display, coming: int = 3) -> Card:
        """What is known of a display, with so many of its next showings. Raises BusyError."""
        following = await self._upcoming(display.id, coming)
        status, heard = self._fleet.statuses.get(display.id, (None, None))
        publication = self._publisher.published.latest.get(display.id)
        glass = status.glass if status else None
        headline, kind = await self._on_glass(glass) if glass else (None, None)
        picture = self._fleet.pictures.get(display.id)
        now = self._clock()
        return Card(
            id=display.id,
            name=display.name,
            panel=display.panel,
            viewing_distance_m=display.viewing_distance_m,
            online=self._fleet.online(display.id, now),
            heard=heard,
            adopted=status.adopted if status else None,
            wanted=publication.version if publication else None,
            rejected=status.rejected if status else None,
            glass=glass,
            headline=headline,
            kind=kind,
            picture=picture.number if picture else None,
            pictured=picture.glass if picture else None,
            next=following,
            now=now,
        )

    async def headlines(self, display: str) -> Headline:
        """What the display's frames say first, as its newest manifest names them.

        Of a slide that the display has not in that language: what it says in the first that it has.
        """
        published = self._publisher.published
        known = display in published.latest
        frames = published.programme(display).frames if known else {}
        words = await self._words_of(published, display) if known else {}

        def headline(slide: str, lang: str) -> str:
            turns = frames.get(slide, {})
            frame = turns.get(lang) or next(iter(turns.values()), None)
            known = words.get(frame.asset) if frame else None
            return known.title if known else _as_authored(published, slide, lang)

        return headline

    async def _words_of(self, published: Published, display: str) -> Mapping[str, Words]:
        """The words of the display's frames; asked for once for all that play the same programme."""
        digest = published.manifest(display).programme
        if digest not in self._of_programmes:
            frames = published.programme(display).frames
            words = await self._words.of(frame.asset for turns in frames.values() for frame in turns.values())
            kept = {digest: known for digest, known in self._of_programmes.items() if digest in published.programmes}
            self._of_programmes = kept | {digest: words}
        return self._of_programmes[digest]

    async def _on_glass(self, glass: wire.Glass) -> tuple[str | None, str | None]:
        """What the frame on the glass says first, and its kind; of one that was never drawn here, its slide's id."""
        if glass.slide is None or glass.asset is None:
            return glass.slide, None
        known = (await self._words.of([glass.asset])).get(glass.asset)
        return (known.title, known.kind) if known else (glass.slide, None)

    async def _upcoming(self, display: str, count: int) -> tuple[Showing, ...]:
        """The showings after the present one, within the next hour."""
        now = self._clock()

        def following(schedule: Schedule) -> tuple[Showing, ...]:
            return tuple(islice(schedule.timeline(now, now + COMING), 1, count + 1))

        return await self._schedules.ask(display, following)


def _as_authored(published: Published, name: str, lang: str) -> str:
    """The headline that the pack has of a slide, or of a phase of one; its id when the pack has it no more."""
    slide_id, _, phase = name.partition(".")
    slide = published.pack.slides.get(slide_id) if published.pack else None
    shown = slide.phases().get(phase) if slide else None
    if published.pack is None or shown is None:
        return name
    return published.pack.city.name_of(shown.headline(), lang)
