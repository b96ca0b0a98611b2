"""When an alarm is raised and when it is cleared, of what was the matter at each look.

Decides how long trouble must last, how long its end, and which alarms are told together. Leaves out what trouble is
(`watch`), and the words (`wording`).
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

RAISED_AFTER = timedelta(seconds=45)
CLEARED_AFTER = timedelta(seconds=120)
GATHERED = timedelta(seconds=10)
"""From the first alarm that is not told yet to its message."""


class AlarmNews(NamedTuple):
    """What is to be told: by display, when its alarm was raised. Those that are cleared were told when raised."""

    raised: Mapping[str, datetime]
    cleared: Mapping[str, datetime]

    def __bool__(self) -> bool:
        return bool(self.raised or self.cleared)


class Alarms:
    """Those that are open. Every look is told the time; none waits."""

    def __init__(self, told: Mapping[str, datetime]) -> None:
        """`told` are the alarms that are open and were told, by display, and when each was raised."""
        self._told = dict(told)
        self._raised: dict[str, datetime] = {}
        """Not told yet."""
        self._ill: dict[str, datetime] = {}
        self._well: dict[str, datetime] = {}
        self._gathering: datetime | None = None

    @property
    def open(self) -> Mapping[str, datetime]:
        """By display: when its alarm was raised."""
        return self._told | self._raised

    def look(self, ill: Mapping[str, datetime], unknown: Collection[str], now: datetime) -> AlarmNews:
        """What is to be told now, once. `ill` says since when each is; of `unknown` ones nothing is known.

        A display that is neither is well, or not there any more.
        """
        for display in [each for each in self._ill if each not in ill and each not in unknown]:
            del self._ill[display]
        for display, since in ill.items():
            self._well.pop(display, None)
            began = self._ill[display] = min(self._ill.get(display, since), since, now)
            if now - began >= RAISED_AFTER and display not in self._told and display not in self._raised:
                self._raised[display] = now
                self._gathering = self._gathering or now
        cleared = self._ended(ill, unknown, now)
        if self._gathering and not timedelta(0) <= now - self._gathering < GATHERED:
            raised, self._raised, self._gathering = self._raised, {}, None
            self._told |= raised
            return AlarmNews(raised, cleared)
        return AlarmNews({}, cleared)

    def _ended(self, ill: Mapping[str, datetime], unknown: Collection[str], now: datetime) -> dict[str, datetime]:
        """The alarms that end now and were told. One that was not told yet ends in silence."""
        for display in self.open:
            if display not in ill and display not in unknown:
                self._well[display] = min(self._well.get(display, now), now)
        over = [each for each, since in self._well.items() if now - since >= CLEARED_AFTER]
        for display in over:
            del self._well[display]
            self._raised.pop(display, None)
        return {display: self._told.pop(display) for display in over if display in self._told}
