"""Frames by job: each job drawn once, ever, by the workers.

Decides what must be drawn and keeps the result (asset and live parts) under the job's key. Leaves out how a job is
drawn (`content.slides`, `workers`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from content.publication.edition import StoredFrame
from content.slides.job import Job, Rendered
from control_server.storage import frames
from control_server.storage.blobs import Blobs
from control_server.storage.ground import Ground

Draw = Callable[[Job], Awaitable[Rendered]]


class Progress(NamedTuple):
    """How many of the frames that are asked for now are there, of how many; none while nobody asks."""

    drawn: int = 0
    needed: int = 0

    @property
    def done(self) -> bool:
        return self.drawn >= self.needed

    def __str__(self) -> str:
        return f"starting: {self.drawn} of {self.needed} frames drawn"


class Renderer:
    """`draw` is the workers', or a test's."""

    def __init__(self, ground: Ground, blobs: Blobs, draw: Draw) -> None:
        self._ground, self._blobs, self._draw = ground, blobs, draw
        self._known: dict[str, StoredFrame] = {}
        self._under_way: dict[object, Progress] = {}

    @property
    def progress(self) -> Progress:
        """Of everything that is drawn at the moment."""
        return Progress(*map(sum, zip(*self._under_way.values(), strict=True))) if self._under_way else Progress()

    async def frames(self, jobs: Mapping[str, Job]) -> tuple[dict[str, StoredFrame], dict[str, BaseException]]:
        """Key → frame, and key → why there is none (a RefusedError, mostly). All jobs are tried."""
        call = object()
        self._under_way[call] = Progress(0, len(jobs))
        try:
            return await self._frames(jobs, call)
        finally:
            del self._under_way[call]

    async def _frames(
        self, jobs: Mapping[str, Job], call: object
    ) -> tuple[dict[str, StoredFrame], dict[str, BaseException]]:
        unknown = [key for key in jobs if key not in self._known]
        if unknown:
            self._known |= await frames.of_jobs(self._ground.database, unknown)
        known = {key: self._known[key] for key in jobs if key in self._known}
        lacking = await self._blobs.lacking({frame.asset: frame.size for frame in known.values()})
        drawn = {key: frame for key, frame in known.items() if frame.asset not in lacking}
        missing = [key for key in jobs if key not in drawn]
        self._ground.metrics.frames.labels("cached").inc(len(drawn))
        self._ground.metrics.frames.labels("drawn").inc(len(missing))
        self._under_way[call] = Progress(len(drawn), len(jobs))
        results = await asyncio.gather(*(self._make(jobs[key], call) for key in missing), return_exceptions=True)
        fresh = {key: r for key, r in zip(missing, results, strict=True) if isinstance(r, StoredFrame)}
        failed = {key: r for key, r in zip(missing, results, strict=True) if isinstance(r, BaseException)}
        await frames.remember(self._ground.database, fresh)
        self._known |= fresh
        return drawn | fresh, failed

    async def _make(self, job: Job, call: object) -> StoredFrame:
        start = time.perf_counter()
        try:
            rendered = await self._draw(job)
        finally:
            if progress := self._under_way.get(call):
                self._under_way[call] = progress._replace(drawn=progress.drawn + 1)
        self._ground.metrics.drawing.observe(time.perf_counter() - start)
        asset = await self._blobs.add(rendered.png)
        title = job.data.title.replace("\u00a0", " ")
        return StoredFrame(asset=asset, size=len(rendered.png), live=rendered.live, title=title, kind=job.kind)
