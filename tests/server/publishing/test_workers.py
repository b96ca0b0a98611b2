"""Render workers: real drawings in a real process, refusals that come back whole, and workers that die."""

import asyncio
import fcntl
import os
import resource
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from config.system import confinement
from content.findings import RefusedError
from content.pack.parse import parse
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format, Job
from control_server.publishing import workers
from control_server.publishing.workers import Workers
from tests.server.simulator import PACK, picture, slide


@pytest.fixture
async def one_worker() -> AsyncIterator[Workers]:
    async with workers.working(1) as found:
        yield found


def job(files: dict[str, bytes]) -> Job:
    pack = parse(files)
    return compose(pack, "anunt", "ro", Format.of(pack.displays["gara"]))


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())}


async def test_a_worker_draws_what_this_process_would(one_worker: Workers) -> None:
    found = job(PACK)
    assert await one_worker.draw(found) == draw(found)


async def test_a_refusal_comes_back_whole(one_worker: Workers) -> None:
    too_long = job({**PACK, "slides/anunt.yaml": slide("Podul se inchide " * 40)})
    with pytest.raises(RefusedError) as refusal:
        await one_worker.draw(too_long)
    assert refusal.value.findings[0].code == "fit"
    assert refusal.value.findings[0].where == "slides/anunt.yaml"


async def test_a_worker_that_dies_is_replaced_and_its_drawing_done_again(one_worker: Workers) -> None:
    await one_worker.alive()
    drawing = asyncio.create_task(one_worker.draw(job(PACK)))
    await asyncio.sleep(0)
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    assert (await drawing).png.startswith(b"\x89PNG")
    assert one_worker.restarts == 1
    assert await one_worker.alive()


async def test_workers_that_draw_are_alive_without_being_asked(one_worker: Workers) -> None:
    """A question would wait behind all drawings of a first start, and a health check with it."""
    drawings = [asyncio.create_task(one_worker.draw(job(PACK))) for _ in range(3)]
    await asyncio.sleep(0)
    assert await one_worker.alive()
    assert not any(drawing.done() for drawing in drawings)
    await asyncio.gather(*drawings)


async def test_no_worker_stays(one_worker: Workers) -> None:
    await one_worker.alive()
    before = children()
    assert before
    one_worker.close()
    assert not before & children()


# --- what a worker may not -----------------------------------------------------------------------------------------


SIGNALLED = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
if libc.tgkill({os.getpid()}, {os.getpid()}, 0) < 0:
    raise OSError(ctypes.get_errno(), "tgkill")
"""
"""As `os.kill` by the name of a thread. A text: a worker cannot read this file."""

ALTERED: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (os.truncate, (0,)),
    (os.chmod, (0o666,)),
    (os.chown, (-1, -1)),
    (os.utime, ((0, 0),)),
    (os.setxattr, ("user.a", b"b")),
)
"""What Landlock lets through."""


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (socket.socket, ()),
        (subprocess.run, (["/bin/true"],)),
        (os.fork, ()),
        (os.kill, (os.getpid(), 0)),
        (exec, (SIGNALLED,)),
        (fcntl.fcntl, (0, fcntl.F_SETOWN, os.getpid())),
        (resource.prlimit, (os.getpid(), resource.RLIMIT_NOFILE)),
    ],
)
async def test_a_worker_has_no_network_starts_nothing_and_leaves_others_alone(
    one_worker: Workers, function: Any, arguments: tuple[Any, ...]
) -> None:
    await one_worker.warm()
    with pytest.raises(PermissionError):
        await one_worker.run(function, *arguments)
    assert one_worker.restarts == 0


async def test_a_worker_reads_and_writes_only_where_it_draws(one_worker: Workers, tmp_path: Path) -> None:
    if not confinement.landlock():
        pytest.skip("this kernel has no Landlock")
    secret = tmp_path / "token"
    secret.write_bytes(b"secret")
    before = secret.stat()
    forbidden: tuple[tuple[Any, tuple[Any, ...]], ...] = (
        (Path.read_bytes, ()),
        (Path.write_bytes, (b"x",)),
        (Path.unlink, ()),
        *ALTERED,
    )
    for function, arguments in forbidden:
        with pytest.raises(PermissionError):
            await one_worker.run(function, secret, *arguments)
    assert secret.stat() == before
    assert secret.read_bytes() == b"secret"
    made = await one_worker.run(tempfile.mkdtemp)
    assert Path(made).is_relative_to(one_worker.scratch.name)
    one_worker.close()
    assert not Path(made).exists()


async def test_confined_workers_draw_pictures_and_charts(one_worker: Workers) -> None:
    await one_worker.warm()
    files = {**PACK, "media/harta.png": picture(1_234, (64, 36)), "data/a.csv": b"an,valoare\n2018,1\n2019,2\n"}
    files["slides/anunt.yaml"] += b"image: media/harta.png\nalt: {ro: O harta, en: A map}\n"
    files["slides/serie.yaml"] = b"""
kind: dataset
data: data/a.csv
x: an
y: valoare
chart: bar
title: {ro: Mai mult, en: More}
source: {name: INS, url: "https://ins.ro", licence: CC BY, as_of: 2019-12-31}
"""
    pack = parse(files)
    for name in ("anunt", "serie"):
        found = compose(pack, name, "ro", Format.of(pack.displays["gara"]))
        assert await one_worker.draw(found) == draw(found)
