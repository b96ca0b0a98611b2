"""The messages between a jailed reader and its keeper: msgpack over two pipes, each message after its length.

Decides what the messages hold and how long one may be. Both ends decode strictly, because the reader has seen the bytes
of strangers. Leaves out who sends what when (`jail`, `child`).
"""

import struct
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from content.findings import Finding, refused
from content.imports.conversation import Ask, Imported, Told
from content.phrases import said

MAX_INTO_JAIL = 600_000_000
"""Bytes of a message into the jail: a pack's own files are at most 500 MB, and only those of text are sent."""
MAX_OUT_OF_JAIL = 64_000_000
"""Bytes of a message out of it."""
MAX_FINDINGS = 5_000
LENGTH = struct.Struct(">I")
"""The length of a message, which stands before it."""

T = TypeVar("T")


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """The first message into the jail: which importer reads which source, with which options, for which pack.

    `files` are the pack's, `now` is in UTC. With `tables` the reader shows the tables that it read from.
    """

    reader: str
    source: str
    options: dict[str, str]
    files: dict[str, bytes]
    now: datetime
    tables: bool = False


class ReaderMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message out of the jail. Exactly one of `ready`, `ask`, `done` and `refused` is set.

    `trace` is for the log when a reader failed through a fault of its own.
    """

    ready: bool = False
    ask: Ask | None = None
    done: Imported | None = None
    refused: Annotated[tuple[Finding, ...], msgspec.Meta(max_length=MAX_FINDINGS)] = ()
    trace: str = ""


def encoded(message: Assignment | Told | ReaderMessage) -> bytes:
    """The message, with its length before it."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


def decoded(body: bytes, kind: type[T]) -> T:
    """Raises RefusedError (`jail`) when it is no such message."""
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise refused("jail", "the reader", "said what no reader says; nothing was imported") from error


def received(pipe: Any, kind: type[T], limit: int) -> T:
    """The next message of a blocking pipe. Raises EOFError at its end, RefusedError beyond `limit` bytes."""
    (length,) = LENGTH.unpack(_exactly(pipe, LENGTH.size))
    if length > limit:
        raise refused(
            "jail", "the keeper", said("said {length:,} bytes, expected at most {limit:,}", length=length, limit=limit)
        )
    return decoded(_exactly(pipe, length), kind)


def _exactly(pipe: Any, count: int) -> bytes:
    data: bytes = pipe.read(count)
    if len(data) != count:
        raise EOFError
    return data
