"""The one way out: every byte that the server fetches comes through `Egress`.

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
from content.phrases import said
from control_server.sources.addresses import checked, origins, public

Address = IPv4Address | IPv6Address
Lookup = Callable[[str, int], Awaitable[list[str]]]

_REDIRECTS = {301, 302, 303, 307, 308}
_KEEPS_METHOD = {307, 308}
_CHUNK = 65_536
_MEMBERS = 1_000
"""Parts a gzip body may be put together of (RFC 1952 §2.2); real ones have one."""


class FetchLimits(NamedTuple):
    """What one fetch may take.

    `seconds` covers all of it, looking up and redirects included. `size` is of the unpacked body, `question` of what is
    sent, both in bytes.
    """

    seconds: float = 10
    size: int = 20_000_000
    redirects: int = 5
    question: int = 100_000


async def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    entries = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def open_socket(info: Any) -> socket.socket:
    """A new socket for an entry of `getaddrinfo`: its family, type and protocol."""
    return socket.socket(info[0], info[1], info[2])


@functools.cache
def authorities() -> ssl.SSLContext:
    """TLS with the certificate authorities that this system trusts.

    They are read once: it takes 20 to 90 ms, in which the event loop stands still.
    """
    return ssl.create_default_context()


class Network(NamedTuple):
    """The network as `Egress` sees it. Tests replace it; no setting and no file of a pack can.

    `lookup` resolves a name, `permitted` says which addresses may be connected to, `open_socket` makes the socket, and
    `trust` gives the certificate authorities.
    """

    lookup: Lookup = looked_up
    permitted: Callable[[Address], bool] = public
    open_socket: Callable[[Any], socket.socket] = open_socket
    trust: Callable[[], ssl.SSLContext] = authorities


LIMITS = FetchLimits()
INTERNET = Network()


class Egress:
    """Fetches from the hosts of one city's `sources.yaml`."""

    def __init__(self, hosts: Iterable[str], *, limits: FetchLimits = LIMITS, network: Network = INTERNET) -> None:
        """Raises RefusedError when an entry of `hosts` is no host."""
        self.allowed = origins(hosts)
        self.limits, self.network = limits, network

    async def fetch(self, ask: Ask) -> Told:
        """Fetches the address. Any HTTP status but a redirect is an answer. Raises RefusedError."""
        url = checked(ask.address, self.allowed)
        question = len(ask.body or b"") + len(ask.accept)
        if question > self.limits.question:
            raise refused(
                "size",
                str(url)[:120],
                said("found a question of {question:,} bytes, expected fewer", question=question),
            )
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._followed(url, ask)
        except TimeoutError as error:
            message = said(
                "did not answer in full within {seconds:g} s, expected it to; try again later",
                seconds=self.limits.seconds,
            )
            raise refused("fetch", str(url)[:120], message) from error
        except ssl.SSLError as error:
            raise _uncertified(url) from error
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
            raise _uncertified(url) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            message = said(
                "could not be fetched ({name__}), expected a server that answers", name__=type(error).__name__
            )
            raise refused("fetch", str(url)[:120], message) from error

    async def _followed(self, url: URL, ask: Ask) -> Told:
        body = ask.body
        for _ in range(self.limits.redirects + 1):
            answer = await self._requested(url, ask.accept, body)
            if isinstance(answer, Told):
                return answer
            status, location = answer
            target = _joined(url, location)
            if url.scheme == "https" and not target.lower().startswith("https:"):
                message = said(
                    "leads on to {target!r} without encryption, expected https to stay https", target=target[:80]
                )
                raise refused("address", str(url)[:120], message)
            url = checked(target, self.allowed)
            body = body if status in _KEEPS_METHOD else None
        message = said("leads on more than {redirects} times, expected an answer", redirects=self.limits.redirects)
        raise refused("fetch", str(url)[:120], message)

    async def _requested(self, url: URL, accept: str, body: bytes | None) -> Told | tuple[int, str]:
        """Makes one request. Returns the answer, or status and target of a redirect."""
        addresses = await self._looked_up(url)
        connector = aiohttp.TCPConnector(
            resolver=_PinnedResolver(addresses),
            use_dns_cache=False,
            force_close=True,
            ssl=self.network.trust(),
            socket_factory=lambda info: self._checked_socket(info, addresses),
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
            data = await _read(answer, self.limits.size)
            return Told(address=str(url), status=answer.status, kind=kind, body=data)

    async def _looked_up(self, url: URL) -> list[Address]:
        """The addresses of the host. Raises RefusedError unless there are some and all are of the public internet."""
        host = url.raw_host or ""
        try:
            addresses = [ip_address(text) for text in await self.network.lookup(host, url.port or 0)]
        except (OSError, ValueError, UnicodeError) as error:
            raise refused("fetch", host, "is not a name that can be found, expected a host of the internet") from error
        for address in addresses:
            if not self.network.permitted(address):
                message = said(
                    "leads to {address}, which is not of the public internet, expected a public host", address=address
                )
                raise refused("address", host, message)
        if not addresses:
            raise refused("fetch", host, "has no address, expected a host of the internet")
        return addresses

    def _checked_socket(self, info: Any, addresses: list[Address]) -> socket.socket:
        """A socket for one of the addresses that were checked. Raises OSError for any other."""
        if ip_address(info[4][0]) not in addresses:
            raise OSError("found another address than the one checked")
        return self.network.open_socket(info)


class _PinnedResolver(AbstractResolver):
    """Resolves every name to the addresses that were looked up and checked before."""

    def __init__(self, addresses: list[Address]) -> None:
        self._addresses = addresses

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
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Does nothing: no resource is held."""


def _joined(url: URL, location: str) -> str:
    """The target of a redirect. One that is no address is returned as it is, for `checked` to refuse."""
    try:
        return location if not location or "\\" in location else str(url.join(URL(location)))
    except ValueError:
        return location


def _uncertified(url: URL) -> Exception:
    message = said("does not prove who it is (certificate), expected a valid one for this host")
    return refused("fetch", str(url)[:120], message)


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    """The unpacked body. Stops reading and raises RefusedError beyond `limit` bytes, packed or unpacked."""
    where = str(answer.url)[:120]
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip"):
        raise refused("fetch", where, said("is packed as {coding!r}, expected gzip or nothing", coding=coding[:40]))
    if (answer.content_length or 0) > limit:
        raise _too_large(where, limit)
    decoder = _GzipDecoder(where, limit) if "gzip" in coding else None
    body = bytearray()
    packed = 0
    async for chunk in answer.content.iter_chunked(_CHUNK):
        packed += len(chunk)
        body += decoder.decoded(chunk, limit - len(body)) if decoder else chunk
        if max(packed, len(body)) > limit:
            raise _too_large(where, limit)
    if decoder and packed and not decoder.complete:
        raise refused("fetch", where, "ends in the middle of its gzip data, expected all of it")
    return bytes(body)


class _GzipDecoder:
    """Unpacks a gzip body chunk by chunk, and stops as soon as the result is larger than allowed."""

    def __init__(self, where: str, limit: int) -> None:
        self._where, self._limit = where, limit
        self._member = zlib.decompressobj(wbits=31)
        self._members = 1

    @property
    def complete(self) -> bool:
        """Whether the current gzip member has ended."""
        return self._member.eof

    def decoded(self, chunk: bytes, room: int) -> bytes:
        """What `chunk` unpacks to. Raises RefusedError when that is more than `room` bytes, or no gzip."""
        unpacked = b""
        try:
            while chunk:
                if self._member.eof:
                    self._member = zlib.decompressobj(wbits=31)
                    self._members += 1
                unpacked += self._member.decompress(chunk, max(room - len(unpacked), 0) + 1)
                if len(unpacked) > room or self._members > _MEMBERS:
                    raise _too_large(self._where, self._limit)
                chunk = self._member.unused_data or self._member.unconsumed_tail
        except zlib.error as error:
            raise refused("fetch", self._where, "is no gzip data, expected what its header says") from error
        return unpacked


def _too_large(where: str, limit: int) -> Exception:
    return refused("size", where, said("is larger than {limit:,} bytes, expected at most that", limit=limit))
