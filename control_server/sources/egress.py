"""The one way out: every byte that the server fetches comes through here.

Decides that only allowed hosts are asked (`addresses`), by https unless the city says otherwise; that a name is looked
up once, all its answers are of the public internet, and what is connected to is one of them (no rebinding); that
redirects are followed by hand and checked as the first address was; and how long and large an answer may be. Sends no
cookies, no credentials, and knows no proxy. Leaves out what the bytes mean: that is for the jail.
"""

import asyncio
import functools
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from content.findings import refused
from content.imports.conversation import Ask, Told
from control_server.sources.addresses import checked, doors, public

Address = IPv4Address | IPv6Address
Lookup = Callable[[str, int], Awaitable[list[str]]]

_REDIRECTS = {301, 302, 303, 307, 308}
_KEEPS_METHOD = {307, 308}
_CHUNK = 65_536
_MEMBERS = 1_000
"""Parts a gzip body may be put together of (RFC 1952 §2.2); real ones have one."""


class Limits(NamedTuple):
    """`seconds` for everything, redirects and looking up included; `size` of a body in bytes, unpacked."""

    seconds: float = 10
    size: int = 20_000_000
    redirects: int = 5
    question: int = 100_000


async def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def opened(info: Any) -> socket.socket:
    """A socket for that family and kind of address."""
    return socket.socket(info[0], info[1], info[2])


@functools.cache
def authorities() -> ssl.SSLContext:
    """Whom this system believes. Read once: it takes 20 to 90 ms, in which the server would do nothing else."""
    return ssl.create_default_context()


class World(NamedTuple):
    """The network as `Egress` sees it. Tests have one of their own; no setting and no file of a pack leads here.

    `permitted` says which addresses may be connected to, `door` makes the socket, `trust` is whom TLS believes.
    """

    lookup: Lookup = looked_up
    permitted: Callable[[Address], bool] = public
    door: Callable[[Any], socket.socket] = opened
    trust: Callable[[], ssl.SSLContext] = authorities


LIMITS = Limits()
INTERNET = World()


