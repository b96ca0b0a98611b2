"""The pictures of the glass: on disk and within a limit, known again after a restart, and not in memory."""

import io
import random
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from content.findings import RefusedError
from control_server.storage.glasses import Glasses, GlassPicture
from tests.server.simulator import START, glass, picture
from tests.server.storage.test_blobs import no_room


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def pixels(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as image:
        return image.tobytes()


async def test_the_last_picture_is_kept_and_known_after_a_restart(tmp_path: Path) -> None:
    glasses = Glasses(tmp_path)
    await glasses.add("gara", picture(1), glass(1, START), START)
    last = await glasses.add("gara", picture(2), glass(2, START), START + timedelta(seconds=9))
    await glasses.add("piata", picture(3), None, START)
    assert last == GlassPicture(glass=glass(2, START), at=START + timedelta(seconds=9), number=2)
    again = Glasses(tmp_path)
    assert again.known == glasses.known and again.known["gara"] == last
    assert again.size == glasses.size == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert names(tmp_path) == {"gara.png", "piata.png"}
    assert (await again.add("gara", picture(4), None, START)).number == 3


async def test_what_a_picture_is_of_is_in_it_and_changes_no_pixel(tmp_path: Path) -> None:
    glasses = Glasses(tmp_path)
    await glasses.add("gara", picture(5, (40, 30)), glass(1, START), START)
    assert pixels(glasses.path("gara").read_bytes()) == pixels(picture(5, (40, 30)))


async def test_for_the_public_a_picture_is_what_was_sent_and_says_nothing_of_itself(tmp_path: Path) -> None:
    glasses = Glasses(tmp_path)
    await glasses.add("gara", picture(1), glass(1, START), START)
    assert await glasses.bare("gara") == picture(1)
    with pytest.raises(RefusedError, match="is gone"):
        await glasses.bare("piata")


async def test_together_they_take_no_more_than_so_much_and_the_oldest_go_first(tmp_path: Path) -> None:
    measured = Glasses(tmp_path)
    await measured.add("a", picture(1), None, START)
    three = measured.size * 7 // 2
    glasses = Glasses(tmp_path, kept_bytes=three)
    for number, display in enumerate("bcad"):  # a comes again, so b is the oldest
        await glasses.add(display, picture(1), None, START + timedelta(seconds=number))
    assert list(glasses.known) == ["c", "a", "d"]
    assert names(tmp_path) == {"a.png", "c.png", "d.png"}
    assert list(Glasses(tmp_path, kept_bytes=three * 2 // 3).known) == ["a", "d"]
    assert list(Glasses(tmp_path, kept_bytes=1).known) == ["d"]  # one is always kept


async def test_pictures_of_displays_that_left_are_deleted(tmp_path: Path) -> None:
    glasses = Glasses(tmp_path)
    for display in ("gara", "piata"):
        await glasses.add(display, picture(1), None, START)
    await glasses.keep({"gara": 1, "noua": 1})
    assert (list(glasses.known), names(tmp_path)) == (["gara"], {"gara.png"})


def test_what_is_no_whole_picture_of_ours_is_deleted_at_the_start(tmp_path: Path) -> None:
    for name, data in {"gara": picture(1), "piata": b"", "spital": picture(1)[:33] + b"\x00\x00\x00\x02afIs{}"}.items():
        (tmp_path / f"{name}.png").write_bytes(data)
    assert Glasses(tmp_path).known == {}
    assert names(tmp_path) == set()


async def test_a_full_disk_is_said_and_the_former_picture_stays(tmp_path: Path) -> None:
    glasses = Glasses(tmp_path)
    first = await glasses.add("gara", picture(1), None, START)
    with no_room(100), pytest.raises(RefusedError, match="the picture cannot be written"):
        await glasses.add("gara", picture(2, (640, 480)), None, START)
    assert glasses.known == {"gara": first}
    assert Glasses(tmp_path).known == {"gara": first}


async def test_memory_holds_what_pictures_are_of_and_not_the_pictures(tmp_path: Path) -> None:
    glasses, noise = Glasses(tmp_path), random.Random(1)
    size = 100_000
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(100):
            await glasses.add(f"d{number}", picture(1)[:33] + noise.randbytes(size), glass(1, START), START)
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert glasses.size > 100 * size
    assert held < 3 * size
