"""The plays of a display: a numbered journal in segments, appended by the screen, sent and trimmed by the agent.

A line is one play as JSON. The screen appends; nobody rewrites. A segment is named by its first number. The journal
lives in memory, as long as the server is reached: it acknowledges plays within seconds, and the card is spared. What it
has not acknowledged for five minutes, and what is left at an orderly end, is spilled to the card, as segments that are
deleted when they are acknowledged. So a power cut costs at most the last minute with a server in reach, and the last
six without. What is sent twice the server knows by its number.

No number is used twice: the card holds one that is at least as high as all that were used (`numbers`), raised by some
thousands at a time. After a power cut numbers go on from there, which leaves a gap; after an orderly end they go on
without one. A card that took no number may let some be used again: then the server says so, and the plays of this start
of the machine, which it cannot have, are numbered on from what it has (`JournalReader.told`).

What is acknowledged is a `Tip`, the end of the chain that the agent signs (`content.wire.play_chain`). It lives in
memory; after a power cut the server says it anew.
"""

import contextlib
import os
from itertools import pairwise
from pathlib import Path

import msgspec

from config.system import durable
from content.wire import Play, Tip

SEGMENT_PLAYS = 500
MOST_SEGMENTS = 400
"""In memory, where the card takes nothing and no server is reached for weeks: then the oldest plays are given up."""
SPILL_S = 300.0
"""How long plays may wait in memory for the server."""
RESERVE = 2_000
_ENDING = ".jsonl"


def _segments(*folders: Path) -> list[Path]:
    """Of all folders, in the order of their first number."""
    segments = [path for folder in folders for path in folder.glob(f"*{_ENDING}") if path.stem.isdecimal()]
    return sorted(segments, key=lambda path: int(path.stem))


def _read(path: Path, lift: int = 0) -> list[Play]:
    """The whole lines of a segment, with numbers that much higher; a torn one of an interruption is passed over."""
    plays: list[Play] = []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            plays.append(msgspec.json.decode(line, type=Play))
    return [msgspec.structs.replace(play, number=play.number + lift) for play in plays] if lift else plays


def _last_of(folder: Path) -> Play | None:
    """The play with the highest number of a folder."""
    known = [play for path in _segments(folder)[-2:] for play in _read(path)]
    return max(known, key=lambda play: play.number, default=None)


