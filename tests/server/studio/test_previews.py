"""Frames of what is typed: of each editor only the newest is drawn."""

import asyncio
from datetime import UTC, datetime

import pytest

from content.findings import BusyError
from content.pack.parse import parse
from content.slides.job import Format, Job, Rendered
from control_server.studio.previews import AT_ONCE, DraftFrames, WantedFrame
from tests.server.simulator import PACK, picture

PACKED = parse(PACK)


def wanted(*, exact: bool = False) -> WantedFrame:
    display = PACKED.displays["gara"]
    return WantedFrame(PACKED, "anunt", display, "ro", Format.of(display), exact)


class Workers:
    """Draw when they are told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.begins: asyncio.Queue[int] = asyncio.Queue()
        self.go_on = asyncio.Event()

    async def draw(self, _: Job) -> Rendered:
        self.begun += 1
        self.begins.put_nowait(self.begun)
        await self.go_on.wait()
        return Rendered(png=picture(1), live=(), arcmin=24)

    async def sketch(self, job: Job) -> Rendered:
        return await self.draw(job)


def previews(workers: Workers) -> DraftFrames:
    return DraftFrames(workers.draw, workers.sketch, lambda: datetime(2026, 11, 23, tzinfo=UTC))


async def test_only_the_newest_of_those_that_wait_is_drawn() -> None:
    workers = Workers()
    room = previews(workers)
    busy = [asyncio.create_task(room.drawn(f"other {number}", wanted())) for number in range(AT_ONCE)]
    for _ in busy:
        await workers.begins.get()
    typed = []
    for _ in range(5):
        typed.append(asyncio.create_task(room.drawn("ana", wanted())))
        await asyncio.sleep(0)
    workers.go_on.set()
    answers = await asyncio.gather(*typed, return_exceptions=True)
    assert [type(answer) for answer in answers[:-1]] == [BusyError] * 4
    assert not isinstance(answers[-1], BaseException) and answers[-1].arcmin == 24
    await asyncio.gather(*busy)
    assert workers.begun == AT_ONCE + 1


async def test_one_that_is_drawn_already_is_answered() -> None:
    workers = Workers()
    room = previews(workers)
    first = asyncio.create_task(room.drawn("ana", wanted()))
    await workers.begins.get()
    second = asyncio.create_task(room.drawn("ana", wanted(exact=True)))
    workers.go_on.set()
    assert len({(await first).png[:4], (await second).png[:4]}) == 1
    assert workers.begun == 2


async def test_a_failed_drawing_gives_its_place_back() -> None:
    async def broken(_: Job) -> Rendered:
        raise ValueError("x")

    room = DraftFrames(broken, broken, lambda: datetime(2026, 11, 23, tzinfo=UTC))
    for _ in range(2 * AT_ONCE):
        with pytest.raises(ValueError, match="x"):
            await room.drawn("ana", wanted())
