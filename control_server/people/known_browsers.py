"""Browsers in which somebody has signed in before: their wrong passwords are counted apart from those of strangers.

Who guesses at a password locks out who guesses, not whose password it is (OWASP, "Slow Down Online Guessing Attacks
with Device Cookies"). A browser keeps a mark that only this server can make, of one person and their present password;
it opens nothing. Leaves out how many may be wrong (`attempts`) and the cookie (`studio.entrance`).
"""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from control_server.storage.people import Person

LASTS = timedelta(days=400)
"""Longer no browser keeps a cookie (RFC 6265bis §5.5)."""
_LONGEST = 200


class KnownBrowsers:
    """`secret` is one of the server's; another one makes every browser a stranger."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"browsers in which somebody has signed in", "sha256")

    def mark(self, person: Person, now: datetime) -> str:
        """What the browser keeps in which the person has signed in just now."""
        signed = f"{int(now.timestamp())}.{secrets.token_urlsafe(12)}"
        return f"{signed}.{self._proof(person, signed)}"

    def known(self, person: Person, marks: Mapping[str, str], now: datetime) -> str | None:
        """By what the wrong passwords of this browser are counted; None of one in which they have not signed in.

        `marks` are those that the browser has, by the id of the person.
        """
        signed, _, proof = marks.get(person.id, "")[:_LONGEST].rpartition(".")
        if not hmac.compare_digest(proof.encode(errors="replace"), self._proof(person, signed).encode()):
            return None
        since, _, number = signed.partition(".")
        return number if now.timestamp() - int(since) <= LASTS.total_seconds() else None

    def _proof(self, person: Person, signed: str) -> str:
        text = f"{person.id}\n{person.password}\n{signed}"
        return hmac.new(self._key, text.encode(errors="replace"), sha256).hexdigest()
