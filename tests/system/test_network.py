"""A server on an open network: encrypted for browsers, commands and displays, and its files its own."""

import asyncio
import contextlib
import os
import re
import stat
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec
import pytest
from cryptography import x509

from config.settings import BrokerSettings, Enrolment, ServerSettings, Tls
from config.system import tls
from control_server import server as running_server
from control_server.devices import broker, credentials
from control_server.http.display_api import enrolment_text
from control_server.service import ControlServer
from tests.certificates import Authority, Pair
from tests.changes import publish, put_slide
from tests.server.simulator import PACK, slide

pytestmark = pytest.mark.system

HOST = "127.0.0.1"
HELLO = bytes.fromhex("160301020001000001fc0303")
"""The beginning of a handshake."""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "city")


@pytest.fixture
def pair(authority: Authority) -> Pair:
    return authority.signs(HOST)


@pytest.fixture
async def server(tmp_path: Path, authority: Authority, pair: Pair) -> AsyncIterator[ControlServer]:
    """With the small pack published."""
    chosen = ServerSettings(
        data=str(tmp_path / "data"),
        port=0,
        workers=1,
        tls=Tls(certificate=str(pair.certificate), key=str(pair.key)),
        authority=str(authority.file),
        broker=BrokerSettings(port=0),
    )
    async with running_server.running(chosen) as found:
        await publish(found, PACK)
        yield found


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110  what is waited for is state, which has no event of its own
            await asyncio.sleep(0.02)


@asynccontextmanager
async def agent(folder: Path, enrolment: Enrolment) -> AsyncIterator[Process]:
    """A display's agent with this enrolment, as it runs on the display."""
    file = folder / f"{enrolment.display}.yaml"
    file.write_text(enrolment_text(enrolment))
    words = [sys.executable, "-m", "display_client.agent", str(file)]
    process = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def shown(port: int, authority: Authority) -> int:
    """The serial number of the certificate that is shown there."""
    _, writer = await asyncio.open_connection(HOST, port, ssl=tls.believing(authority.text))
    der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.transport.abort()
    return x509.load_der_x509_certificate(der).serial_number


async def test_a_display_is_told_over_tls_what_it_shows(
    server: ControlServer, authority: Authority, tmp_path: Path
) -> None:
    enrolment = await server.enrolments.enrol("gara")
    assert enrolment.server.startswith("https://") and enrolment.broker.tls and enrolment.authority == authority.text
    wanted = server.publisher.published.versions()["gara"]
    async with agent(tmp_path, enrolment):
        await until(lambda: "gara" in server.fleet.statuses and server.fleet.statuses["gara"][0].adopted == wanted)


async def test_a_display_that_does_not_believe_the_server_tells_it_nothing(
    server: ControlServer, tmp_path: Path
) -> None:
    enrolment = await server.enrolments.enrol("gara")
    other = Authority(tmp_path, "other").text
    async with agent(tmp_path, msgspec.structs.replace(enrolment, authority=other)) as process:
        assert process.stderr is not None
        async with asyncio.timeout(30):
            while b"CERTIFICATE_VERIFY_FAILED" not in await process.stderr.readline():
                assert process.returncode is None
    assert server.fleet.statuses == {}


async def test_whoever_comes_and_says_nothing_keeps_nobody_out(
    server: ControlServer, authority: Authority, tmp_path: Path
) -> None:
    """Half handshakes at server and broker, and encrypted connections with half a request, while a change is made."""
    port, mqtt = int(server.url.rpartition(":")[2]), server.surroundings.broker_address.port
    believing, there = tls.believing(authority.text), []
    try:
        for number in range(300):
            _, writer = await asyncio.open_connection(HOST, port if number % 3 else mqtt)
            writer.write(HELLO if number % 2 else b"")
            there.append(writer)
        for _ in range(30):
            _, writer = await asyncio.open_connection(HOST, port, ssl=believing)
            writer.write(b"PUT /api/pack HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n{")
            there.append(writer)
        async with agent(tmp_path, await server.enrolments.enrol("gara")):
            await until(lambda: "gara" in server.fleet.statuses)
            await put_slide(server, "anunt", slide("Altceva"))
            wanted = server.publisher.published.versions()["gara"]
            await until(lambda: server.fleet.statuses["gara"][0].adopted == wanted)
            async with (
                aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=believing)) as session,
                session.get(server.url) as wall,
            ):
                assert wall.status == 200
    finally:
        for writer in there:
            writer.transport.abort()


