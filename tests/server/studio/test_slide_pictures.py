"""Pictures that no change has yet: found again by their path, and only what was uploaded."""

import pytest

from content.findings import NotFoundError
from content.slides.picture import Crop
from control_server.studio import slide_pictures
from control_server.studio.slide_pictures import SlidePictures
from tests.server.simulator import Simulated, picture


async def test_what_was_uploaded_is_found_by_its_path_and_nothing_else(city: Simulated) -> None:
    room = SlidePictures(blobs=city.server.surroundings.blobs, cut=city.pages.cut)
    path = await room.add(picture(5, (64, 64)), Crop())
    assert path.startswith("images/") and path.endswith(".png")
    files = await room.with_picture({"city.yaml": b""}, path)
    assert set(files) == {"city.yaml", path}
    assert await room.with_picture(files, path) is files
    for other in ("", "images/../city.yaml", "data/a.csv", path + "x"):
        assert await room.with_picture({}, other) == {}
    with pytest.raises(NotFoundError, match="uploaded again"):
        await room.with_picture({}, f"images/{'0' * 64}.png")


def test_the_pictures_of_a_pack() -> None:
    files = dict.fromkeys(("city.yaml", "b.JPG", "images/a.png", "c.svg"), b"")
    assert slide_pictures.of_pack(files) == ["b.JPG", "images/a.png"]
