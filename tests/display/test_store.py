"""The store of a display: what survives, what is refused, what is never shown."""

import errno
import hashlib
import multiprocessing
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.system import durable
from content.findings import RefusedError
from display_client.store import DisplayStore, StoredManifest
from tests.interrupted import interrupted_write


class FullDisk:
    """A disk that takes `room` more bytes; freeing the reserve makes room again."""

    def __init__(self, folder: Path, room: int) -> None:
        self.folder, self.room = folder, room

    def write(self, path: Path, data: bytes) -> None:
        freed = 0 if (self.folder / "reserve").exists() else 512_000
        if len(data) > self.room + freed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        durable.write(path, data)


@pytest.fixture
def store(tmp_path: Path) -> DisplayStore:
    store = DisplayStore(tmp_path / "store")
    store.prepare()
    return store


def put(store: DisplayStore, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    store.partial(digest).write_bytes(data)
    assert store.keep(digest)
    return digest


def test_a_new_store_has_adopted_nothing(store: DisplayStore) -> None:
    assert store.adopted() is None
    assert store.settled() is None


def test_the_envelope_comes_back_byte_for_byte(store: DisplayStore) -> None:
    envelope = b'{"payload": "\n\x00\xff"}'
    store.adopt(StoredManifest((3, 14), envelope))
    assert DisplayStore(store.folder).adopted() == StoredManifest((3, 14), envelope)


def test_newer_epoch_wins_over_higher_sequence(store: DisplayStore) -> None:
    store.adopt(StoredManifest((2, 1), b"new"))
    header = (store.slots / "0").read_bytes()
    store.adopt(StoredManifest((1, 99), b"old"))
    (store.slots / "0").write_bytes(header)
    newest = store.adopted()
    assert newest is not None and newest.version == (2, 1)


@given(cut=st.integers(min_value=0, max_value=200), slot=st.sampled_from(["0", "1"]), flip=st.booleans())
def test_a_torn_or_altered_slot_is_as_if_it_were_not_there(
    tmp_path_factory: pytest.TempPathFactory, cut: int, slot: str, flip: bool
) -> None:
    store = DisplayStore(tmp_path_factory.mktemp("torn"))
    store.prepare()
    adopted = StoredManifest((1, 2), b"x" * 120)
    store.adopt(adopted)
    data = (store.slots / slot).read_bytes()
    cut %= len(data)
    torn = data[:cut] + bytes([data[cut] ^ 4]) + data[cut + 1 :] if flip else data[:cut]
    (store.slots / slot).write_bytes(torn)
    newest = store.adopted()
    assert newest is not None
    assert newest.envelope == adopted.envelope
    settled = store.settled()
    assert settled is not None and settled.envelope == adopted.envelope


def test_what_is_only_in_the_first_slot_is_not_shown_until_mended(store: DisplayStore) -> None:
    store.adopt(StoredManifest((1, 1), b"one"))
    second = (store.slots / "1").read_bytes()
    store.adopt(StoredManifest((1, 2), b"two"))
    (store.slots / "1").write_bytes(second)  # the power went between the two
    assert store.settled() == StoredManifest((1, 1), b"one")
    assert store.adopted() == StoredManifest((1, 2), b"two")
    store.mend()
    assert store.settled() == StoredManifest((1, 2), b"two")


def test_what_a_power_cut_left_half_written_goes_at_the_next_start(store: DisplayStore) -> None:
    store.adopt(StoredManifest((1, 1), b"one"))
    for target in (store.slots / "1", store.plays / "acknowledged", store.folder / "reserve"):
        killed = interrupted_write(target)
        killed.kill()
        killed.communicate()
    store.mend()
    assert sorted(path.name for path in store.slots.iterdir()) == ["0", "1"]
    assert list(store.plays.iterdir()) == []
    assert store.settled() == StoredManifest((1, 1), b"one")


def test_a_full_disk_still_takes_a_manifest_from_the_reserve(tmp_path: Path) -> None:
    disk = FullDisk(tmp_path, room=600_000)
    store = DisplayStore(tmp_path, disk.write)
    store.prepare()
    store.adopt(StoredManifest((1, 1), b"one"))
    disk.room = 0
    store.adopt(StoredManifest((1, 2), b"withdrawn"))
    assert store.settled() == StoredManifest((1, 2), b"withdrawn")


@pytest.mark.parametrize("survives", range(2))
def test_interrupted_between_any_two_writes_it_holds_one_of_both_whole(tmp_path: Path, survives: int) -> None:
    old, new = StoredManifest((1, 1), b"old"), StoredManifest((1, 2), b"new")
    left = [99]

    def write(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        durable.write(path, data)

    store = DisplayStore(tmp_path, write)
    store.prepare()
    store.adopt(old)
    left[0] = survives
    with pytest.raises(OSError, match="Input/output error"):
        store.adopt(new)
    after = DisplayStore(tmp_path)
    assert after.settled() == old  # what was shown goes on
    assert after.adopted() == (new if survives else old)  # and what was accepted is not forgotten
    after.mend()
    assert after.settled() == after.adopted()


def test_a_disk_that_takes_nothing_keeps_what_was_adopted(tmp_path: Path) -> None:
    disk = FullDisk(tmp_path, room=600_000)
    store = DisplayStore(tmp_path, disk.write)
    store.prepare()
    store.adopt(StoredManifest((1, 1), b"one"))
    disk.room = -1_000_000
    with pytest.raises(OSError, match="No space left"):
        store.adopt(StoredManifest((1, 2), b"two"))
    assert store.adopted() == StoredManifest((1, 1), b"one")
    assert sorted(path.name for path in store.slots.iterdir()) == ["0", "1"]


@given(data=st.binary(min_size=1, max_size=300), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_makes_an_asset_missing(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int, bit: int
) -> None:
    store = DisplayStore(tmp_path_factory.mktemp("flip"))
    store.prepare()
    digest = put(store, data)
    assert store.asset(digest) == data
    damaged = bytearray(data)
    damaged[at % len(data)] ^= 1 << bit
    (store.assets / digest).write_bytes(damaged)
    assert store.asset(digest) is None


def test_what_arrives_with_another_digest_never_gets_the_name(store: DisplayStore) -> None:
    digest = hashlib.sha256(b"meant").hexdigest()
    store.partial(digest).write_bytes(b"sent")
    assert not store.keep(digest)
    assert list(store.assets.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_only_digests_name_assets(store: DisplayStore, name: str) -> None:
    assert store.asset(name) is None
    with pytest.raises(ValueError, match="64 hex digits"):
        store.partial(name)


def test_collecting_keeps_what_is_named_whole_or_in_part(store: DisplayStore) -> None:
    kept, gone = put(store, b"kept"), put(store, b"gone")
    coming, given_up = hashlib.sha256(b"coming").hexdigest(), hashlib.sha256(b"given up").hexdigest()
    for digest in (coming, given_up):
        store.partial(digest).write_bytes(b"half")
    assert store.collect({kept, coming}) == 2
    assert store.asset(kept) and not store.asset(gone)
    assert store.partial(coming).exists() and not store.partial(given_up).exists()


def _hold(folder: Path, held: "multiprocessing.synchronize.Event", done: "multiprocessing.synchronize.Event") -> None:
    with DisplayStore(folder).own("display"):
        held.set()
        done.wait(20)


def test_a_store_has_one_owner(store: DisplayStore) -> None:
    context = multiprocessing.get_context("fork")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(store.folder, held, done))
    other.start()
    try:
        assert held.wait(20)
        with pytest.raises(RefusedError, match=rf"the display of process {other.pid} uses this store"):
            store.own("display").__enter__()
        with store.own("agent"):
            pass  # another role of the same display
    finally:
        done.set()
        other.join(20)
    with store.own("display"):
        pass


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="cannot be made: Not a directory"):
        DisplayStore(tmp_path / "file" / "store").prepare()
