"""What belongs on the glass now: the stored manifest, verified once more, asked with the wall clock.

Decides which frame stands for a showing, and that a change of manifest lets the slide on the glass finish where the new
one still has it as it is and shows no alert. What is not certainly open, as well as the time is known, does not show. A
manifest that cannot be trusted or scheduled is passed over, and what plays goes on. Leaves out whether the frame can be
shown (an asset may be damaged) and how.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from config.settings import Enrolment
from content.schedule.doubt import narrowed, undated
from content.schedule.plan import ALERT, Plan
from content.schedule.resolve import Schedule, Showing
from content.wire import Frame, LivePart, Programme
from content.wire.trusted import TrustedManifest, TrustedSet, with_programme
from display_client.runtime_files import Watch
from display_client.store import DisplayStore
from display_client.timekeeping import TimeReading

FAR = datetime(9999, 1, 1, tzinfo=UTC)
_BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)

_Doubt = timedelta | datetime
"""How far the time may be off; or, where it is not trusted, the hour that is known to have passed."""

log = logging.getLogger(__name__)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A showing and what stands for it: a frame's asset, or (without one) the nameplate or the dark."""

    showing: Showing
    kind: Literal["frame", "nameplate", "dark"]
    asset: str | None = None
    live: tuple[LivePart, ...] = ()
    zone: ZoneInfo
    timed: bool = True
    """Whether the time is known: otherwise no clock and no countdown is drawn."""

    @property
    def look(self) -> tuple[str, str | None, tuple[LivePart, ...], bool]:
        """Equal looks are the same picture."""
        return self.kind, self.asset, self.live, self.timed

    def without_frame(self) -> "Target":
        """The same stretch of time with the nameplate: never the frame of something else."""
        return msgspec.structs.replace(
            self,
            showing=Showing(state="neutral", since=self.showing.since, until=self.showing.until),
            kind="nameplate",
            asset=None,
            live=(),
        )


class OnGlass:
    """The schedule of the adopted manifest; `neutral` (after crashes) ignores it for the nameplate."""

    def __init__(self, enrolment: Enrolment, store: DisplayStore, *, neutral: bool = False) -> None:
        self._store, self._neutral = store, neutral
        self._trusted = TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display)
        self._zone = ZoneInfo(enrolment.timezone)
        self._slots = Watch(store.slots)
        self._unplayed: TrustedManifest | None = None
        """The newest manifest in the store, as long as its programme cannot be played."""
        self._programme: Programme | None = None
        self._plan: Plan | None = None
        self._issued = _BEFORE_ALL
        self._doubt: _Doubt = timedelta(0)
        self._schedule: Schedule | None = None
        self._finishes: Target | None = None

    def heed(self, reading: TimeReading) -> bool:
        """How well the time is known from now on; whether that changes what may be shown."""
        doubt = _doubt(reading)
        if doubt == self._doubt:
            return False
        self._doubt = doubt
        if self._plan is not None:
            self._schedule, self._finishes = Schedule(self._certain(self._plan)), None
        return True

    def _certain(self, plan: Plan) -> Plan:
        """What of the plan is certainly open."""
        if isinstance(self._doubt, timedelta):
            return narrowed(plan, self._doubt)
        return undated(plan, max(self._doubt, self._issued))

    def reload(self, shown: Target | None = None) -> bool:
        """Looks whether another manifest was adopted (one `stat`); whether it is shown from now on.

        `shown` is what is on the glass: it finishes unless the new manifest withdrew or changed it.
        """
        if not self._slots.changed():
            return False
        stored = None if self._neutral else self._store.settled()
        if stored is None:
            return False
        try:
            self._unplayed = self._trusted.accept_stored(stored.envelope) or self._unplayed
            if self._unplayed is None:
                return False
            trusted = with_programme(self._unplayed, stored.programme, stored=True)
            self._issued = self._unplayed.manifest.issued
            programme, schedule = trusted.programme, Schedule(self._certain(trusted.plan))
            zone = ZoneInfo(programme.plan.timezone)
            finishes = _finishing(shown, programme, schedule) if shown else None
        except Exception as error:  # whatever is in the store: what plays goes on
            log.warning("the stored manifest is passed over: %s", error)
            return False
        self._unplayed = None
        self._programme, self._plan, self._schedule = programme, trusted.plan, schedule
        self._zone, self._finishes = zone, finishes
        return True

    def at(self, now: datetime) -> Target:
        """What belongs on the glass at `now` (UTC)."""
        return msgspec.structs.replace(self._at(now), timed=isinstance(self._doubt, timedelta))

    def _at(self, now: datetime) -> Target:
        lasting = self._finishes
        if lasting and lasting.showing.since <= now < lasting.showing.until:
            planned = self._planned(now)
            at_once = planned.kind == "dark" or planned.look == lasting.look or self._alerts(planned)
            return planned if at_once else lasting
        return self._planned(now)

    def _alerts(self, target: Target) -> bool:
        """Whether it is an alert: nothing finishes before it."""
        item = self._programme.plan.items.get(target.showing.slide or "") if self._programme else None
        return item is not None and item.kind == ALERT

    def _planned(self, now: datetime) -> Target:
        if self._programme is None or self._schedule is None:
            since = now.replace(hour=0, minute=0, second=0, microsecond=0)
            return Target(showing=Showing(state="neutral", since=since, until=FAR), kind="nameplate", zone=self._zone)
        showing = self._schedule.resolve(now)
        if showing.state == "off":
            return Target(showing=showing, kind="dark", zone=self._zone)
        frame: Frame | None = self._programme.neutral
        if showing.state == "showing" and showing.slide and showing.lang:
            frame = self._programme.frames.get(showing.slide, {}).get(showing.lang)
        target = Target(showing=showing, kind="nameplate", zone=self._zone)
        if frame is None:
            return target.without_frame()
        return msgspec.structs.replace(target, kind="frame", asset=frame.asset, live=frame.live)


def _doubt(reading: TimeReading) -> _Doubt:
    return reading.earliest.replace(minute=0, second=0, microsecond=0) if reading.margin is None else reading.margin


def _finishing(shown: Target, programme: Programme, schedule: Schedule) -> Target | None:
    """What is on the glass, as long as the new manifest lets it stay: not past the end of the slide or of the display's
    hours. None when it withdrew or changed it."""
    showing = shown.showing
    if shown.kind != "frame" or showing.slide is None or showing.lang is None:
        return None
    frame = programme.frames.get(showing.slide, {}).get(showing.lang)
    item = schedule.plan.items.get(showing.slide)
    if frame is None or item is None or (frame.asset, frame.live) != (shown.asset, shown.live):
        return None
    if item.opens is not None and item.opens > showing.since:
        return None
    until = showing.until if item.ends is None else min(showing.until, item.ends)
    lit = showing.since
    for start, end in schedule.powered(showing.since, until):
        if start > lit:
            break
        lit = end
    return msgspec.structs.replace(shown, showing=msgspec.structs.replace(showing, until=lit))