def _number(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0


_NOTHING = Tip(number=0, hash="")


def acknowledged(folder: Path) -> Tip | None:
    """The end of what the server has stored, `_NOTHING` too; None before it has told since the machine started."""
    try:
        return msgspec.json.decode((folder / "acknowledged").read_bytes(), type=Tip)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _acknowledged_number(folder: Path) -> int:
    tip = acknowledged(folder)
    return tip.number if tip else 0


def spill(folder: Path, card: Path) -> None:
    """The plays in memory that are neither acknowledged nor on the card go there, durably. Raises OSError."""
    last, lift = _last_of(card), _number(folder / "lift")
    known = max(_acknowledged_number(folder), last.number if last else 0)
    plays = [play for path in _segments(folder) for play in _read(path, lift) if play.number > known]
    if plays:
        lines = b"".join(msgspec.json.encode(play) + b"\n" for play in plays)
        durable.write(card / f"{plays[0].number:012d}{_ENDING}", lines)
        _drop(folder, plays[-1].number)


def _drop(folder: Path, number: int) -> None:
    """Deletes the segments in memory that end with that number or before; the last one always stays."""
    lift = _number(folder / "lift")
    for path, following in pairwise(_segments(folder)):
        if int(following.stem) + lift <= number + 1:
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
        used = [self.last.number if self.last else 0]
        is_new = own is None  # the machine has started since: what was used is known by the card only
        self.next = max([*used, self._reserved if is_new else 0]) + 1
        self._descriptor: int | None = None
        self._left = 0

    def append(self, play: Play) -> None:
        """Writes the play (its `number` becomes the next one).

        A memory that takes nothing costs the record, never the picture: OSError is swallowed, the number is not used.
        """
        self._reserve()
        try:
            segment = self._segment()
            line = msgspec.json.encode(msgspec.structs.replace(play, number=self.next)) + b"\n"
            if os.write(segment, line) != len(line):
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
        self.next = max(self.next, _acknowledged_number(self._folder) + 1 - _number(self._folder / "lift"))
        for oldest in _segments(self._folder)[: 1 - MOST_SEGMENTS]:
            oldest.unlink(missing_ok=True)
        path = self._folder / f"{self.next:012d}{_ENDING}"
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if os.fstat(self._descriptor).st_size:
            os.write(self._descriptor, b"\n")
        self._left = SEGMENT_PLAYS
        return self._descriptor


class JournalReader:
    """The agent's end. Until it is told what the server has, in this start of the machine, nothing is handed out."""

    def __init__(self, folder: Path, card: Path) -> None:
        self._folder, self._card = folder, card
        self._told = acknowledged(folder)
        self._handed_out = self._acknowledged
        self._waits_since: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether the server has said what it has, since the machine started."""
        return self._told is not None

    @property
    def tip(self) -> Tip | None:
        """The end of the chain that the server has; None where it has none."""
        return self._told if self._told != _NOTHING else None

    @property
    def _acknowledged(self) -> int:
        return self._told.number if self._told else 0

    def told(self, tip: Tip | None, boot: str) -> None:
        """The server said, signed, what it has of this display's chain. Raises OSError.

        What `boot`, this start of the machine, played it cannot have, unless this has been told before.
        """
        if self.is_told:
            return
        own = [play.number for path in self._all() for play in _read(path) if play.boot == boot]
        if tip is not None and own and min(own) <= tip.number:
            self._renumber(tip.number + 1 - min(own), boot)
        self._stored(tip or _NOTHING)
        self._handed_out = self._acknowledged

    def waiting(self, limit: int) -> tuple[Play, ...]:
        """The oldest plays that the server has not acknowledged.

        Memory is read before the card: what is spilled meanwhile is on one of them by then.
        """
        plays: dict[int, Play] = {}
        for folder, lift in ((self._folder, _number(self._folder / "lift")), (self._card, 0)):
            count = 0
            for path in self._unsent(folder, lift):
                own = [play for play in _read(path, lift) if play.number > self._acknowledged]
                plays |= {play.number: play for play in own if play.number not in plays}
                count += len(own)
                if count >= limit:
                    break
        return tuple(plays[number] for number in sorted(plays)[:limit])

    def handed_out(self, number: int) -> None:
        """The plays up to that number are on their way to the server."""
        self._handed_out = max(self._handed_out, number)

    def trim(self, tip: Tip) -> None:
        """The server has stored the chain up to `tip`. Raises OSError.

        Nobody can have stored what was not handed out: such a tip is passed over, and so is one of before.
        """
        if self.is_told and self._acknowledged <= tip.number <= self._handed_out and tip != self._told:
            self._stored(tip)

    def _stored(self, tip: Tip) -> None:
        fresh = self._folder / ".acknowledged"
        fresh.write_bytes(msgspec.json.encode(tip))
        fresh.rename(self._folder / "acknowledged")
        self._told, self._waits_since = tip, None
        _drop(self._folder, tip.number)
        for path in _segments(self._card):
            if int(path.stem) > tip.number or max((play.number for play in _read(path)), default=0) > tip.number:
                break
            path.unlink(missing_ok=True)

    def spill_late(self, clock_s: float) -> None:
        """Spills plays that wait for too long; `clock_s` is any running clock in seconds. Raises OSError."""
        last, on_card = _last_of(self._folder), _last_of(self._card)
        number = last.number + _number(self._folder / "lift") if last else 0
        if number <= max(self._acknowledged, on_card.number if on_card else 0):
            self._waits_since = None
        elif self._waits_since is None:
            self._waits_since = clock_s
        elif clock_s - self._waits_since >= SPILL_S:
            self._waits_since = None
            spill(self._folder, self._card)

    def _all(self) -> list[Path]:
        return [*_segments(self._card), *_segments(self._folder)]

    def _renumber(self, lift: int, boot: str) -> None:
        """The plays of this start have numbers that were used before: they get higher ones, on the card as well."""
        (self._folder / "lift").write_text(str(lift))
        for path in _segments(self._card):
            own = [play for play in _read(path, lift) if play.boot == boot]
            if own:
                lines = b"".join(msgspec.json.encode(play) + b"\n" for play in own)
                durable.write(self._card / f"{own[0].number:012d}{_ENDING}", lines)
                path.unlink()

    def _unsent(self, folder: Path, lift: int) -> list[Path]:
        """From the segment on that has the first number that is not acknowledged."""
        segments = _segments(folder)
        starts = [int(path.stem) + lift for path in segments]
        return segments[max((i for i, start in enumerate(starts) if start <= self._acknowledged + 1), default=0) :]
