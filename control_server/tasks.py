"""Tasks that have an owner: ending one for certain, bringing one to its end, and keeping an endless one going."""

import asyncio
import contextlib
import functools
import random
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import structlog

from config.system.backoff import Backoff

_AGAIN_S = 0.2
_FIRST_WAIT_S, _LONGEST_WAIT_S, _STEADY_S = 2.0, 60.0, 60.0

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()


async def ended(task: asyncio.Task[Any]) -> None:
    """Cancels until it is done; what it raises is nobody's business any more.

    Once is not enough: up to Python 3.11 `asyncio.wait_for`, which the MQTT client uses, swallows a cancellation that
    arrives together with its result (CPython issue 86296).
    """
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=_AGAIN_S)
    if not task.cancelled():
        task.exception()


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """What the work returns or raises. Whoever is cancelled meanwhile waits until the work is done, however often."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait({task})
        if not task.cancelled():
            task.exception()
        raise


def uninterrupted(work: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same, `finished` once it has begun."""

    @functools.wraps(work)
    async def waited_for(*args: P.args, **kwargs: P.kwargs) -> T:
        return await finished(work(*args, **kwargs))

    return waited_for


async def for_ever(name: str, work: Callable[[], Awaitable[None]], backoff: Backoff | None = None) -> None:
    """Runs the work again whenever it ends, after a wait that grows while it ends soon; until cancelled.

    This is the boundary of an endless task: whatever it raises is logged, and ends neither the server nor, silently,
    the task.
    """
    backoff = backoff or Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random(), steady_s=_STEADY_S)  # noqa: S311
    while True:
        began = time.monotonic()
        try:
            await work()
        except Exception as error:
            log.error("task failed, begins again", task=name, reason=f"{type(error).__name__}: {error}"[:300])
        await asyncio.sleep(backoff.after(time.monotonic() - began))
