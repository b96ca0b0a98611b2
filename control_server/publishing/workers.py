"""Render workers: processes that draw, so that the event loop never does.

Decides how many there are, how long a drawing may take, that they decode other people's pictures without network,
programs or processes of their own, and that a worker that dies does not take down the server: all drawings under way
are tried once more by new workers. Leaves out which drawings are needed (`renderer`).
"""

import asyncio
import functools
import multiprocessing
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog

from config.system import confinement, lifeline
from content.findings import Finding, RefusedError, refusal, refused
from content.phrases import said
from content.slides import picture
from content.slides.drawing import draw_plain
from content.slides.drawing import warm as warm_drawing
from content.slides.job import Job, PlainJob, Rendered
from content.slides.picture import Crop
from control_server.tasks import ended

_DRAWING_S = 20
_TRIES = 2
SKETCH = 0.5
"""Pixels of a sketch to a pixel of the frame, in width and in height."""

log = structlog.get_logger()


class Workers:
    """Made by `working`."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.restarts = 0
        self._drawings = 0
        self.scratch = tempfile.TemporaryDirectory(prefix="afisier-workers-")
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        return ProcessPoolExecutor(self.count, spawn, _begin, (os.getpid(), self.scratch.name))

    async def warm(self) -> None:
        """Starts every worker and has it load what drawing needs."""
        await asyncio.gather(*(self.run(_warm) for _ in range(self.count)))

    async def alive(self) -> bool:
        """Whether a worker answers, or draws, which is limited: behind all drawings a question would wait."""
        return self._drawings > 0 or bool(await self.run(_ping))

    async def draw(self, job: Job) -> Rendered:
        """The frame. Raises RefusedError: what `slides.draw` refuses, or code `render` when the worker died twice."""
        return await self._made(job, 1)

    async def sketch(self, job: Job) -> Rendered:
        """The frame at half its pixels, with its very layout: for who still types. Raises as `draw`."""
        return await self._made(job, SKETCH)

    async def _made(self, job: Job, scale: float) -> Rendered:
        self._drawings += 1
        try:
            drawn = await self.run(_draw, job.plain(), scale)
        finally:
            self._drawings -= 1
        if isinstance(drawn, tuple):
            raise refusal(*drawn)
        assert isinstance(drawn, Rendered)
        return drawn

    async def cut(self, data: bytes, crop: Crop) -> bytes:
        """A part of somebody's picture, made anew. Raises RefusedError (`picture`)."""
        made = await self.run(_cut, data, crop)
        if isinstance(made, tuple):
            raise refusal(*made)
        assert isinstance(made, bytes)
        return made

    async def run(self, function: Any, *arguments: Any) -> Any:
        for _ in range(_TRIES):
            pool = self._pool
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, function, *arguments)
            except BrokenProcessPool:
                if pool is self._pool:  # several drawings break together; one replaces the pool
                    self.restarts += 1
                    log.error("render workers ended, starting new ones")
                    self._pool = self._new()
                    pool.shutdown(wait=False, cancel_futures=True)
        where = getattr(arguments[0], "where", "the picture") if arguments else "workers"
        raise refused(
            "render", where, said("the drawing ended its worker twice or took more than {most} s", most=_DRAWING_S)
        )

    def close(self) -> None:
        """Ends the workers, also one that is drawing."""
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(1)
        self.scratch.cleanup()


@asynccontextmanager
async def working(count: int) -> AsyncIterator[Workers]:
    """`count` workers, starting."""
    workers = Workers(count)
    warming = asyncio.create_task(workers.warm())
    try:
        yield workers
    finally:
        await ended(warming)
        workers.close()


# --- in the worker -----------------------------------------------------------------------------------------------


def _begin(parent: int, scratch: str) -> None:
    lifeline.die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    tempfile.tempdir = scratch
    confinement.studio(Path(scratch))


def _ping() -> bool:
    return True


def _warm() -> bool:
    _confined()
    return True


@functools.cache
def _confined() -> None:
    """Once a worker, and before it sees a slide: the chart engine's threads must have begun."""
    warm_drawing()
    confinement.artist()


def _draw(job: PlainJob, scale: float) -> Rendered | tuple[Finding, ...]:
    """Findings come back as a value: an exception would lose them on its way between processes."""
    signal.setitimer(signal.ITIMER_REAL, _DRAWING_S)  # unhandled on purpose: SIGALRM ends a worker that hangs
    try:
        _confined()
        return draw_plain(job, scale)
    except RefusedError as error:
        return error.findings
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _cut(data: bytes, crop: Crop) -> bytes | tuple[Finding, ...]:
    """As `_draw`, of a picture that somebody sent."""
    signal.setitimer(signal.ITIMER_REAL, _DRAWING_S)
    try:
        _confined()
        return picture.cut(data, crop)
    except RefusedError as error:
        return error.findings
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
