"""What a display transfers by HTTP: the time, the manifest, its programme and assets, and the captured glass.

Decides resuming, caps, how long a transfer may take and what counts as a failure; every foreign exception becomes one
`TransferError`. An asset is verified before it has its name. A programme stays in memory until it is adopted: a full
card takes a withdrawal too.
Leaves out when anything is tried again (`player`).
"""

import asyncio
import base64
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import aiohttp
import msgspec

from config.settings import Enrolment
from config.system import tls
from content.wire import Glass, limits
from display_client.asset_folder import AssetFolder
from display_client.store import DisplayStore

PARALLEL = 4
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)


class Pace(NamedTuple):
    """How slow a transfer may be before it is given up; what has arrived of an asset is kept.

    It must bring `least` bytes a second, judged over `over_s`, and may take `brief_s` beside that, to connect for one.
    """

    least: float = 8_000.0
    over_s: float = 10.0
    brief_s: float = 20.0


STEADY = Pace()
"""Of a display."""


class TransferError(Exception):
    """It did not arrive whole; the message says why."""


class CardError(TransferError):
    """It arrived, and neither the card nor memory takes it."""


class Downloads:
    """The HTTP side of one display; an async context manager."""

    def __init__(self, enrolment: Enrolment, store: DisplayStore, pace: Pace = STEADY) -> None:
        self._pace = pace
        self._server = enrolment.server.rstrip("/")
        self._display = f"{self._server}/api/displays/{enrolment.display}"
        login = base64.b64encode(f"{enrolment.display}:{enrolment.password}".encode()).decode()
        self._auth = {"Authorization": f"Basic {login}"}
        self._believing = enrolment.believing()
        self._store = store
        self._turns = asyncio.Semaphore(PARALLEL)
        self._etag: str | None = None
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> "Downloads":
        # The whole of a transfer is bounded by its size (`Pace`): the line may drip.
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=self._pace.over_s)
        connector = aiohttp.TCPConnector(ssl=self._believing)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def manifest(self) -> bytes | None:
        """The envelope; None when it is the one given last time. Raises TransferError."""
        headers = self._auth | ({"If-None-Match": self._etag} if self._etag else {})
        try:
            async with self._within(0), self._session.get(f"{self._display}/manifest", headers=headers) as answer:
                if answer.status == 304:
                    return None
                _expect(answer, 200)
                data = await self._read(answer, limits.MAX_MANIFEST_BYTES, "the manifest")
                self._etag = answer.headers.get("ETag")
                return data
        except _FAILURES as error:
            raise TransferError(f"{self._server}: {error or type(error).__name__}") from error

    async def give_manifest(self, envelope: bytes) -> None:
        """Shows the server the newest manifest that the display holds. Raises TransferError."""
        try:
            address, json = f"{self._display}/manifest", {"Content-Type": "application/json"}
            async with self._within(0), self._session.put(address, data=envelope, headers=self._auth | json) as answer:
                _expect(answer, 204)
        except _FAILURES as error:
            raise TransferError(f"{self._server}: {error or type(error).__name__}") from error

    async def time(self, nonce: str, key: str) -> bytes:
        """The signed time in answer to that number, with what the server has of that key. Raises TransferError."""
        try:
            address = f"{self._display}/time"
            async with (
                self._within(0),
                self._session.get(address, params={"nonce": nonce, "key": key}, headers=self._auth) as answer,
            ):
                _expect(answer, 200)
                return await self._read(answer, limits.MAX_MANIFEST_BYTES, "the time")
        except _FAILURES as error:
            raise TransferError(f"{self._server}: {error or type(error).__name__}") from error

    def heed_dates(self, heeded: bool) -> None:
        """Whether the next connections mind how long the server's certificate counts."""
        tls.heed_dates(self._believing, heeded)

    async def programme(self, digest: str, size: int) -> bytes:
        """The bytes, of that SHA-256 (hex) and size; it does not wait for assets on their way. Raises TransferError."""
        try:
            async with self._within(size), self._session.get(f"{self._server}/programmes/{digest}") as answer:
                _expect(answer, 200)
                data = await self._read(answer, size, "the programme")
        except _FAILURES as error:
            raise TransferError(str(error) or type(error).__name__) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise TransferError("what arrived has another digest")
        return data

    async def asset(self, digest: str, size: int) -> None:
        """On the card and verified when this returns; in memory, when the card does not take it.

        Raises TransferError, CardError when memory does not take it either.
        """
        async with self._turns:
            if await asyncio.to_thread(self._store.asset, digest) is not None:
                return
            for folder in (self._store.card, self._store.spare):
                try:
                    await self._arrive(folder, digest, size)
                except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
                    raise TransferError(str(error) or type(error).__name__) from error
                except OSError as error:
                    refusal = error
                    with contextlib.suppress(OSError):  # what is half there takes the room of something else
                        folder.partial(digest).unlink()
                else:
                    return
            raise CardError(refusal.strerror or str(refusal)) from refusal

    async def _arrive(self, folder: AssetFolder, digest: str, size: int) -> None:
        """It is in that folder. Raises TransferError, and OSError when the folder does not take it."""
        async with self._within(size):
            folder.make_room(size)
            await self._gather(folder.partial(digest), digest, size)
        if not await asyncio.to_thread(folder.keep, digest):
            raise TransferError("what arrived has another digest")

    async def _gather(self, part: Path, digest: str, size: int) -> None:
        have = part.stat().st_size if part.exists() else 0
        if have >= size:
            part.unlink()
            have = 0
        headers = {"Range": f"bytes={have}-"} if have else {}
        async with self._session.get(f"{self._server}/assets/{digest}", headers=headers) as answer:
            if answer.status == 416:
                part.unlink(missing_ok=True)
            _expect(answer, 200, 206)
            await self._write(answer, part, have if answer.status == 206 else 0, size)

    async def _write(self, answer: aiohttp.ClientResponse, part: Path, have: int, size: int) -> None:
        with part.open("r+b" if have else "wb") as file:
            file.seek(have)
            async for chunk in self._moving(answer):
                have += len(chunk)
                if have > size:
                    break
                file.write(chunk)
        if have != size:
            if have > size:
                part.unlink()
            raise TransferError(f"found {have} bytes, expected {size}")

    def _within(self, size: int) -> asyncio.Timeout:
        """Ends a transfer of so many bytes that takes longer than one of the least speed. Raises TimeoutError."""
        return asyncio.timeout(self._pace.brief_s + size / self._pace.least)

    async def _moving(self, answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        """The body as it comes. Raises TransferError when it comes slower than the least speed."""
        clock = asyncio.get_running_loop().time
        since, brought = clock(), 0
        async for chunk in answer.content.iter_any():
            brought += len(chunk)
            passed = clock() - since
            if passed >= self._pace.over_s:
                if brought < self._pace.least * passed:
                    expected = f"expected {self._pace.least:.0f} at least"
                    raise TransferError(f"found {brought / passed:.0f} bytes a second, {expected}")
                since, brought = clock(), 0
            yield chunk

    async def _read(self, answer: aiohttp.ClientResponse, most: int, what: str) -> bytes:
        """The whole body. Raises TransferError when it has more than `most` bytes."""
        data = bytearray()
        async for chunk in self._moving(answer):
            data += chunk
            if len(data) > most:
                raise TransferError(f"{what} is larger than {most} bytes")
        return bytes(data)

    async def give_glass(self, png: bytes, glass: Glass) -> None:
        """Uploads what was read back from the glass. Raises TransferError."""
        headers = self._auth | {
            "Content-Type": "image/png",
            "X-Glass": json.dumps(msgspec.to_builtins(glass), separators=(",", ":")),
        }
        try:
            address = f"{self._display}/glass"
            async with self._within(len(png)), self._session.put(address, data=png, headers=headers) as answer:
                _expect(answer, 200, 201, 204)
                with contextlib.suppress(aiohttp.ClientError):
                    await answer.read()
        except _FAILURES as error:
            raise TransferError(str(error) or type(error).__name__) from error


def _expect(answer: aiohttp.ClientResponse, *statuses: int) -> None:
    if answer.status not in statuses:
        raise TransferError(f"the server answered {answer.status} {answer.reason}")
