"""Secrets of displays, hashed as mosquitto's password file has them, so that broker and HTTP check the same line.

`$7$iterations$salt$hash`: PBKDF2-HMAC-SHA512, base64. The secrets are 256 random bits made here, so one iteration is
enough: stretching protects guessable words, and there are none. Mosquitto checks every connected display again whenever
it reads its files again, which is when one is enrolled. Leaves out where the hashes are kept (`storage`).
"""

import base64
import hmac
import secrets
from hashlib import pbkdf2_hmac

_ITERATIONS = 1
_SALT_BYTES = 12
_KIND = "7"


def generated() -> str:
    """A new secret: 43 characters of A–Z a–z 0–9 - _."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """The line mosquitto keeps, without the user's name."""
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = pbkdf2_hmac("sha512", secret.encode(), salt, _ITERATIONS)
    return f"${_KIND}${_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def matches(secret: str, line: str) -> bool:
    """Whether `line` was made from this secret."""
    _, kind, iterations, salt, expected = line.split("$")
    digest = pbkdf2_hmac("sha512", secret.encode(), base64.b64decode(salt), int(iterations))
    return kind == _KIND and hmac.compare_digest(digest, base64.b64decode(expected))
