"""How often somebody may be wrong, and who waits then: so many wrong passwords of one kind, and all of that kind wait.

Decides the kinds and their limits, and that each wrong password is counted and the log told of it. Strangers are
counted by the account and by the address, a browser in which its person has signed in before by itself, and who is
asked again within a session by that: nobody is locked out by who guesses elsewhere. Leaves out what a password is
(`passwords`) and who signs in (`sign_in`).
"""

import math
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from content.findings import Finding, TooOftenError
from content.phrases import said

OF_ACCOUNT, OF_ADDRESS = 8, 30
"""Wrong passwords within ten minutes: of an account, and of an address, behind which a whole town hall may be."""
WITHIN = timedelta(minutes=10)
_UNTIL_KNOWN_S = 1
"""For so long waits who comes while so many passwords are being compared that all of them may be wrong."""
_REMEMBERED = 10_000
"""Counts that are kept; of more the newest."""


class Counted(NamedTuple):
    """As what somebody is counted, and how often they may be wrong."""

    name: str
    most: int


def strangers(account: str, address: str) -> tuple[Counted, ...]:
    """Who is at the door in a browser that nobody knows."""
    return Counted(f"account {account}", OF_ACCOUNT), Counted(f"address {address}", OF_ADDRESS)


def of_browser(number: str) -> tuple[Counted, ...]:
    """Who is at the door in a browser in which they have signed in before (`known_browsers`)."""
    return (Counted(f"browser {number}", OF_ACCOUNT),)


def of_session(digest: str) -> tuple[Counted, ...]:
    """Who is asked again who they are."""
    return (Counted(f"session {digest}", OF_ACCOUNT),)


def of_passkeys(address: str) -> tuple[Counted, ...]:
    """Who is at the door with a passkey: it cannot be guessed, but each answer is work."""
    return (Counted(f"passkeys of {address}", OF_ADDRESS),)


def of_issuer(address: str) -> tuple[Counted, ...]:
    """Who tells that somebody has signed out elsewhere."""
    return (Counted(f"sign-outs from {address}", OF_ACCOUNT),)


class Attempts:
    """`failed` is told of each wrong password: from which address, if that is known."""

    def __init__(self, failed: Callable[[str | None], None]) -> None:
        self._failed = failed
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._under_way = Counter[str]()

    def check(self, now: datetime, counted: tuple[Counted, ...]) -> None:
        """Raises TooOftenError (`often`) while one of these has to wait."""
        for name, most in counted:
            tries = self._failures.get(name, deque())
            while tries and now - tries[0] > WITHIN:
                tries.popleft()
            if len(tries) + self._under_way[name] >= most:
                full = len(tries) >= most
                wait = math.ceil((tries[0] + WITHIN - now).total_seconds()) if full else _UNTIL_KNOWN_S
                minutes = math.ceil(wait / 60)
                sentence = said(
                    "too many wrong passwords, expected a wait of {minutes} minute{value}",
                    minutes=minutes,
                    value="s" * (minutes > 1),
                )
                error = TooOftenError(Finding(code="often", where="signing in", message=sentence))
                error.wait_s = max(wait, 1)
                raise error

    @contextmanager
    def trying(self, now: datetime, counted: tuple[Counted, ...]) -> Iterator[None]:
        """While a password is compared, it counts as if it were wrong: many at once are no more tries than one by one.

        Raises TooOftenError as `check`.
        """
        self.check(now, counted)
        names = [each.name for each in counted]
        self._under_way.update(names)
        try:
            yield
        finally:
            self._under_way.subtract(names)
            for name in names:
                if not self._under_way[name]:
                    del self._under_way[name]

    def count(self, now: datetime, counted: tuple[Counted, ...], address: str | None = None) -> None:
        """One more that was wrong, from that address where it is known."""
        for name, most in counted:
            self._failures.setdefault(name, deque(maxlen=most)).append(now)
            self._failures.move_to_end(name)
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)
        self._failed(address)

    def forget(self, counted: tuple[Counted, ...]) -> None:
        """Somebody knew the password: the first of these begins anew. The count of an address does not."""
        self._failures.pop(counted[0].name, None)
