"""Connections of the HTTP server: how slow each may be, and what is answered to what is no request.

Decides that a body or an answer which hardly moves ends its connection, and that a change goes on when its caller has
gone. aiohttp ends what waits too long for a request (`keepalive_timeout`). Leaves out how many connections there may be
(`places`), what is asked for and who may (`auth`).
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from weakref import WeakSet

import structlog
from aiohttp import streams, web
from aiohttp.http_exceptions import LineTooLong

from content.findings import RefusedError
from control_server.http import answers
from control_server.http.doorway import Doorway, Handshake
from control_server.http.errors import Handler, answer_to, answered
from control_server.http.places import ConnectionLimits, Places, network_of
from control_server.metrics import Metrics
from control_server.serial_queue import ASKER
from control_server.tasks import ended

_BACKLOG, _AT_ONCE = 1_024, 32
"""Connections that wait to be accepted, and that are accepted at once: with a descriptor, and not yet with a place."""
_DRAIN_S = 0.5
_LINGERING_S = 3.0
"""For the rest of a body that is not read any more."""
_ADDRESS, _HEADER = 8_000, 8_190
"""The most bytes of a request's address, and of a header. Where the parser stops, it says only which limit it was."""

log = structlog.get_logger()


class _Changes:
    """Handlers that go on when their caller is gone."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[web.StreamResponse]] = set()

    async def whole(self, change: Awaitable[web.StreamResponse]) -> web.StreamResponse:
        """The answer of the handler."""

        async def answer() -> web.StreamResponse:
            return await change

        task = asyncio.create_task(answer())
        self._under_way.add(task)
        task.add_done_callback(self._over)
        return await asyncio.shield(task)

    def _over(self, task: asyncio.Task[web.StreamResponse]) -> None:
        """Asks for its error, which nobody else does once the caller has gone: asyncio would log it as forgotten."""
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()

    async def close(self) -> None:
        """Ends the changes that have not come to their end."""
        await asyncio.gather(*map(ended, self._under_way))


class Connection(web.RequestHandler):
    """A connection with its place. What it cannot read it answers as every other error is answered."""

    def __init__(self, server: web.Server, places: Places, changes: _Changes, doorway: Doorway) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=places.limits.waiting_s,
            lingering_time=_LINGERING_S,
            max_line_size=_ADDRESS,
            max_field_size=_HEADER,
            auto_decompress=False,  # a small body must not become a large one before anyone has looked who sends it
        )
        self.network = ""
        self._places, self.changes, self._doorway = places, changes, doorway
        self._look_again: asyncio.TimerHandle | None = None

    # --- a place -----------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes a place, or ends at once."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.network = network_of(peer[0]) if peer else ""
        if not self._places.take(self):
            self.end("full")

    def connection_lost(self, exc: BaseException | None) -> None:
        """Frees its place."""
        self._places.free(self)
        self._rest()
        super().connection_lost(exc)

    def end(self, why: str) -> None:
        """At once, whatever has not been sent yet. `why` is counted."""
        self._places.metrics.connections_ended.labels(why).inc()
        self._places.free(self)
        transport = self.transport
        self.force_close()
        if transport is not None:
            transport.abort()

    # --- how slow it may be ------------------------------------------------------------------------------------------

    def began(self, request: web.Request) -> web.Request:
        """Its head is read, a handler begins: the request as it is to be handled. Raises BusyError."""
        client = self._doorway.client(request)
        if self._doorway.proxies:
            self._places.count_for(self, network_of(client or request.remote or ""))
        self._places.running(self)
        if not request.content.is_eof():
            self._after(self._places.limits.body_s, self._look_at_body, request.content, 0)
        return request.clone(remote=client) if client else request

    def _look_at_body(self, content: streams.StreamReader, before: int) -> None:
        limits = self._places.limits
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
        body = resp.body if isinstance(resp, web.Response) else None
        self._places.waiting(self, len(body) if isinstance(body, bytes) else 0)
        self._after(self._places.limits.answer_s, self._look_at_answer, resp, first=True)
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._rest()
            self._places.waiting(self)

    def _look_at_answer(self, response: web.StreamResponse, *, first: bool) -> None:
        """A file has its length only when it is being sent."""
        more = (response.content_length or 0) / self._places.limits.rate
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
        """For what is no request (400, 414, 431), and for an error that no handler has caught. The connection ends."""
        if request.writer.output_size > 0:
            raise ConnectionError("an error in the middle of an answer")
        if status == 400:
            self._places.metrics.connections_ended.labels("unreadable").inc()
            status, sentence = _unreadable(exc)
            response = answered(status, f"{sentence}, expected HTTP/1.1 with lines of at most {_ADDRESS:,} bytes")
        else:
            log.error("request failed", method=request.method, reason=f"{type(exc).__name__}: {exc}"[:300])
            response = answered(status, "the server failed on this request; its log says why")
        answers.add_headers(request, response)
        response.force_close()
        return response


def _unreadable(error: BaseException | None) -> tuple[int, str]:
    """Status and words for what the parser refuses (RFC 9110 §15.5.15, RFC 6585 §5)."""
    if isinstance(error, LineTooLong):
        _, limit, _ = error.args
        if limit == _ADDRESS:
            return 414, "the address of the request is too long"
        return 431, "a header of the request is too long"
    if "Too many headers" in str(error):  # it has no type of its own
        return 431, "there are too many headers in the request"
    return 400, "this is no request"


@web.middleware
async def watched(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tells the connection that a request begins. What only reads ends with its caller; a change is brought to its end.

    The connection of another server than `listening` knows nothing of that.
    """
    connection = request.protocol
    if not isinstance(connection, Connection):
        return await handler(request)
    try:
        request = connection.began(request)
    except RefusedError as error:
        return answer_to(error)
    ASKER.set(connection.network)
    if request.method in ("GET", "HEAD"):
        return await handler(request)
    return await connection.changes.whole(handler(request))


@asynccontextmanager
async def listening(
    application: web.Application,
    listener: socket.socket,
    limits: ConnectionLimits,
    metrics: Metrics,
    doorway: Doorway = Doorway(),  # noqa: B008  immutable
) -> AsyncIterator[Places]:
    """The application answers on that socket. A request whose caller has gone is not worked on any further."""
    runner = web.AppRunner(application, shutdown_timeout=_DRAIN_S, handler_cancellation=True)
    await runner.setup()
    places, changes = Places(limits, metrics), _Changes()
    try:
        server = runner.server
        assert server is not None

        handshakes = WeakSet[Handshake]()

        def come() -> asyncio.Protocol:
            connection = partial(Connection, server, places, changes, doorway)
            if doorway.encryption is None:
                return connection()
            handshake = Handshake(doorway.encryption, places, connection)
            handshakes.add(handshake)
            return handshake

        accepting = await asyncio.get_running_loop().create_server(come, sock=listener, backlog=_AT_ONCE)
        listener.listen(_BACKLOG)  # asyncio has one figure for both
        try:
            yield places
        finally:
            accepting.close()
            await asyncio.gather(*(ended(each.work) for each in handshakes if each.work))
    finally:
        await runner.cleanup()
        await changes.close()
