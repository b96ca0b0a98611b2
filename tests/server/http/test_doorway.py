"""Encrypted connections and those through a proxy: the same places, the same answers, over real sockets."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from config.system import tls
from control_server import app
from control_server.http.connections import listening
from control_server.http.doorway import Doorway
from control_server.http.places import ConnectionLimits
from tests.certificates import Authority
from tests.server.http.sockets import LINGERING, ONE, OTHER, Peer, Served, until
from tests.server.simulator import Simulated

HELLO = bytes.fromhex("160301020001000001fc0303")
"""The beginning of a handshake."""
PROXY = Doorway(proxies=(ip_network(OTHER),))
ASKED = "GET /api/displays HTTP/1.1\nHost: a\nConnection: close\n{}\n"


@asynccontextmanager
async def opened(city: Simulated, doorway: Doorway, limits: ConnectionLimits = LINGERING) -> AsyncIterator[Served]:
    listener = socket.create_server((ONE, 0), backlog=1024)
    metrics = city.server.ground.metrics
    async with listening(app.application(city.server), listener, limits, metrics, doorway) as places:
        served = Served(city, places, listener.getsockname()[1])
        try:
            yield served
        finally:
            await served.close()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def encrypted(authority: Authority) -> Doorway:
    return Doorway(tls.Certificate(*authority.signs(ONE)).context)


async def encrypted_peer(served: Served, authority: Authority) -> Peer:
    return await asyncio.open_connection(ONE, served.port, ssl=tls.believing(authority.text))


async def test_over_tls_the_same_is_answered(city: Simulated, encrypted: Doorway, authority: Authority) -> None:
    digest = await city.server.surroundings.blobs.add(bytes(3_000_000))
    async with opened(city, encrypted) as served:
        for path, size in (("/api/displays", 100), (f"/assets/{digest}", 3_000_000)):
            reader, writer = await encrypted_peer(served, authority)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK") and len(body) >= size
            assert b"Strict-Transport-Security: max-age=31536000" in head
            writer.transport.abort()
        await until(lambda: served.places.taken == 0)


async def test_a_request_right_behind_the_handshake_is_not_lost(
    city: Simulated, encrypted: Doorway, authority: Authority
) -> None:
    """TLS 1.2 and 1.3: the last message of the client's handshake and its request come in one piece."""
    async with opened(city, encrypted) as served:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = tls.believing(authority.text)
            context.minimum_version = context.maximum_version = version
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            client = context.wrap_bio(incoming, outgoing, server_hostname=ONE)
            reader, writer = await served.connected()
            while True:
                try:
                    client.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    writer.write(outgoing.read())
                    incoming.write(await reader.read(65_536))
            client.write(ASKED.format("").replace("\n", "\r\n").encode())
            writer.write(outgoing.read())
            answer = bytearray()
            while b"200 OK" not in answer:
                incoming.write(await reader.read(65_536))
                while incoming.pending:
                    try:
                        answer += client.read(65_536)
                    except ssl.SSLWantReadError:
                        break
            writer.transport.abort()


async def test_half_handshakes_have_places_and_lose_them(
    city: Simulated, encrypted: Doorway, authority: Authority
) -> None:
    async with opened(city, encrypted, ConnectionLimits(places=8)) as served:
        for number in range(20):
            await served.connected(HELLO if number % 2 else b"")
        await until(lambda: served.places.taken == 8)
        reader, writer = await encrypted_peer(served, authority)
        writer.write(ASKED.format("").replace("\n", "\r\n").encode())
        assert b" 200 OK" in await reader.read()
        assert served.ended("place") >= 12
        writer.transport.abort()


@pytest.mark.parametrize("half", [b"", HELLO])
async def test_half_handshakes_end_in_time(city: Simulated, encrypted: Doorway, half: bytes) -> None:
    async with opened(city, encrypted, ConnectionLimits(places=400, waiting_s=0.2)) as served:
        peers = [await served.connected(half) for _ in range(20)]
        await until(lambda: served.places.taken == 0)
        for reader, _ in peers:
            assert await reader.read() == b""
        assert served.ended("handshake") == 20


