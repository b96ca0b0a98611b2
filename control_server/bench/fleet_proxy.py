"""What simulated displays fetch by HTTP: manifests each for itself, programmes and files once for all of them.

Stands for the proxy of a city in front of the displays: what is named by its SHA-256 never changes, so it is fetched
once. Leaves out the card: what was fetched is compared with its name, and of a programme only its files are kept.
"""

import asyncio
from hashlib import sha256

import aiohttp
import msgspec

_CONNECTIONS = 20


class _Files(msgspec.Struct, frozen=True):
    assets: dict[str, int]


class CityProxy:
    """Speaks HTTP with the server at `url`. Every method that fetches raises aiohttp.ClientError or ValueError."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_CONNECTIONS))
        self._fetches: dict[str, asyncio.Task[bytes]] = {}
        self._complete: set[str] = set()
        self.bytes = 0
        """Fetched so far, manifests left out."""

    async def close(self) -> None:
        """Ends the session."""
        await self._session.close()

    async def manifest(self, display: str, password: str, known: str) -> bytes | None:
        """The display's newest envelope; None when it is the one whose digest is `known`."""
        headers = {"Authorization": aiohttp.encode_basic_auth(display, password)}
        if known:
            headers["If-None-Match"] = f'"{known}"'
        async with self._session.get(f"{self._url}/api/displays/{display}/manifest", headers=headers) as answer:
            if answer.status == 304:
                return None
            answer.raise_for_status()
            return await answer.read()

    def has(self, programme: str) -> bool:
        """Whether it and all its files were fetched."""
        return programme in self._complete

    async def fetch(self, programme: str) -> None:
        """The programme and the files that it names; what another asks for at the same time is asked for once."""
        data = await self._whole(f"/programmes/{programme}", programme)
        assets = msgspec.json.decode(data, type=_Files).assets
        await asyncio.gather(*(self._whole(f"/assets/{asset}", asset) for asset in assets))
        self._complete.add(programme)

    async def _whole(self, path: str, digest: str) -> bytes:
        if digest not in self._fetches:
            self._fetches[digest] = asyncio.create_task(self._get(path, digest))
        try:
            return await asyncio.shield(self._fetches[digest])
        except Exception:
            self._fetches.pop(digest, None)
            raise

    async def _get(self, path: str, digest: str) -> bytes:
        async with self._session.get(self._url + path) as answer:
            answer.raise_for_status()
            data = await answer.read()
        if sha256(data).hexdigest() != digest:
            raise ValueError(f"{path}: found other bytes, expected those of this name")
        self.bytes += len(data)
        return data if path.startswith("/programmes/") else b""
