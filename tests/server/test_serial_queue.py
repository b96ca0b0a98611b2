"""A lane: one piece of work at a time, off the event loop, and only so many waiting."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from content.findings import BusyError, RefusedError
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


async def asking(queue: SerialQueue, asker: str, work: Callable[[], object]) -> asyncio.Task[object]:
    """Somebody's piece of work, which waits for its turn."""

    async def ask() -> object:
        serial_queue.ASKER.set(asker)
        return await queue.run(work)

    task = asyncio.create_task(ask())
    await asyncio.sleep(0)
    return task


async def test_those_who_ask_take_turns() -> None:
    queue, go, done = SerialQueue("the work"), threading.Event(), list[str]()
    first = await asking(queue, "many", lambda: go.wait(10))
    many = [await asking(queue, "many", lambda: done.append("many")) for _ in range(50)]
    one = await asking(queue, "one", lambda: done.append("one"))
    other = await asking(queue, "other", lambda: done.append("other"))
    go.set()
    await asyncio.gather(first, one, other, *many)
    assert done[:4] == ["many", "one", "other", "many"]


async def test_one_who_asks_for_much_is_refused_before_others_are() -> None:
    queue, go = SerialQueue("the work"), threading.Event()
    first = await asking(queue, "many", lambda: go.wait(10))
    many = [await asking(queue, "many", lambda: None) for _ in range(500)]
    assert sum(task.done() for task in many) == 500 - serial_queue.SHARE
    with pytest.raises(BusyError, match="the work: 101 wait already"):
        await many[-1]
    one = await asking(queue, "one", lambda: "done")
    go.set()
    assert await one == "done"
    await first
    await asyncio.gather(*many, return_exceptions=True)


async def test_whoever_has_gone_takes_no_turn_and_what_has_begun_is_finished_first() -> None:
    queue, go, inside, done = SerialQueue("the work"), threading.Event(), threading.Event(), list[str]()

    def begun() -> None:
        inside.set()
        go.wait(10)
        done.append("begun")

    first = await asking(queue, "a", begun)
    gone = [await asking(queue, "a", lambda: done.append("gone")) for _ in range(serial_queue.SHARE)]
    await asyncio.to_thread(inside.wait)
    for task in (first, *gone):
        task.cancel()
    await asyncio.wait(gone)
    last = await asking(queue, "a", lambda: done.append("last"))  # they wait no more
    assert not first.done() and done == []
    go.set()
    await last
    assert done == ["begun", "last"]
    assert first.cancelled()


async def test_a_turn_that_comes_as_its_asker_goes_is_passed_on() -> None:
    queue, done = SerialQueue("the work"), list[str]()
    first = await asking(queue, "a", lambda: None)
    second = await asking(queue, "a", lambda: done.append("second"))
    third = await asking(queue, "a", lambda: done.append("third"))
    first.add_done_callback(lambda _: second.cancel())
    await asyncio.wait([first, second, third], timeout=10)
    assert third.done() and not third.cancelled() and done[-1] == "third"
    assert await queue.run(lambda: "free") == "free"
