"""A sealed stream is read whole and unchanged, or not at all."""

import errno
import os
import stat
from pathlib import Path

import msgspec
import pytest

from content.findings import RefusedError
from control_server.storage import sealed

PHRASE = "tramvai verde spre Fabric"
PIECE = 1_048_576


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_COST", 2**14)


def written(path: Path, data: bytes) -> Path:
    with sealed.writing(path, PHRASE, {"made": "2026-11-30"}) as out:
        for start in range(0, len(data), 100_000):
            out.write(data[start : start + 100_000])
    return path


def unsealed(path: Path, phrase: str = PHRASE) -> bytes:
    with sealed.reading(path, phrase) as stream:
        data = b"".join(iter(lambda: stream.read(70_000), b""))
        stream.end()
    return data


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_written_is_read(tmp_path: Path, size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    path = written(tmp_path / "b", data)
    assert unsealed(path) == data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert sealed.head_of(path).about == {"made": "2026-11-30"}


def test_nothing_of_it_can_be_read_without_the_passphrase(tmp_path: Path) -> None:
    path = written(tmp_path / "b", b"secret " * 1_000)
    assert b"secret" not in path.read_bytes()
    with pytest.raises(RefusedError, match="the passphrase is another one, or the file was changed"):
        unsealed(path, "another")


def test_the_same_is_never_sealed_the_same(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a", bytes(100)), written(tmp_path / "b", bytes(100))
    assert one.read_bytes().partition(b"\n")[2] != other.read_bytes().partition(b"\n")[2]


def test_a_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    whole = written(tmp_path / "b", bytes(3 * PIECE)).read_bytes()
    head = whole.index(b"\n") + 1
    for place in (10, head - 5, head, head + PIECE, head + 2 * PIECE + 77, len(whole) - 1):
        (tmp_path / "changed").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(RefusedError):
            unsealed(tmp_path / "changed")


def test_pieces_left_out_cut_off_or_put_elsewhere_are_noticed(tmp_path: Path) -> None:
    whole = written(tmp_path / "b", bytes(3 * PIECE + 5)).read_bytes()
    head, size = whole.index(b"\n") + 1, PIECE + 16
    start, pieces = whole[:head], [whole[at : at + size] for at in range(head, len(whole), size)]
    assert len(pieces) == 4
    for some in (pieces[:3], pieces[:1], [], pieces[1:], [pieces[1], pieces[0], *pieces[2:]], [*pieces, pieces[3]]):
        (tmp_path / "changed").write_bytes(start + b"".join(some))
        with pytest.raises(RefusedError, match="cannot be opened"):
            unsealed(tmp_path / "changed")


def test_a_newer_form_and_what_is_no_backup_are_refused_in_words(tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.write_bytes(msgspec.json.encode({"afisier_backup": sealed.FORM + 1, "more": [1]}) + b"\n...")
    with pytest.raises(RefusedError, match="found a backup of form 2, expected form 1: a newer version made it"):
        sealed.head_of(newer)
    for data in (b"", b"PK\x03\x04", b"{}\n", b'{"afisier_backup": "x"}\n', b"\xff" * 9_000):
        newer.write_bytes(data)
        with pytest.raises(RefusedError, match="is no backup of Afișier"):
            sealed.head_of(newer)


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with pytest.raises(RefusedError, match="is there already"):
        written(tmp_path / "b", b"x")
    with pytest.raises(RefusedError, match="cannot be written"), sealed.writing(tmp_path / "c", PHRASE, {}) as out:
        (tmp_path / "c").write_text("came meanwhile")
        out.write(b"x")
    assert (tmp_path / "c").read_text() == "came meanwhile"


def test_a_memory_stick_that_knows_no_links_takes_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert unsealed(written(tmp_path / "b", b"x")) == b"x"
    with pytest.raises(RefusedError, match="cannot be written"), sealed.writing(tmp_path / "c", PHRASE, {}):
        (tmp_path / "c").write_text("came meanwhile")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "c"]


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), sealed.writing(tmp_path / "b", PHRASE, {}) as out:
        out.write(b"x" * PIECE * 2)
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_cost_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(msgspec.json.encode({"afisier_backup": 1, "salt": "AAAA", "cost": 2**40}) + b"\n")
    with pytest.raises(RefusedError, match="is no backup"):
        unsealed(tmp_path / "b")
