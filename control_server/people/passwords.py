"""Passwords: how good one must be, and how one is kept.

Decides the rule (NIST SP 800-63B §3.1.1.2: length and what is guessed first, no rules of composition) and the cost of a
hash (argon2id, the OWASP cheat sheet's 19 MiB and two passes). Leaves out whose they are (`sign_in`).
"""

import asyncio
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from content.phrases import said

SHORTEST, LONGEST = 12, 128
_GUESSES = 10**8
"""A password that is found among so many guesses is refused."""
_AT_ONCE = 2
"""Each hash takes 19 MiB and some 30 ms of a core."""


class Passwords:
    """Hashes and compares, a few at a time, outside the event loop."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._nobodys: str | None = None

    async def hashed(self, password: str) -> str:
        """What is kept of it."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether it is the one that was kept; without one, False, and it takes as long."""
        if self._nobodys is None:
            self._nobodys = await self.hashed("nobody has this password")
        async with self._turns:
            same = await asyncio.to_thread(self._verified, password, kept or self._nobodys)
        return same and bool(kept)

    def _verified(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def flaw(password: str, about: Sequence[str] = ()) -> str | None:
    """Why it is not taken, or None. `about` are words that a person who knows its owner would try."""
    if not SHORTEST <= len(password) <= LONGEST:
        return said(
            "has {length} characters, expected {shortest} to {longest}",
            length=len(password),
            shortest=SHORTEST,
            longest=LONGEST,
        )
    guessed = zxcvbn(password[:72], user_inputs=[word for each in about for word in each.split()], max_length=72)
    if guessed["guesses"] < _GUESSES:
        return "would be guessed early, expected words that do not belong together"
    return None
