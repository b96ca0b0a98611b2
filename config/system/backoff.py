"""How long to wait before something that failed is tried again.

Decides the wait only: it doubles with each failure up to a bound, and chance spreads it (full jitter), so that a fleet
that lost the same server does not come back all at once. Leaves out clocks and sleeping: callers say how long a try
lasted, and wait themselves.
"""

import math
import random


class Backoff:
    """The waits of one thing that is tried again and again. All times are seconds.

    The bound is `first_s` after the first failure, then twice the bound before, never more than `most_s`. A wait is
    anywhere between a tenth of its bound and the bound, so that no two tries follow at once.
    A try that lasted at least `steady_s` had succeeded, and the count starts anew. Without that, a connection that is
    accepted and dropped at once would be made again without a pause.
    """

    def __init__(self, first_s: float, most_s: float, chance: random.Random, *, steady_s: float = math.inf) -> None:
        self._first_s, self._most_s, self._steady_s = first_s, most_s, steady_s
        self._chance = chance
        self._failures = 0

    def after(self, lasted_s: float = 0.0) -> float:
        """How long to wait after a try that lasted `lasted_s` and then failed."""
        if lasted_s >= self._steady_s:
            self._failures = 0
        bound = min(self._most_s, self._first_s * 2.0 ** min(self._failures, 64))
        self._failures += 1
        return self._chance.uniform(bound / 10, bound)

    def reset(self) -> None:
        """It succeeded: the next failure is a first one."""
        self._failures = 0
