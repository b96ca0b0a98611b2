"""Tasks: one that is ended is over, one that is endless goes on whatever it raises."""

import asyncio
import random

import pytest

from config.system.backoff import Backoff
from control_server.tasks import ended, finished, for_ever

NO_WAIT = Backoff(0, 0, random.Random(1))


async def test_a_task_is_over_even_if_it_swallows_the_first_cancellation() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while swallowed < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await ended(task)
    assert task.done() and swallowed == 3


async def test_what_an_ended_task_raises_is_nobodys_business() -> None:
    async def failing() -> None:
        raise OSError("gone")

    task = asyncio.create_task(failing())
    await asyncio.wait({task})
    await ended(task)


@pytest.mark.parametrize("cancellations", [0, 1, 3])
@pytest.mark.parametrize("fails", [False, True])
async def test_what_is_finished_is_done_however_often_its_caller_is_cancelled(cancellations: int, fails: bool) -> None:
    begun, goes_on, done = asyncio.Event(), asyncio.Event(), False

    async def work() -> int:
        nonlocal done
        begun.set()
        await goes_on.wait()
        done = True
        if fails:
            raise OSError("disk")
        return 7

    caller = asyncio.create_task(finished(work()))
    await begun.wait()
    for _ in range(cancellations):
        caller.cancel()
        await asyncio.sleep(0)
    assert not caller.done()
    goes_on.set()
    await asyncio.wait({caller})
    assert done and caller.cancelled() == (cancellations > 0)
    if not cancellations:
        assert (caller.exception() is not None) == fails


@pytest.mark.parametrize("error", [OSError("disk"), RecursionError(), UnicodeError("x"), ZeroDivisionError()])
async def test_an_endless_task_begins_again_whatever_it_raises(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    began: asyncio.Queue[int] = asyncio.Queue()

    async def work() -> None:
        began.put_nowait(1)
        raise error

    task = asyncio.create_task(for_ever("look round", work, NO_WAIT))
    async with asyncio.timeout(20):
        for _ in range(3):
            await began.get()
    await ended(task)
    said = capsys.readouterr().out
    assert "begins again" in said and "look round" in said and type(error).__name__ in said


async def test_an_endless_task_that_returns_begins_again_too() -> None:
    began: asyncio.Queue[int] = asyncio.Queue()

    async def work() -> None:
        began.put_nowait(1)

    task = asyncio.create_task(for_ever("renew", work, NO_WAIT))
    async with asyncio.timeout(20):
        for _ in range(2):
            await began.get()
    await ended(task)
