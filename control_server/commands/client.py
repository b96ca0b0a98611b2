"""One request to a running server, as the commands make it: with the API token, and its refusals told apart."""

from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import click
import msgspec

from config.settings import ServerSettings
from content.findings import ANSWERS, Finding, RefusedError, refusal, refused

_SERVER = "http://127.0.0.1:8600"
_TOKEN_FILE = Path(ServerSettings().data) / "token"
_ANSWER_S = 300

server_option = click.option("--server", "address", default=_SERVER, show_default=True, help="Address of the server.")
token_option = click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=_TOKEN_FILE,
    show_default=True,
    help="File with the server's API token.",
)


class Reply(NamedTuple):
    """What the server answered: its body, and the ETag of the resource without quotes, if it has one."""

    body: bytes
    tag: str | None


class _Refusal(msgspec.Struct):
    """What the server says when it refuses."""

    error: str
    findings: tuple[Finding, ...] = ()


class Client:
    """Speaks to the server at `address` with the token in a file."""

    def __init__(self, address: str, token_file: Path) -> None:
        self.address = address.rstrip("/")
        self._token_file = token_file

    async def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        """The server's answer. Raises RefusedError when there is none, or what the server refused."""
        address = self.address + path
        sent = {
            "Authorization": f"Bearer {self._token()}",
            "Content-Type": "application/json",
            "Accept": "application/yaml",
            **(headers or {}),
        }
        limit: Any = aiohttp.ClientTimeout(total=_ANSWER_S, sock_connect=10)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.request(method, address, data=body, headers=sent) as answer,
            ):
                data = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            message = f"no server answers there ({type(error).__name__}), expected a running `afisier server`"
            raise refused("server", address, message) from error
        if answer.status >= 400 and method == "HEAD":  # its answer has no body, and so no sentence
            return await self.ask("GET", path, body, headers)
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
        return refusal(*refused_with.findings)
    return refused("server", address, f"answered {status}: {refused_with.error}")
