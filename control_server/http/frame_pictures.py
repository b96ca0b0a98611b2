"""The pictures of frames for staff: as a screen shows them, with clock and countdown as they are now.

Decides that who has not signed in sees none of them here: a frame may be of a change that nobody has approved.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content import live
from content.findings import refused
from content.wire import LivePart
from control_server.changes.difference import boxed
from control_server.publishing.publisher import Publisher
from control_server.storage import frames
from control_server.storage.blobs import Blobs
from control_server.storage.database import Database


class FramePictures(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for frames by their SHA-256, published or not."""

    publisher: Publisher
    database: Database
    blobs: Blobs
    clock: Callable[[], datetime]
    comparing: asyncio.Semaphore = msgspec.field(default_factory=lambda: asyncio.Semaphore(1))
    """One at a time: the largest frames take 250 MB to compare."""

    async def picture(self, request: web.Request) -> web.Response:
        """The frame as PNG. Raises NotFoundError (`unknown`)."""
        digest = request.match_info["digest"]
        path = await self.blobs.located(digest)
        if not path.is_file():
            raise refused("unknown", f"frame {digest[:16]}…", "is not here, expected one that was drawn")
        stored = (await frames.of_assets(self.database, [digest])).get(digest)
        png = await asyncio.to_thread(_painted, path, stored.live if stored else (), self.clock(), self._zone())
        # Clock and countdown go by minutes: a page that is opened again soon after need not fetch them all again.
        return web.Response(body=png, content_type="image/png", headers={"Cache-Control": "private, max-age=20"})

    async def difference(self, request: web.Request) -> web.Response:
        """What differs between two frames, boxed, as PNG. Raises NotFoundError (`unknown`)."""
        digests = request.match_info["before"], request.match_info["digest"]
        paths = [await self.blobs.located(digest) for digest in digests]
        for digest, path in zip(digests, paths, strict=True):
            if not path.is_file():
                raise refused("unknown", f"frame {digest[:16]}…", "is not here, expected one that was drawn")
        async with self.comparing:
            png = await asyncio.to_thread(lambda: boxed(*(path.read_bytes() for path in paths)))
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return web.Response(body=png, content_type="image/png", headers=headers)

    def _zone(self) -> ZoneInfo:
        pack = self.publisher.published.pack
        return pack.city.zone if pack else ZoneInfo("UTC")


def _painted(path: Path, parts: tuple[LivePart, ...], now: datetime, zone: ZoneInfo) -> bytes:
    png = path.read_bytes()
    return live.composed(png, parts, now, zone) if parts else png
