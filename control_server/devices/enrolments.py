"""Who is a display of this city: its identity, given by enrolment, and whether a secret is its own.

Decides what an enrolment says and when an identity counts: while the display is in the pack, until it is enrolled anew
or revoked. One that leaves the pack stays connected until it has been told so, and is then put out. Leaves out how a
secret is hashed (`credentials`) and where displays connect (`broker`).
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import msgspec
import structlog

from config.settings import BrokerAddress, Enrolment
from content.findings import RefusedError, refused
from content.wire import dsse
from control_server.devices import credentials
from control_server.devices.broker import Broker
from control_server.publishing.published import Published
from control_server.storage import displays
from control_server.storage.audit import Act
from control_server.storage.ground import Ground

_OUT_FOR = timedelta(minutes=10)
"""How long a display that floods the broker is kept out."""

log = structlog.get_logger()


class ServerAddresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where a display finds the server and its broker. `authority` is whose certificates it believes, as PEM text."""

    server: str
    broker: BrokerAddress
    authority: str | None = None


class Enrolments:
    """`password_hashes` is display → the hash of its secret, as stored. `broker` is None with an external one."""

    def __init__(
        self,
        password_hashes: Mapping[str, str],
        ground: Ground,
        published: Published,
        broker: Broker | None,
        addresses: ServerAddresses,
    ) -> None:
        self._password_hashes = dict(password_hashes)
        self._ground, self._published, self._broker, self._addresses = ground, published, broker, addresses
        self._leaving: set[str] = set()
        self._out_until: dict[str, datetime] = {}
        self._owed = False

    # --- giving and taking -----------------------------------------------------------------------------------------

    async def enrol(self, display: str, who: str = "") -> Enrolment:
        """A new identity for this display; a former one stops counting at once. Raises NotFoundError (`unknown`).

        `who` gave it, for the audit.
        """
        enrolled, pack = self._published.display(display), self._published.city_pack()
        secret = credentials.generated()
        line = credentials.hashed(secret)
        act = Act(who=who, verb="enrolled", object=f"display:{display}") if who else None
        await displays.set_credential(self._ground.database, display, line, self._ground.clock(), act)
        self._password_hashes[display] = line
        self._out_until.pop(display, None)
        self.admit()
        return Enrolment(
            display=display,
            site=pack.city.id,
            city=pack.city.name,
            password=secret,
            broker=self._addresses.broker,
            server=self._addresses.server,
            key=dsse.public_text(self._ground.signer.public_key),
            authority=self._addresses.authority,
            width=enrolled.panel.width,
            height=enrolled.panel.height,
            timezone=pack.zone(enrolled).key,
        )

    async def revoke(self, display: str, who: str = "") -> None:
        """Its identity ends at once, and its connection. Raises NotFoundError (`unknown`) when it has none."""
        if display not in self._password_hashes:
            raise refused("unknown", f"display {display!r}", "has no identity, expected an enrolled display")
        act = Act(who=who, verb="revoked", object=f"display:{display}") if who else None
        await displays.remove_credential(self._ground.database, display, self._ground.clock(), act)
        self._password_hashes.pop(display, None)
        self._leaving.discard(display)
        self.admit()
        log.info("identity revoked", display=display)

    def take_up(self, password_hashes: Mapping[str, str]) -> None:
        """What another server has stored, display → the hash of its secret."""
        self._password_hashes = dict(password_hashes)

    def has(self, display: str) -> bool:
        """Whether the display has an identity."""
        return display in self._password_hashes

    # --- what counts -----------------------------------------------------------------------------------------------

    def known(self, display: str, secret: str) -> bool:
        """Whether this is the secret of that display, and it is in the pack."""
        line = self._password_hashes.get(display)
        return line is not None and self.counts(display) and credentials.matches(secret, line)

    def counts(self, display: str) -> bool:
        """Whether that is a display of the pack, and not kept out."""
        pack = self._published.pack
        return pack is not None and display in pack.displays and display not in self._out_until

    def admit(self) -> None:
        """The managed broker lets in exactly the enrolled displays of the pack, from when there is one.

        Raises RefusedError (`disk`): it is tried again at the next look round.
        """
        pack = self._published.pack
        if self._broker and pack:
            lines = self._password_hashes.items()
            self._owed = True
            self._broker.admit(pack.city.id, {d: line for d, line in lines if self.counts(d) or d in self._leaving})
            self._owed = False

    def _admit_soon(self) -> None:
        """The same; what cannot be written is logged."""
        try:
            self.admit()
        except RefusedError as error:
            log.error("broker not told who may connect", reason=str(error))

    # --- leaving and coming ----------------------------------------------------------------------------------------

    def published(self, now: Published, told: Collection[str]) -> None:
        """Another pack counts. Of the displays that it has not, those that are `told` so stay connected until then."""
        self._published = now
        if now.pack:
            left = set(told) - now.pack.displays.keys()
            self._leaving = (self._leaving | (left & self._password_hashes.keys())) - now.pack.displays.keys()
            self._admit_soon()

    def withdrawn(self, display: str) -> None:
        """The broker has told this display what the newest manifest says; when all who left are told, they are out."""
        if display in self._leaving:
            self._leaving.discard(display)
            if not self._leaving:
                self._admit_soon()

    def put_out(self, display: str) -> None:
        """Nothing of it counts for ten minutes, and its connection ends."""
        self._out_until[display] = self._ground.clock() + _OUT_FOR
        self._admit_soon()

    def look_round(self, now: datetime) -> None:
        """Lets those in again whose time is over, and tells the broker what it could not be told."""
        over = [display for display, until in self._out_until.items() if until <= now]
        for display in over:
            del self._out_until[display]
        if over or self._owed:
            self._admit_soon()