async def test_what_is_no_handshake_ends(
    city: Simulated, encrypted: Doorway, capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(city, encrypted) as served:
        capsys.readouterr()
        for nonsense in (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\x00" * 100):
            reader, _ = await served.connected(nonsense)
            assert b"HTTP/1.1" not in await reader.read()
        await until(lambda: served.places.taken == 0)
    assert capsys.readouterr() == ("", "")


async def test_a_server_that_ends_leaves_no_handshake(city: Simulated, encrypted: Doorway) -> None:
    before = asyncio.all_tasks()
    async with opened(city, encrypted) as served:
        await served.connected(HELLO)
        await until(lambda: served.places.taken == 1)
    assert asyncio.all_tasks() == before


# --- through a proxy -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        (OTHER, ["203.0.113.9"], "203.0.113.9"),
        (OTHER, ["1.2.3.4, 203.0.113.9"], "203.0.113.9"),
        (OTHER, ["1.2.3.4", "203.0.113.9"], "203.0.113.9"),
        (OTHER, [f"203.0.113.9, {OTHER}"], "203.0.113.9"),
        (OTHER, ["2001:db8::7"], "2001:db8::7"),
        (OTHER, [], None),
        (OTHER, ["unknown"], None),
        (OTHER, ["203.0.113.9, ; drop"], None),
        ("::ffff:127.0.0.2", ["203.0.113.9"], "203.0.113.9"),
        (ONE, ["203.0.113.9"], None),
        ("198.51.100.1", ["203.0.113.9"], None),
    ],
)
def test_who_asks_is_what_a_trusted_proxy_saw(peer: str, said: list[str], expected: str | None) -> None:
    headers = [("X-Forwarded-For", value) for value in said]
    request = make_mocked_request("GET", "/", CIMultiDict(headers)).clone(remote=peer)
    assert PROXY.client(request) == expected
    assert Doorway().client(request) is None


async def test_requests_through_a_proxy_count_for_who_asks(city: Simulated) -> None:
    async with opened(city, PROXY, ConnectionLimits(places=4)) as served:
        stream = "GET /api/events HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {}\r\n\r\n"
        for _ in range(3):
            await served.connected(stream.format("203.0.113.9").encode(), OTHER)
        await until(lambda: served.places.running_requests == 3)
        assert "3 requests from there are answered" in await served.answer(
            ASKED.format("X-Forwarded-For: 203.0.113.9\n"), OTHER
        )
        assert " 200 OK" in await served.answer(ASKED.format("X-Forwarded-For: 203.0.113.10\n"), OTHER)
        assert " 200 OK" in await served.answer(ASKED.format("X-Forwarded-For: 203.0.113.9\n"), ONE)


async def test_failed_logins_are_told_with_who_asked(city: Simulated, capsys: pytest.CaptureFixture[str]) -> None:
    async with opened(city, PROXY) as served:
        wrong = "GET /api/pack HTTP/1.1\nHost: a\nConnection: close\nAuthorization: Bearer x\nX-Forwarded-For: {}\n\n"
        assert " 401 " in await served.answer(wrong.format("203.0.113.9"), OTHER)
        assert "203.0.113.9" in capsys.readouterr().out


async def test_a_body_through_a_proxy_is_read(city: Simulated) -> None:
    token = f"Authorization: Bearer {city.server.token}\nIf-Match: *\nX-Forwarded-For: 203.0.113.9\n"
    body = "kind: notice\ntitle: {ro: Da, en: Yes}\nbody: {ro: Da, en: Yes}\n"
    head = f"PUT /api/slides/anunt HTTP/1.1\nHost: a\nConnection: close\n{token}Content-Length: {len(body)}\n\n"
    async with opened(city, PROXY) as served:
        assert " 200 OK" in await served.raw(head, body, OTHER)
