"""A disk that records, and disks that power cuts left: loop devices, mounts, and their end."""

import contextlib
import ctypes
import fcntl
import mmap
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.power_cuts.images import Image

SIZE = 16 << 20
_MADE = ("-q", "-b", "4096", "-J", "size=4", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard")
"""As Debian's mkfs.ext4 makes a card, in small."""
_TOOLS = ("mkfs.ext4", "e2fsck", "losetup", "fusermount3")
PATIENCE_S = 20.0
MEMORY = Path("/dev/shm")
_OTHERS = 20
_PIECE = 64 << 10
_CLONE_NEWNS, _MS_REC, _MS_PRIVATE = 0x20000, 0x4000, 0x40000
"""Of linux/sched.h and linux/mount.h."""
_BLKFLSBUF = 0x1261
"""Of linux/fs.h. The last close of a device does the same, but somebody else may have it open at that moment."""

_libc = ctypes.CDLL(None, use_errno=True)


def ready() -> None:
    """Skips where nobody may mount. From now on the mounts of this process are its own (`_alone`)."""
    missing = [tool for tool in _TOOLS if not shutil.which(tool)]
    if os.getuid() or missing or not Path("/dev/fuse").exists() or not Path("/dev/loop-control").exists():
        why = f"lacks {', '.join(missing)}" if missing else "need root, /dev/fuse and loop devices"
        pytest.skip(f"power cuts {why}: sudo make test-faults")
    _skip_without_loops()
    _alone()


def _alone() -> None:
    """Whoever makes a namespace of mounts meanwhile would hold a copy of ours.

    A disk that is unmounted would live on in it, and be found again in place of what lies on the device by then.
    """
    if _libc.unshare(_CLONE_NEWNS) or _libc.mount(None, b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None):
        pytest.skip(f"power cuts need mounts of their own: {os.strerror(ctypes.get_errno())}")


def _skip_without_loops() -> None:
    """A kernel may have the devices, and give none."""
    with tempfile.NamedTemporaryFile(dir=MEMORY) as file:
        file.truncate(1 << 20)
        made = subprocess.run(["losetup", "--find", "--show", file.name], check=False, capture_output=True, text=True)
        if made.returncode:
            pytest.skip(f"no loop device: {made.stderr.strip()}")
        subprocess.run(["losetup", "--detach", made.stdout.strip()], check=True)


@contextlib.contextmanager
def _attached(file: Path) -> Iterator[str]:
    command = ["losetup", "--find", "--show", str(file)]
    for _ in range(_OTHERS):  # between its two steps somebody else may take the device
        made = subprocess.run(command, check=False, capture_output=True, text=True)
        if not made.returncode:
            break
    made.check_returncode()
    device = made.stdout.strip()
    try:
        yield device
    finally:
        subprocess.run(["losetup", "--detach", device], check=True)


def _mount(device: str, folder: Path, options: str = "") -> int:
    """The errno of mount(2), 0 when it is mounted."""
    done = _libc.mount(device.encode(), bytes(folder), b"ext4", ctypes.c_ulong(0), options.encode())
    return ctypes.get_errno() if done else 0


def _unmount(folder: Path) -> None:
    if _libc.umount2(bytes(folder), 0):
        raise OSError(ctypes.get_errno(), f"cannot unmount {folder}")


class Recorded:
    """A disk as it was made, and the record of what it was told since."""

    def __init__(self, folder: Path) -> None:
        self.made, self.record, self.card, self.marks = (
            folder / "made",
            folder / "record",
            folder / "card",
            folder / "disk" / "marks",
        )


@contextlib.contextmanager
def recording(folder: Path, options: str = "") -> Iterator[Recorded]:
    """An ext4 on a disk that records, mounted at `card`, as long as the block lasts."""
    recorded = Recorded(folder)
    disk = folder / "disk"
    disk.mkdir()
    recorded.card.mkdir()
    with recorded.made.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", *_MADE, recorded.made], check=True)
    command = [sys.executable, "-m", "tests.power_cuts.recorder", disk, recorded.made, recorded.record]
    process = subprocess.Popen(command)
    try:
        _until_mounted(disk, process)
        with _attached(disk / "disk") as device:
            if error := _mount(device, recorded.card, options):
                raise OSError(error, "cannot mount the disk that records")
            try:
                yield recorded
            finally:
                _unmount(recorded.card)
    finally:
        subprocess.run(["fusermount3", "-u", "-q", "-z", disk], check=False)
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:  # somebody else has the loop device open
            process.kill()
            process.wait()


def _until_mounted(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_S
    while not (folder / "disk").exists():
        assert process.poll() is None, "the disk that records has ended"
        assert time.monotonic() < until, "the disk that records is not there"
        time.sleep(0.01)


class Bench:
    """Mounts one image after the other. `repaired` counts those that only e2fsck made mountable."""

    def __init__(self, file: mmap.mmap, device: str, folder: Path) -> None:
        self._file, self._device, self._folder = file, device, folder
        self.repaired = 0

    @contextlib.contextmanager
    def mounted(self, image: Image) -> Iterator[Path]:
        """As a machine that starts finds it: the journal is replayed; what cannot be mounted is repaired first."""
        with image.disk() as disk:
            self._insert(disk)
        if _mount(self._device, self._folder):
            self.repaired += 1
            subprocess.run(["e2fsck", "-y", self._device], check=False, capture_output=True)
            if error := _mount(self._device, self._folder):
                raise OSError(error, f"cannot mount {image}")
        try:
            yield self._folder
        finally:
            _unmount(self._folder)

    def _insert(self, disk: bytearray) -> None:
        """Writes what differs, which is little. Then the kernel forgets what it has read from the device before."""
        new, old = (ctypes.c_char * SIZE).from_buffer(disk), (ctypes.c_char * SIZE).from_buffer(self._file)
        there, here = ctypes.addressof(new), ctypes.addressof(old)
        for begin in range(0, SIZE, _PIECE):
            if _libc.memcmp(ctypes.c_void_p(here + begin), ctypes.c_void_p(there + begin), _PIECE):
                ctypes.memmove(here + begin, there + begin, _PIECE)
        descriptor = os.open(self._device, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _BLKFLSBUF)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def bench() -> Iterator[Bench]:
    """A loop device in memory."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        path, folder = Path(place) / "disk", Path(place) / "mounted"
        folder.mkdir()
        with path.open("w+b") as file:
            file.truncate(SIZE)
            with mmap.mmap(file.fileno(), SIZE) as memory, _attached(path) as device:
                yield Bench(memory, device, folder)
