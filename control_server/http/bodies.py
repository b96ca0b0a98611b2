"""Bodies of requests: each within its limit, and all that are in memory at the same time within another.

Decides when a body is refused: before it is read, if its header says how long it is. Leaves out what is in it, and how
slowly it may come (`connections`).
"""

import asyncio
import binascii
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import TypeVar

import msgspec
from aiohttp import web

from content import strict_yaml
from content.findings import refused
from content.pack.folder import MAX_FILES
from control_server.http.errors import Handler

MAX_SLIDE = strict_yaml.SLIDE.size
MAX_PACK = 64_000_000
MAX_IMPORT = 64_000_000
MAX_GLASS = 16_000_000
MAX_FORM = 2_000_000
MAX_ENTRY = 100_000
MAX_STEP = 20_000
"""Bytes of a body: of a form of the studio; of one by which somebody comes in, which anyone may send; of a step."""

MOST_FIELDS = 5_000
"""Of a form. An import with hundreds of drafts has more than the thousand that aiohttp takes by itself."""

MAX_CHANGES = 200_000_000
"""Bytes of all slides, packs and imports that are received, decoded or published at the same time."""
MAX_PICTURES = 64_000_000
"""Bytes of all pictures of glasses that are received or looked at, at the same time."""

_QUOTES = 4 * (MAX_FILES + 50)
"""In the JSON of a pack or an import: two texts a file, and a few more."""
_CHUNK = 65_536

T = TypeVar("T")

DIGEST = web.RequestKey("digest", str)
"""Where the SHA-256 (hex) of a body is found that came with an `Idempotency-Key`."""


class Bodies:
    """Those of one kind. `most` is how many bytes there may be of them at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._there = 0
        self._owners: set[str] = set()

    @asynccontextmanager
    async def read(self, request: web.Request, limit: int, owner: str | None = None) -> AsyncIterator[bytearray]:
        """The whole body, which counts as long as the block lasts. An owner has one at a time.

        Raises HTTPRequestEntityTooLarge beyond `limit` bytes, without reading on; HTTPUnsupportedMediaType for a
        compressed one; BusyError when there are too many already.
        """
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise web.HTTPUnsupportedMediaType(text="the body is compressed, expected it as it is")
        if (request.content_length or 0) > limit:
            raise _too_large(limit)
        if owner in self._owners:
            raise refused("busy", owner, "another body of its is here, expected to be sent again in a moment")
        data, counted = bytearray(), 0
        try:
            if owner is not None:
                self._owners.add(owner)
            counted = self._more(request.content_length or 0)
            async for chunk in request.content.iter_chunked(_CHUNK):
                data += chunk
                if len(data) > limit:
                    raise _too_large(limit)
                if len(data) > counted:
                    counted += self._more(len(data) - counted)
            if "Idempotency-Key" in request.headers:
                request[DIGEST] = await asyncio.to_thread(lambda: sha256(data).hexdigest())
            yield data
        finally:
            self._there -= counted
            if owner is not None:
                self._owners.discard(owner)

    def _more(self, size: int) -> int:
        if self._there + size > self._most:
            message = f"{self._there:,} bytes of bodies are here already, expected to be sent again in a moment"
            raise refused("busy", "the server", message)
        self._there += size
        return size


def within(limit: int, handler: Handler) -> Handler:
    """The handler of a form, which finds none that is larger, or of more fields: it is not read any further (413)."""

    async def bounded(request: web.Request) -> web.StreamResponse:
        return await handler(request.clone(client_max_size=limit, client_max_fields=MOST_FIELDS))

    return bounded


async def decoded(body: bytearray, kind: type[T], fault: str, expected: str) -> T:
    """What a body of JSON with files in it says. Raises RefusedError (`json`), for too many texts before decoding."""

    def decode() -> T:
        if body.count(b'"') - body.count(b'\\"') > _QUOTES:  # those within a text are not the end of one
            raise refused("json", "the request", f"{fault}: found too many texts; expected {MAX_FILES:,} files at most")
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, RecursionError) as error:
            raise refused("json", "the request", f"{fault}: {error}; expected {expected}") from error

    return await asyncio.to_thread(decode)


def _too_large(limit: int) -> web.HTTPException:
    return web.HTTPRequestEntityTooLarge(limit, text=f"the body is too large, expected at most {limit:,} bytes")
