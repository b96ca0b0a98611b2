"""`Idempotency-Key`: a write that is sent twice is done once, and answered the same both times.

Decides that the key is a caller's own, that a day is remembered, and that another request under the same key is refused
(draft-ietf-httpapi-idempotency-key-header). What may be tried again anyhow is not kept: a server that is busy, stands
by or fails. Leaves out which routes take a key (`routes`).
"""

import re
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import msgspec
from aiohttp import web

from content.findings import RefusedError, refused
from control_server.http import bodies, errors
from control_server.http.auth import PRINCIPAL
from control_server.http.errors import Handler
from control_server.storage import repeats
from control_server.storage.database import Database
from control_server.storage.repeats import GivenAnswer

_KEY = re.compile(r"[!-~]{1,200}")
_LARGEST = 1_000_000
"""Bytes of an answer that is kept."""
_KEPT = ("Content-Type", "ETag", "Location")
_OF_THE_MOMENT = (429, 503, 507)
_SAID = ("If-Match", "If-None-Match", "Content-Type")
_CHUNK = 65_536


class Repeats(msgspec.Struct, frozen=True, kw_only=True):
    """Stands before the handlers of writes."""

    database: Database
    clock: Callable[[], datetime]
    working: set[tuple[str, str]] = msgspec.field(default_factory=set)

    def of(self, handler: Handler) -> Handler:
        """The handler; a request with a key that was answered is answered so again."""

        async def repeated(request: web.Request) -> web.StreamResponse:
            key = request.headers.get("Idempotency-Key")
            if key is None:
                return await handler(request)
            if not _KEY.fullmatch(key):
                raise refused("value", "Idempotency-Key", "found a key that is none, expected 1 to 200 visible letters")
            who = request[PRINCIPAL].name
            if given := await repeats.given(self.database, who, key, self.clock()):
                return await _again(request, given)
            if (who, key) in self.working:
                raise refused("busy", "Idempotency-Key", "the first request with this key is still worked on")
            self.working.add((who, key))
            try:
                return await self._first(request, handler, who, key)
            finally:
                self.working.discard((who, key))

        return repeated

    async def _first(self, request: web.Request, handler: Handler, who: str, key: str) -> web.StreamResponse:
        try:
            response = await handler(request)
        except RefusedError as error:
            response = errors.answer_to(error)
        body = response.body or b"" if isinstance(response, web.Response) else None
        digest = request.get(bodies.DIGEST)
        if digest and isinstance(body, bytes) and len(body) <= _LARGEST and response.status not in _OF_THE_MOMENT:
            answer = GivenAnswer(
                asked=_asked(request, digest),
                status=response.status,
                headers={name: response.headers[name] for name in _KEPT if name in response.headers},
                body=body,
            )
            await repeats.keep(self.database, who, key, answer, self.clock())
        return response


async def _again(request: web.Request, given: GivenAnswer) -> web.Response:
    """The answer that was given, for the very request. Raises RefusedError (`value`) for another one."""
    digest, size = sha256(), 0
    async for chunk in request.content.iter_chunked(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > bodies.MAX_PACK:
            break
    if _asked(request, digest.hexdigest()) != given.asked:
        message = "was sent with another request before, expected a new key for a new request"
        raise refused("value", "Idempotency-Key", message)
    return web.Response(status=given.status, body=given.body, headers={**given.headers, "Cache-Control": "no-store"})


def _asked(request: web.Request, body: str) -> str:
    """SHA-256 (hex) over the request: method, address, what it says of its body and conditions, and the body's own."""
    words = [request.method, request.path_qs, *(request.headers.get(name, "") for name in _SAID), body]
    return sha256(msgspec.json.encode(words)).hexdigest()
