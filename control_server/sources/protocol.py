"""What is said between a jail and its keeper, over two pipes: msgpack, each message after its length.

Decides the messages and how long one may be. Both ends use it; neither trusts the other's words more than it must.
"""

import struct
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from content.findings import Finding, refused
from content.imports.conversation import Ask, Imported, Told

MAX_TOLD = 600_000_000
"""Bytes of a message into the jail: a pack's own files are at most 500 MB, and only those of text are sent."""
MAX_SAID = 64_000_000
"""Bytes of a message out of it."""
MAX_FINDINGS = 5_000
HEAD = struct.Struct(">I")

T = TypeVar("T")


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """The first message in: which importer, on what, with which options, into which pack, at what time (UTC)."""

    reader: str
    source: str
    options: dict[str, str]
    files: dict[str, bytes]
    now: datetime


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message out: exactly one of these. `trace` is for the log when a reader failed on its own account."""

    ready: bool = False
    ask: Ask | None = None
    done: Imported | None = None
    refused: Annotated[tuple[Finding, ...], msgspec.Meta(max_length=MAX_FINDINGS)] = ()
    trace: str = ""


def encoded(message: Task | Told | Said) -> bytes:
    """The message after its length."""
    body = msgspec.msgpack.encode(message)
    return HEAD.pack(len(body)) + body


def decoded(body: bytes, kind: type[T]) -> T:
    """Raises RefusedError (`jail`) when it is no such message."""
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise refused("jail", "the reader", "said what no reader says; nothing was imported") from error


def heard(pipe: Any, kind: type[T], limit: int) -> T:
    """The next message of a blocking pipe. Raises EOFError at its end, RefusedError for nonsense."""
    (length,) = HEAD.unpack(_exactly(pipe, HEAD.size))
    if length > limit:
        raise refused("jail", "the keeper", f"said {length:,} bytes, expected at most {limit:,}")
    return decoded(_exactly(pipe, length), kind)


def _exactly(pipe: Any, count: int) -> bytes:
    found: bytes = pipe.read(count)
    if len(found) != count:
        raise EOFError
    return found
