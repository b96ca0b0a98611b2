"""Connections of the HTTP server: how many there may be, how slow each may be, and which one ends when all are taken.

Decides that whoever waits with a place can lose it to a newcomer, first in the network that has the most, so that no
network keeps another out; and that a body or an answer which hardly moves ends its connection. aiohttp ends what
waits too long for a request (`keepalive_timeout`). Leaves out what is asked for and who may (`auth`).
"""

import asyncio
import ipaddress
import resource
import socket
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import structlog
from aiohttp import streams, web
from aiohttp.http_exceptions import LineTooLong

from content.findings import RefusedError, refused
from control_server.http import answers
from control_server.http.errors import Handler, answer_to, answered
from control_server.metrics import Metrics
from control_server.tasks import ended

_MOST_PLACES = 8_000
_OWN_DESCRIPTORS = 256
"""For the database, workers, the broker's connection, files that are being written."""
_OF_A_CONNECTION = 2
"""Descriptors: the socket, and the file that is being sent."""
_BACKLOG = 1_024
_DRAIN_S = 0.5
_LINGERING_S = 3.0
"""For the rest of a body that is not read any more."""

log = structlog.get_logger()


class ConnectionLimits(NamedTuple):
    """`places` are connections at the same time; a quarter of them is kept from any one network's running requests.

    `waiting_s` is for a request's head to be complete, counted from the connection or the answer before. Of a body at
    least `rate` bytes a second arrive in each `body_s`. An answer has `answer_s` and a second for each `rate` bytes.
    """

    places: int
    waiting_s: float = 30
    body_s: float = 20
    answer_s: float = 60
    rate: int = 4_000

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


class _Network:
    """`waiting` are those of its connections that no handler works for, longest first."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.waiting: dict[Connection, None] = {}


class Places:
    """Who has a place."""

    def __init__(self, limits: ConnectionLimits, metrics: Metrics) -> None:
        self.limits, self.metrics = limits, metrics
        self.taken = 0
        self._networks: dict[str, _Network] = {}
        self._changes: set[asyncio.Task[web.StreamResponse]] = set()

    def take(self, connection: "Connection") -> bool:
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

    def free(self, connection: "Connection") -> None:
        """The connection is gone. Once is enough, twice does no harm."""
        network = self._having(connection)
        if network is None:
            return
        network.connections.remove(connection)
        network.waiting.pop(connection, None)
        if not network.connections:
            del self._networks[connection.network]
        self._count(-1)

    def running(self, connection: "Connection") -> None:
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

    def waiting(self, connection: "Connection") -> None:
        """No handler works for it, from now on."""
        network = self._having(connection)
        if network is not None:
            network.waiting.pop(connection, None)
            network.waiting[connection] = None

    async def whole(self, change: Awaitable[web.StreamResponse]) -> web.StreamResponse:
        """The answer of a handler that goes on when its caller is gone."""

        async def answer() -> web.StreamResponse:
            return await change

        task = asyncio.create_task(answer())
        self._changes.add(task)
        task.add_done_callback(self._changes.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Ends the changes that have not come to their end."""
        await asyncio.gather(*map(ended, self._changes))

    def _having(self, connection: "Connection") -> _Network | None:
        """Its network; None when it has no place any more."""
        network = self._networks.get(connection.network)
        return network if network is not None and connection in network.connections else None

    def _count(self, more: int) -> None:
        self.taken += more
        self.metrics.connections.set(self.taken)


