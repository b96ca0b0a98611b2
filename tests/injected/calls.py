"""Which system calls of a program write into a folder, and where a fault met one: what strace has written down."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WRITING = (
    "openat", "write", "pwrite64", "writev", "fsync", "fdatasync", "rename", "renameat2", "link", "linkat",
    "unlink", "unlinkat", "truncate", "ftruncate", "fallocate", "mkdir", "mkdirat", "chmod", "fchmod", "utimensat",
)  # fmt: skip
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)")
_OPENED_TO_WRITE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_RANDOM = re.compile(r"(\.|backup-\d+\.)[a-z0-9_]{8}(?=\.unfinished)")
_DIGEST = re.compile(r"[0-9a-f]{64}|[0-9a-f]{2}/(?=D)|\d{12}")


class Call(NamedTuple):
    """The `number`-th call of its name in its thread, of a file below the folder, whose random parts are left out."""

    name: str
    number: int
    file: str
    injected: bool


def calls(trace: Path, folder: Path) -> Iterator[Call]:
    """Those that write into the folder."""
    numbers: dict[tuple[str, str], int] = {}
    place = re.compile(re.escape(str(folder)) + r"(?P<file>/[^\">]*|(?=[\">]))")
    for line in trace.read_text(errors="replace").splitlines():
        if not (match := _LINE.match(line)):
            continue
        name, rest = match["call"], match["rest"]
        key = match["thread"], name
        numbers[key] = numbers.get(key, 0) + 1
        if (at := place.search(rest)) and (name != "openat" or _OPENED_TO_WRITE.search(rest)):
            yield Call(name, numbers[key], _file(at["file"]), "(INJECTED)" in rest)


def _file(path: str) -> str:
    return _DIGEST.sub("D", _RANDOM.sub(r"\1R", path)).replace("D/D", "D")
