"""The plays of a display: a numbered journal in segments, appended by the screen, sent and trimmed by the agent.

A line is one play as JSON. The screen appends; nobody rewrites. A segment is named by its first number. The journal
lives in memory, as long as the server is reached: it acknowledges plays within seconds, and the card is spared. What it
has not acknowledged for five minutes, and what is left at an orderly end, is spilled to the card, as segments that are
deleted when they are acknowledged. So a power cut costs at most the last minute with a server in reach, and the last
six without. What is sent twice the server knows by its number.

No number is used twice: the card holds one that is at least as high as all that were used (`numbers`), raised by some
thousands at a time. After a power cut numbers go on from there, which leaves a gap; after an orderly end they go on
without one.
"""

import contextlib
import os
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import msgspec

from config.system import durable
from content.wire import Play

SEGMENT_PLAYS = 500
SPILL_S = 300.0
"""How long plays may wait in memory for the server."""
RESERVE = 2_000
_REMEMBERED = 2_000
_ENDING = ".jsonl"


def _segments(*folders: Path) -> list[Path]:
    """Of all folders, in the order of their first number."""
    segments = [path for folder in folders for path in folder.glob(f"*{_ENDING}") if path.stem.isdecimal()]
    return sorted(segments, key=lambda path: int(path.stem))


def _read(path: Path) -> list[Play]:
    """The whole lines of a segment; the torn one an interruption may leave is passed over."""
    plays = []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            plays.append(msgspec.json.decode(line, type=Play))
    return plays


def _last_of(folder: Path) -> Play | None:
    """The play with the highest number of a folder."""
    known = [play for path in _segments(folder)[-2:] for play in _read(path)]
    return max(known, key=lambda play: play.number, default=None)


def _number(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0


def acknowledged(folder: Path) -> int:
    """The last number the server has stored since the machine started; 0 before the first."""
    return _number(folder / "acknowledged")


def spill(folder: Path, card: Path) -> None:
    """The plays in memory that are neither acknowledged nor on the card go there, durably. Raises OSError."""
    last = _last_of(card)
    known = max(acknowledged(folder), last.number if last else 0)
    plays = [play for path in _segments(folder) for play in _read(path) if play.number > known]
    if plays:
        lines = b"".join(msgspec.json.encode(play) + b"\n" for play in plays)
        durable.write(card / f"{plays[0].number:012d}{_ENDING}", lines)
        _drop(folder, plays[-1].number)


def _drop(folder: Path, number: int) -> None:
    """Deletes the segments in memory that end with that number or before; the last one always stays."""
    for path, following in pairwise(_segments(folder)):
        if int(following.stem) <= number + 1:
            path.unlink(missing_ok=True)


class JournalWriter:
    """The screen's end: `folder` is in memory, `card` where plays outlast the machine."""

    def __init__(self, folder: Path, card: Path) -> None:
        self._folder, self._card = folder, card
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        own = _last_of(folder)
        self.last = own or _last_of(card)
        self._reserved = _number(card / "numbers")
        used = [acknowledged(folder), self.last.number if self.last else 0]
        is_new = own is None and not used[0]  # the machine has started since: what was used is known by the card only
        self.next = max([*used, self._reserved if is_new else 0]) + 1
        self._descriptor: int | None = None
        self._left = 0

    def append(self, play: Play) -> None:
        """Writes the play (its `number` becomes the next one).

        A memory that takes nothing costs the record, never the picture: OSError is swallowed, the number is not used.
        """
        self._reserve()
        line = msgspec.json.encode(msgspec.structs.replace(play, number=self.next)) + b"\n"
        try:
            if os.write(self._segment(), line) != len(line):
                self._close_segment()
                return
        except OSError:
            self._close_segment()
            return
        self.next += 1
        self._left -= 1

    def close(self) -> None:
        """An orderly end: what is left goes to the card, and numbers will go on without a gap."""
        self._close_segment()
        with contextlib.suppress(OSError):
            spill(self._folder, self._card)
            self._keep_number(self.next - 1)

    def _reserve(self) -> None:
        """A card that takes no number costs none: then numbers might be used again after a power cut."""
        if self.next > self._reserved:
            self._reserved = self.next + RESERVE
            with contextlib.suppress(OSError):
                self._keep_number(self._reserved)

    def _keep_number(self, number: int) -> None:
        durable.write(self._card / "numbers", str(number).encode())

    def _close_segment(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _segment(self) -> int:
        if self._descriptor is not None and self._left > 0:
            return self._descriptor
        self._close_segment()
        # Append, never truncate: after a torn write the same number may begin again in the same file.
        path = self._folder / f"{self.next:012d}{_ENDING}"
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if os.fstat(self._descriptor).st_size:
            os.write(self._descriptor, b"\n")
        self._left = SEGMENT_PLAYS
        return self._descriptor


class JournalReader:
    """The agent's end."""

    def __init__(self, folder: Path, card: Path) -> None:
        self._folder, self._card = folder, card
        self.acknowledged = self._handed_out = acknowledged(folder)
        self._ends: dict[int, datetime] = {}
        """When the plays that were handed out lately ended, by their number."""
        self._waits_since: float | None = None

    def waiting(self, limit: int) -> tuple[Play, ...]:
        """The oldest plays that the server has not acknowledged."""
        plays: list[Play] = []
        last = self.acknowledged
        for path in self._unsent():
            for play in _read(path):
                if play.number > last:
                    plays.append(play)
                    last = play.number
            if len(plays) >= limit:
                break
        oldest = tuple(plays[:limit])
        if oldest:
            ends = [*self._ends.items(), *((play.number, play.until) for play in oldest)]
            self._ends = dict(ends[-_REMEMBERED:])
        self._handed_out = max([self._handed_out, *(play.number for play in oldest)])
        return oldest

    def handed_out(self, number: int, until: datetime | None) -> bool:
        """Whether the play of that number was handed out lately, and ended then."""
        return until is not None and self._ends.get(number) == until

    def trim(self, number: int) -> None:
        """The server has stored plays up to and including `number`. Raises OSError.

        Nobody can have stored what was not handed out: a greater number counts as the last one.
        """
        number = min(number, self._handed_out)
        if number <= self.acknowledged:
            return
        fresh = self._folder / ".acknowledged"
        fresh.write_text(str(number))
        fresh.rename(self._folder / "acknowledged")
        self.acknowledged, self._waits_since = number, None
        _drop(self._folder, number)
        for path in _segments(self._card):
            if int(path.stem) > number or max((play.number for play in _read(path)), default=0) > number:
                break
            path.unlink(missing_ok=True)

    def spill_late(self, clock_s: float) -> None:
        """Spills plays that wait for too long; `clock_s` is any running clock in seconds. Raises OSError."""
        last, on_card = _last_of(self._folder), _last_of(self._card)
        if last is None or last.number <= max(self.acknowledged, on_card.number if on_card else 0):
            self._waits_since = None
        elif self._waits_since is None:
            self._waits_since = clock_s
        elif clock_s - self._waits_since >= SPILL_S:
            self._waits_since = None
            spill(self._folder, self._card)

    def _unsent(self) -> list[Path]:
        """From the segment on, of either folder, that has the first number that is not acknowledged."""
        unsent = []
        for folder in (self._card, self._folder):
            segments = _segments(folder)
            starts = [int(path.stem) for path in segments]
            first = max((i for i, start in enumerate(starts) if start <= self.acknowledged + 1), default=0)
            unsent += segments[first:]
        return sorted(unsent, key=lambda path: int(path.stem))
