"""The key of a display: made once, kept on the card, in memory where the card takes nothing."""

import stat
from pathlib import Path

from display_client.own_key import kept, own_key


def test_it_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    card, memory = tmp_path / "card", tmp_path / "memory"
    card.mkdir()
    memory.mkdir()
    key = own_key(card, memory)
    assert own_key(card, memory).private_bytes_raw() == key.private_bytes_raw()
    (path,) = card.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and list(memory.iterdir()) == []


def test_a_card_that_takes_nothing_leaves_it_in_memory_until_it_takes_it(tmp_path: Path) -> None:
    card, memory = tmp_path / "card", tmp_path / "memory"
    memory.mkdir()
    key = own_key(card, memory)
    assert own_key(card, memory).private_bytes_raw() == key.private_bytes_raw()
    card.mkdir()
    assert own_key(card, memory).private_bytes_raw() == key.private_bytes_raw()
    assert own_key(card, tmp_path / "gone too").private_bytes_raw() == key.private_bytes_raw()
    neither = own_key(tmp_path / "gone", tmp_path / "gone too")
    assert neither.private_bytes_raw() != key.private_bytes_raw()


def test_one_that_cannot_be_read_is_replaced(tmp_path: Path) -> None:
    for noise in ("", "zz", "00" * 31):
        (tmp_path / "display-key").write_text(noise)
        assert kept(tmp_path) is None
    (tmp_path / "display-key").write_bytes(b"\xff\xfe")
    assert kept(tmp_path) is None
    key = own_key(tmp_path, tmp_path)
    again = kept(tmp_path)
    assert again is not None and again.private_bytes_raw() == key.private_bytes_raw()
