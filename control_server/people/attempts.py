"""How often somebody may be wrong: so many wrong passwords of one account, or of one address, then all wait.

Decides the limits, and that each wrong password is counted and the log told of it. Leaves out what a password is
(`passwords`) and who signs in (`sign_in`).
"""

import math
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from content.findings import Finding, TooOftenError

OF_ACCOUNT, OF_ADDRESS = 8, 30
"""Wrong passwords within ten minutes: of an account, and of an address, behind which a whole town hall may be."""
WITHIN = timedelta(minutes=10)
_UNTIL_KNOWN_S = 1
"""For so long waits who comes while so many passwords are being compared that all of them may be wrong."""
_REMEMBERED = 10_000
"""Accounts and addresses; of more the newest."""


class Attempts:
    """`failed` is told of each wrong password: from which address, if that is known."""

    def __init__(self, failed: Callable[[str | None], None]) -> None:
        self._failed = failed
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._under_way = Counter[str]()

    def check(self, now: datetime, account: str, address: str | None) -> None:
        """Raises TooOftenError (`often`) while the account or the address has to wait."""
        for name, most in _names(account, address):
            tries = self._failures.get(name, deque())
            while tries and now - tries[0] > WITHIN:
                tries.popleft()
            if len(tries) + self._under_way[name] >= most:
                full = len(tries) >= most
                wait = math.ceil((tries[0] + WITHIN - now).total_seconds()) if full else _UNTIL_KNOWN_S
                minutes = math.ceil(wait / 60)
                sentence = f"too many wrong passwords, expected a wait of {minutes} minute{'s' * (minutes > 1)}"
                error = TooOftenError(Finding(code="often", where="signing in", message=sentence))
                error.wait_s = max(wait, 1)
                raise error

    @contextmanager
    def trying(self, now: datetime, account: str, address: str | None) -> Iterator[None]:
        """While a password is compared, it counts as if it were wrong: many at once are no more tries than one by one.

        Raises TooOftenError as `check`.
        """
        self.check(now, account, address)
        names = [name for name, _ in _names(account, address)]
        self._under_way.update(names)
        try:
            yield
        finally:
            self._under_way.subtract(names)
            for name in names:
                if not self._under_way[name]:
                    del self._under_way[name]

    def count(self, now: datetime, account: str, address: str | None) -> None:
        """One more that was wrong."""
        for name, most in _names(account, address):
            self._failures.setdefault(name, deque(maxlen=most)).append(now)
            self._failures.move_to_end(name)
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)
        self._failed(address)

    def forget(self, account: str) -> None:
        """Somebody knew the account's password: its count begins anew. That of the address does not."""
        self._failures.pop(f"account {account}", None)


def _names(account: str, address: str | None) -> list[tuple[str, int]]:
    return [(f"account {account}", OF_ACCOUNT), *([(f"address {address}", OF_ADDRESS)] if address else [])]