class Egress:
    """For the hosts of one city's `sources.yaml`. Raises RefusedError when one of them is no host."""

    def __init__(self, hosts: Iterable[str], *, limits: Limits = LIMITS, world: World = INTERNET) -> None:
        self.allowed = doors(hosts)
        self._limits, self._world = limits, world

    async def fetch(self, ask: Ask) -> Told:
        """What is at that address. Any HTTP status but a redirect is an answer. Raises RefusedError."""
        url = checked(ask.address, self.allowed)
        question = len(ask.body or b"") + len(ask.accept)
        if question > self._limits.question:
            raise refused("size", str(url)[:120], f"found a question of {question:,} bytes, expected fewer")
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._followed(url, ask)
        except TimeoutError as error:
            message = f"did not answer in full within {self._limits.seconds:g} s, expected it to; try again later"
            raise refused("fetch", str(url)[:120], message) from error
        except ssl.SSLError as error:
            raise _uncertified(url) from error
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
            raise _uncertified(url) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            message = f"could not be fetched ({type(error).__name__}), expected a server that answers"
            raise refused("fetch", str(url)[:120], message) from error

    async def _followed(self, url: URL, ask: Ask) -> Told:
        body = ask.body
        for _ in range(self._limits.redirects + 1):
            answer = await self._asked(url, ask.accept, body)
            if isinstance(answer, Told):
                return answer
            status, location = answer
            target = _joined(url, location)
            if url.scheme == "https" and not target.lower().startswith("https:"):
                message = f"leads on to {target[:80]!r} without encryption, expected https to stay https"
                raise refused("address", str(url)[:120], message)
            url = checked(target, self.allowed)
            body = body if status in _KEEPS_METHOD else None
        message = f"leads on more than {self._limits.redirects} times, expected an answer"
        raise refused("fetch", str(url)[:120], message)

    async def _asked(self, url: URL, accept: str, body: bytes | None) -> Told | tuple[int, str]:
        """One request: the answer, or status and target of a redirect."""
        answers = await self._answers(url)
        connector = aiohttp.TCPConnector(
            resolver=_Pinned(answers),
            use_dns_cache=False,
            force_close=True,
            ssl=self._world.trust(),
            socket_factory=lambda info: self._pinned(info, answers),
        )
        headers = {"Accept": accept, "Accept-Encoding": "gzip, identity", "User-Agent": "afisier"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        async with (
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False
            ) as session,
            session.request(
                "GET" if body is None else "POST", url, data=body, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status in _REDIRECTS:
                return answer.status, answer.headers.get("Location", "")
            kind = answer.content_type if "Content-Type" in answer.headers else ""
            data = await _read(answer, self._limits.size)
            return Told(address=str(url), status=answer.status, kind=kind, body=data)

    async def _answers(self, url: URL) -> list[Address]:
        """The addresses behind the name, each of the public internet. Raises RefusedError."""
        host = url.raw_host or ""
        try:
            found = [ip_address(text) for text in await self._world.lookup(host, url.port or 0)]
        except (OSError, ValueError, UnicodeError) as error:
            raise refused("fetch", host, "is not a name that can be found, expected a host of the internet") from error
        for address in found:
            if not self._world.permitted(address):
                message = f"leads to {address}, which is not of the public internet, expected a public host"
                raise refused("address", host, message)
        if not found:
            raise refused("fetch", host, "has no address, expected a host of the internet")
        return found

    def _pinned(self, info: Any, answers: list[Address]) -> socket.socket:
        """The last look before a socket: what is connected to is what was checked."""
        if ip_address(info[4][0]) not in answers:
            raise OSError("found another address than the one checked")
        return self._world.door(info)


class _Pinned(AbstractResolver):
    """Answers what was looked up and checked before, and nothing else."""

    def __init__(self, answers: list[Address]) -> None:
        self._answers = answers

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._answers
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _joined(url: URL, location: str) -> str:
    """The target of a redirect. One that is no address is left for `checked` to refuse."""
    try:
        return location if not location or "\\" in location else str(url.join(URL(location)))
    except ValueError:
        return location


def _uncertified(url: URL) -> Exception:
    message = "does not prove who it is (certificate), expected a valid one for this host"
    return refused("fetch", str(url)[:120], message)


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, unpacked. Raises RefusedError beyond `limit` bytes, packed or unpacked, without reading on."""
    where = str(answer.url)[:120]
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip"):
        raise refused("fetch", where, f"is packed as {coding[:40]!r}, expected gzip or nothing")
    if (answer.content_length or 0) > limit:
        raise _too_large(where, limit)
    unpack = _Gzip(where, limit) if "gzip" in coding else None
    found = bytearray()
    packed = 0
    async for chunk in answer.content.iter_chunked(_CHUNK):
        packed += len(chunk)
        found += unpack.fed(chunk, limit - len(found)) if unpack else chunk
        if max(packed, len(found)) > limit:
            raise _too_large(where, limit)
    if unpack and packed and not unpack.complete:
        raise refused("fetch", where, "ends in the middle of its gzip data, expected all of it")
    return bytes(found)


class _Gzip:
    """Unpacks what it is fed and never more than asked for."""

    def __init__(self, where: str, limit: int) -> None:
        self._where, self._limit = where, limit
        self._member = zlib.decompressobj(wbits=31)
        self._members = 1

    @property
    def complete(self) -> bool:
        return self._member.eof

    def fed(self, chunk: bytes, room: int) -> bytes:
        """What `chunk` unpacks to. Raises RefusedError when that is more than `room` bytes, or no gzip."""
        found = b""
        try:
            while chunk:
                if self._member.eof:
                    self._member = zlib.decompressobj(wbits=31)
                    self._members += 1
                found += self._member.decompress(chunk, max(room - len(found), 0) + 1)
                if len(found) > room or self._members > _MEMBERS:
                    raise _too_large(self._where, self._limit)
                chunk = self._member.unused_data or self._member.unconsumed_tail
        except zlib.error as error:
            raise refused("fetch", self._where, "is no gzip data, expected what its header says") from error
        return found


def _too_large(where: str, limit: int) -> Exception:
    return refused("size", where, f"is larger than {limit:,} bytes, expected at most that")
