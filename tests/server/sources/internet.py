"""A small internet for tests: real HTTP and HTTPS servers on this machine, behind names that only the test knows."""

import asyncio
import contextlib
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from control_server.sources.egress import Network, open_socket

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
HOST = "date.oras.ro"
HERE = ipaddress.ip_address("127.0.0.1")


class Internet:
    """`pages` is path → bytes as they go over the wire, or what writes them. Only `HERE` counts as public."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.names: dict[str, list[list[str]]] = {}
        """Name → what it leads to at each looking up; the last goes on."""
        self.lookups: list[str] = []
        self.sockets: list[str] = []
        self.port = self.tls_port = 0
        self.authority: ssl.SSLContext | None = None

    def network(self) -> Network:
        return Network(
            lookup=self._lookup,
            permitted=lambda address: address == HERE,
            open_socket=self._open_socket,
            trust=lambda: self.authority or ssl.create_default_context(),
        )

    def hosts(self, host: str = HOST) -> list[str]:
        """What a city's sources.yaml would say."""
        return [f"http://{host}:{self.port}", f"{host}:{self.tls_port}"]

    def address(self, path: str, host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    def secure(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.tls_port}{path}"

    async def _lookup(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        answers = self.names.get(host, [[str(HERE)]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _open_socket(self, info: Any) -> Any:
        self.sockets.append(info[4][0])
        return open_socket(info)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next(
                (int(line[15:]) for line in head.splitlines() if line.lower().startswith("content-length:")), 0
            )
            self.requests.append(head + (await reader.readexactly(length)).decode("latin-1"))
            answer = self.pages.get(head.split(" ")[1], page(b"nothing", status="404 Not Found"))
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                await answer(writer)
            await writer.drain()
        writer.close()


def page(body: bytes, *, status: str = "200 OK", **headers: str) -> bytes:
    """An answer as it goes over the wire. Headers with `_` for `-`; a length unless one is given."""
    lines = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}Connection: close\r\n\r\n".encode() + body


@contextlib.asynccontextmanager
async def internet(folder: Path) -> AsyncIterator[Internet]:
    """The servers, running. `folder` is for the certificate."""
    servers = Internet()
    certificate, key = _certificate()
    (folder / "host.pem").write_bytes(certificate + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "host.pem")
    servers.authority = ssl.create_default_context(cadata=certificate.decode())
    plain = await asyncio.start_server(servers.serve, str(HERE), 0)
    secure = await asyncio.start_server(servers.serve, str(HERE), 0, ssl=context)
    servers.port, servers.tls_port = (server.sockets[0].getsockname()[1] for server in (plain, secure))
    try:
        yield servers
    finally:
        for server in (plain, secure):
            server.close()


@cache
def _certificate() -> tuple[bytes, bytes]:
    """For `HOST`, by itself: certificate and key, PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
