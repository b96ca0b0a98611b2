"""The other side of a display: an HTTP server that can be told to misbehave."""

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiohttp import BasicAuth, web
from aiohttp.test_utils import TestServer


class Simulator:
    """What a control server offers a display; `requests` counts what was asked of it."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.envelope: bytes | None = None
        self.programmes: dict[str, bytes] = {}
        self.assets: dict[str, bytes] = {}
        self.requests: Counter[str] = Counter()
        self.ranges: list[str | None] = []
        self.cut_after: int | None = None
        self.gives = asyncio.Event()
        """Assets are given as long as it is set."""
        self.gives.set()
        self.ignores_range = False
        self.drips: set[str] = set()
        """Assets whose bytes come one by one, until whoever asked for them goes."""
        self.dripping = 0
        """Answers that drip now."""
        self.glass: list[tuple[bytes, dict[str, Any]]] = []
        app = web.Application()
        app.router.add_get("/api/displays/{id}/manifest", self._manifest)
        app.router.add_get("/api/displays/{id}/time", self._time)
        app.router.add_put("/api/displays/{id}/manifest", self._proof)
        app.router.add_put("/api/displays/{id}/glass", self._glass)
        app.router.add_get("/programmes/{digest}", self._programme)
        app.router.add_get("/assets/{digest}", self._asset)
        self.proofs: list[bytes] = []
        self.server = TestServer(app, host=host)
        self.times: Callable[[str], bytes] | None = None
        self.key = ""
        """That it was asked about last."""
        """From a nonce to the signed time; without it nobody is told the time."""

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def offer(self, *files: bytes) -> None:
        self.assets |= {hashlib.sha256(data).hexdigest(): data for data in files}

    def offer_programme(self, *programmes: bytes) -> None:
        self.programmes |= {hashlib.sha256(data).hexdigest(): data for data in programmes}

    def _identify(self, request: web.Request) -> None:
        login = BasicAuth.decode(request.headers.get("Authorization", ""))
        if (login.login, login.password) != (request.match_info["id"], "nimic"):
            raise web.HTTPUnauthorized

    async def _manifest(self, request: web.Request) -> web.Response:
        self._identify(request)
        self.requests["manifest"] += 1
        if self.envelope is None:
            raise web.HTTPNotFound
        tag = hashlib.sha256(self.envelope).hexdigest()
        if request.headers.get("If-None-Match") == f'"{tag}"':
            raise web.HTTPNotModified
        return web.Response(body=self.envelope, headers={"ETag": f'"{tag}"'})

    async def _time(self, request: web.Request) -> web.Response:
        self._identify(request)
        self.requests["time"] += 1
        if self.times is None:
            raise web.HTTPNotFound
        self.key = request.query["key"]
        return web.Response(body=self.times(request.query["nonce"]))

    async def _proof(self, request: web.Request) -> web.Response:
        self._identify(request)
        self.proofs.append(await request.read())
        return web.Response(status=204)

    async def _programme(self, request: web.Request) -> web.Response:
        digest = request.match_info["digest"]
        self.requests[digest] += 1
        if digest not in self.programmes:
            raise web.HTTPNotFound
        return web.Response(body=self.programmes[digest], content_type="application/json")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        digest = request.match_info["digest"]
        self.requests[digest] += 1
        wanted = request.headers.get("Range")
        self.ranges.append(wanted)
        if digest not in self.assets:
            raise web.HTTPNotFound
        await self.gives.wait()
        data, begin = self.assets[digest], 0
        if wanted and not self.ignores_range:
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
            if begin >= len(data):
                raise web.HTTPRequestRangeNotSatisfiable
        answer = web.StreamResponse(status=206 if begin else 200)
        answer.content_length = len(data) - begin
        await answer.prepare(request)
        if digest in self.drips:
            self.dripping += 1
            try:
                while True:
                    await answer.write(data[:1])
                    await asyncio.sleep(0.001)
            finally:
                self.dripping -= 1
        if self.cut_after is not None:
            await answer.write(data[begin : begin + self.cut_after])
            assert request.transport is not None
            request.transport.close()
            return answer
        await answer.write(data[begin:])
        return answer

    async def _glass(self, request: web.Request) -> web.Response:
        self._identify(request)
        self.glass.append((await request.read(), json.loads(request.headers["X-Glass"])))
        return web.Response(status=204)
