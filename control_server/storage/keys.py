"""The data folder: who owns it, the signing key and the API token in it, made on first start.

Decides that one server at a time works on a folder, and that secrets are files only their owner may read. Leaves out
what is signed (`publishing`) and who may do what with the token (`http.auth`).
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config import settings
from config.system import durable
from content.findings import refused
from content.wire.dsse import Signer

TOKEN = "token"  # noqa: S105  a file name
SIGNING_KEY = "signing-key.pem"


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """The folder exists, is this user's alone, and no other server uses it. Raises RefusedError.

    What an interrupted write left over in it is deleted.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise refused("disk", str(folder), f"the data folder cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = "another server is running on this data folder, expected to be the only one"
            raise refused("lock", str(folder), message) from error
        durable.sweep(folder)
        yield
    finally:
        os.close(descriptor)


def signer(folder: Path) -> Signer:
    """Signs with the server's key, which stays with it. Raises RefusedError when the file is no key of this kind."""
    return Signer(_signing_key(folder))


def _signing_key(folder: Path) -> Ed25519PrivateKey:
    """The server's key. Raises RefusedError when the file is there and is no Ed25519 key: it is never replaced."""
    path = folder / SIGNING_KEY
    if not path.exists():
        fresh = Ed25519PrivateKey.generate()
        pem = fresh.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        settings.write_secret(path, pem.decode())
        return fresh
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        message = "the signing key cannot be read; restore the file from a backup, the displays believe no other"
        raise refused("key", str(path), message) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise refused("key", str(path), "found another kind of key, expected an Ed25519 private key in PEM")
    return key


def token(folder: Path) -> str:
    """The API's bearer token. Raises RefusedError."""
    path = folder / TOKEN
    if not path.exists():
        settings.write_secret(path, secrets.token_urlsafe(32) + "\n")
    try:
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise refused("token", str(path), "the API token cannot be read, expected a text file") from error
    if len(secret) < 32:
        raise refused("token", str(path), f"found a token of {len(secret)} characters, expected at least 32")
    return secret
