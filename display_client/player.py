"""The agent's decisions: events in, effects out.

Decides which manifest is adopted, which assets are fetched and when again, what is reported and when. A manifest is
adopted only when it is genuine, for this display, newer than the last one, sane (`limits`), and every asset it names is
verified on the card; until then the last good one plays. Leaves out every clock, socket and file: those are `agent`'s.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from content import wire
from content.findings import RefusedError, refused
from content.wire import dsse
from display_client import events
from display_client.limits import flaw
from display_client.store import StoredManifest

POLL_S = 300.0
"""Between two requests for the manifest by HTTP, ± a fifth by chance, so that a fleet spreads out."""
PLAYS_S = 30.0
"""Between two batches of plays."""
_NEVER = datetime.max.replace(tzinfo=UTC)
RETRY_FIRST_S, RETRY_MOST_S = 0.5, 60.0


class _Candidate(msgspec.Struct, frozen=True):
    adopted: StoredManifest
    manifest: wire.Manifest


class Player:
    """One display. `handle` is the only way in; `wakes_at` is when it wants a `Ticked`."""

    def __init__(self, site: str, display: str, key: Ed25519PublicKey, chance: random.Random) -> None:
        self._site, self._display, self._key, self._chance = site, display, key, chance
        self._current: _Candidate | None = None
        self._pending: _Candidate | None = None
        self._adopting: _Candidate | None = None
        self._glass: wire.Glass | None = None
        self._rejected: str | None = None
        self._have: set[str] = set()
        self._fetching: set[str] = set()
        self._retries: dict[str, tuple[datetime, int]] = {}
        self._unavailable = 0
        self._report_at = self._poll_at = self._plays_at = _NEVER
        self._done_commands: dict[str, datetime] = {}
        self._handlers: dict[type[events.Event], Callable[[Any, datetime], list[events.Effect]]] = {
            events.Started: self._started,
            events.Connected: self._connected,
            events.Received: self._received,
            events.Unavailable: self._not_available,
            events.Stored: self._stored,
            events.Failed: self._failed,
            events.Damaged: self._damaged,
            events.Kept: self._kept,
            events.NotKept: self._not_kept,
            events.Commanded: self._commanded,
            events.GlassChanged: self._shown,
            events.Acknowledged: self._acknowledged,
            events.Ticked: self._ticked,
        }

    def handle(self, event: events.Event, now: datetime) -> list[events.Effect]:
        """What to do about it. `now` is UTC."""
        self._follow(now)
        return self._handlers[type(event)](event, now)

    @property
    def wakes_at(self) -> datetime:
        """UTC; never past the next heartbeat once started."""
        return min(self._report_at, self._poll_at, self._plays_at, *(at for at, _ in self._retries.values()))

    def _follow(self, now: datetime) -> None:
        """A clock that was set back must not make the display silent until it has caught up."""
        heartbeat, plays, poll = (timedelta(seconds=s) for s in (wire.HEARTBEAT_S, PLAYS_S, POLL_S * 1.2))
        if self._report_at - now > heartbeat:
            self._report_at = now + heartbeat
        if self._plays_at - now > plays:
            self._plays_at = now + plays
        if self._poll_at - now > poll:
            self._poll_at = now + poll
        most = now + timedelta(seconds=RETRY_MOST_S)
        for name, (at, tries) in self._retries.items():
            if most < at < _NEVER:
                self._retries[name] = (most, tries)

    # --- manifests -------------------------------------------------------------------------------------------------

    def _started(self, event: events.Started, now: datetime) -> list[events.Effect]:
        self._report_at = self._plays_at = now
        self._poll_at = now
        if event.adopted is None:
            return []
        try:
            self._current = self._genuine(event.adopted.envelope)
        except RefusedError as error:
            self._rejected = f"stored manifest: {error}"
            return []
        return self._fetch_missing(now)

    def _connected(self, event: events.Connected, now: datetime) -> list[events.Effect]:
        del event
        self._poll_at = self._report_at = self._plays_at = now
        return self._ticked(events.Ticked(), now)

    def _received(self, event: events.Received, now: datetime) -> list[events.Effect]:
        try:
            pointer = msgspec.json.decode(event.data, type=wire.Pointer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return self._offered(event.data, now)
        held = [found.adopted.digest for found in (self._current, self._pending) if found]
        return [] if pointer.digest in held else [events.AskManifest()]

    def _offered(self, envelope: bytes, now: datetime) -> list[events.Effect]:
        try:
            candidate = self._genuine(envelope)
            if not self._is_news(candidate):
                self._rejected = None  # what was refused before is over: the newest is said again
                return []
            if fault := flaw(candidate.manifest, now):
                raise _refusal(candidate.manifest.version, fault)
        except RefusedError as error:
            return [*self._reject(str(error), now), *self._not_available(events.Unavailable(), now)]
        self._unavailable = 0
        self._pending = candidate
        self._retries = {}
        return [*self._fetch_missing(now), *self._adopt_when_complete()]

    def _genuine(self, envelope: bytes) -> _Candidate:
        """Raises RefusedError when it is not signed for this display."""
        try:
            payload = dsse.verify(envelope, "manifest", [self._key])
        except dsse.UntrustedError as error:
            raise refused("manifest", "manifest", f"is not genuine: {error}") from error
        manifest = wire.decode(payload, wire.Manifest, "manifest")
        if (manifest.site, manifest.display) != (self._site, self._display):
            other = f"{manifest.site}/{manifest.display}"
            raise _refusal(manifest.version, f"is for {other}, expected {self._site}/{self._display}")
        return _Candidate(StoredManifest(manifest.version, envelope), manifest)

    def _is_news(self, candidate: _Candidate) -> bool:
        """Raises RefusedError for another manifest of a version already seen, and for an older one."""
        for known in (self._pending, self._current):
            if known is None:
                continue
            if candidate.adopted.envelope == known.adopted.envelope:
                return False
            if candidate.manifest.version <= known.manifest.version:
                newest = "{}.{}".format(*known.manifest.version)
                raise _refusal(candidate.manifest.version, f"is not newer than {newest}")
        return True

    def _adopt_when_complete(self) -> list[events.Effect]:
        """One at a time, so that the slots only ever grow newer."""
        if self._pending is None or self._adopting or not self._have.issuperset(self._pending.manifest.assets):
            return []
        self._adopting = self._pending
        return [events.Adopt(self._pending.adopted)]

    def _kept(self, event: events.Kept, now: datetime) -> list[events.Effect]:
        del event
        self._current, self._adopting = self._adopting, None
        if self._pending is self._current:
            self._pending = self._rejected = None
        keep = frozenset(self._wanted())
        self._have &= keep
        return [*self._report(now), events.Collect(keep), *self._adopt_when_complete()]

    def _not_kept(self, event: events.NotKept, now: datetime) -> list[events.Effect]:
        self._adopting = None
        self._retries["adopt"] = (now + timedelta(seconds=5), 0)
        return self._reject("manifest {}.{} is not on the card: ".format(*event.version) + event.reason, now)

    def _not_available(self, event: events.Unavailable, now: datetime) -> list[events.Effect]:
        del event
        if self._current is None:  # an empty glass is worth asking sooner
            self._poll_at = min(self._poll_at, self._later(now, self._unavailable))
            self._unavailable += 1
        return []

    # --- assets ----------------------------------------------------------------------------------------------------

    def _wanted(self) -> dict[str, int]:
        """Sizes by asset, of what plays and of what is to play."""
        return {
            asset: size
            for found in (self._current, self._pending)
            if found
            for asset, size in found.manifest.assets.items()
        }

    def _fetch_missing(self, now: datetime) -> list[events.Effect]:
        due = [
            (asset, size)
            for asset, size in self._wanted().items()
            if asset not in self._have and asset not in self._fetching
            if self._retries.get(asset, (now, 0))[0] <= now
        ]
        self._fetching.update(asset for asset, _ in due)
        return [events.Fetch(asset, size) for asset, size in due]

    def _stored(self, event: events.Stored, now: datetime) -> list[events.Effect]:
        self._fetching.discard(event.asset)
        self._retries.pop(event.asset, None)
        self._have.add(event.asset)
        return self._adopt_when_complete()

    def _failed(self, event: events.Failed, now: datetime) -> list[events.Effect]:
        self._fetching.discard(event.asset)
        if event.asset not in self._wanted():
            return []
        tries = self._retries.get(event.asset, (now, 0))[1] + 1
        self._retries[event.asset] = (self._later(now, tries), tries)
        return self._reject(f"asset {event.asset[:12]}: {event.reason}", now)

    def _damaged(self, event: events.Damaged, now: datetime) -> list[events.Effect]:
        self._have.discard(event.asset)
        return self._fetch_missing(now)

    def _later(self, now: datetime, tries: int) -> datetime:
        """Full jitter: anywhere up to a bound that doubles, so that a fleet does not come back at once."""
        bound = min(RETRY_MOST_S, RETRY_FIRST_S * 2 ** min(tries, 10))
        return now + timedelta(seconds=self._chance.uniform(bound / 10, bound))

    # --- reports, plays, commands ----------------------------------------------------------------------------------

    def _reject(self, reason: str, now: datetime) -> list[events.Effect]:
        changed = reason != self._rejected
        self._rejected = reason[:300]
        return self._report(now) if changed else []

    def _report(self, now: datetime) -> list[events.Effect]:
        self._report_at = now + timedelta(seconds=wire.HEARTBEAT_S)
        current = self._current
        status = wire.Status(
            display=self._display,
            online=True,
            at=now,
            adopted=current.manifest.version if current else None,
            manifest=current.adopted.digest if current else None,
            glass=self._glass,
            rejected=self._rejected,
        )
        return [events.Report(status)]

    def _shown(self, event: events.GlassChanged, now: datetime) -> list[events.Effect]:
        self._glass = event.glass
        return self._report(now)

    def _acknowledged(self, event: events.Acknowledged, now: datetime) -> list[events.Effect]:
        try:
            return [events.TrimPlays(wire.decode(event.data, wire.PlaysAck, "plays/ack").number), events.SendPlays()]
        except RefusedError as error:
            return self._reject(str(error), now)

    def _commanded(self, event: events.Commanded, now: datetime) -> list[events.Effect]:
        try:
            payload = dsse.verify(event.data, "command", [self._key])
            command = wire.decode(payload, wire.Command, "command")
        except (dsse.UntrustedError, RefusedError) as error:
            return self._reject(f"command refused: {error}", now)
        self._done_commands = {name: at for name, at in self._done_commands.items() if at > now}
        if command.display != self._display or command.expires <= now or command.id in self._done_commands:
            return []  # somebody else's, stale, or replayed
        self._done_commands[command.id] = command.expires
        effects: dict[str, events.Effect] = {
            "screenshot": events.Capture(command.id),
            "restart": events.RestartScreen(),
        }
        return [effects[command.verb]] if command.verb in effects else []

    def _ticked(self, event: events.Ticked, now: datetime) -> list[events.Effect]:
        del event
        effects: list[events.Effect] = []
        if self._report_at <= now:
            effects += self._report(now)
        if self._poll_at <= now:
            gap_s = POLL_S if self._current else RETRY_MOST_S
            self._poll_at = now + timedelta(seconds=gap_s * self._chance.uniform(0.8, 1.2))
            effects.append(events.AskManifest())
        if self._plays_at <= now:
            self._plays_at = now + timedelta(seconds=PLAYS_S)
            effects.append(events.SendPlays())
        if any(at <= now for at, _ in self._retries.values()):
            effects += self._fetch_missing(now)
            # The count of tries stays until the asset is stored; without a time nothing is due.
            self._retries = {name: (at if at > now else _NEVER, tries) for name, (at, tries) in self._retries.items()}
            effects += self._adopt_when_complete()
        return effects


def _refusal(version: tuple[int, int], fault: str) -> RefusedError:
    return refused("manifest", "manifest", "{}.{} ".format(*version) + fault)
