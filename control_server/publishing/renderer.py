"""Frames by job: each job drawn once, ever, by the workers.

Decides what must be drawn and keeps the result (asset and live parts) under the job's key. Leaves out how a job is
drawn (`content.slides`, `workers`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from content.publication.edition import StoredFrame
from content.slides.job import Job, Rendered
from control_server.metrics import Metrics
from control_server.storage.blobs import Blobs
from control_server.storage.store import Store

Draw = Callable[[Job], Awaitable[Rendered]]


class Renderer:
    """`draw` is the workers', or a test's."""

    def __init__(self, store: Store, blobs: Blobs, draw: Draw, metrics: Metrics) -> None:
        self._store = store
        self._blobs = blobs
        self._draw = draw
        self._metrics = metrics
        self._known: dict[str, StoredFrame] = {}

    async def frames(self, jobs: Mapping[str, Job]) -> tuple[dict[str, StoredFrame], dict[str, BaseException]]:
        """Key → frame, and key → why there is none (a RefusedError, mostly). All jobs are tried."""
        unknown = [key for key in jobs if key not in self._known]
        if unknown:
            self._known |= await self._store.made(unknown)
        made = {key: self._known[key] for key in jobs if self._there(key)}
        missing = [key for key in jobs if key not in made]
        self._metrics.frames.labels("cached").inc(len(made))
        self._metrics.frames.labels("drawn").inc(len(missing))
        results = await asyncio.gather(*(self._make(jobs[key]) for key in missing), return_exceptions=True)
        fresh = {key: r for key, r in zip(missing, results, strict=True) if isinstance(r, StoredFrame)}
        failed = {key: r for key, r in zip(missing, results, strict=True) if isinstance(r, BaseException)}
        await self._store.remember(fresh)
        self._known |= fresh
        return made | fresh, failed

    def _there(self, key: str) -> bool:
        made = self._known.get(key)
        return made is not None and self._blobs.has(made.asset, made.size)

    async def _make(self, job: Job) -> StoredFrame:
        start = time.perf_counter()
        rendered = await self._draw(job)
        self._metrics.drawing.observe(time.perf_counter() - start)
        asset = await self._blobs.add(rendered.png)
        return StoredFrame(asset=asset, size=len(rendered.png), live=rendered.live)
