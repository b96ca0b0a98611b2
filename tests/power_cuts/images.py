"""The disks that a power cut can leave, of a record: which writes are there, which are not, which one is torn."""

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.power_cuts.record import FLUSH, MARK, WRITE, entries

SECTOR = 512
END = "end"
"""The mark after which the record does not count: the disk is unmounted."""
_SUPERBLOCK = 0
"""It is there whole or not at all: ext4 counts on that, and does not start by itself from one that is torn."""
_TORN = 0.3
"""Of the images, in which one of the writes that are lost is there in part."""


class Write(NamedTuple):
    offset: int
    data: bytes


class Epoch(NamedTuple):
    """From a flush to the next one: what is written without being safe, and what is said meanwhile."""

    writes: list[Write]
    marks: list[str]


def epochs(record: Path) -> list[Epoch]:
    """Up to the mark of the end."""
    found = [Epoch([], [])]
    for entry in entries(record):
        if entry.kind == WRITE:
            found[-1].writes.append(Write(entry.offset, entry.data))
        elif entry.kind == FLUSH and found[-1].writes:
            found.append(Epoch([], []))
        elif entry.kind == MARK:
            if entry.data.decode() == END:
                return found
            found[-1].marks.append(entry.data.decode())
    raise AssertionError("the workload has not come to its end")


class Cut(NamedTuple):
    """What is on the disk of the writes of an epoch: the numbers of those that are, and sectors of one more."""

    kept: frozenset[int]
    torn: int | None = None
    sectors: frozenset[int] = frozenset()


class Image:
    """A disk after a power cut. `marks` is all that was said until then, as late as the cut may have been."""

    def __init__(self, base: bytearray, epoch: Epoch, number: int, cut: Cut, marks: list[str]) -> None:
        self._base, self._epoch, self._number, self._cut, self.marks = base, epoch, number, cut, marks

    def __str__(self) -> str:
        cut = self._cut
        return f"flush {self._number}, of {len(self._epoch.writes)} writes {sorted(cut.kept)}, torn {cut.torn}"

    @contextlib.contextmanager
    def disk(self) -> Iterator[bytearray]:
        """Its bytes, as long as the block lasts."""
        before = [(offset, bytes(self._base[offset : offset + len(data)])) for offset, data in self._there()]
        try:
            for offset, data in self._there():
                self._base[offset : offset + len(data)] = data
            yield self._base
        finally:
            for offset, data in reversed(before):
                self._base[offset : offset + len(data)] = data

    def _there(self) -> Iterator[Write]:
        for number, write in enumerate(self._epoch.writes):
            if number in self._cut.kept:
                yield write
            elif number == self._cut.torn:
                for begin in sorted(sector * SECTOR for sector in self._cut.sectors):
                    yield Write(write.offset + begin, write.data[begin : begin + SECTOR])


def images(made: Path, record: Path, count: int, chance: random.Random) -> Iterator[Image]:
    """So many different ones, spread over all epochs; fewer where the record has not so many."""
    base, marks, all_epochs = bytearray(made.read_bytes()), list[str](), epochs(record)
    chosen = _cuts(all_epochs, count, chance)
    for number, epoch in enumerate(all_epochs):
        marks += epoch.marks
        for cut in chosen[number]:
            yield Image(base, epoch, number, cut, list(marks))
        for write in epoch.writes:
            base[write.offset : write.offset + len(write.data)] = write.data


def _cuts(all_epochs: list[Epoch], count: int, chance: random.Random) -> list[list[Cut]]:
    """For each epoch its own; a round gives every epoch one more that it has not yet."""
    chosen: list[dict[Cut, None]] = [{} for _ in all_epochs]
    left, tried = count, 0
    while left and tried < 200:
        tried += 1
        order = list(range(len(all_epochs)))
        chance.shuffle(order)
        for number in order:
            cut = _cut(all_epochs[number], chance)
            if left and cut not in chosen[number]:
                chosen[number][cut] = None
                left -= 1
    return [list(cuts) for cuts in chosen]


def _cut(epoch: Epoch, chance: random.Random) -> Cut:
    share = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
    kept = frozenset(number for number in range(len(epoch.writes)) if chance.random() < share)
    lost = [number for number, write in enumerate(epoch.writes) if number not in kept and write.offset != _SUPERBLOCK]
    if not lost or chance.random() >= _TORN:
        return Cut(kept)
    torn = chance.choice(lost)
    sectors = range(len(epoch.writes[torn].data) // SECTOR)
    part = frozenset(sector for sector in sectors if chance.random() < 0.5)
    return Cut(kept, torn, part) if part else Cut(kept)
