"""Ending a task for certain."""

import asyncio
from typing import Any

_AGAIN_S = 0.2


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
