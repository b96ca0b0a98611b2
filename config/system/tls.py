"""TLS: which certificates a client believes, and what a server shows.

Decides that TLS 1.2 is the oldest spoken, that a client always verifies name and certificate, and that files which were
replaced are taken up while the server runs: certificates of today live for weeks. Leaves out where the files come from.
"""

import ssl
from datetime import datetime
from pathlib import Path

from cryptography import x509

from content.findings import refused

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which Python does not name."""
_OLDEST = ssl.TLSVersion.TLSv1_2


def believing(authority: str | None) -> ssl.SSLContext:
    """For a client that believes the authorities in this PEM text alone, or without one those of its system.

    Raises ValueError when the text has no certificate.
    """
    if authority == "":  # to the library the same as none
        raise ValueError("found no certificate in PEM, expected that of an authority")
    try:
        context = ssl.create_default_context(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise ValueError("found no certificate in PEM, expected that of an authority") from error
    context.minimum_version = _OLDEST
    return context


def heed_dates(context: ssl.SSLContext, heeded: bool) -> None:
    """Whether the next connections mind from when until when a certificate counts.

    A machine that does not know the day cannot judge that. Name and authority are verified all the same.
    """
    flags = context.verify_flags & ~_NO_CHECK_TIME
    context.verify_flags = ssl.VerifyFlags(flags if heeded else flags | _NO_CHECK_TIME)


class Certificate:
    """What a server shows: a certificate with those between it and its authority, and its key, in PEM files.

    `context` is for a server's sockets. Raises RefusedError (`tls`) when the files are no pair.
    """

    def __init__(self, chain: Path, key: Path) -> None:
        self.chain, self.key = chain, key
        self._taken_up = self._marks()
        self.context = self._loaded()

    def renewed(self) -> bool:
        """Whether other files stand there than at the last look; then the next connections are shown what is in them.

        Raises RefusedError (`tls`) when they are no pair: the former one is shown on, and the next look tries again.
        """
        marks = self._marks()
        if marks == self._taken_up:
            return False
        self._loaded()
        self.context.load_cert_chain(self.chain, self.key)
        self._taken_up = marks
        return True

    @property
    def until(self) -> datetime:
        """When it ends, in UTC. Raises RefusedError (`tls`)."""
        try:
            return x509.load_pem_x509_certificate(self.chain.read_bytes()).not_valid_after_utc
        except (OSError, ValueError) as error:
            raise refused("tls", str(self.chain), "cannot be read, expected a certificate in PEM") from error

    def _loaded(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = _OLDEST
        try:
            context.load_cert_chain(self.chain, self.key, password=_no_password)
        except (OSError, ValueError) as error:
            message = f"no TLS with it and {self.key}: {_reason(error)}; expected a certificate and its key in PEM"
            raise refused("tls", str(self.chain), message) from error
        return context

    def _marks(self) -> tuple[object, ...]:
        """What tells a file from the one that stood there before."""
        try:
            states = [path.stat() for path in (self.chain, self.key)]
        except OSError as error:
            raise refused("tls", error.filename, f"cannot be read: {error.strerror}, expected a PEM file") from error
        return tuple((state.st_ino, state.st_mtime_ns, state.st_size) for state in states)


def _no_password() -> str:
    """A server that starts by itself is asked for none."""
    raise ValueError("the key is locked by a password")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError) and error.reason == "KEY_VALUES_MISMATCH":
        return "the key is of another certificate"
    if isinstance(error, ssl.SSLError):
        return "one of the two is no PEM"
    return getattr(error, "strerror", None) or str(error)