class Connection(web.RequestHandler):
    """A connection with its place. What it cannot read it answers as every other error is answered."""

    def __init__(self, server: web.Server, places: Places) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=places.limits.waiting_s,
            lingering_time=_LINGERING_S,
            auto_decompress=False,  # a small body must not become a large one before anyone has looked who sends it
        )
        self.network = ""
        self.places = places
        self._look_again: asyncio.TimerHandle | None = None

    # --- a place -----------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes a place, or ends at once."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.network = network_of(peer[0]) if peer else ""
        if not self.places.take(self):
            self.end("full")

    def connection_lost(self, exc: BaseException | None) -> None:
        """Frees its place."""
        self.places.free(self)
        self._rest()
        super().connection_lost(exc)

    def end(self, why: str) -> None:
        """At once, whatever has not been sent yet. `why` is counted."""
        self.places.metrics.connections_ended.labels(why).inc()
        self.places.free(self)
        transport = self.transport
        self.force_close()
        if transport is not None:
            transport.abort()

    # --- how slow it may be ------------------------------------------------------------------------------------------

    def began(self, request: web.BaseRequest) -> None:
        """Its head is read, a handler begins. Raises BusyError."""
        self.places.running(self)
        if not request.content.is_eof():
            self._after(self.places.limits.body_s, self._look_at_body, request.content, 0)

    def _look_at_body(self, content: streams.StreamReader, before: int) -> None:
        limits = self.places.limits
        if content.is_eof():
            return
        if content.total_bytes - before < limits.body_s * limits.rate:
            self.end("slow body")
        else:
            self._after(limits.body_s, self._look_at_body, content, content.total_bytes)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Sends the answer, for as long as it may take. Another may need the place from then on."""
        self.places.waiting(self)
        self._after(self.places.limits.answer_s, self._look_at_answer, resp, first=True)
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._rest()
            self.places.waiting(self)

    def _look_at_answer(self, response: web.StreamResponse, *, first: bool) -> None:
        """A file has its length only when it is being sent."""
        more = (response.content_length or 0) / self.places.limits.rate
        if first and more:
            self._after(more, self._look_at_answer, response, first=False)
        else:
            self.end("slow answer")

    def _after(self, seconds: float, look: Any, *arguments: Any, **named: Any) -> None:
        self._rest()
        self._look_again = asyncio.get_running_loop().call_later(seconds, lambda: look(*arguments, **named))

    def _rest(self) -> None:
        if self._look_again is not None:
            self._look_again.cancel()
            self._look_again = None

    # --- what it cannot read -----------------------------------------------------------------------------------------

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """For what is no request (400), and for an error that no handler has caught. The connection ends with it."""
        if request.writer.output_size > 0:
            raise ConnectionError("an error in the middle of an answer")
        if status == 400:
            self.places.metrics.connections_ended.labels("unreadable").inc()
            sentence = "a line of the request is too long" if isinstance(exc, LineTooLong) else "this is no request"
            response = answered(
                status, f"{sentence}, expected HTTP/1.1 with lines of at most {self.max_line_size:,} bytes"
            )
        else:
            log.error("request failed", method=request.method, reason=f"{type(exc).__name__}: {exc}"[:300])
            response = answered(status, "the server failed on this request; its log says why")
        answers.add_headers(response)
        response.force_close()
        return response


@web.middleware
async def watched(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tells the connection that a request begins. What only reads ends with its caller; a change is brought to its end.

    The connection of another server than `listening` knows nothing of that.
    """
    connection = request.protocol
    if not isinstance(connection, Connection):
        return await handler(request)
    try:
        connection.began(request)
    except RefusedError as error:
        return answer_to(error)
    if request.method in ("GET", "HEAD"):
        return await handler(request)
    return await connection.places.whole(handler(request))


@asynccontextmanager
async def listening(
    application: web.Application, listener: socket.socket, limits: ConnectionLimits, metrics: Metrics
) -> AsyncIterator[Places]:
    """The application answers on that socket. A request whose caller has gone is not worked on any further."""
    runner = web.AppRunner(application, shutdown_timeout=_DRAIN_S, handler_cancellation=True)
    await runner.setup()
    places = Places(limits, metrics)
    try:
        server = runner.server
        assert server is not None
        accepting = await asyncio.get_running_loop().create_server(
            lambda: Connection(server, places), sock=listener, backlog=_BACKLOG
        )
        try:
            yield places
        finally:
            accepting.close()
    finally:
        await runner.cleanup()
        await places.close()
