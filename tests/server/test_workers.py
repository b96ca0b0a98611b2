"""Render workers: real drawings in a real process, refusals that come back whole, and workers that die."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import psutil
import pytest

from content import pack as packs
from content import slides
from content.findings import RefusedError
from content.slides import Format, Job
from control_server import workers
from control_server.workers import Workers
from tests.server.simulator import PACK, slide


@pytest.fixture
async def one_worker() -> AsyncIterator[Workers]:
    async with workers.working(1) as found:
        yield found


def job(files: dict[str, bytes]) -> Job:
    pack = packs.parse(files)
    return slides.compose(pack, "anunt", "ro", Format.of(pack.displays["gara"]))


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())}


async def test_a_worker_draws_what_this_process_would(one_worker: Workers) -> None:
    found = job(PACK)
    assert await one_worker.draw(found) == slides.draw(found)


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


async def test_no_worker_stays(one_worker: Workers) -> None:
    await one_worker.alive()
    before = children()
    assert before
    one_worker.close()
    assert not before & children()
