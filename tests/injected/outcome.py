"""What a run leaves beside the folder: marks of what was acknowledged, sentences of what was refused."""

import mmap
from pathlib import Path

_SIZE = 1 << 16


class Notes:
    """A line each, there when `say` or `refused` returns, whatever becomes of the process.

    In mapped memory: no fault of a system call may meet them.
    """

    def __init__(self, folder: Path) -> None:
        self._marks, self._sentences = _mapped(folder / "marks"), _mapped(folder / "sentences")

    def say(self, mark: str) -> None:
        self._marks.write(mark.encode() + b"\n")

    def refused(self, sentence: str) -> None:
        self._sentences.write(sentence.replace("\n", "⏎").encode() + b"\n")


def _mapped(path: Path) -> mmap.mmap:
    with path.open("w+b") as file:
        file.truncate(_SIZE)
        return mmap.mmap(file.fileno(), _SIZE)


def lines(path: Path) -> list[str]:
    return path.read_bytes().rstrip(b"\0").decode().splitlines()
