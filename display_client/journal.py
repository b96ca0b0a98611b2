"""The plays of a display: a numbered journal in segments, appended by the screen, sent and trimmed by the agent.

A line is one play as JSON. The screen appends; nobody rewrites. A segment is named by its first number and deleted
when the server has acknowledged all of it. Syncing is spare, for the card's sake: the screen once a minute and when it
ends, the agent before it sends; so a power cut costs at most the last minute, and nothing sent is ever lost.
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
SYNC_EVERY_S = 60.0
_REMEMBERED = 2_000
_ENDING = ".jsonl"


def _segments(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"*{_ENDING}") if path.stem.isdecimal())


def _read(path: Path) -> list[Play]:
    """The whole lines of a segment; the torn one a power cut may leave is passed over."""
    plays = []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            plays.append(msgspec.json.decode(line, type=Play))
    return plays


def acknowledged(folder: Path) -> int:
    """The last number the server has stored; 0 before the first."""
    try:
        return int((folder / "acknowledged").read_text())
    except (OSError, ValueError):
        return 0


class JournalWriter:
    """The screen's end. Numbers go on from the last play found, or from the last one acknowledged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        known = [play for path in _segments(folder)[-2:] for play in _read(path)]
        self.last = max(known, key=lambda play: play.number, default=None)
        self.next = max(acknowledged(folder), self.last.number if self.last else 0) + 1
        self._descriptor: int | None = None
        self._left = 0
        self._synced_at = 0.0

    def append(self, play: Play, clock_s: float) -> None:
        """Writes the play (its `number` becomes the next one). `clock_s` is any running clock in seconds.

        A disk that takes nothing costs the record, never the picture: OSError is swallowed, the number is not used.
        """
        line = msgspec.json.encode(msgspec.structs.replace(play, number=self.next)) + b"\n"
        try:
            if os.write(self._segment(), line) != len(line):
                self.close()
                return
            if clock_s - self._synced_at >= SYNC_EVERY_S:
                os.fdatasync(self._segment())
                self._synced_at = clock_s
        except OSError:
            self.close()
            return
        self.next += 1
        self._left -= 1

    def close(self) -> None:
        """Syncs and closes; the next play begins a new segment."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.fdatasync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None

    def _segment(self) -> int:
        if self._descriptor is not None and self._left > 0:
            return self._descriptor
        self.close()
        # Append, never truncate: after a torn write the same number may begin again in the same file.
        path = self._folder / f"{self.next:012d}{_ENDING}"
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if os.fstat(self._descriptor).st_size:
            os.write(self._descriptor, b"\n")
        durable.sync_folder(self._folder)
        self._left = SEGMENT_PLAYS
        return self._descriptor


class JournalReader:
    """The agent's end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.acknowledged = self._handed_out = acknowledged(folder)
        self._ends: dict[int, datetime] = {}
        """When the plays that were handed out lately ended, by their number."""

    def waiting(self, limit: int) -> tuple[Play, ...]:
        """The oldest plays the server has not acknowledged, made durable before they are handed out."""
        plays: list[Play] = []
        for path in self._unsent():
            fresh = [play for play in _read(path) if play.number > self.acknowledged]
            if fresh:
                with contextlib.suppress(OSError), path.open("rb") as file:
                    os.fdatasync(file.fileno())
            plays += fresh
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
        durable.write(self._folder / "acknowledged", str(number).encode())
        self.acknowledged = number
        segments = _segments(self._folder)
        for path, following in pairwise(segments):
            if int(following.stem) <= number + 1:  # all before it is acknowledged; the last segment always stays
                path.unlink(missing_ok=True)

    def _unsent(self) -> list[Path]:
        segments = _segments(self._folder)
        starts = [int(path.stem) for path in segments]
        first = max((i for i, start in enumerate(starts) if start <= self.acknowledged + 1), default=0)
        return segments[first:]
