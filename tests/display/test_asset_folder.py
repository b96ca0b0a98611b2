"""A folder of pictures: how much it takes, and that what is moved is whole."""

import hashlib
from pathlib import Path

import pytest

from display_client.asset_folder import AssetFolder

PICTURE = b"a picture"
DIGEST = hashlib.sha256(PICTURE).hexdigest()


def test_it_takes_so_many_bytes_and_no_more(tmp_path: Path) -> None:
    folder = AssetFolder(tmp_path / "memory", 10)
    folder.make_room(10)
    with pytest.raises(OSError, match="No space left"):
        folder.make_room(11)
    (folder.path / "x").write_bytes(b"x")
    folder.make_room(9)
    with pytest.raises(OSError, match="No space left"):
        folder.make_room(10)


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    folder = AssetFolder(tmp_path / "none")
    assert folder.asset(DIGEST) is None and folder.collect(()) == 0
    folder.move_to(AssetFolder(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_what_is_moved_has_its_digest_and_what_was_half_there_goes(tmp_path: Path) -> None:
    memory, card = AssetFolder(tmp_path / "memory", 1000), AssetFolder(tmp_path / "card")
    memory.make_room(1)
    card.path.mkdir()
    other = hashlib.sha256(b"other").hexdigest()
    (memory.path / DIGEST).write_bytes(PICTURE)
    (memory.path / other).write_bytes(b"flipped")
    card.partial(DIGEST).write_bytes(PICTURE[:3])
    memory.move_to(card)
    assert card.asset(DIGEST) == PICTURE
    assert [path.name for path in card.path.iterdir()] == [DIGEST]
    assert [path.name for path in memory.path.iterdir()] == [other]


def test_a_card_that_takes_nothing_leaves_it_where_it_is(tmp_path: Path) -> None:
    memory = AssetFolder(tmp_path / "memory", 1000)
    memory.make_room(1)
    (memory.path / DIGEST).write_bytes(PICTURE)
    with pytest.raises(OSError, match="No such file"):
        memory.move_to(AssetFolder(tmp_path / "none"))
    assert memory.asset(DIGEST) == PICTURE
