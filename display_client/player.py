"""The agent's decisions: events in, effects out.

Decides what follows from each event: which manifest is adopted (`adoption`), what is fetched and when again
(`assets`), what is reported (`reports`), and when each of it is due. A manifest is adopted only when it is genuine, for
this display, newer than the last one and within the limits (`content.wire.trusted`), its programme is the one it names,
and every asset of that is verified on the card. Until then the last good one plays. Where neither the card nor memory
takes an asset, it is adopted without: what was withdrawn leaves the glass. Leaves out every clock, socket and file:
those are the agent's.

A fault in here is a mistake in the program. It ends the agent, and the supervisor starts it anew from the card. But
what comes from outside (`events.FROM_OUTSIDE`) cannot end it, whatever it provokes: it is refused, and the reason
reported. A message that the broker keeps would otherwise end every agent that is started.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from config.system.backoff import Backoff
from content import wire
from content.findings import RefusedError
from content.wire import dsse
from content.wire.trusted import TrustedSet
from display_client import events
from display_client.adoption import Adoption
from display_client.assets import RETRY_FIRST_S, RETRY_MOST_S, Assets
from display_client.reports import Reports
from display_client.timer import Timer

POLL_S = 300.0
"""Between two requests for the manifest by HTTP, ± a fifth by chance, so that a fleet spreads out."""
EMPTY_POLL_S = 60.0
"""The same for a display that has no manifest."""
PLAYS_S = 30.0
"""Between two batches of plays."""
HELD = 3
"""Manifests that an empty display holds until the server has told it which ones are old."""
FAILURE_S = 1.0
"""From a transfer that failed to the report of it, when another was reported: hundreds may fail at once."""


class Player:
    """One display. `handle` is the only way in; `wakes_at` is when it wants a `Ticked`."""

    def __init__(self, site: str, display: str, key: Ed25519PublicKey, chance: random.Random) -> None:
        self._chance = chance
        self._trusted = TrustedSet([key], site, display)
        self._adoption = Adoption(self._trusted)
        self._assets = Assets(chance)
        self._reports = Reports(display)
        self._unavailable = Backoff(RETRY_FIRST_S, RETRY_MOST_S, chance)
        self._report_due, self._plays_due = Timer(wire.HEARTBEAT_S), Timer(PLAYS_S)
        self._poll_due = Timer(POLL_S * 1.2)
        self._earliest: datetime | None = None
        """Before that it cannot be now (UTC)."""
        self._is_told = False
        self._told: tuple[int, int] | None = None
        """Whether the server has said which manifests are old."""
        self._held: list[events.Received] = []
        """The manifests that arrived last, until it has."""
        self._handlers: dict[type[events.Event], Callable[[Any, datetime], list[events.Effect]]] = {
            events.Started: self._started,
            events.Connected: self._connected,
            events.Received: self._received,
            events.NewestTold: self._newest_told,
            events.PlaysTold: lambda event, now: [events.NotePlayed(event.tip)],
            events.Unavailable: self._not_available,
            events.ProgrammeArrived: self._programme_arrived,
            events.Stored: self._stored,
            events.Failed: self._failed,
            events.Damaged: self._damaged,
            events.Kept: self._kept,
            events.NotKept: self._not_kept,
            events.Commanded: self._commanded,
            events.GlassChanged: self._glass_changed,
            events.Acknowledged: self._acknowledged,
            events.Ticked: self._ticked,
        }

    def handle(self, event: events.Event, now: datetime, *, earliest: datetime | None = None) -> list[events.Effect]:
        """What to do about it. `now` is UTC; the time may be as early as `earliest` where the clock is not trusted."""
        self._earliest = earliest
        for timer in (self._report_due, self._plays_due, self._poll_due):
            timer.follow_clock(now)
        self._assets.follow_clock(now)
        try:
            return self._handlers[type(event)](event, now)
        except Exception as error:
            if not isinstance(event, events.FROM_OUTSIDE):
                raise
            return self._reject(f"{type(event).__name__.lower()}: {type(error).__name__}: {error}", now)

    @property
    def wakes_at(self) -> datetime:
        """UTC; never past the next heartbeat once started."""
        retries = (self._assets.wakes_at, self._adoption.again_at)
        return min(self._report_due.at, self._poll_due.at, self._plays_due.at, *(at for at in retries if at))

    # --- manifests -------------------------------------------------------------------------------------------------

    def _started(self, event: events.Started, now: datetime) -> list[events.Effect]:
        for timer in (self._report_due, self._plays_due, self._poll_due):
            timer.at = now
        if event.adopted is None:
            return []
        try:
            self._adoption.begin(event.adopted)
        except RefusedError as error:
            self._reports.reject(f"stored manifest: {error}")
        self._reports.adopted = self._adoption.playing
        return [*self._proof(), *self._fetch_missing(now)]

    def _connected(self, event: events.Connected, now: datetime) -> list[events.Effect]:
        del event
        for timer in (self._report_due, self._plays_due, self._poll_due):
            timer.at = now
        return self._ticked(events.Ticked(), now)

    def _received(self, event: events.Received, now: datetime) -> list[events.Effect]:
        if not self._is_told and self._trusted.newest is None:  # the store does not say which manifests are old
            self._held = [*self._held, event][-HELD:]
            return []
        try:
            is_newest = self._adoption.offer(event.data, self._earliest or now)
        except RefusedError as error:
            return [*self._reject(str(error), now), *self._not_available(events.Unavailable(), now)]
        if not is_newest:
            if self._adoption.stands:  # what was refused before is over: the newest is said again
                self._reports.rejected = None
            return []
        self._unavailable.reset()
        self._assets.forget_failures()
        return [*self._fetch_missing(now), *self._adopt_when_complete()]

    def _newest_told(self, event: events.NewestTold, now: datetime) -> list[events.Effect]:
        if event.version is not None:
            self._trusted.refuse_before(event.version)
        self._is_told, self._told = True, event.version
        if proof := self._proof():
            return proof
        held, self._held = self._held, []
        return [effect for each in held for effect in self._received(each, now)]

    def _proof(self) -> list[events.Effect]:
        """Shows the server a manifest newer than the newest that it knows of, whichever of the two was read first."""
        newest = self._trusted.newest
        if self._is_told and newest is not None and (self._told is None or self._told < newest.version):
            return [events.Prove(newest.envelope)]
        return []

    def _not_available(self, event: events.Unavailable, now: datetime) -> list[events.Effect]:
        del event
        if self._adoption.current is None:  # an empty glass is worth asking sooner
            sooner = now + timedelta(seconds=self._unavailable.after())
            self._poll_due.at = min(self._poll_due.at, sooner)
        return []

    def _adopt_when_complete(self) -> list[events.Effect]:
        return self._adoption.adopt_when(self._assets.are_complete)

    def _kept(self, event: events.Kept, now: datetime) -> list[events.Effect]:
        del event
        if self._adoption.written() and not self._assets.lacks_some:
            self._reports.rejected = None
        self._reports.adopted = self._adoption.playing
        needed = frozenset(self._adoption.needed() | self._adoption.missing_programme())
        self._assets.keep_only(needed)
        return [*self._report(now), events.Collect(needed), *self._adopt_when_complete()]

    def _not_kept(self, event: events.NotKept, now: datetime) -> list[events.Effect]:
        self._adoption.not_written(now, plays=event.plays)
        kept = "plays from memory" if event.plays else "is not on the card"
        rejected = self._reports.reject("manifest {}.{} {}: {}".format(*event.version, kept, event.reason))
        if not event.plays:
            return self._report(now) if rejected else []
        changed = self._reports.adopted != self._adoption.playing
        self._reports.adopted = self._adoption.playing
        needed = frozenset(self._adoption.needed() | self._adoption.missing_programme())
        return [
            *(self._report(now) if rejected or changed else []),
            *([events.Collect(needed, on_card=False)] if changed else []),
        ]

    # --- assets ----------------------------------------------------------------------------------------------------

    def _fetch_missing(self, now: datetime) -> list[events.Effect]:
        programme = self._adoption.missing_programme()
        needed = self._adoption.needed() | programme
        self._assets.hold_back(programme, now)
        missing = self._assets.fetch_missing(needed, now)
        unwanted = self._assets.abandon(needed, is_known=not programme)
        return [
            *([events.Abandon(unwanted)] if unwanted else []),
            *(events.FetchProgramme(*each) if each[0] in programme else events.Fetch(*each) for each in missing),
        ]

    def _programme_arrived(self, event: events.ProgrammeArrived, now: datetime) -> list[events.Effect]:
        self._assets.passed(event.digest)
        try:
            self._adoption.take_programme(event.digest, event.data)
        except RefusedError as error:
            return self._reject(str(error), now)
        return [*self._fetch_missing(now), *self._adopt_when_complete()]

    def _stored(self, event: events.Stored, now: datetime) -> list[events.Effect]:
        lacked = self._assets.lacks_some
        self._assets.stored(event.asset)
        mended = lacked and not self._assets.lacks_some and self._adoption.stands
        if mended:
            self._reports.rejected = None
        return [*(self._report(now) if mended else []), *self._fetch_missing(now), *self._adopt_when_complete()]

    def _failed(self, event: events.Failed, now: datetime) -> list[events.Effect]:
        programme = self._adoption.missing_programme()
        needed = self._adoption.needed() | programme
        if not self._assets.failed(event.asset, needed, now, is_here=event.is_here):
            return []
        adopt = self._adopt_when_complete() if event.is_here else []
        kind, known = "programme" if event.asset in programme else "asset", self._reports.rejected
        if not self._reports.reject(f"{kind} {event.asset[:12]}: {event.reason}"):
            return adopt
        if known is None:
            return [*self._report(now), *adopt]
        self._report_due.at = min(self._report_due.at, now + timedelta(seconds=FAILURE_S))
        return adopt

    def _damaged(self, event: events.Damaged, now: datetime) -> list[events.Effect]:
        self._assets.damaged(event.asset)
        return self._fetch_missing(now)

    # --- reports, plays, commands ----------------------------------------------------------------------------------

    def _reject(self, reason: str, now: datetime) -> list[events.Effect]:
        return self._report(now) if self._reports.reject(reason) else []

    def _report(self, now: datetime) -> list[events.Effect]:
        self._report_due.set(now, wire.HEARTBEAT_S)
        return self._reports.report(now)

    def _glass_changed(self, event: events.GlassChanged, now: datetime) -> list[events.Effect]:
        self._reports.glass = event.glass
        return self._report(now)

    def _acknowledged(self, event: events.Acknowledged, now: datetime) -> list[events.Effect]:
        try:
            ack = self._trusted.accept_ack(event.data)
        except (dsse.UntrustedError, RefusedError) as error:
            return self._reject(f"acknowledgement refused: {error}", now)
        return [events.TrimPlays(ack.key, ack.tip), events.SendPlays()]

    def _commanded(self, event: events.Commanded, now: datetime) -> list[events.Effect]:
        try:
            command = self._trusted.accept_command(event.data, now)
        except (dsse.UntrustedError, RefusedError) as error:
            return self._reject(f"command refused: {error}", now)
        if command is None:
            return []
        effects: dict[str, events.Effect] = {
            "screenshot": events.Capture(command.id),
            "restart": events.RestartScreen(),
        }
        return [effects[command.verb]]

    def _ticked(self, event: events.Ticked, now: datetime) -> list[events.Effect]:
        del event
        effects: list[events.Effect] = []
        if self._report_due.is_due(now):
            effects += self._report(now)
        if self._poll_due.is_due(now):
            gap_s = POLL_S if self._adoption.current else EMPTY_POLL_S
            self._poll_due.set(now, gap_s * self._chance.uniform(0.8, 1.2))
            effects.append(events.AskManifest())
        if self._plays_due.is_due(now):
            self._plays_due.set(now, PLAYS_S)
            effects.append(events.SendPlays())
        if self._assets.is_due(now):
            effects += self._fetch_missing(now)
        effects += self._adoption.adopt_again(now, self._assets.are_complete)
        return effects
