"""Places for connections: how many there are, and who gives one back when all are taken.

Decides that whoever waits with a place can lose it to a newcomer, first in the network that has the most, so that no
network keeps another out. Leaves out what a connection is (`connections`).
"""

import ipaddress
import resource
from collections import Counter
from typing import NamedTuple, Protocol

from content.findings import refused
from control_server.metrics import Metrics

_MOST_PLACES = 8_000
_OWN_DESCRIPTORS = 256
"""For the database, workers, the broker's connection, files that are being written."""
_OF_A_CONNECTION = 2
"""Descriptors: the socket, and the file that is being sent."""


class ConnectionLimits(NamedTuple):
    """`places` are connections at the same time; a quarter of them is kept from any one network's running requests.

    `waiting_s` is for a request's head to be complete, counted from the connection or the answer before. Of a body at
    least `rate` bytes a second arrive in each `body_s`. An answer has `answer_s` and a second for each `rate` bytes.
    `answers` are the bytes of all that are on their way and in memory, so not of files.
    """

    places: int
    waiting_s: float = 30
    body_s: float = 20
    answer_s: float = 60
    rate: int = 4_000
    answers: int = 128_000_000

    @property
    def running(self) -> int:
        """Requests of one network that are handled at the same time."""
        return max(1, self.places * 3 // 4)


def fitting_limits() -> ConnectionLimits:
    """As many places as this process has file descriptors for."""
    descriptors = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    fitting = (descriptors - _OWN_DESCRIPTORS) // _OF_A_CONNECTION
    return ConnectionLimits(places=max(32, min(_MOST_PLACES, fitting)))


def network_of(address: str) -> str:
    """Whom a connection counts for: an IPv4 address, or the /64 that an IPv6 address is in, which one customer has."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((known, 64), strict=False))


class Placed(Protocol):
    """A connection: whom it counts for, and how it ends at once."""

    network: str

    def end(self, why: str) -> None: ...


class _Network:
    """`waiting` are those of its connections that no handler works for, longest first."""

    def __init__(self) -> None:
        self.connections: set[Placed] = set()
        self.waiting: dict[Placed, None] = {}


class Places:
    """Who has a place."""

    def __init__(self, limits: ConnectionLimits, metrics: Metrics) -> None:
        self.limits, self.metrics = limits, metrics
        self.taken = 0
        self._networks: dict[str, _Network] = {}
        self._sending: dict[Placed, int] = {}

    @property
    def running_requests(self) -> int:
        """Connections that a handler works for."""
        return sum(len(network.connections) - len(network.waiting) for network in self._networks.values())

    def take(self, connection: Placed) -> bool:
        """A place for a newcomer, if need be another's. False when every place has a running request."""
        if self.taken >= self.limits.places:
            having = (network for network in self._networks.values() if network.waiting)
            largest = max(having, key=lambda network: len(network.connections), default=None)
            if largest is None:
                return False
            next(iter(largest.waiting)).end("place")
        network = self._networks.setdefault(connection.network, _Network())
        network.connections.add(connection)
        network.waiting[connection] = None
        self._count(1)
        return True

    def free(self, connection: Placed) -> None:
        """The connection is gone. Once is enough, twice does no harm."""
        network = self._having(connection)
        if network is None:
            return
        network.connections.remove(connection)
        network.waiting.pop(connection, None)
        self._sending.pop(connection, None)
        if not network.connections:
            del self._networks[connection.network]
        self._count(-1)

    def count_for(self, connection: Placed, network: str) -> None:
        """From now on it counts for that network: through a proxy, many ask over one connection in turn."""
        before = self._having(connection)
        if before is None or network == connection.network:
            return
        before.connections.remove(connection)
        before.waiting.pop(connection, None)
        if not before.connections:
            del self._networks[connection.network]
        connection.network = network
        after = self._networks.setdefault(network, _Network())
        after.connections.add(connection)
        after.waiting[connection] = None

    def running(self, connection: Placed) -> None:
        """A handler begins to work for it. Raises BusyError when its network has too many of those."""
        network = self._having(connection)
        if network is None:
            return
        limit = self.limits.running
        if len(network.connections) - len(network.waiting) >= limit:
            raise refused(
                "busy", "the server", f"{limit} requests from there are answered, expected to be asked again soon"
            )
        network.waiting.pop(connection, None)

    def waiting(self, connection: Placed, sending: int = 0) -> None:
        """No handler works for it, from now on. So many bytes of its answer are in memory.

        When all have too many, the network that has most of them gives up the one that is on its way for longest.
        """
        network = self._having(connection)
        if network is None:
            return
        network.waiting.pop(connection, None)
        network.waiting[connection] = None
        self._sending.pop(connection, None)
        if sending:
            self._sending[connection] = sending
        while sum(self._sending.values()) > self.limits.answers and len(self._sending) > 1:
            bytes_of = Counter[str]()
            for each, size in self._sending.items():
                bytes_of[each.network] += size
            ((largest, _),) = bytes_of.most_common(1)
            next(each for each in self._sending if each.network == largest).end("answers")

    def _having(self, connection: Placed) -> _Network | None:
        """Its network; None when it has no place any more."""
        network = self._networks.get(connection.network)
        return network if network is not None and connection in network.connections else None

    def _count(self, more: int) -> None:
        self.taken += more
        self.metrics.connections.set(self.taken)
