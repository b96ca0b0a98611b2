"""What belongs on the glass now: the stored manifest, verified once more, asked with the wall clock.

Decides which frame stands for a showing, and that a change of manifest lets the slide on the glass finish where the new
one still has it as it is and shows no alert. What is not certainly open, as well as the time is known, does not show. A
manifest that cannot be trusted or scheduled is passed over, and what plays goes on; so do the other slides when a frame
turns out to be one that this display cannot show (`unshowable`). Leaves out how it is shown.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from config.settings import Enrolment
from content.schedule.doubt import narrowed, undated
from content.schedule.left_out import without
from content.schedule.plan import ALERT, Plan
from content.schedule.resolve import Schedule, Showing
from content.wire import Frame, LivePart, Programme
from content.wire.trusted import TrustedManifest, TrustedSet, with_programme
from display_client.quarantine import Suspect
from display_client.runtime_files import Watch
from display_client.screen.unshowable import Unshowable
from display_client.store import DisplayStore, StoredManifest
from display_client.timekeeping import TimeReading

FAR = datetime(9999, 1, 1, tzinfo=UTC)

Doubt = timedelta | datetime
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
    manifest: tuple[int, int] | None = None
    """The version of the manifest that wants it; None where none is played."""

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


class Loaded(msgspec.Struct, frozen=True):
    """A manifest that can be played: its programme, the plan and when it was issued, and the time zone.

    `schedule` is of what is certainly open by that `doubt`, without the turns (slide, language) that are `left_out`.
    """

    version: tuple[int, int]
    programme: Programme
    plan: Plan
    issued: datetime
    zone: ZoneInfo
    schedule: Schedule
    doubt: Doubt
    left_out: frozenset[tuple[str, str]] = frozenset()


class OnGlass:
    """The schedule of the adopted manifest; `neutral` (after crashes) ignores it for the nameplate.

    `load` is work without a bound and changes nothing that `at` goes by, so the two may run in two threads.
    """

    def __init__(
        self, enrolment: Enrolment, store: DisplayStore, unshowable: Unshowable, *, neutral: bool = False
    ) -> None:
        self._store, self._unshowable, self._neutral = store, unshowable, neutral
        self._quarantine = unshowable.quarantine
        self._trusted = TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display)
        self._zone = ZoneInfo(enrolment.timezone)
        self._slots = [Watch(folder) for folder in store.slot_folders]
        self._unplayed: TrustedManifest | None = None
        """The newest manifest in the store, as long as its programme cannot be played."""
        self._newest: Loaded | None = None
        """What was loaded last. It and the two above are the loader's alone."""
        self._doubt: Doubt = timedelta(0)
        self._playing: Loaded | None = None
        self._finishes: Target | None = None

    def heed(self, reading: TimeReading) -> bool:
        """How well the time is known from now on; whether that changes what may be shown: then it is loaded anew.

        Until it is, the nameplate belongs on the glass.
        """
        doubt = _doubt(reading)
        changes, self._doubt = doubt != self._doubt, doubt
        return changes

    def changed(self) -> bool:
        """Whether another manifest may have been adopted, or other frames cannot be shown (some `stat`)."""
        changed = [slots.changed() for slots in self._slots]
        return self._unshowable.changed() or any(changed)

    def load(self, now: datetime) -> Loaded | None:
        """The manifest in the store made ready, with its answer for `now` (UTC); None when it is no news or no good.

        An end of the process in the middle is charged to the manifest, and after two it is passed over.
        """
        stored = None if self._neutral else self._store.settled()
        if stored is None:
            return None
        cause = Suspect("manifest", stored.digest)
        if self._quarantine.holds(cause):
            log.warning("the stored manifest %s is in quarantine", stored.digest[:12])
            return self._otherwise(now)
        try:
            with self._quarantine.doing(cause):
                loaded = self._loaded(stored, now) or self._otherwise(now)
            self._quarantine.forgive(cause)
            return loaded
        except Exception as error:  # whatever is in the store: what plays goes on
            log.warning("the stored manifest is passed over: %s", error)
            return self._otherwise(now)

    def _loaded(self, stored: StoredManifest, now: datetime) -> Loaded | None:
        self._unplayed = self._trusted.accept_stored(stored.envelope) or self._unplayed
        if self._unplayed is None:
            return None
        trusted = with_programme(self._unplayed, stored.programme, stored=True)
        plan, issued = trusted.plan, self._unplayed.manifest.issued
        loaded = self._ready(trusted.version, trusted.programme, plan, issued, now)
        self._newest, self._unplayed = loaded, None
        return loaded

    def _ready(
        self, version: tuple[int, int], programme: Programme, plan: Plan, issued: datetime, now: datetime
    ) -> Loaded:
        doubt, left_out = self._doubt, self._unshowable.turns(programme)
        schedule = Schedule(without(_certain(plan, doubt, issued), left_out))
        schedule.resolve(now)
        return Loaded(version, programme, plan, issued, ZoneInfo(plan.timezone), schedule, doubt, left_out)

    def _otherwise(self, now: datetime) -> Loaded | None:
        """What was loaded last, when the time is known otherwise since, or other frames of it cannot be shown."""
        newest = self._newest
        if newest is None:
            return None
        doubt, left_out = self._doubt, self._unshowable.turns(newest.programme)
        if (newest.doubt, newest.left_out) == (doubt, left_out):
            return None
        self._newest = self._ready(newest.version, newest.programme, newest.plan, newest.issued, now)
        return self._newest

    def take(self, loaded: Loaded, shown: Target | None, now: datetime) -> None:
        """It plays from now on. `shown` is what is on the glass: it finishes unless it was withdrawn or changed.

        Nothing finishes when the time is known otherwise than before.
        """
        cuts = self._playing is not None and self._playing.doubt != loaded.doubt
        self._finishes = _finishing(shown, loaded, now) if shown and not cuts else None
        self._playing, self._zone = loaded, loaded.zone

    def unplanned(self, now: datetime, until: datetime = FAR) -> Target:
        """What stands for not knowing (yet) what belongs on the glass: the nameplate."""
        since = now.replace(hour=0, minute=0, second=0, microsecond=0)
        showing = Showing(state="neutral", since=since, until=until)
        return Target(showing=showing, kind="nameplate", zone=self._zone, timed=self._is_timed)

    @property
    def _is_timed(self) -> bool:
        return isinstance(self._doubt, timedelta)

    def at(self, now: datetime) -> Target:
        """What belongs on the glass at `now` (UTC)."""
        return msgspec.structs.replace(self._at(now), timed=self._is_timed)

    def _at(self, now: datetime) -> Target:
        lasting = self._finishes
        if lasting and lasting.showing.since <= now < lasting.showing.until:
            planned = self._planned(now)
            at_once = planned.kind == "dark" or planned.look == lasting.look or self._alerts(planned)
            return planned if at_once else lasting
        return self._planned(now)

    def _alerts(self, target: Target) -> bool:
        """Whether it is an alert: nothing finishes before it."""
        item = self._playing.programme.plan.items.get(target.showing.slide or "") if self._playing else None
        return item is not None and item.kind == ALERT

    def _planned(self, now: datetime) -> Target:
        if self._playing is None or self._playing.doubt != self._doubt:
            return self.unplanned(now)
        programme, showing = self._playing.programme, self._playing.schedule.resolve(now)
        if showing.state == "off":
            return Target(showing=showing, kind="dark", zone=self._zone, manifest=self._playing.version)
        frame: Frame | None = programme.neutral
        if showing.state == "showing" and showing.slide and showing.lang:
            frame = programme.frames.get(showing.slide, {}).get(showing.lang)
        target = Target(showing=showing, kind="nameplate", zone=self._zone, manifest=self._playing.version)
        if frame is None:
            return target.without_frame()
        return msgspec.structs.replace(target, kind="frame", asset=frame.asset, live=frame.live)


