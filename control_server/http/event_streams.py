"""Streams of Server-Sent Events: how many there may be, for how long, and what is written on them.

Decides that every stream ends after some minutes, as browsers come back by themselves and say what they were told last
(`Last-Event-ID`, https://html.spec.whatwg.org/multipage/server-sent-events.html); that a newcomer always has a place,
if need be the oldest of the network that has the most; and that one who does not read is dropped. Leaves out what
changes (`watches`).
"""

import asyncio
import random
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec
from aiohttp import web

from control_server.devices.watches import Changes, Listener, Watches
from control_server.http.places import network_of

STREAMS, STREAMS_OF_ALL = 500, 20
"""Streams that name their displays, and streams of all displays, which cost work at every change."""
LEASE_S = (480.0, 720.0)
"""A stream lasts for some time between these, so that those which began together do not end together."""
HEARTBEAT_S, COUNTED_S = 15.0, 3.0
"""After so much silence a comment is written, which shows who is gone; and so often counts are looked at."""
GATHERED_S = 0.1
"""From one writing to the next: what changes meanwhile is told together."""
WRITE_S = 10.0
"""For what is written to be taken."""
_BUFFER = 16_384
"""Bytes that the system holds for one who does not read. What is not taken then is noticed soon."""
_RETRY = b"retry: 2000\n\n"

Counts = Callable[[], dict[str, int]]


class _Places:
    """Of streams: the last free one, or another's."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: dict[_Place, None] = {}

    def __len__(self) -> int:
        return len(self._taken)

    @contextmanager
    def taken(self, request: web.Request, watch: Listener) -> Iterator[None]:
        """A place for this one as long as the block lasts, unless another needs it."""
        if len(self._taken) >= self._most:
            having = Counter(place.network for place in self._taken)
            greedy = max(having, key=lambda network: having[network])
            oldest = next(place for place in self._taken if place.network == greedy)
            del self._taken[oldest]
            oldest.end()
        place = _Place(network_of(request.remote or ""), watch, request.transport)
        self._taken[place] = None
        try:
            yield
        finally:
            self._taken.pop(place, None)


class _Place:
    """Of a stream. `network` is whom it counts for."""

    def __init__(self, network: str, watch: Listener, transport: asyncio.Transport | None) -> None:
        self.network, self._watch, self._transport = network, watch, transport

    def end(self) -> None:
        self._watch.end()
        if self._transport is not None:
            self._transport.abort()


class EventStreams:
    """All streams that are open. `counts` says how many displays are in each state."""

    def __init__(
        self, watches: Watches, counts: Counts, most: int = STREAMS, most_of_all: int = STREAMS_OF_ALL
    ) -> None:
        self._watches, self._counts = watches, counts
        self._of_some, self._of_all = _Places(most), _Places(most_of_all)

    def __len__(self) -> int:
        return len(self._of_some) + len(self._of_all)

    async def answer(
        self,
        request: web.Request,
        displays: list[str] | None,
        *,
        counted: bool,
        begun: Callable[[], None],
        plans: bool = True,
    ) -> web.StreamResponse:
        """Tells what changes of these displays (None: of all), and with `counted` the counts, until the stream ends.

        Without `plans` it does not say whose plan is another. `begun` is called once it watches.
        """
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        response.force_close()  # nothing else comes over a connection that holds so little
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        since = request.headers.get("Last-Event-ID") or request.query.get("since")
        places = self._of_all if displays is None else self._of_some
        with self._watches.watching(displays, since) as watch, places.taken(request, watch):
            _small_buffer(request.transport)
            begun()
            try:
                await self._tell(lambda data: _written(response, data), watch, counted=counted, plans=plans)
            except TimeoutError:  # it would wait for ever to end in order
                if request.transport is not None:
                    request.transport.abort()
            except ConnectionError:
                pass  # people close their browsers
        return response

    async def _tell(
        self, write: Callable[[bytes], Awaitable[None]], watch: Listener, *, counted: bool, plans: bool
    ) -> None:
        """Until the lease or the watch ends. Raises TimeoutError, ConnectionError."""
        time = asyncio.get_running_loop().time
        ends, wrote, look = time() + random.uniform(*LEASE_S), time(), time()  # noqa: S311  no secret
        counts: dict[str, int] = {}
        await write(_RETRY)
        while not watch.ended and time() < ends:
            changes = await watch.changes(COUNTED_S if counted else HEARTBEAT_S)
            lines = _events(changes if plans else dict.fromkeys(changes, False), self._watches.mark)
            if counted and time() >= look:
                before, counts, look = counts, self._counts(), time() + COUNTED_S
                lines += b"" if counts == before else b"event: counts\ndata: " + msgspec.json.encode(counts) + b"\n\n"
            if lines or time() - wrote >= HEARTBEAT_S:
                await write(lines or b":\n\n")
                wrote = time()
            await asyncio.sleep(GATHERED_S)


async def _written(response: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(WRITE_S):
        await response.write(data)


def _events(changes: Changes, mark: str) -> bytes:
    """One event a display, or two; the last has the mark of all that was told."""
    events = [
        f"event: {kind}\ndata: {display}\n"
        for display, plan in changes.items()
        for kind in (("plan", "display") if plan else ("display",))
    ]
    return (
        "".join(f"{event}\n" for event in events[:-1]).encode() + f"{events[-1]}id: {mark}\n\n".encode()
        if events
        else b""
    )


def _small_buffer(transport: asyncio.Transport | None) -> None:
    connected = transport.get_extra_info("socket") if transport else None
    if connected is not None:
        with suppress(OSError):
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
