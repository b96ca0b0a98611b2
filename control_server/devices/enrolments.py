"""Who is a display of this city: its identity, given by enrolment, and whether a secret is its own.

Decides what an enrolment says. Leaves out how a secret is hashed (`credentials`) and where displays connect (`broker`).
"""

from collections.abc import Mapping

import msgspec

from config.settings import BrokerAddress, Enrolment
from content.wire import dsse
from control_server.devices import credentials
from control_server.devices.broker import Broker
from control_server.publishing.publisher import Publisher
from control_server.storage import displays
from control_server.storage.ground import Ground


class ServerAddresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where a display finds the server and its broker."""

    server: str
    broker: BrokerAddress


class Enrolments:
    """`password_hashes` is display → the hash of its secret, as stored. `broker` is None with an external one."""

    def __init__(
        self,
        password_hashes: Mapping[str, str],
        ground: Ground,
        publisher: Publisher,
        broker: Broker | None,
        addresses: ServerAddresses,
    ) -> None:
        self._password_hashes = dict(password_hashes)
        self._ground, self._publisher, self._broker, self._addresses = ground, publisher, broker, addresses

    async def enrol(self, display: str) -> Enrolment:
        """A new identity for this display; a former one stops counting at once. Raises NotFoundError (`unknown`)."""
        published = self._publisher.published
        enrolled, pack = published.display(display), published.city_pack()
        secret = credentials.generated()
        line = credentials.hashed(secret)
        await displays.set_credential(self._ground.database, display, line, self._ground.clock())
        self._password_hashes[display] = line
        self.admit()
        return Enrolment(
            display=display,
            site=pack.city.id,
            city=pack.city.name,
            password=secret,
            broker=self._addresses.broker,
            server=self._addresses.server,
            key=dsse.public_text(self._ground.signer.public_key),
            width=enrolled.panel.width,
            height=enrolled.panel.height,
            timezone=pack.zone(enrolled).key,
        )

    def admit(self) -> None:
        """The managed broker lets in exactly the enrolled displays, from when there is a pack."""
        pack = self._publisher.published.pack
        if self._broker and pack:
            self._broker.admit(pack.city.id, self._password_hashes)

    def known(self, display: str, secret: str) -> bool:
        """Whether this is that display's secret."""
        line = self._password_hashes.get(display)
        return line is not None and credentials.matches(secret, line)
