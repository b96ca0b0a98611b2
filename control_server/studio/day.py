"""A day of a display in hours: how much of each hour a kind of slide has, and how much of it is proved.

Decides that what was shown is counted up to the last play, and what will be from now on: between the two nothing is
known yet. Leaves out where either comes from (`screen_page`) and how it is drawn (the templates).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

_HOUR = timedelta(hours=1)


class DayPiece(NamedTuple):
    """Something of that kind in [since, until): `proved` by a play, or planned."""

    since: datetime
    until: datetime
    kind: str
    proved: bool


class HourBar(NamedTuple):
    """The hour from `start` on. `parts` are kinds with where their part begins and how long it is, 0 to 1 each.

    `proved` is the part of the hour, 0 to 1, of which plays are known.
    """

    start: datetime
    parts: tuple[tuple[str, float, float], ...]
    proved: float


def hours(start: datetime, end: datetime, pieces: Sequence[DayPiece], kinds: Sequence[str]) -> list[HourBar]:
    """The hours of [start, end), with the kinds in that order; a day has 23 to 25 of them."""
    count = round((end - start) / _HOUR)
    seconds = [dict.fromkeys(kinds, 0.0) for _ in range(count)]
    proved = [0.0] * count
    for piece in pieces:
        for hour, length in _within(piece, start, count):
            seconds[hour][piece.kind] += length
            proved[hour] += length * piece.proved
    bars = []
    for hour in range(count):
        parts, at = [], 0.0
        for kind in kinds:
            length = min(seconds[hour][kind] / 3600, 1.0)
            if length:
                parts.append((kind, at, length))
            at += length
        bars.append(HourBar(start + hour * _HOUR, tuple(parts), min(proved[hour] / 3600, 1.0)))
    return bars


def shares(pieces: Iterable[DayPiece]) -> dict[str, float]:
    """Kind → its part of all that is shown, 0 to 1; the largest first."""
    seconds: dict[str, float] = {}
    for piece in pieces:
        seconds[piece.kind] = seconds.get(piece.kind, 0.0) + (piece.until - piece.since).total_seconds()
    whole = sum(seconds.values()) or 1.0
    return {kind: length / whole for kind, length in sorted(seconds.items(), key=lambda each: (-each[1], each[0]))}


def _within(piece: DayPiece, start: datetime, count: int) -> Iterable[tuple[int, float]]:
    """The hours that a piece touches, each with how many seconds of it."""
    at, until = max(piece.since, start), min(piece.until, start + count * _HOUR)
    while at < until:
        hour = (at - start) // _HOUR
        ends = min(until, start + (hour + 1) * _HOUR)
        yield hour, (ends - at).total_seconds()
        at = ends
