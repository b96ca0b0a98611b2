"""Requests to a running server, as the commands make them: with the API token, and its refusals told apart.

Decides when a server is taken for gone: a question has 300 s, a change as long as the server says how far it is.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp
import click
import msgspec

from config.settings import ServerSettings
from content.findings import ANSWERS, Finding, RefusedError, refusal, refused
from control_server.commands.headway import Headway
from control_server.tasks import ended

_SERVER = "http://127.0.0.1:8600"
_TOKEN_FILE = Path(ServerSettings().data) / "token"
_ANSWER_S = 300
_CHUNK = 65_536

server_option = click.option("--server", "address", default=_SERVER, show_default=True, help="Address of the server.")
token_option = click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=_TOKEN_FILE,
    show_default=True,
    help="File with the server's API token, or a person's.",
)


why_option = click.option("--why", default="", help="The reason, which a person's token needs: nobody has approved it.")


def with_reason(path: str, why: str) -> str:
    """The path, with the reason as a parameter if there is one."""
    return f"{path}?{urlencode({'why': why})}" if why else path


class Reply(NamedTuple):
    """What the server answered: its body, and the ETag of the resource without quotes, if it has one."""

    body: bytes
    tag: str | None


class _Refusal(msgspec.Struct):
    """What the server says when it refuses."""

    error: str
    findings: tuple[Finding, ...] = ()
    findings_in_all: int = 0


class Patience(NamedTuple):
    """Seconds: how often a change is looked after, and how long the server may be silent meanwhile."""

    look_s: float = 1
    silence_s: float = 60


class _FrameCount(msgspec.Struct):
    """What `/api/progress` says."""

    drawn: int = 0
    needed: int = 0


class _Upload:
    """A body that is sent in pieces and counts what has gone out."""

    def __init__(self, body: bytes) -> None:
        self._body, self.size, self.sent = memoryview(body), len(body), 0

    async def pieces(self) -> AsyncIterator[bytes]:
        for start in range(0, self.size, _CHUNK):
            piece = bytes(self._body[start : start + _CHUNK])
            yield piece
            self.sent += len(piece)


class Client:
    """Speaks to the server at `address` with the token in a file."""

    def __init__(self, address: str, token_file: Path, patience: Patience = Patience()) -> None:  # noqa: B008
        self.address = address.rstrip("/")
        self._token_file, self._patience = token_file, patience

    async def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """The server's answer. Raises RefusedError when there is none, or what the server refused."""
        return await self._request(method, path, body, headers or {}, _ANSWER_S)

    async def change(
        self, path: str, body: bytes, headers: Mapping[str, str], tell: Callable[[Headway], None]
    ) -> Reply:
        """The same for a PUT that may take as long as it takes. `tell` is told how far it is, once a second.

        Raises RefusedError too when the server has been silent for a minute. It may go on with what it has received.
        """
        upload = _Upload(body)
        length = {"Content-Length": str(upload.size)}
        work = asyncio.create_task(self._request("PUT", path, upload.pieces(), {**headers, **length}, None))
        heard = time.monotonic()
        try:
            while not (await asyncio.wait({work}, timeout=self._patience.look_s))[0]:
                frames = await self._frames()
                heard = time.monotonic() if frames else heard
                if time.monotonic() - heard > self._patience.silence_s:
                    message = "is silent, expected it to say how far it is; it may publish what it has received"
                    raise refused("server", self.address, message)
                if frames and not work.done():
                    tell(Headway(upload.sent, upload.size, frames.drawn, frames.needed))
            return work.result()
        finally:
            await ended(work)

    async def _frames(self) -> _FrameCount | None:
        """None when the server does not answer."""
        try:
            reply = await self._request("GET", "/api/progress", b"", {}, self._patience.silence_s / 2)
            return msgspec.json.decode(reply.body, type=_FrameCount)
        except (RefusedError, msgspec.DecodeError):
            return None

    async def _request(
        self,
        method: str,
        path: str,
        body: bytes | AsyncIterator[bytes],
        headers: Mapping[str, str],
        seconds: float | None,
    ) -> Reply:
        address = self.address + path
        sent = {
            "Authorization": f"Bearer {self._token()}",
            "Content-Type": "application/json",
            "Accept": "application/yaml",
            **headers,
        }
        timeout: Any = aiohttp.ClientTimeout(total=seconds, sock_connect=10)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.request(method, address, data=body, headers=sent) as answer,
            ):
                data = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            message = f"no server answers there ({type(error).__name__}), expected a running `afisier server`"
            raise refused("server", address, message) from error
        if answer.status >= 400 and method == "HEAD":  # its answer has no body, and so no sentence
            return await self._request("GET", path, body, headers, seconds)
        if answer.status >= 400:
            raise _refusal(data, answer.status, address)
        tag = answer.headers.get("ETag")
        return Reply(data, tag.strip('"') if tag else None)

    def _token(self) -> str:
        try:
            return self._token_file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            message = (
                "the API token cannot be read, expected the `token` file of the server's data folder (--token-file)"
            )
            raise refused("token", str(self._token_file), message) from error


def _refusal(data: bytes, status: int, address: str) -> RefusedError:
    try:
        refused_with = msgspec.json.decode(data, type=_Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        kind = next((kind for kind, answer in ANSWERS.items() if answer.status == status), RefusedError)
        message = f"answered {status}, expected a control server of Afișier"
        return kind(Finding(code="server", where=address, message=message))
    if refused_with.findings:
        more = refused_with.findings_in_all - len(refused_with.findings)
        last = refused_with.findings[-1]
        rest = [Finding(code=last.code, where=address, message=f"found {more:,} faults more")] if more > 0 else []
        return refusal(*refused_with.findings, *rest)
    return refused("server", address, f"answered {status}: {refused_with.error}")
