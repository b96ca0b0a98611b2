"""How much one display may say, so that none of them keeps the others from being heard.

Decides figures that a real display never reaches: it says how it is every 20 seconds and at each change of the glass,
and sends its plays once a minute, or batch after batch when it was away for long.
"""

from typing import NamedTuple


class Rate(NamedTuple):
    """`burst` at once; used up, `per_s` more come each second."""

    burst: float
    per_s: float


MESSAGES = {"status": Rate(300, 5), "plays": Rate(2000, 400)}
"""By topic (a key of `wire.TOPICS`), in `units`. A batch of 150 plays has up to 26; of these 10 a second are asked."""
PLAYS = Rate(400_000, 20_000 / 86_400)
"""A display that changes every 8 seconds day and night plays 10,800 times a day."""


def units(payload: bytes) -> int:
    """What a message counts as: one, and one more for each 4 kB."""
    return 1 + len(payload) // 4096


class Quota:
    """What each of many may still do. Instants are seconds of one monotonic clock."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left: dict[str, tuple[float, float]] = {}

    def takes(self, who: str, now_s: float, amount: float = 1.0) -> bool:
        """Whether that much is left, which is then used."""
        burst, per_s = self._rate
        left, at = self._left.get(who, (burst, now_s))
        left = min(burst, left + max(0.0, now_s - at) * per_s)
        enough = left >= amount
        self._left[who] = (left - amount if enough else left, now_s)
        return enough
