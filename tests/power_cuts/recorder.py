"""A file that stands for a disk, and the record of all it was told: `python -m tests.power_cuts.recorder`.

`disk` is the disk. What is written to `marks` is put into the record as it is, between the writes to the disk.
"""

import errno
import stat
import sys
from pathlib import Path

import mfusepy

from tests.power_cuts.record import FLUSH, MARK, WRITE, Entry


class Recorder(mfusepy.Operations):  # type: ignore[misc]
    """The two files. `disk` begins as the image says."""

    use_ns = True

    def __init__(self, image: Path, record: Path) -> None:
        self._disk = bytearray(image.read_bytes())
        self._record = record.open("wb", buffering=0)

    def _note(self, kind: int, offset: int, data: bytes) -> None:
        self._record.write(Entry(kind, offset, data).packed())

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        sizes = {"/disk": len(self._disk), "/marks": 0}
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o700, "st_nlink": 2}
        if path not in sizes:
            raise mfusepy.FuseOSError(errno.ENOENT)
        return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": sizes[path]}

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self._disk[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        if path == "/disk":
            self._disk[offset : offset + len(data)] = data
            self._note(WRITE, offset, data)
        else:
            self._note(MARK, 0, data)
        return len(data)

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        if path == "/disk":
            self._note(FLUSH, 0, b"")
        return 0


if __name__ == "__main__":
    mounted, image, record = sys.argv[1:]
    mfusepy.FUSE(Recorder(Path(image), Path(record)), mounted, foreground=True, nothreads=True)
