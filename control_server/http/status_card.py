"""A display as people and programs see it: one value for the API and for the wall.

Decides what is said of a display; the glass is what it reported, never what it should show. Leaves out words and
layout (`wall`).
"""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import msgspec

from content import wire
from content.pack.model import Display, Panel
from content.pack.slide import Slide
from content.schedule.resolve import Schedule, Showing
from control_server.service import ControlServer

COMING = timedelta(hours=1)
"""How far a card looks ahead."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """`adopted` and `wanted` are (epoch, sequence); `heard` is when it last spoke; `picture` numbers its pictures.

    `pictured` is the change of the glass the picture shows; `headline` what the slide on the glass says first.
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


async def card(server: ControlServer, display: Display, coming: int = 3) -> Card:
    """What is known of a display of the pack, with so many of its next showings. Raises RefusedError (`busy`)."""
    following = await upcoming(server, display.id, coming)
    status, heard = server.fleet.statuses.get(display.id, (None, None))
    publication = server.publisher.latest.get(display.id)
    glass = status.glass if status else None
    picture = server.fleet.pictures.get(display.id)
    return Card(
        id=display.id,
        name=display.name,
        panel=display.panel,
        viewing_distance_m=display.viewing_distance_m,
        online=server.fleet.online(display.id, server.now()),
        heard=heard,
        adopted=status.adopted if status else None,
        wanted=publication.version if publication else None,
        rejected=status.rejected if status else None,
        glass=glass,
        headline=headline(server, glass.slide, glass.lang) if glass else None,
        kind=kind(server, glass.slide) if glass else None,
        picture=picture.number if picture else None,
        pictured=picture.glass if picture else None,
        next=following,
        now=server.now(),
    )


async def upcoming(server: ControlServer, display: str, count: int) -> tuple[Showing, ...]:
    """The showings after the present one, within the next hour. Raises RefusedError (`unknown`, `busy`)."""
    now = server.now()

    def following(schedule: Schedule) -> tuple[Showing, ...]:
        return tuple(islice(schedule.timeline(now, now + COMING), 1, count + 1))

    return await server.schedules.ask(display, following)


def _slide(server: ControlServer, name: str | None) -> Slide | None:
    pack = server.publisher.pack
    if pack is None or name is None:
        return None
    slide_id, _, phase = name.partition(".")
    found = pack.slides.get(slide_id)
    return found.phases().get(phase) if found else None


def headline(server: ControlServer, slide: str | None, lang: str | None) -> str | None:
    """What the slide says first in that language; its id when it is no longer in the pack."""
    found = _slide(server, slide)
    if found is None:
        return slide
    drawn = server.publisher.headline(slide or "", lang or "")
    return drawn or server.pack().city.name_of(found.headline(), lang or "")


def kind(server: ControlServer, slide: str | None) -> str | None:
    """The slide's kind as authored, or the phase of a call it is in: `announced`, `result`."""
    found = _slide(server, slide)
    return str(found.__struct_config__.tag) if found else None
