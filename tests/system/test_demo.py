"""`afisier demo` and `afisier server` as a person starts and ends them."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PIL import Image

from content import wire
from control_server.commands.local_city import LocalCity, local_city
from tests.system.studio_city import small

pytestmark = pytest.mark.system

_AFISIER = [sys.executable, "-m", "config.commands.cli"]
_PATIENCE_S = 120.0
"""A program that has not ended by then hangs; how fast it ends is measured elsewhere."""
_ENVIRONMENT = os.environ | {"SDL_VIDEODRIVER": "offscreen", "PYTHONUNBUFFERED": "1"}


def _left_over(marker: str) -> list[str]:
    """Processes that mention `marker` (a path of this test) in their command line."""
    lines = []
    for process in psutil.process_iter(["pid", "cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if marker in line and process.pid != os.getpid():
            lines.append(line)
    return lines


def test_a_demo_that_goes_well(tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    environment = _ENVIRONMENT | {"TMPDIR": str(tmp_path)}
    ended = subprocess.run(
        [*_AFISIER, "demo", "--seconds", "25", "--shots", str(shots), "--port", "0"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "The wall: http://127.0.0.1:" in ended.stdout
    summary = json.loads((shots / "summary.json").read_text())
    assert summary["ok"]
    assert set(summary["displays"]) == {"piata-unirii", "primarie", "gara"}
    for display, seen in summary["displays"].items():
        pictures = sorted((shots / display).glob("*.png"))
        assert seen["lit"]
        assert len(pictures) == seen["shots"] >= max(1, seen["changes"] - 1)  # the last may be too young
        for picture in pictures:
            with Image.open(picture) as image:
                assert len(image.convert("RGB").getcolors(1 << 24) or []) > 8
            slide_and_lang = picture.stem.partition("-")[2]
            assert slide_and_lang in seen["slides"]
    assert not [path for path in tmp_path.iterdir() if path != shots]
    assert not _left_over(str(tmp_path))


@pytest.fixture
def two_slides(sample: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The demo of two slides on two displays, for a test that looks at none of them."""
    folder = tmp_path_factory.mktemp("pack")
    for path, body in small(sample).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(body)
    return [*_AFISIER, "demo", "--port", "0", "--pack", str(folder)]


def test_ctrl_c_ends_everything(tmp_path: Path, two_slides: list[str]) -> None:
    environment = _ENVIRONMENT | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        two_slides,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "(ro)" in line or "(en)" in line:  # a first slide is lit
                break
        assert _left_over(str(tmp_path))
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 0
    assert not _left_over(str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_kill_9_of_the_demo_leaves_no_process(tmp_path: Path, two_slides: list[str]) -> None:
    environment = _ENVIRONMENT | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        two_slides, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "(ro)" in line or "(en)" in line:
                break
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) >= 6
        process.kill()
        process.communicate(timeout=_PATIENCE_S)
    gone, alive = psutil.wait_procs(children, timeout=_PATIENCE_S)
    assert not alive
    assert len(gone) == len(children)


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*_AFISIER, "demo", "--port", port, "--seconds", "1"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    assert ended.returncode == 1
    assert port in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.asyncio
async def test_a_second_server_start_on_the_same_data_changes_nothing(tmp_path: Path, sample: dict[str, bytes]) -> None:
    def kept() -> dict[str, list[tuple[object, ...]]]:
        with sqlite3.connect(f"file:{tmp_path}/server/afisier.db?mode=ro", uri=True) as database:
            tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
            return {table: sorted(map(repr, database.execute(f"select * from {table}"))) for table in tables}

    def files() -> dict[str, bytes]:
        folder = tmp_path / "server"
        paths = [path for path in folder.rglob("*") if path.is_file() and "broker" not in path.parts]
        return {str(path): path.read_bytes() for path in paths if not path.name.startswith("afisier.db")}

    def told(city: LocalCity) -> dict[str, wire.Manifest]:
        return {name: each.manifest for name, each in city.server.publisher.published.latest.items()}

    async with local_city(tmp_path, sample) as city:
        await city.server.enrolments.enrol("gara")
        first = told(city)
    rows, bytes_ = kept(), files()
    async with local_city(tmp_path, None) as city:
        assert told(city) == first
    async with local_city(tmp_path, sample) as city:
        assert told(city) == first
    assert kept() == rows
    assert files() == bytes_
