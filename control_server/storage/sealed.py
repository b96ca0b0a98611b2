"""A stream of bytes in a file, sealed by a passphrase: read whole and unchanged, or not at all.

The first line is JSON in the clear, which says what the file is. What follows are pieces of one size, each encrypted
and authenticated (ChaCha20-Poly1305, RFC 8439) with its number, whether it is the last, and that first line: nothing
can be changed, left out, put elsewhere or cut off. The key comes of the passphrase by scrypt (RFC 7914), with a salt
that no other file has, so that numbers may serve as nonces.

Leaves out what is in it (`backups`).
"""

import base64
import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from msgspec import Meta

from config.system import durable
from content.findings import refused

FORM = 1
"""Of the file and of what is in it. A program refuses a newer one than its own."""
SHORTEST = 12
"""Characters of a passphrase."""
_COST, _BLOCK, _PARALLEL = 2**17, 8, 1
"""Of scrypt: 128 MiB and half a second for each guess."""
_PIECE, _TAG = 1_048_576, 16
_LONGEST_HEAD = 4_096
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)
"""Said by file systems that know no second name for a file, as those of memory sticks."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line. `about` is in the clear for people: when it was made, of which city."""

    afisier_backup: int
    salt: str = ""
    cost: Annotated[int, Meta(ge=2**14, le=2**18)] = _COST
    about: dict[str, Any] = {}


def head_of(path: Path) -> Head:
    """What the file says it is. Raises RefusedError: no such file, no backup, or one of a newer form."""
    with _opened(path) as file:
        return _head(file, path)[0]


@contextmanager
def writing(path: Path, passphrase: str, about: dict[str, Any]) -> Iterator[BinaryIO]:
    """A stream into that file, which is there once the block has ended well. Raises RefusedError when it is already.

    It is its owner's alone, and durable.
    """
    if path.exists():
        raise refused("file", str(path), "is there already, expected the name of a new file")
    salt = secrets.token_bytes(16)
    shown = Head(afisier_backup=FORM, salt=base64.b64encode(salt).decode(), cost=_COST, about=about)
    head = msgspec.json.encode(shown) + b"\n"
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(head)
            sealing = _Sealing(file, ChaCha20Poly1305(_key(passphrase, salt, _COST)), head)
            yield sealing  # type: ignore[misc]
            sealing.end()
            file.flush()
            os.fsync(file.fileno())
        _named(aside, path)
        durable.sync_folder(path.parent)
    except OSError as error:
        raise refused("disk", str(path), f"cannot be written: {os.strerror(error.errno or 0)}") from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


@contextmanager
def reading(path: Path, passphrase: str) -> Iterator["Opening"]:
    """The stream in that file. Raises RefusedError (`backup`) for a wrong passphrase; while it is read, for a change.

    Whoever reads must call `end`, which reads the rest: before, nothing says that the file is whole.
    """
    with _opened(path) as file:
        head, line = _head(file, path)
        try:
            salt = base64.b64decode(head.salt, validate=True)
        except ValueError as error:
            raise refused("backup", str(path), "has no salt in its first line, expected a whole backup") from error
        yield Opening(file, ChaCha20Poly1305(_key(passphrase, salt, head.cost)), line, path)


def _named(aside: Path, path: Path) -> None:
    """Gives it its name, unless something has it by now. Raises OSError."""
    try:
        os.link(aside, path)  # fails, where a rename would replace what came there meanwhile
    except OSError as error:
        if error.errno not in _NO_LINKS or path.exists():
            raise
        aside.rename(path)


class _Sealing:
    """Takes bytes, and writes them sealed."""

    def __init__(self, file: BinaryIO, cipher: ChaCha20Poly1305, head: bytes) -> None:
        self._file, self._cipher, self._head = file, cipher, head
        self._left = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        self._left += data
        while len(self._left) > _PIECE:  # not when it is as long: the last piece must be known as the last
            self._seal(bytes(self._left[:_PIECE]), last=False)
            del self._left[:_PIECE]
        return len(data)

    def end(self) -> None:
        self._seal(bytes(self._left), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._head))
        self._number += 1


class Opening:
    """Reads bytes that were sealed."""

    def __init__(self, file: BinaryIO, cipher: ChaCha20Poly1305, head: bytes, path: Path) -> None:
        self._file, self._cipher, self._head, self._path = file, cipher, head, path
        self._left = bytearray()
        self._number = 0
        self._next = file.read(_PIECE + _TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end. Raises RefusedError (`backup`)."""
        while len(self._left) < size and not self._ended:
            self._left += self._piece()
        data = bytes(self._left[:size])
        del self._left[:size]
        return data

    def end(self) -> None:
        """Reads what is left. Raises RefusedError (`backup`) unless the whole file is as it was written."""
        while not self._ended:
            self._piece()

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._file.read(_PIECE + _TAG)
        self._ended = not self._next
        try:
            piece = self._cipher.decrypt(_nonce(self._number, last=self._ended), sealed, self._head)
        except InvalidTag as error:
            first = "the passphrase is another one, or the file was changed"
            message = "the file was changed or cut off" if self._number else first
            raise refused("backup", str(self._path), f"cannot be opened: {message}") from error
        self._number += 1
        return piece


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise refused("file", str(path), f"cannot be read: {error.strerror}, expected a backup") from error


def _head(file: BinaryIO, path: Path) -> tuple[Head, bytes]:
    line = file.readline(_LONGEST_HEAD)
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refused("backup", str(path), "is no backup of Afișier, expected one made by `afisier backup`") from error
    if head.afisier_backup != FORM:
        message = f"found a backup of form {head.afisier_backup}, expected form {FORM}: a newer version made it"
        raise refused("newer", str(path), message)
    return head, line


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=_BLOCK, p=_PARALLEL).derive(passphrase.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
