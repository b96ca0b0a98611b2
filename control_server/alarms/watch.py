"""What is looked at each second: which displays are in trouble, and since when.

Decides that a silent display counts from its last word, or from when the server could hear it, and not at all outside
its hours; and that a server which hears nothing speaks of itself. Leaves out when an alarm is raised (`rules`).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

import structlog

from content.findings import RefusedError
from control_server.alarms.rules import RAISED_AFTER, AlarmNews, Alarms
from control_server.alarms.wording import AlarmWords, Wording
from control_server.devices.fleet import Fleet
from control_server.devices.schedules import Schedules
from control_server.http.display_list import DisplayLists, Wanted
from control_server.publishing.publisher import Publisher
from control_server.storage import alarms as kept
from control_server.storage.alarms import AlarmMessage
from control_server.storage.ground import Ground

LINK = ""
"""Stands among the displays for the server's own link to the broker."""
_EVERY_S = 1.0
_ASKED_TOGETHER = 500
"""Schedules that are asked in one look whether their display is on."""

log = structlog.get_logger()


class Watched(NamedTuple):
    """Where is looked. `hears` says whether the server's link to the broker is up."""

    publisher: Publisher
    fleet: Fleet
    lists: DisplayLists
    schedules: Schedules
    hears: Callable[[], bool]


class Hearing:
    """Whether the server hears displays at all, and since when that is so."""

    def __init__(self, hears: bool, now: datetime) -> None:
        self.hears, self.since = hears, now

    def look(self, hears: bool, now: datetime) -> None:
        """Starts anew when it is another, and when the clock was set back."""
        if hears != self.hears or now < self.since:
            self.hears, self.since = hears, now


class AlarmWatch:
    """Keeps what is to be told; `told` is set whenever there is something new."""

    def __init__(self, ground: Ground, watched: Watched, wording: Wording, ways: tuple[str, ...]) -> None:
        """`ways` are the names of those by which people are told."""
        self._ground, self._watched, self._wording, self._ways = ground, watched, wording, ways
        self._off: dict[str, datetime] = {}
        """Silent displays that are off by the plan of that revision, and until when."""
        self._off_by = 0
        self.news = asyncio.Event()

    async def run(self, every_s: float = _EVERY_S) -> None:
        """Looks once a second. Alarms that were told when it began are open."""
        alarms = Alarms(await kept.open_alarms(self._ground.database))
        hearing = Hearing(self._watched.hears(), self._ground.clock())
        while True:
            await self.look(alarms, hearing)
            await asyncio.sleep(every_s)

    async def look(self, alarms: Alarms, hearing: "Hearing") -> None:
        """One look. Raises RefusedError when what is to be told cannot be kept."""
        now, pack = self._ground.clock(), self._watched.publisher.published.pack
        hearing.look(self._watched.hears(), now)
        if pack is None:
            return
        if hearing.hears:
            news = alarms.look(await self._ill(hearing.since, now, alarms.open), (), now)
        else:
            news = alarms.look({LINK: hearing.since}, pack.displays, now)
        self._ground.metrics.alarms_open.set(len(alarms.open))
        if news:
            await self._keep(news, now)

    async def _ill(self, heard: datetime, now: datetime, known: Mapping[str, datetime]) -> dict[str, datetime]:
        """The displays in trouble, each with the instant from which it counts."""
        fleet, ill, asked = self._watched.fleet, {}, 0
        if self._off_by != (revision := self._watched.publisher.published.revision):
            self._off_by = revision
            self._off.clear()
        for display in self._watched.lists.in_order(Wanted(state="trouble")).displays:
            if fleet.online(display.id, now):
                ill[display.id] = now
                continue
            _, spoke = fleet.statuses[display.id]
            since = max(spoke, heard)
            if display.id not in known and now - since >= RAISED_AFTER:  # before an alarm is raised, and only then
                asked += 1
                if asked > _ASKED_TOGETHER or await self._is_off(display.id, now):
                    continue
            ill[display.id] = since
        return ill

    async def _is_off(self, display: str, now: datetime) -> bool:
        """Whether the plan of a silent display says that it is off now: nobody misses it then."""
        if now < self._off.get(display, now):
            return True
        try:
            showing = await self._watched.schedules.ask(display, lambda schedule: schedule.resolve(now))
        except RefusedError:  # it has no plan yet, or the schedule is busy
            return False
        self._off.pop(display, None)
        if showing.state == "off":
            self._off[display] = showing.until
        return showing.state == "off"

    async def _keep(self, news: AlarmNews, now: datetime) -> None:
        words = await self._wording.of(news, now)
        messages = self._messages(words, now) if words else []
        await kept.keep(self._ground.database, news.raised, news.cleared.keys(), messages)
        for display in news.raised:
            log.warning("alarm raised", display=display or "link to the broker")
        for display in news.cleared:
            log.info("alarm cleared", display=display or "link to the broker")
        self.news.set()

    def _messages(self, words: AlarmWords, now: datetime) -> list[AlarmMessage]:
        body, number = words.encoded(), uuid4().hex
        return [AlarmMessage(id=number, way=way, at=now, body=body) for way in self._ways]
