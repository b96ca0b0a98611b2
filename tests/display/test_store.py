"""The store of a display: what survives, what is refused, what is never shown."""

import errno
import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.system import durable
from content.findings import RefusedError
from display_client.store import RESERVE_BYTES, DisplayStore, StoredManifest
from tests.interrupted import interrupted_write


class FullDisk:
    """A disk that takes `room` more bytes; freeing the reserve makes room again. `written` are the files it took."""

    def __init__(self, folder: Path, room: int) -> None:
        self.folder, self.room = folder, room
        self.written: list[Path] = []

    def write(self, path: Path, data: bytes) -> None:
        freed = 0 if (self.folder / "reserve").exists() else RESERVE_BYTES
        if len(data) > self.room + freed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        durable.write(path, data)
        self.written.append(path)


@pytest.fixture
def store(tmp_path: Path) -> DisplayStore:
    store = DisplayStore(tmp_path / "store")
    store.prepare()
    return store


def put(store: DisplayStore, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    store.card.partial(digest).write_bytes(data)
    assert store.card.keep(digest)
    return digest


def test_a_new_store_has_adopted_nothing(store: DisplayStore) -> None:
    assert store.adopted() is None
    assert store.settled() is None


def test_the_envelope_and_the_programme_come_back_byte_for_byte(store: DisplayStore) -> None:
    envelope, programme = b'{"payload": "\n\x00\xff"}', b'\xff\n{"plan"'
    store.adopt(StoredManifest((3, 14), envelope, programme))
    assert DisplayStore(store.folder).adopted() == StoredManifest((3, 14), envelope, programme)


def test_newer_epoch_wins_over_higher_sequence(store: DisplayStore) -> None:
    store.adopt(StoredManifest((2, 1), b"new", b"its programme"))
    header = (store.slots / "0").read_bytes()
    store.adopt(StoredManifest((1, 99), b"old", b"its programme"))
    (store.slots / "0").write_bytes(header)
    newest = store.adopted()
    assert newest is not None and newest.version == (2, 1)


@given(cut=st.integers(min_value=0, max_value=400), slot=st.sampled_from(["0", "1"]), flip=st.booleans())
def test_a_torn_or_altered_slot_is_as_if_it_were_not_there(
    tmp_path_factory: pytest.TempPathFactory, cut: int, slot: str, flip: bool
) -> None:
    store = DisplayStore(tmp_path_factory.mktemp("torn"))
    store.prepare()
    adopted = StoredManifest((1, 2), b"x" * 120, b"y" * 120)
    store.adopt(adopted)
    data = (store.slots / slot).read_bytes()
    cut %= len(data)
    torn = data[:cut] + bytes([data[cut] ^ 4]) + data[cut + 1 :] if flip else data[:cut]
    (store.slots / slot).write_bytes(torn)
    assert store.adopted() == adopted
    assert store.settled() == adopted


TORN: dict[str, Callable[[bytes], bytes]] = {
    "in its programme": lambda slot: slot[:-5],
    "before its programme": lambda slot: slot.removesuffix(b"its programme"),
    "with another programme": lambda slot: slot.removesuffix(b"its programme") + b"its programma",
    "with more than its programme": lambda slot: slot + b" ",
    "with another length of its envelope": lambda slot: slot.replace(b" 1 2 3 ", b" 1 2 4 ", 1),
    "with another version": lambda slot: slot.replace(b" 1 2 3 ", b" 1 9 3 ", 1),
}


@pytest.mark.parametrize("name", TORN)
def test_a_slot_torn_in_both_of_its_parts_leaves_the_other_slot(store: DisplayStore, name: str) -> None:
    old, new = StoredManifest((1, 1), b"old", b"its programme"), StoredManifest((1, 2), b"new", b"its programme")
    store.adopt(old)
    before = (store.slots / "1").read_bytes()
    store.adopt(new)
    whole = (store.slots / "0").read_bytes()
    torn = TORN[name](whole)
    assert torn != whole
    (store.slots / "0").write_bytes(torn)
    (store.slots / "1").write_bytes(before)
    assert store.adopted() == store.settled() == old
    (store.slots / "1").write_bytes(torn)
    assert store.adopted() is None and store.settled() is None


def test_a_slot_of_another_format_is_as_if_it_were_not_there(store: DisplayStore) -> None:
    envelope = b"an envelope"
    digest = hashlib.sha256(envelope).hexdigest().encode()
    for name in ("0", "1"):
        (store.slots / name).write_bytes(b"afisier-slot 1 1 2 %s\n" % digest + envelope)
    assert store.adopted() is None
    store.mend()
    store.adopt(StoredManifest((1, 3), b"new", b"its programme"))
    assert store.settled() == StoredManifest((1, 3), b"new", b"its programme")


def test_a_programme_that_was_mended_in_one_slot_gets_into_both(store: DisplayStore) -> None:
    """The power went while the same manifest was written with the programme that it names."""
    store.adopt(StoredManifest((1, 1), b"one", b"another programme"))
    second = (store.slots / "1").read_bytes()
    mended = StoredManifest((1, 1), b"one", b"its programme")
    store.adopt(mended)
    (store.slots / "1").write_bytes(second)
    store.mend()
    assert store.settled() == store.adopted() == mended


def test_what_is_only_in_the_first_slot_is_not_shown_until_mended(store: DisplayStore) -> None:
    store.adopt(StoredManifest((1, 1), b"one", b"its programme"))
    second = (store.slots / "1").read_bytes()
    store.adopt(StoredManifest((1, 2), b"two", b"its programme"))
    (store.slots / "1").write_bytes(second)  # the power went between the two
    assert store.settled() == StoredManifest((1, 1), b"one", b"its programme")
    assert store.adopted() == StoredManifest((1, 2), b"two", b"its programme")
    store.mend()
    assert store.settled() == StoredManifest((1, 2), b"two", b"its programme")


def test_what_a_power_cut_left_half_written_goes_at_the_next_start(store: DisplayStore) -> None:
    store.adopt(StoredManifest((1, 1), b"one", b"its programme"))
    for target in (store.slots / "1", store.plays / "acknowledged", store.folder / "reserve"):
        killed = interrupted_write(target)
        killed.kill()
        killed.communicate()
    store.mend()
    assert sorted(path.name for path in store.slots.iterdir()) == ["0", "1"]
    assert list(store.plays.iterdir()) == []
    assert store.settled() == StoredManifest((1, 1), b"one", b"its programme")


def test_a_full_disk_still_takes_a_manifest_from_the_reserve(tmp_path: Path) -> None:
    disk = FullDisk(tmp_path, room=3_000_000)
    store = DisplayStore(tmp_path, disk.write)
    store.prepare()
    store.adopt(StoredManifest((1, 1), b"one", b"its programme"))
    disk.room = 0
    withdrawal = StoredManifest((1, 2), b"withdrawn", b"y" * 200_000)
    store.adopt(withdrawal)
    assert store.settled() == withdrawal


@pytest.mark.parametrize("survives", range(2))
def test_interrupted_between_any_two_writes_it_holds_one_of_both_whole(tmp_path: Path, survives: int) -> None:
    old, new = StoredManifest((1, 1), b"old", b"its programme"), StoredManifest((1, 2), b"new", b"its programme")
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
    disk = FullDisk(tmp_path, room=3_000_000)
    store = DisplayStore(tmp_path, disk.write)
    store.prepare()
    store.adopt(StoredManifest((1, 1), b"one", b"its programme"))
    disk.room = -RESERVE_BYTES
    with pytest.raises(OSError, match="No space left"):
        store.adopt(StoredManifest((1, 2), b"two", b"its programme"))
    assert store.adopted() == StoredManifest((1, 1), b"one", b"its programme")
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
    store.card.partial(digest).write_bytes(b"sent")
    assert not store.card.keep(digest)
    assert list(store.assets.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_only_digests_name_assets(store: DisplayStore, name: str) -> None:
    assert store.asset(name) is None
    with pytest.raises(ValueError, match="64 hex digits"):
        store.card.partial(name)


def test_collecting_keeps_what_is_named_whole_or_in_part(store: DisplayStore) -> None:
    kept, gone = put(store, b"kept"), put(store, b"gone")
    coming, given_up = hashlib.sha256(b"coming").hexdigest(), hashlib.sha256(b"given up").hexdigest()
    for digest in (coming, given_up):
        store.card.partial(digest).write_bytes(b"half")
    assert store.collect({kept, coming}) == 2
    assert store.asset(kept) and not store.asset(gone)
    assert store.card.partial(coming).exists() and not store.card.partial(given_up).exists()


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


def test_a_place_that_takes_nothing_is_shown_from_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = DisplayStore(tmp_path / "file" / "store")
    store.prepare()
    with store.own("display"):  # nothing to lock: the picture is worth more
        assert store.settled() is None
        assert store.asset("a" * 64) is None


# --- what the card does not take --------------------------------------------------------------------------------------


def test_what_memory_holds_plays_as_long_as_it_is_newer(store: DisplayStore) -> None:
    old, new = (StoredManifest((1, number), b"%d" % number, b"programme") for number in (1, 2))
    store.adopt(old)
    assert store.hold(new)
    again = DisplayStore(store.folder)
    assert again.settled() == again.adopted() == new
    newest = StoredManifest((1, 3), b"3", b"programme")
    store.adopt(newest)
    assert again.settled() == again.adopted() == newest
    assert not (again.slot_folders[1] / "0").exists()


def test_a_start_writes_what_memory_holds_to_a_card_that_takes_it_again(store: DisplayStore) -> None:
    held, digest = StoredManifest((1, 2), b"2", b"programme"), hashlib.sha256(b"picture").hexdigest()
    assert store.hold(held)
    store.spare.make_room(7)
    store.spare.partial(digest).write_bytes(b"picture")
    assert store.spare.keep(digest) and store.asset(digest) == b"picture"
    store.mend()
    assert [path.name for path in store.assets.iterdir()] == [digest] and list(store.spare.path.iterdir()) == []
    assert store.asset(digest) == b"picture"
    shutil.rmtree(store.slot_folders[1])
    assert store.settled() == held


def test_no_slot_names_a_picture_that_only_memory_has(store: DisplayStore) -> None:
    """Pictures that the card did not take go there before the manifest does, and only those that it names."""
    store.prepare()
    pictures = {hashlib.sha256(data).hexdigest(): data for data in (b"needed", b"not needed")}
    needed, other = pictures
    for digest, data in pictures.items():
        store.spare.make_room(len(data))
        store.spare.partial(digest).write_bytes(data)
        assert store.spare.keep(digest)
    store.adopt(StoredManifest((1, 1), b"one", needed.encode()))
    assert (store.card.asset(needed), store.spare.asset(needed)) == (b"needed", None)
    assert (store.card.asset(other), store.spare.asset(other)) == (None, b"not needed")


def test_a_card_that_takes_no_picture_takes_no_manifest_that_names_it(
    store: DisplayStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.prepare()
    digest = hashlib.sha256(b"needed").hexdigest()
    store.spare.make_room(6)
    store.spare.partial(digest).write_bytes(b"needed")
    assert store.spare.keep(digest)

    def fail(path: Path, data: bytes) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(durable, "write", fail)
    with pytest.raises(OSError, match="Input/output error"):
        store.adopt(StoredManifest((1, 1), b"one", digest.encode()))
    assert store.adopted() is None and store.asset(digest) == b"needed"
    withdrawal = StoredManifest((1, 2), b"two", b"names nothing")
    store.adopt(withdrawal)
    assert store.settled() == withdrawal
