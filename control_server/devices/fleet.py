"""What the server knows of its displays right now: last words, presence, pictures of the glass; and who listens.

Decides when a display counts as online (a heartbeat in the last 60 s and no farewell: a last will is only a hint) and
when it is asked for its glass. Leaves out how words arrive (`link`, `http`) and where they are kept (`storage`).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec

from content import wire

_QUEUE = 1000
_ASK_EVERY = timedelta(seconds=1)
_ASK_AGAIN = timedelta(seconds=5)
"""For a change that was asked about already and not answered."""


class Heard(msgspec.Struct, frozen=True):
    """A display said how it is. `changed` is whether anything but time and health differs from its last word."""

    display: str
    status: wire.Status
    changed: bool


class Pictured(msgspec.Struct, frozen=True):
    """A display sent what its glass shows: the PNG, and the change it belongs to."""

    display: str
    glass: wire.Glass | None
    png: bytes


class Presence(msgspec.Struct, frozen=True):
    """A display came or went."""

    display: str
    online: bool


class PlanChanged(msgspec.Struct, frozen=True):
    """A display has a new manifest."""

    display: str
    version: tuple[int, int]


Event = Heard | Pictured | Presence | PlanChanged


class GlassPicture(msgspec.Struct, frozen=True):
    """The latest picture of a glass. `number` grows with every picture."""

    png: bytes
    glass: wire.Glass | None
    at: datetime
    number: int


class Subscription:
    """Events in order. A listener that falls 1,000 behind loses the oldest."""

    def __init__(self, pictures: bool) -> None:
        self.pictures = pictures
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(_QUEUE)

    def put(self, event: Event | None) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(event)

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self._queue.get()) is not None:
            yield event


class Fleet:
    """Every method takes `now` (aware); none waits."""

    def __init__(self, statuses: Mapping[str, tuple[wire.Status, datetime]] | None = None) -> None:
        """`statuses` is display → its last word and when it was heard, as stored."""
        self.statuses = dict(statuses or {})
        self.pictures: dict[str, GlassPicture] = {}
        self._dirty: set[str] = set()
        self._online: set[str] = set()
        self._asked: dict[str, tuple[datetime, wire.Glass | None]] = {}
        self._listeners: set[Subscription] = set()

    # --- what displays say ----------------------------------------------------------------------------------------

    def heard(self, status: wire.Status, now: datetime) -> None:
        """A status, said at `now`. The last word counts, also when the clock was set back meanwhile."""
        before = self.statuses.get(status.display)
        if not status.online and before:  # a last will knows nothing but that: keep what was said before
            status = msgspec.structs.replace(before[0], online=False)
            now = before[1]
        self.statuses[status.display] = (status, now)
        self._dirty.add(status.display)
        changed = before is None or _essence(before[0]) != _essence(status)
        self.tell(Heard(status.display, status, changed))
        self.look_round(now, only=status.display)

    def pictured(self, display: str, png: bytes, glass: wire.Glass | None, now: datetime) -> None:
        """A picture of the glass arrived. Without `glass` it belongs to the last change the display spoke of."""
        if glass is None and display in self.statuses:
            glass = self.statuses[display][0].glass
        number = self.pictures[display].number + 1 if display in self.pictures else 1
        self.pictures[display] = GlassPicture(png, glass, now, number)
        self.tell(Pictured(display, glass, png))

    def online(self, display: str, now: datetime) -> bool:
        """Whether its heart was heard beating within `wire.DOWN_AFTER_S` seconds."""
        if display not in self.statuses:
            return False
        status, at = self.statuses[display]
        return status.online and now - at < timedelta(seconds=wire.DOWN_AFTER_S)

    def look_round(self, now: datetime, only: str | None = None) -> None:
        """Tells who came and who went since the last look."""
        for display in [only] if only else list(self.statuses):
            online = self.online(display, now)
            if online != (display in self._online):
                (self._online.add if online else self._online.discard)(display)
                self.tell(Presence(display, online))

    def take_dirty(self) -> dict[str, tuple[wire.Status, datetime]]:
        """The statuses not yet kept, once."""
        unkept = {display: self.statuses[display] for display in self._dirty}
        self._dirty.clear()
        return unkept

    # --- pictures -------------------------------------------------------------------------------------------------

    @property
    def watched(self) -> bool:
        """Whether anybody wants to see pictures."""
        return any(listener.pictures for listener in self._listeners)

    def picture_behind(self, display: str, now: datetime) -> bool:
        """Whether it is online and its glass changed since its last picture."""
        status, _ = self.statuses.get(display, (None, None))
        if status is None or status.glass is None or not self.online(display, now):
            return False
        picture = self.pictures.get(display)
        return not (picture and picture.glass and _same(picture.glass, status.glass))

    def wants_picture(self, display: str, now: datetime) -> bool:
        """Whether to ask now: the picture is behind, and it was not asked for just before."""
        if not self.picture_behind(display, now):
            return False
        if display not in self._asked:
            return True
        at, about = self._asked[display]
        glass = self.statuses[display][0].glass
        again = about is not None and glass is not None and _same(about, glass)
        return now - at >= (_ASK_AGAIN if again else _ASK_EVERY)

    def asked(self, display: str, now: datetime) -> None:
        """A request for the glass was sent."""
        status = self.statuses.get(display)
        self._asked[display] = (now, status[0].glass if status else None)

    # --- who listens ----------------------------------------------------------------------------------------------

    @contextmanager
    def subscribed(self, *, pictures: bool = False) -> Iterator[Subscription]:
        """Events from now on. With `pictures` the displays are asked for their glass at every change."""
        listener = Subscription(pictures)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def tell(self, event: Event) -> None:
        """Passes an event to every listener."""
        for listener in self._listeners:
            listener.put(event)

    def close(self) -> None:
        """Ends every subscription."""
        for listener in self._listeners:
            listener.put(None)


def _same(a: wire.Glass, b: wire.Glass) -> bool:
    return (a.count, a.since, a.asset) == (b.count, b.since, b.asset)


def _essence(status: wire.Status) -> wire.Status:
    return msgspec.structs.replace(status, at=None, rss_mb=0.0, disk_free_mb=0.0)
