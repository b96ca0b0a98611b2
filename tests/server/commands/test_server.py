"""The commands as a person meets them: words, exit codes, and that nothing stays behind."""

import asyncio
import os
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import psutil
import pytest

from config import settings as files
from config.settings import BrokerSettings, Enrolment, ServerSettings
from control_server import server as running_server
from control_server.service import ControlServer
from tests.changes import publish
from tests.server.simulator import PACK, TOO_LONG, slide


async def afisier(*arguments: str | Path, cwd: Path | None = None) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    process = await started(*arguments, cwd=cwd)
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def started(*arguments: str | Path, cwd: Path | None = None) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "config.commands.cli", *map(str, arguments), stdout=pipe, stderr=pipe, cwd=cwd
    )


def written(folder: Path, pack: dict[str, bytes]) -> Path:
    for path, body in pack.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return folder


def one_sentence(err: str) -> str:
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1 and "Traceback" not in err, err
    return lines[0]


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot: 1", "prot"),
        ("port: many", "$.port"),
        ("port: 70000", "$.port"),
        ("broker: {port: -1}", "$.broker.port"),
        ("workers: 0", "$.workers"),
        ("a: [", "not YAML"),
    ],
)
async def test_a_mistake_in_the_settings(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "server.yaml"
    path.write_text(text)
    code, _, err = await afisier("server", "--config", path, "--data", tmp_path / "data")
    assert code == 1
    assert says in one_sentence(err) and "server.yaml" in one_sentence(err)
    assert not (tmp_path / "data").exists()


async def test_settings_that_are_not_there(tmp_path: Path) -> None:
    code, _, err = await afisier("server", "--config", tmp_path / "no.yaml")
    assert (code, "no.yaml: cannot be read" in one_sentence(err)) == (1, True)


async def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    code, _, err = await afisier("server", "--pack", tmp_path / "no", "--data", tmp_path / "data")
    assert code == 1
    assert str(tmp_path / "no") in one_sentence(err)
    assert not (tmp_path / "data").exists()


async def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = await afisier("server", "--port", str(port), "--data", tmp_path / "data")
    assert code == 1
    assert f"127.0.0.1:{port}: the server cannot listen there: Address already in use" in one_sentence(err)


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = await afisier("server", "--port", "0", "--data", tmp_path / "file" / "data")
    assert (code, "the data folder cannot be written" in one_sentence(err)) == (3, True)


async def test_a_second_server_on_the_same_folder(tmp_path: Path) -> None:
    from control_server.storage import keys  # noqa: PLC0415

    with keys.owned(tmp_path / "data"):
        code, _, err = await afisier("server", "--port", "0", "--data", tmp_path / "data")
    assert (code, "another server is running" in one_sentence(err)) == (1, True)


async def test_no_server_answers(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("x" * 43)
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    pack = written(tmp_path / "pack", PACK)
    options = ("--server", address, "--token-file", tmp_path / "token")
    for command in (("publish", pack), ("provision", "gara", "--out", tmp_path / "gara.yaml")):
        code, _, err = await afisier(*command, *options)
        assert (code, "no server answers there" in one_sentence(err)) == (1, True)
    assert not (tmp_path / "gara.yaml").exists()


async def test_no_token_file(tmp_path: Path) -> None:
    code, _, err = await afisier("publish", written(tmp_path / "pack", PACK), cwd=tmp_path)
    assert (code, "afisier-data/token: the API token cannot be read" in one_sentence(err)) == (1, True)


async def test_wrong_use_is_2() -> None:
    for arguments in (("server", "--nonsense"), ("publish",), ("provision", "gara"), ("server", "--port", "x")):
        code, _, err = await afisier(*arguments)
        assert (code, "Traceback" in err) == (2, False)


# --- against a real server -------------------------------------------------------------------------------------------


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ControlServer]:
    chosen = ServerSettings(data=str(tmp_path / "data"), port=0, workers=1, broker=BrokerSettings(port=0))
    async with running_server.running(chosen) as found:
        yield found


def options(server: ControlServer, tmp_path: Path) -> tuple[str | Path, ...]:
    return ("--server", server.url, "--token-file", tmp_path / "data" / "token")


@pytest.mark.system
async def test_publish_and_provision(server: ControlServer, tmp_path: Path) -> None:
    pack = written(tmp_path / "pack", PACK)
    code, out, _ = await afisier("publish", pack, *options(server, tmp_path))
    assert (code, out.splitlines()) == (
        0,
        ["Published as revision 1.", "  gara: manifest 1.1", "  piata: manifest 1.1"],
    )
    pack = written(tmp_path / "pack", {"slides/anunt.yaml": slide("Anunt important")})
    code, out, _ = await afisier("publish", pack, *options(server, tmp_path))
    assert code == 0  # a warning does not block
    assert out.splitlines()[3:] == [
        "warning: slides/anunt.yaml:$.title.ro: has the headline 'Anunt important', which names a topic, expected what "
        "it says about it (ro); to mend it: say the finding in a sentence, as 'Din 100 de lei, 29 merg la transport'"
    ]

    path = tmp_path / "gara.yaml"
    code, out, _ = await afisier("provision", "gara", "--out", path, *options(server, tmp_path))
    assert (code, str(path) in out) == (0, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    enrolment = files.read(path, Enrolment)
    assert server.enrolments.known("gara", enrolment.password)

    code, _, err = await afisier("provision", "gara", "--out", path, *options(server, tmp_path))
    assert (code, "exists already" in one_sentence(err)) == (1, True)
    assert server.enrolments.known("gara", enrolment.password)  # the one in the file still counts

    code, _, _ = await afisier("provision", "gara", "--out", path, "--force", *options(server, tmp_path))
    assert (code, server.enrolments.known("gara", enrolment.password)) == (0, False)


@pytest.mark.system
async def test_what_the_server_refuses_is_said(server: ControlServer, tmp_path: Path) -> None:
    await publish(server, PACK)
    path = tmp_path / "x.yaml"
    code, _, err = await afisier("provision", "nicaieri", "--out", path, *options(server, tmp_path))
    assert (code, "expected one of: gara, piata" in one_sentence(err), path.exists()) == (1, True, False)

    (tmp_path / "wrong").write_text("x" * 43)
    code, _, err = await afisier(
        "provision", "gara", "--out", path, *options(server, tmp_path)[:2], "--token-file", tmp_path / "wrong"
    )
    assert (code, "expected the API token" in one_sentence(err), path.exists()) == (1, True, False)

    pack = written(tmp_path / "pack", {**PACK, "slides/anunt.yaml": slide(f"{TOO_LONG} " * 20)})
    code, out, err = await afisier("publish", pack, "--replace", *options(server, tmp_path))
    assert (code, out) == (1, "")
    assert err.count("slides/anunt.yaml: ") == len(err.splitlines()) >= 2
    assert server.publisher.published.versions() == {"gara": (1, 1), "piata": (1, 1)}


def family(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


async def up(process: asyncio.subprocess.Process) -> list[str]:
    """The lines it prints when it serves."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        return [(await process.stdout.readline()).decode() for _ in range(2)]


@pytest.mark.system
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_however_it_ends_it_leaves_nothing(tmp_path: Path, how: signal.Signals) -> None:
    path = tmp_path / "server.yaml"
    path.write_text(f"data: {tmp_path / 'data'}\nport: 0\nworkers: 1\nbroker: {{port: 0}}\n")
    process = await started("server", "--config", path, "--pack", written(tmp_path / "pack", PACK))
    wall, token = await up(process)
    assert wall.startswith("The wall:  http://127.0.0.1:")
    assert token.split()[-1] == str(tmp_path / "data" / "token")
    children = family(process.pid)
    assert {"mosquitto"} <= {child.name() for child in children} and len(children) >= 2
    os.kill(process.pid, how)
    async with asyncio.timeout(60):
        assert await process.wait() == (-9 if how is signal.SIGKILL else 0)
        _, alive = await asyncio.to_thread(psutil.wait_procs, children, 60)
        assert process.stderr is not None
        assert "starting: the first pack is read, judged and drawn" in (await process.stderr.read()).decode()
    assert alive == []

    again = await started("server", "--config", path)  # no lock stays, and the pack is still there
    wall, token = await up(again)
    headers = {"Authorization": f"Bearer {Path(token.split()[-1]).read_text().strip()}"}
    async with aiohttp.request("GET", f"{wall.split()[-1]}api/displays", headers=headers) as answer:
        assert [display["wanted"] for display in await answer.json()] == [[1, 1], [1, 1]]
    os.kill(again.pid, signal.SIGTERM)
    async with asyncio.timeout(60):
        assert await again.wait() == 0
