"""A lane: one piece of work at a time, off the event loop, and only so many waiting."""

import asyncio
import threading

import pytest

from content.findings import RefusedError
from control_server import serial_queue
from control_server.serial_queue import SerialQueue


async def test_work_is_done_elsewhere_one_piece_after_the_other() -> None:
    found, go, inside = SerialQueue("the work"), threading.Event(), asyncio.Event()
    loop, done = asyncio.get_running_loop(), []

    def first() -> int:
        loop.call_soon_threadsafe(inside.set)
        assert go.wait(10)
        done.append("first")
        return threading.get_ident()

    one = asyncio.create_task(found.run(first))
    two = asyncio.create_task(found.run(lambda: done.append("second")))
    await inside.wait()  # the loop goes on meanwhile
    assert done == []
    go.set()
    assert await one != threading.get_ident()
    await two
    assert done == ["first", "second"]


async def test_too_many_are_refused_and_a_failure_is_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_queue, "WAITING", 1)
    found, go = SerialQueue("the work"), threading.Event()
    one = asyncio.create_task(found.run(lambda: go.wait(10)))
    await asyncio.sleep(0)
    with pytest.raises(RefusedError, match="the work: 1 wait already, expected to be asked again in a moment"):
        await found.run(lambda: None)
    go.set()
    assert await one
    with pytest.raises(ZeroDivisionError):
        await found.run(lambda: 1 // 0)
    assert await found.run(lambda: "again") == "again"
