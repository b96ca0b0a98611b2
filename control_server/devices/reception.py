"""Receives what displays say, statuses and plays, and sends them what they must be told again.

Decides what counts (a display of the pack, within its quota, a document that can be read), when a display that lags is
sent its manifest again, and when it is asked for its glass. Leaves out how plays are kept (`play_keeper`).
"""

import secrets
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Literal

import structlog

from content import wire
from content.findings import RefusedError
from content.wire import play_chain
from content.wire.play_chain import PlayLink
from control_server.devices.enrolments import Enrolments
from control_server.devices.fleet import Fleet
from control_server.devices.link import DisplayLink
from control_server.devices.play_keeper import PlayKeeper
from control_server.devices.quotas import MESSAGES, Quota, units
from control_server.publishing.publisher import Publisher
from control_server.storage.ground import Ground

_AGAIN = timedelta(seconds=10)
_COMMAND_VALID = timedelta(seconds=30)

log = structlog.get_logger()


class Reception:
    """The link's `Mailbox`."""

    def __init__(  # noqa: PLR0913  it joins what displays say with everything that it concerns
        self,
        *,
        ground: Ground,
        publisher: Publisher,
        fleet: Fleet,
        enrolments: Enrolments,
        link: DisplayLink,
        plays: PlayKeeper,
    ) -> None:
        self._ground, self._publisher, self._fleet, self._link = ground, publisher, fleet, link
        self._enrolments, self.plays = enrolments, plays
        self._quotas = {topic: Quota(rate) for topic, rate in MESSAGES.items()}
        self._sent_again: dict[str, datetime] = {}
        self._all_sent = datetime.fromtimestamp(0, UTC)
        """When the link last began to send all manifests."""

    def begun(self) -> Collection[str]:
        self._all_sent = self._ground.clock()
        return self._publisher.published.latest.keys()

    def envelope(self, display: str) -> bytes | None:
        newest = self._publisher.published.latest.get(display)
        return newest.envelope if newest else None

    def delivered(self, display: str) -> None:
        """One that left the pack has been told so."""
        self._enrolments.withdrawn(display)

    def receive(self, topic: str, display: str, payload: bytes, *, retained: bool = False) -> None:
        """Never raises: one bad message must not end the link."""
        try:
            if not self._enrolments.counts(display):
                return
            if topic in self._quotas and not self._quotas[topic].takes(display, time.monotonic(), units(payload)):
                log.warning("display floods, put out", display=display, topic=topic)
                self._ground.metrics.put_out.inc()
                self._enrolments.put_out(display)
            elif topic == "status":
                self._status(display, wire.decode(payload, wire.Status, display), retained)
            elif topic == "plays":
                self._plays(display, play_chain.opened(payload))
        except RefusedError as error:
            log.warning("message refused", display=display, topic=topic, reason=str(error)[:300])
        except Exception as error:  # a bug, met by one message
            log.error("message failed", display=display, topic=topic, reason=f"{type(error).__name__}: {error}"[:300])

    def _status(self, display: str, status: wire.Status, retained: bool) -> None:
        if status.display != display:
            log.warning("status of another display", display=display)
            return
        now = self._ground.clock()
        before = self._fleet.statuses.get(display)
        heard = _said_at(status, now) if retained else now
        if retained and before and heard < before[1]:
            return
        self._ground.metrics.statuses.inc()
        glass = status.glass
        if glass and (before is None or before[0].glass is None or before[0].glass.lit != glass.lit):
            self._ground.metrics.glass.labels(str(glass.matches).lower()).inc()
        was_online = self._fleet.online(display, now)
        self._fleet.heard(status, heard)
        if not retained:
            self._fleet.rivals.spoke(display, status.instance, now)
        if was_online:
            self._catch_up(status, now)
        self.ask_watched(now, only=display)

    def _catch_up(self, status: wire.Status, now: datetime) -> None:
        """Sends the manifest again to a display that still has an older one 10 s after the last sending.

        A display that has just connected is sent what the broker keeps.
        """
        publication = self._publisher.published.latest[status.display]
        if not status.online or (status.adopted or (0, 0)) >= publication.version:
            return
        issued = publication.manifest.issued
        last = max(self._sent_again.get(status.display, issued), issued, self._all_sent)
        if now - last >= _AGAIN:
            self._sent_again[status.display] = now
            self._ground.metrics.republished.inc()
            log.info("display lags", display=status.display, adopted=status.adopted, wanted=publication.version)
            self._link.announce([status.display])

    def _plays(self, display: str, link: PlayLink) -> None:
        pack = self._publisher.published.pack
        if pack and (link.batch.site, link.batch.display) == (pack.city.id, display):
            self.plays.take(link)
        else:
            log.warning("plays of another display", display=display)

    def ask_watched(self, now: datetime, only: str | None = None) -> None:
        """Asks for the glass of the displays whose picture is behind, while somebody watches."""
        for display in self._fleet.to_ask(now, only):
            self.command(display, "screenshot", now)

    def tell_again(self, display: str) -> None:
        """Sends it its newest manifest once more."""
        self._link.announce([display])

    def command(self, display: str, verb: Literal["screenshot", "restart"], now: datetime) -> None:
        """Sends a signed command that counts for 30 s; lost when the display is not connected."""
        if verb == "screenshot":
            self._fleet.asked(display, now)
        command = wire.Command(id=secrets.token_hex(8), display=display, verb=verb, expires=now + _COMMAND_VALID)
        self._link.send("command", display, self._ground.signer.sign_command(wire.encode(command)))


def _said_at(status: wire.Status, now: datetime) -> datetime:
    """When a status that the broker kept was said: by the display's clock, as it is no sign of life now."""
    return min(status.at or datetime.fromtimestamp(0, UTC), now)
