"""One simulated display: what it does when it is connected, told something, or cut off.

It connects, subscribes, asks for its manifest, reports and signs its plays as a player does. Decides what is noted of
every head. Leaves out whether what it is told is genuine, which costs the server nothing, and when displays act by
themselves (`fleet_displays`). What it says of its glass is made up.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.system.backoff import Backoff
from content import wire
from content.wire import dsse, play_chain
from control_server.bench import raw_mqtt
from control_server.bench.fleet_tally import Round, Tally, head_of
from control_server.bench.raw_mqtt import LastWill, RawClient

_RECONNECT_FIRST_S, _RECONNECT_MOST_S, _STEADY_S = 1.0, 60.0, 30.0
"""As a player waits."""
_PLAYED_S = (30, 20, 10)
"""So long ago the slides of a batch began."""
_SLIDE: dict[str, Any] = {"slide": "buget-100", "lang": "ro", "campaign": "bugetul-orasului", "asset": "a" * 64}


class Surrounds(Protocol):
    """What is around a display."""

    chance: random.Random
    tally: Tally
    round: Round

    @property
    def site(self) -> str:
        """The city's id."""

    def topic(self, name: str, display: str) -> str:
        """That topic (a key of `wire.TOPICS`) of a display."""

    def note(self, when: dict[str, float], display: "SimulatedDisplay") -> None:
        """It happened to this display; only the first time counts."""

    def plays_kept(self, seconds: float) -> None:
        """The server acknowledged plays so long after they were sent."""

    def connect_after(self, wait_s: float, display: "SimulatedDisplay") -> None:
        """Tries again then."""

    def ask(self, display: "SimulatedDisplay") -> None:
        """It asks for its manifest by HTTP as soon as a connection is free."""

    def adopt(self, display: "SimulatedDisplay", head: wire.Manifest) -> None:
        """The display adopts its head as soon as all that it needs was fetched."""


class SimulatedDisplay(RawClient):
    """One display.

    `envelope` is its newest head, of `version`. `adopted` is what it reports: version and digest. `is_back` says
    whether this connection brought a head.
    """

    __slots__ = (
        "_awaited",
        "_began",
        "_fleet",
        "_key",
        "_number",
        "_plays",
        "_plays_at",
        "_tip",
        "_wait",
        "adopted",
        "envelope",
        "is_back",
        "is_up",
        "name",
        "version",
    )

    def __init__(self, fleet: Surrounds, name: str, password: str) -> None:
        gone = wire.encode(wire.Status(display=name, online=False))
        super().__init__(name, password, LastWill(fleet.topic("status", name), gone))
        self.name, self.version, self.envelope = name, (0, 0), b""
        self.adopted: tuple[tuple[int, int], str] | None = None
        self.is_up = self.is_back = False
        self._fleet, self._number, self._awaited, self._began = fleet, 0, 0, 0.0
        self._plays, self._plays_at = 0, 0.0
        self._key = Ed25519PrivateKey.generate()
        self._tip: wire.Tip | None = None
        self._wait = Backoff(_RECONNECT_FIRST_S, _RECONNECT_MOST_S, fleet.chance, steady_s=_STEADY_S)

    # --- its connection ----------------------------------------------------------------------------------------------

    def accepted(self) -> None:
        self._began = time.monotonic()
        names = ("manifest", "command", "plays-ack")
        self.send(raw_mqtt.subscribe(1, [self._fleet.topic(name, self.name) for name in names]))

    def subscribed(self) -> None:
        self.is_up = True
        self._fleet.note(self._fleet.round.up, self)
        self._fleet.tally.connections += 1
        self.report()
        self._fleet.ask(self)

    def refused(self, reason: str) -> None:
        self._fleet.tally.refused += 1

    def lost(self) -> None:
        self._fleet.tally.lost += self.is_up
        lasted = time.monotonic() - self._began if self.is_up else 0.0
        self.is_up = self.is_back = False
        self._fleet.connect_after(self._wait.after(lasted), self)

    def acknowledged(self, number: int) -> None:
        if number == self._awaited:
            self._fleet.note(self._fleet.round.reports, self)

    # --- what it is told ---------------------------------------------------------------------------------------------

    def heard(self, topic: str, payload: bytes) -> None:
        if topic.endswith("/ack") and self._plays_at:
            self._fleet.plays_kept(time.monotonic() - self._plays_at)
            self._plays_at = 0.0
        if not topic.endswith("/manifest"):
            return
        self.told(payload)
        if not self.is_back:
            self.is_back = True
            self._fleet.note(self._fleet.round.back, self)

    def told(self, envelope: bytes) -> None:
        """A manifest came, by whatever way."""
        fleet = self._fleet
        fleet.tally.heads += 1
        if fleet.round.bare:
            fleet.note(fleet.round.heads, self)
        elif envelope == self.envelope:
            fleet.tally.twice += self.is_back
        else:
            self._news(envelope)

    def _news(self, envelope: bytes) -> None:
        fleet = self._fleet
        try:
            head = head_of(envelope)
        except msgspec.MsgspecError:
            fleet.tally.strange += 1
            return
        if head.display != self.name:
            fleet.tally.strange += 1
        elif head.version <= self.version:
            fleet.tally.late += 1
        else:
            self.version, self.envelope = head.version, envelope
            fleet.note(fleet.round.heads, self)
            fleet.adopt(self, head)

    def adopt(self) -> None:
        """What it was told last counts from now on, and it says so."""
        self.adopted = self.version, sha256(self.envelope).hexdigest()
        self.report()
        self._awaited = self._number

    def report(self, glass: wire.Glass | None = None) -> None:
        """Sends a status."""
        self._number = self._number % 65_535 + 1
        version, digest = self.adopted or (None, None)
        status = wire.Status(
            display=self.name,
            online=True,
            at=datetime.now(UTC),
            adopted=version,
            manifest=digest,
            glass=glass,
            version="simulated",
            rss_mb=200.0,
            disk_free_mb=20_000.0,
        )
        topic = self._fleet.topic("status", self.name)
        self.send(raw_mqtt.publish(topic, wire.encode(status), self._number, retain=True))
        self._fleet.tally.statuses += 1

    # --- what it shows -----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Another slide is on its glass, which it reports."""
        now = datetime.now(UTC)
        self.report(wire.Glass(state="showing", since=now, lit=now, seen="0" * 64, colours=9, matches=True, **_SLIDE))

    def send_plays(self) -> None:
        """The slides of the last half minute, in one message."""
        now, first = datetime.now(UTC), self._plays + 1
        self._plays += len(_PLAYED_S)
        plays = tuple(
            wire.Play(number=first + n, since=now - timedelta(seconds=start), until=now, **_SLIDE)
            for n, start in enumerate(_PLAYED_S)
        )
        self._number = self._number % 65_535 + 1
        public = dsse.public_text(self._key.public_key())
        batch = wire.Plays(site=self._fleet.site, display=self.name, key=public, after=self._tip, plays=plays)
        self._tip = wire.Tip(number=plays[-1].number, hash=sha256(wire.encode(batch)).hexdigest())
        envelope = play_chain.sealed(batch, self._key)
        self.send(raw_mqtt.publish(self._fleet.topic("plays", self.name), envelope, self._number))
        self._plays_at = time.monotonic()
        self._fleet.tally.plays += 1
