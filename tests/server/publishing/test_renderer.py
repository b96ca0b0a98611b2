"""Each job is drawn once, ever; what fails does not keep the others from being drawn."""

import asyncio
from pathlib import Path

import pytest

from content.findings import RefusedError
from content.slides.job import Job, Rendered
from control_server.publishing.renderer import Progress, Renderer
from tests.server.simulator import PACK, TOO_LONG, Clock, Simulated, simulated, slide


async def jobs(city: Simulated, title: str = "Podul se deschide") -> dict[str, Job]:
    candidate = await city.server.publisher.prepare({**PACK, "slides/anunt.yaml": slide(title)})
    return candidate.edition.jobs


async def test_a_job_is_drawn_once_and_known_to_the_next_server(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as city:
        wanted = await jobs(city)
        drawn = len(city.pages.drawn)
        frames, failed = await city.server.renderer.frames(wanted)
        assert (frames.keys(), failed, len(city.pages.drawn)) == (wanted.keys(), {}, drawn)
    async with simulated(tmp_path, clock) as again:
        assert await again.server.renderer.frames(wanted) == (frames, {})
        assert again.pages.drawn == []
        assert again.server.renderer.progress == Progress()


async def test_a_lost_asset_is_drawn_again(city: Simulated) -> None:
    wanted = await jobs(city)
    frames, _ = await city.server.renderer.frames(wanted)
    key = next(iter(wanted))
    city.server.surroundings.blobs.path(frames[key].asset).unlink()
    drawn = len(city.pages.drawn)
    assert (await city.server.renderer.frames(wanted))[0] == frames
    assert [job.key() for job in city.pages.drawn[drawn:]] == [key]


async def test_what_fails_is_told_by_its_key_and_the_others_are_drawn(city: Simulated) -> None:
    wanted = await jobs(city)
    bad = next(iter(wanted))

    async def draw(job: Job) -> Rendered:
        if job.key() == bad:
            raise ZeroDivisionError("a bug")
        return await city.pages.draw(job)

    for frame in (await city.server.renderer.frames(wanted))[0].values():
        city.server.surroundings.blobs.path(frame.asset).unlink(missing_ok=True)
    renderer = Renderer(city.server.ground, city.server.surroundings.blobs, draw)
    frames, failed = await renderer.frames(wanted)
    assert frames.keys() == wanted.keys() - {bad}
    assert {key: type(error) for key, error in failed.items()} == {bad: ZeroDivisionError}
    assert renderer.progress == Progress()


async def test_a_frame_keeps_its_words(city: Simulated) -> None:
    frames, _ = await city.server.renderer.frames(await jobs(city))
    assert {(frame.title, frame.kind) for frame in frames.values()} == {
        ("Podul se deschide", "notice"),
        ("The bridge closes", "notice"),
        ("Orasul", "neutral"),
    }


async def test_a_page_that_does_not_fit_is_refused_as_it_was(city: Simulated) -> None:
    with pytest.raises(RefusedError, match="does not fit"):
        await jobs(city, TOO_LONG)


def test_progress_says_how_far_it_is() -> None:
    assert str(Progress(12, 86)) == "starting: 12 of 86 frames drawn"
    assert [Progress(*each).done for each in ((0, 0), (0, 1), (1, 1))] == [True, False, True]


async def test_progress_is_of_all_that_is_drawn_at_the_moment_and_of_nothing_else(city: Simulated) -> None:
    first, second = await jobs(city, "Unul"), await jobs(city, "Altul")
    renderer = Renderer(city.server.ground, city.server.surroundings.blobs, city.pages.draw)
    for frame in (*(await renderer.frames(first))[0].values(), *(await renderer.frames(second))[0].values()):
        city.server.surroundings.blobs.path(frame.asset).unlink(missing_ok=True)
    seen: list[Progress] = []

    async def look() -> None:
        seen.append(renderer.progress)

    city.pages.meanwhile = look
    await asyncio.gather(renderer.frames(first), renderer.frames(second))
    assert [progress.needed for progress in seen] == [len(first) + len(second)]
    assert all(0 <= progress.drawn < progress.needed for progress in seen)
    assert renderer.progress == Progress()
