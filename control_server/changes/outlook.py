"""What a change would do, with all that is shown of it: frames, the coming days, figures that move, approvals it takes.

Decides that it is worked out once for a version of the change and a revision of the pack, and anew after a while, as
warnings and the coming days go by the clock. What is approved is prepared afresh each time (`desk`).
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from weakref import WeakValueDictionary

from content.pack.review import Asked
from control_server.changes import coming, figures
from control_server.changes.coming import ComingDays
from control_server.changes.desk import Desk, PreparedChange
from control_server.changes.effect import ChangeEffect
from control_server.changes.figures import MovedFigures
from control_server.publishing.publisher import Publisher
from control_server.storage.changes import Change

_FRESH = timedelta(minutes=5)
_KEPT = 50


class Outlook(NamedTuple):
    """Worked out `at` (UTC)."""

    effect: ChangeEffect
    asked: Asked
    coming: ComingDays
    figures: tuple[MovedFigures, ...]
    at: datetime


_Key = tuple[str, int, int]
"""A change, its version, and a revision of the pack."""


class Outlooks:
    """Those that were asked for last."""

    def __init__(self, desk: Desk, publisher: Publisher, clock: Callable[[], datetime]) -> None:
        self._desk, self._publisher, self._clock = desk, publisher, clock
        self._known: dict[_Key, Outlook] = {}
        self._turns: WeakValueDictionary[_Key, asyncio.Lock] = WeakValueDictionary()
        """Of what is worked out now: who asks for the same waits for it."""

    def known(self, change: Change) -> Outlook | None:
        """Of an open change, where it has been worked out a short while ago."""
        outlook = self._known.get(self._key(change))
        return outlook if outlook and self._clock() - outlook.at < _FRESH else None

    async def of(self, change: Change) -> Outlook:
        """Of an open change. Raises RefusedError when it may not be published as it is."""
        turn = self._turns.setdefault(self._key(change), asyncio.Lock())
        async with turn:
            key, outlook = self._key(change), self.known(change)
            if outlook is None:
                proposal = await self._desk.proposal(change.id)
                outlook = await asyncio.to_thread(_outlook, proposal, self._clock())
                key = change.id, proposal.change.save.number, proposal.candidate.base.revision
            self._known.pop(key, None)
            self._known[key] = outlook
            while len(self._known) > _KEPT:
                del self._known[next(iter(self._known))]
            return outlook

    def _key(self, change: Change) -> _Key:
        return change.id, change.save.number, self._publisher.published.revision


def _outlook(proposal: PreparedChange, now: datetime) -> Outlook:
    effect, candidate = proposal.effect, proposal.candidate
    return Outlook(
        effect=effect,
        asked=proposal.asked,
        coming=coming.of(candidate, effect.displays, now),
        figures=figures.of(candidate, effect),
        at=now,
    )
