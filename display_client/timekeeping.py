"""What time it is, and how well that is known: the rules, without a clock.

Decides what vouches for the time, how the doubt grows, and what is known where nothing vouches for it. Instants are
UTC. `boot_s` are seconds of a clock that runs evenly from the start of the machine (CLOCK_BOOTTIME), which nobody sets.
The clock of the system is a third thing: it can be set, it can jump, and after a start it is whatever the machine kept.

1. *Evidence* vouches for the time at one moment of the even clock: a signed time from the server in answer to a nonce,
   or the kernel's word that the system's clock is synchronised. From then on the time is reckoned by the even clock, so
   that no step of the system's clock is followed. The doubt grows by `DRIFT`.
2. The server's word stands above the kernel's. Evidence of NTP that contradicts a signed time is passed over.
3. Without evidence since the machine started the time is not trusted. Then only a *floor* is known: it is later than
   every moment that is known to have passed. These are the release of the program, the issue of the newest manifest and
   the last trusted time that was kept on the card. The system's clock says what shows next to what, never what is over.
   A hardware clock is no floor: one that is years ahead would open what is still to come.
"""

import math
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from content.wire import ClockState

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""No copy of this program ran before."""
DRIFT = 200e-6
"""How much faster or slower than time a quartz runs at most: 17 s a day. Those of computers keep to half of it."""
CERTAIN_S = 5.0
"""A doubt that bounds of slides need not heed: they are set to the minute."""
_STEP_S = 60.0
"""A greater doubt is rounded up to this, so that it changes a few times a month."""
AGREE_S = 2.0
"""Evidence that differs by less than the doubts and this does not contradict."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """It was `at`, give or take `error_s`, when the even clock stood at `boot_s`."""

    at: datetime
    boot_s: float
    error_s: float
    source: Literal["server", "ntp"]

    def then(self, boot_s: float) -> datetime:
        return self.at + timedelta(seconds=boot_s - self.boot_s)

    def doubt_s(self, boot_s: float) -> float:
        return self.error_s + DRIFT * abs(boot_s - self.boot_s)


class TimeReading(msgspec.Struct, frozen=True, kw_only=True):
    """The time at one moment. `earliest` is the earliest that it may be; `margin` how far `now` may be off.

    `margin` is None where the time is not trusted. `offset_s` is how far the system's clock is ahead of `now`.
    """

    now: datetime
    earliest: datetime
    margin: timedelta | None
    state: ClockState

    @property
    def trusted(self) -> bool:
        return self.margin is not None


class Timekeeper:
    """What is known of the time since the machine started."""

    def __init__(self, floor: datetime = RELEASED) -> None:
        self._evidence: Evidence | None = None
        self._floor, self._floor_s = max(floor, RELEASED), -math.inf

    @property
    def evidence(self) -> Evidence | None:
        return self._evidence

    def passed(self, at: datetime, boot_s: float) -> None:
        """It is known to be `at` or later."""
        if at > self._floor_at(boot_s):
            self._floor, self._floor_s = at, boot_s

    def take(self, evidence: Evidence) -> bool:
        """Whether it counts from now on: the server's always does, that of NTP where it contradicts nothing."""
        before = self._evidence
        if evidence.source == "ntp":
            if evidence.at + timedelta(seconds=evidence.error_s + AGREE_S) < self._floor_at(evidence.boot_s):
                return False
            if before is not None and before.source == "server":
                apart = abs((evidence.at - before.then(evidence.boot_s)).total_seconds())
                doubt = before.doubt_s(evidence.boot_s) + evidence.error_s
                if apart > doubt + AGREE_S or evidence.error_s >= before.doubt_s(evidence.boot_s):
                    return False
                evidence = msgspec.structs.replace(evidence, source="server")
        self._evidence = evidence
        return True

    def read(self, system: datetime, boot_s: float) -> TimeReading:
        """The time when the system's clock says `system`."""
        known = self._evidence
        if known is None:
            floor = self._floor_at(boot_s)
            return TimeReading(now=max(system, floor), earliest=floor, margin=None, state=ClockState())
        now, doubt_s = known.then(boot_s), known.doubt_s(boot_s)
        offset_s = (system - now).total_seconds()
        return TimeReading(
            now=now,
            earliest=now - timedelta(seconds=doubt_s),
            margin=_margin(doubt_s),
            state=ClockState(source=known.source, offset_s=round(offset_s, 1), doubt_s=round(doubt_s, 1)),
        )

    def _floor_at(self, boot_s: float) -> datetime:
        """The floor rises with the even clock from when it was known."""
        if self._floor_s == -math.inf:
            self._floor_s = boot_s
        return self._floor + timedelta(seconds=max(0.0, boot_s - self._floor_s) * (1 - DRIFT))


def _margin(doubt_s: float) -> timedelta:
    return timedelta(0) if doubt_s <= CERTAIN_S else timedelta(seconds=_STEP_S * math.ceil(doubt_s / _STEP_S))
