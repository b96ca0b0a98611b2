"""Programmes, as displays fetch them: by digest, immutable, compressed once for all who ask.

Decides requests and answers. Any proxy between server and displays may keep what is answered here.
"""

import asyncio
import gzip

from aiohttp import web

from content.findings import refused
from control_server.http.answers import IMMUTABLE
from control_server.publishing.publisher import Publisher
from control_server.storage import programmes
from control_server.storage.database import Database

KEPT_BYTES = 64_000_000
"""Of programmes kept ready, plain and packed; what was asked for longest ago is forgotten first."""


class ProgrammeApi:
    """The handler of `/programmes`."""

    def __init__(self, publisher: Publisher, database: Database, kept_bytes: int = KEPT_BYTES) -> None:
        self._publisher, self._database, self._left = publisher, database, kept_bytes
        self.packed = 0
        """How often a programme was packed because it was not kept ready."""
        self._ready: dict[str, tuple[bytes, bytes]] = {}
        self._loading: dict[str, asyncio.Task[tuple[bytes, bytes]]] = {}

    async def programme(self, request: web.Request) -> web.Response:
        """A programme by its SHA-256; gzip for those who take it (RFC 9110 §12.5.3)."""
        data, packed = await self._bodies(request.match_info["digest"])
        headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            data = packed
        return web.Response(body=data, content_type="application/json", headers=headers)

    async def _bodies(self, digest: str) -> tuple[bytes, bytes]:
        """The bytes, plain and packed. Raises NotFoundError (`unknown`). Many who ask at once wait for one loading."""
        if digest in self._ready:
            self._ready[digest] = bodies = self._ready.pop(digest)
            return bodies
        if digest not in self._loading:
            self._loading[digest] = asyncio.create_task(self._load(digest))
        try:
            return await asyncio.shield(self._loading[digest])
        finally:
            self._loading.pop(digest, None)

    async def _load(self, digest: str) -> tuple[bytes, bytes]:
        current = self._publisher.published.programmes.get(digest)
        data = current.data if current else await programmes.body(self._database, digest)
        if data is None:
            raise refused("unknown", f"programme {digest[:16]}…", "is not here, expected one a manifest names")
        bodies = data, await asyncio.to_thread(gzip.compress, data, mtime=0)
        self.packed += 1
        self._keep(digest, bodies)
        return bodies

    def _keep(self, digest: str, bodies: tuple[bytes, bytes]) -> None:
        self._left += _size(self._ready.pop(digest, ())) - _size(bodies)
        self._ready[digest] = bodies
        while self._left < 0:
            self._left += _size(self._ready.pop(next(iter(self._ready))))


def _size(bodies: tuple[bytes, ...]) -> int:
    return sum(map(len, bodies))
