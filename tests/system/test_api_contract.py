"""Requests that the API's document allows, and such as it does not, against a running server: none ends in an error.

schemathesis makes them; `AFISIER_ROUNDS` (`make proof`) makes more.
"""

import asyncio
import base64
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from config.settings import BrokerSettings, ServerSettings
from control_server.server import running
from control_server.service import ControlServer
from tests.changes import publish
from tests.rounds import ROUNDS
from tests.server.simulator import PACK

pytestmark = pytest.mark.system

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
KNOWN = """
[parameters]
"path.display" = "gara"
"path.slide" = "anunt"
"path.reader" = "dataset"
"header.If-Match" = "*"
"""
"""What is there: with ids by chance nearly every answer would be 404. Ids by chance are asked for, too."""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ControlServer]:
    settings = ServerSettings(data=str(tmp_path / "data"), port=0, workers=1, broker=BrokerSettings(port=0))
    async with running(settings) as found:
        await publish(found, PACK)
        yield found


async def asked(folder: Path, server: ControlServer, *options: str, known: str = "") -> str:
    """What schemathesis says; the test fails with it when it found something."""
    (folder / "schemathesis.toml").write_text(known)
    words = [str(Path(sys.executable).with_name("schemathesis"))]
    words += ["--config-file", str(folder / "schemathesis.toml"), "run", f"{server.url}/api/openapi.json"]
    words += ["--workers", "1", "--seed", "1", "--checks", ",".join(CHECKS), "--suppress-health-check", "all"]
    words += ["--no-shrink", "--request-timeout", "30", *options]
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await process.communicate()
    said = out.decode()
    assert process.returncode == 0, said[-12_000:]
    return said


def cases(said: str) -> int:
    """How many requests were made."""
    found = re.search(r"(\d[\d,]*) generated", said)
    assert found, said[-2_000:]
    return int(found[1].replace(",", ""))


EVERY, CHANCE = ("--phases", "coverage,fuzzing"), ("--phases", "fuzzing")
"""Every parameter at each of its bounds and beyond, and then by chance; or by chance alone."""
# The stream of events never ends by itself: what is on it is tests/server/http/test_event_streams.py's.
STREAM = ("--exclude-path", "/api/events")


async def test_a_program_with_the_token_gets_no_error_of_the_server(server: ControlServer, tmp_path: Path) -> None:
    token = ("-H", f"Authorization: Bearer {server.token}")
    said = await asked(tmp_path, server, *EVERY, "-n", str(3 * ROUNDS), *token, *STREAM, known=KNOWN)
    assert cases(said) > 1_000
    assert cases(await asked(tmp_path, server, *CHANCE, "-n", str(5 * ROUNDS), *token, *STREAM)) > 20


async def test_neither_does_a_display(server: ControlServer, tmp_path: Path) -> None:
    secret = (await server.enrolments.enrol("gara")).password
    basic = base64.b64encode(f"gara:{secret}".encode()).decode()
    own = ("-H", f"Authorization: Basic {basic}", "--include-path-regex", "/(glass|manifest)$")
    assert cases(await asked(tmp_path, server, *EVERY, "-n", str(5 * ROUNDS), *own, known=KNOWN)) > 30


async def test_nor_anyone(server: ControlServer, tmp_path: Path) -> None:
    assert cases(await asked(tmp_path, server, *CHANCE, "-n", str(5 * ROUNDS), *STREAM, known=KNOWN)) > 20
