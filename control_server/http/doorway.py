"""How connections come in: encrypted or not, straight or through a proxy.

Decides that a connection has its place before it is encrypted, so that half a handshake counts like half a request; and
whose word for who asks is believed. Leaves out what is spoken over it (`connections`).
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Callable
from typing import NamedTuple

from aiohttp import web

from config.settings import Network
from control_server.http.places import Places, network_of

_GOODBYE_S = 2.0
"""For the other side to take its leave of an encrypted connection."""


class Doorway(NamedTuple):
    """`encryption` of all connections, if any. `proxies` are believed when they say for whom they ask."""

    encryption: ssl.SSLContext | None = None
    proxies: tuple[Network, ...] = ()

    def client(self, request: web.Request) -> str | None:
        """The address of who asks, when it is another than that of the connection.

        A proxy appends to `X-Forwarded-For` whom it was asked by; what stands before that anyone may have written.
        """
        peer = request.remote
        if not self.proxies or not self._trusts(peer or ""):
            return None
        written = [each.strip() for value in request.headers.getall("X-Forwarded-For", []) for each in value.split(",")]
        for address in reversed(written):
            if _known(address) is None:
                return None
            if not self._trusts(address):
                return address
        return None

    def _trusts(self, address: str) -> bool:
        known = _known(address)
        return known is not None and any(known in proxy for proxy in self.proxies)


def _known(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


class Handshake(asyncio.Protocol):
    """A connection that is not encrypted yet, with its place. What comes of it has the place after it."""

    def __init__(self, encryption: ssl.SSLContext, places: Places, connection: Callable[[], asyncio.Protocol]) -> None:
        self.network = ""
        self.work: asyncio.Task[None] | None = None
        self._encryption, self._places, self._connection = encryption, places, connection
        self._transport: asyncio.Transport | None = None
        self._early = b""
        """What was sent along with the end of the handshake."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes a place, or ends at once."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self.network = network_of(peer[0]) if peer else ""
        if not self._places.take(self):
            self.end("full")
            return
        transport.pause_reading()  # what comes now is for the handshake
        self.work = asyncio.create_task(self._shake(transport))

    async def _shake(self, transport: asyncio.Transport) -> None:
        """Until it is encrypted, or has not become so in the time that a request has."""
        loop, limit = asyncio.get_running_loop(), self._places.limits.waiting_s
        connection, encrypted = self._connection(), None
        try:
            encrypted = await loop.start_tls(
                transport,
                self,
                self._encryption,
                server_side=True,
                ssl_handshake_timeout=limit,
                ssl_shutdown_timeout=_GOODBYE_S,
            )
        except (OSError, ssl.SSLError):  # scanners, browsers that do not know the authority: no fault of the server
            self._places.metrics.connections_ended.labels("handshake").inc()
        finally:
            self._places.free(self)
            if encrypted is None:
                transport.abort()
        if encrypted is None or encrypted.is_closing():
            return
        encrypted.set_protocol(connection)
        connection.connection_made(encrypted)
        if self._early:
            connection.data_received(self._early)

    def data_received(self, data: bytes) -> None:
        """Decrypted, before anyone is there to take it."""
        self._early += data

    def connection_lost(self, exc: BaseException | None) -> None:
        """Frees its place."""
        self._places.free(self)

    def end(self, why: str) -> None:
        """At once. `why` is counted."""
        self._places.metrics.connections_ended.labels(why).inc()
        self._places.free(self)
        if self._transport is not None:
            self._transport.abort()