def _doubt(reading: TimeReading) -> Doubt:
    return reading.earliest.replace(minute=0, second=0, microsecond=0) if reading.margin is None else reading.margin


def _certain(plan: Plan, doubt: Doubt, issued: datetime) -> Plan:
    """What of the plan is certainly open."""
    return narrowed(plan, doubt) if isinstance(doubt, timedelta) else undated(plan, max(doubt, issued))


def _finishing(shown: Target, loaded: Loaded, now: datetime) -> Target | None:
    """What is on the glass, as long as the new manifest lets it stay: not past the end of the slide or of the display's
    hours. None when it withdrew or changed it, or masks it by something of higher priority."""
    showing, programme, schedule = shown.showing, loaded.programme, loaded.schedule
    if shown.kind != "frame" or showing.slide is None or showing.lang is None:
        return None
    frame = programme.frames.get(showing.slide, {}).get(showing.lang)
    item = schedule.plan.items.get(showing.slide)
    if frame is None or item is None or (frame.asset, frame.live) != (shown.asset, shown.live):
        return None
    if (showing.slide, showing.lang) in loaded.left_out:
        return None
    if item.opens is not None and item.opens > showing.since:
        return None
    until = showing.until if item.ends is None else min(showing.until, item.ends)
    until = _unmasked(showing.slide, schedule, now, until)
    lit = showing.since
    for start, end in schedule.powered(showing.since, until):
        if start > lit:
            break
        lit = end
    return msgspec.structs.replace(shown, showing=msgspec.structs.replace(showing, until=lit))


def _unmasked(slide: str, schedule: Schedule, now: datetime, until: datetime) -> datetime:
    """Until when the slide is among those that play, from `now` on."""
    if now >= until:
        return until
    for at in (now, *schedule.edges(now, until)):
        if not any(slide in slides for _, _, slides in schedule.active(at)):
            return at
    return until