async def test_the_broker_speaks_nothing_else_to_displays(server: ControlServer) -> None:
    reader, writer = await asyncio.open_connection(HOST, server.surroundings.broker_address.port)
    writer.write(bytes.fromhex("100c00044d5154540402003c0000"))  # CONNECT of MQTT 3.1.1
    with contextlib.suppress(ConnectionResetError):
        assert await reader.read() == b""
    writer.close()


async def test_an_external_broker_is_reached_over_tls_if_its_authority_is_believed(
    authority: Authority, pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = credentials.generated()
    async with broker.managed(BrokerSettings(port=0), tmp_path / "broker", tls.Certificate(*pair)) as outside:
        outside.admit("oras", {"server": credentials.hashed(secret)})
        reached = BrokerSettings(managed=False, host=HOST, port=outside.port, password=secret, tls=True)
        for believed, up in ((authority.file, True), (Authority(tmp_path, "other").file, False)):
            chosen = ServerSettings(
                data=str(tmp_path / f"data-{up}"), port=0, workers=1, authority=str(believed), broker=reached
            )
            async with running_server.running(chosen) as found:
                await publish(found, PACK)
                assert (await found.enrolments.enrol("gara")).broker.tls
                if up:
                    await until(lambda link=found.surroundings.link: link.up)
                else:
                    await until(lambda: "CERTIFICATE_VERIFY_FAILED" in capsys.readouterr().out)
                    assert not found.surroundings.link.up


async def test_replaced_files_are_shown_by_server_and_broker(
    server: ControlServer, authority: Authority, pair: Pair
) -> None:
    own = server.surroundings.broker
    assert own is not None and own.certificate is not None
    port = int(server.url.rpartition(":")[2])
    work = asyncio.create_task(
        running_server.renewing_certificate(own.certificate, own, server.ground.metrics, every_s=0.01)
    )
    before = await shown(port, authority)
    authority.signs(HOST)
    fresh = x509.load_pem_x509_certificate(pair.certificate.read_bytes()).serial_number
    assert before != fresh
    async with asyncio.timeout(30):
        for each in (port, own.port):
            while await shown(each, authority) != fresh:  # noqa: ASYNC110  mosquitto reads its files in its own time
                await asyncio.sleep(0.02)
    work.cancel()
    ends = x509.load_pem_x509_certificate(pair.certificate.read_bytes()).not_valid_after_utc.timestamp()
    told = re.search(rb"^afisier_certificate_until (\S+)$", server.ground.metrics.text(), re.MULTILINE)
    assert told and float(told[1]) == ends


async def test_commands_reach_it_over_tls(server: ControlServer, authority: Authority, tmp_path: Path) -> None:
    options = ["--server", server.url, "--token-file", str(tmp_path / "data" / "token")]
    words = [sys.executable, "-m", "config.commands.cli", "provision", "piata", "--out", str(tmp_path / "p.yaml")]
    for believed, code in ((authority.file, 0), (Authority(tmp_path, "other").file, 1)):
        process = await asyncio.create_subprocess_exec(
            *words,
            *options,
            "--force",
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "SSL_CERT_FILE": str(believed)},
        )
        _, err = await process.communicate()
        assert process.returncode == code, err
    assert stat.S_IMODE((tmp_path / "p.yaml").stat().st_mode) == 0o600


async def test_the_studio_opens_over_tls(server: ControlServer, authority: Authority) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls.believing(authority.text))) as session:
        async with session.get(f"{server.url}/studio/sign-in") as answer:
            assert answer.status == 200 and answer.headers["Strict-Transport-Security"]
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            async with AsyncExitStack() as stack:
                other = await stack.enter_async_context(aiohttp.ClientSession())
                await stack.enter_async_context(other.get(server.url))


async def test_files_of_the_server_are_its_own(server: ControlServer, tmp_path: Path) -> None:
    await server.enrolments.enrol("gara")
    await server.glasses.add("gara", b"\x89PNG" + bytes(60), None, server.ground.clock())
    there = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    assert {path.name for path in there} >= {"afisier.db", "afisier.db-wal", "token", "passwords", "gara.png"}
    assert {path for path in there if stat.S_IMODE(path.stat().st_mode) & 0o077} == set()
