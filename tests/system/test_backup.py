"""A lost server is made anew of its backup on an empty machine: frame by frame the same, and displays follow it."""

import asyncio
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest

from config.settings import BrokerSettings, ServerSettings
from content.wire.trusted import TrustedSet
from control_server.server import running
from control_server.service import ControlServer
from control_server.storage import audit
from tests.changes import publish, put_slide
from tests.system.studio_city import small

pytestmark = pytest.mark.system

PHRASE = "tramvai verde spre Fabric"


def settings(folder: Path) -> ServerSettings:
    return ServerSettings(data=str(folder), port=0, workers=1, broker=BrokerSettings(port=0))


async def afisier(*words: object, answer: str = "") -> tuple[int, str]:
    """Exit code, and what it said on both streams."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "config.commands.cli",
        *map(str, words),
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate(answer.encode())
    return process.returncode or 0, out.decode()


async def frames(server: ControlServer) -> Mapping[tuple[str, str, str], bytes]:
    """Every frame of every display, as the server gives it over HTTP."""
    pictures = {}
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        for display in server.publisher.published.city_pack().displays:
            for name, langs in server.publisher.published.programme(display).frames.items():
                for lang, frame in langs.items():
                    async with session.get(f"{server.url}/assets/{frame.asset}") as got:
                        pictures[display, name, lang] = await got.read()
    return pictures


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    (tmp_path / "phrase").write_text(PHRASE + "\n")
    return tmp_path / "phrase"


async def test_a_lost_server_is_made_anew_of_its_backup(tmp_path: Path, sample: dict[str, bytes], phrase: Path) -> None:
    file, old, new = tmp_path / "afisier.backup", tmp_path / "old", tmp_path / "new"
    async with running(settings(old)) as server:
        await publish(server, small(sample))
        secret = (await server.enrolments.enrol("piata-unirii")).password
        shown, versions = await frames(server), server.publisher.published.versions()
        code, said = await afisier("backup", file, "--data", old, "--passphrase-file", phrase)
        assert code == 0, said
        assert "read again and found whole" in said and stat.S_IMODE(file.stat().st_mode) == 0o600
        changed = sample["slides/registratura.yaml"].replace("8–16".encode(), "9–15".encode())
        assert changed != sample["slides/registratura.yaml"]
        await put_slide(server, "registratura", changed)
        key, told = server.ground.signer.public_key, server.publisher.published.latest["piata-unirii"]
    display = TrustedSet([key], server.publisher.published.city_pack().city.id, "piata-unirii")
    display.accept_manifest(told.envelope, server.ground.clock())

    code, said = await afisier("restore", file, "--data", new, "--passphrase-file", phrase, answer="go back\n")
    assert code == 0, said
    assert "All displays go back to what was published then" in said and "hours ago" in said
    async with running(settings(new)) as restored:
        assert await frames(restored) == shown
        assert restored.enrolments.known("piata-unirii", secret)
        assert restored.token == server.token
        for name, version in restored.publisher.published.versions().items():
            assert version > versions[name]
        now = restored.publisher.published.latest["piata-unirii"]
        assert display.accept_manifest(now.envelope, restored.ground.clock()), "it follows, though it was told more"
        audit.verified(await audit.rows(restored.ground.database))
    assert {path.name for path in tmp_path.iterdir()} == {"phrase", "afisier.backup", "old", "new"}
