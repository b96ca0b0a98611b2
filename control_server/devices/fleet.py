"""What the server knows of its displays right now: last words, presence, pictures of the glass; and who listens.

Decides when a display counts as online (a heartbeat in the last 45 s and no farewell: a last will is only a hint), what
counts as a change, and when a display is asked for its glass. Leaves out how words arrive (`link`, `http`), where they
are kept (`storage`), and how whoever looks at displays is told what changed (`watches`).
"""

import asyncio
import heapq
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from content import wire
from control_server.devices.rivals import Rivals
from control_server.devices.watches import Watches
from control_server.storage.glasses import GlassPicture

_QUEUE = 1000
_DOWN_AFTER = timedelta(seconds=wire.DOWN_AFTER_S)
_ASK_EVERY = timedelta(seconds=1)
_ASK_AGAIN = timedelta(seconds=5)
"""For a change that was asked about already and not answered."""
_ASKED_TOGETHER = 20
"""Displays that are asked within `_ASK_EVERY`: whoever looks at thousands must not have them all send pictures."""


class Heard(msgspec.Struct, frozen=True):
    """A display said something that it had not said before: more than time and health differ from its last word."""

    display: str
    status: wire.Status


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

    def __init__(
        self,
        statuses: Mapping[str, tuple[wire.Status, datetime]] | None = None,
        pictures: Mapping[str, GlassPicture] | None = None,
        watches: Watches | None = None,
    ) -> None:
        """`statuses` is display → its last word and when it was heard, as stored; `pictures` those that are kept."""
        self.statuses = dict(statuses or {})
        self.pictures: Mapping[str, GlassPicture] = {} if pictures is None else pictures
        self.watches = watches or Watches()
        self.rivals = Rivals()
        self._dirty: set[str] = set()
        self._online: set[str] = set()
        self._due = [(heard, display) for display, (_, heard) in self.statuses.items()]
        """A heap: when a display may have gone silent. Each display is in it once at most (`_waits`)."""
        heapq.heapify(self._due)
        self._waits = set(self.statuses)
        self._looked: datetime | None = None
        self._asked: dict[str, tuple[datetime, wire.Glass | None]] = {}
        self._asked_lately: deque[datetime] = deque()
        self._subscriptions: set[Subscription] = set()

    # --- what displays say ----------------------------------------------------------------------------------------

    def heard(self, status: wire.Status, now: datetime) -> None:
        """A status, said at `now`. The last word counts, also when the clock was set back meanwhile."""
        before = self.statuses.get(status.display)
        if not status.online and before:  # a last will knows nothing but that: keep what was said before
            status = msgspec.structs.replace(before[0], online=False)
            now = before[1]
        self.statuses[status.display] = (status, now)
        self._dirty.add(status.display)
        if before is None or _essence(before[0]) != _essence(status):
            self.tell(Heard(status.display, status))
        self._look_at(status.display, now)

    def take_up(self, statuses: Mapping[str, tuple[wire.Status, datetime]], now: datetime) -> None:
        """What another server has heard and kept: display → its last word and when it was heard."""
        for display, (status, at) in statuses.items():
            before = self.statuses.get(display)
            if before != (status, at):
                self.statuses[display] = (status, at)
                if before is None or _essence(before[0]) != _essence(status):
                    self.tell(Heard(display, status))
                self._look_at(display, now)
        self._dirty -= statuses.keys()

    def pictured(self, display: str, png: bytes) -> None:
        """A picture of the glass arrived; it is the one that is kept."""
        self.tell(Pictured(display, self.pictures[display].glass, png))

    def glass(self, display: str) -> wire.Glass | None:
        """The last change of its glass that the display spoke of."""
        return self.statuses[display][0].glass if display in self.statuses else None

    def online(self, display: str, now: datetime) -> bool:
        """Whether its heart was heard beating within `wire.DOWN_AFTER_S` seconds."""
        if display not in self.statuses:
            return False
        status, at = self.statuses[display]
        return status.online and now - at < _DOWN_AFTER

    def look_round(self, now: datetime) -> None:
        """Tells who came and who went since the last look. Costs work for those that may have gone silent by now."""
        if self._looked and now < self._looked:  # the clock was set back: what is due was reckoned by another
            self._due = [(self._silent_at(display, now), display) for display in self._waits]
            heapq.heapify(self._due)
        self._looked = now
        while self._due and self._due[0][0] <= now:
            _, display = heapq.heappop(self._due)
            self._waits.discard(display)
            self._look_at(display, now)

    def _look_at(self, display: str, now: datetime) -> None:
        online = self.online(display, now)
        if online and display not in self._waits:
            self._waits.add(display)
            heapq.heappush(self._due, (self._silent_at(display, now), display))
        if online != (display in self._online):
            (self._online.add if online else self._online.discard)(display)
            self.tell(Presence(display, online))

    def _silent_at(self, display: str, now: datetime) -> datetime:
        """When to look whether it has gone; soon also where it was heard before the clock was set back."""
        return min(self.statuses[display][1], now) + _DOWN_AFTER

    def take_dirty(self) -> dict[str, tuple[wire.Status, datetime]]:
        """The statuses not yet kept, once."""
        unkept = {display: self.statuses[display] for display in self._dirty}
        self._dirty.clear()
        return unkept

    # --- pictures -------------------------------------------------------------------------------------------------

    def to_ask(self, now: datetime, only: str | None = None) -> list[str]:
        """The displays to ask for their glass now, of those that are looked at or of `only` one, 20 a second."""
        if any(listener.pictures for listener in self._subscriptions):
            watched: Collection[str] = self.statuses.keys()
        else:
            watched = self.watches.displays
        looked_at = watched if only is None else [only] if only in watched else []
        wanting = (display for display in looked_at if self.wants_picture(display, now))
        return list(islice(wanting, self._may_be_asked(now)))

    def _may_be_asked(self, now: datetime) -> int:
        """How many more displays may be asked now. A clock that was set back has asked nobody."""
        while self._asked_lately and not timedelta(0) <= now - self._asked_lately[0] < _ASK_EVERY:
            self._asked_lately.popleft()
        return _ASKED_TOGETHER - len(self._asked_lately)

    def picture_behind(self, display: str, now: datetime) -> bool:
        """Whether it is online and its glass changed since its last picture."""
        status, _ = self.statuses.get(display, (None, None))
        if status is None or status.glass is None or not self.online(display, now):
            return False
        picture = self.pictures.get(display)
        return not (picture and picture.glass and _same(picture.glass, status.glass))

    def wants_picture(self, display: str, now: datetime) -> bool:
        """Whether to ask now: the picture is behind, and it was not asked for just before, by the clock as it is."""
        if not self.picture_behind(display, now):
            return False
        if display not in self._asked:
            return True
        at, about = self._asked[display]
        glass = self.glass(display)
        again = about is not None and glass is not None and _same(about, glass)
        return not timedelta(0) <= now - at < (_ASK_AGAIN if again else _ASK_EVERY)

    def asked(self, display: str, now: datetime) -> None:
        """A request for the glass was sent."""
        self._asked[display] = (now, self.glass(display))
        self._asked_lately.append(now)

    # --- who listens ----------------------------------------------------------------------------------------------

    @contextmanager
    def subscribed(self, *, pictures: bool = False) -> Iterator[Subscription]:
        """Every event from now on. With `pictures` all displays are asked for their glass at every change."""
        listener = Subscription(pictures)
        self._subscriptions.add(listener)
        try:
            yield listener
        finally:
            self._subscriptions.discard(listener)

    def tell(self, event: Event) -> None:
        """Passes an event to whoever listens, and to whoever looks at that display."""
        for listener in self._subscriptions:
            listener.put(event)
        self.watches.changed(event.display, plan=isinstance(event, PlanChanged))

    def close(self) -> None:
        """Ends every subscription, and whatever looks at displays."""
        for listener in self._subscriptions:
            listener.put(None)
        self.watches.close()


def _same(a: wire.Glass, b: wire.Glass) -> bool:
    return (a.count, a.since, a.asset) == (b.count, b.since, b.asset)


def _essence(status: wire.Status) -> wire.Status:
    return msgspec.structs.replace(status, at=None, rss_mb=0.0, disk_free_mb=0.0, health=None)
