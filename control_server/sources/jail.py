"""The keeper of the jail: it runs a reader in a confined child process, and checks everything that comes out of it.

Decides what reaches the child: the texts of the pack, what `fetch` brings, and the files that a person handed over.
Decides how long the child may take. Decides which files of a pack it may answer with: figures, slides, drafts and plain
names; campaigns from a reader of plans only; displays and the list of hosts never. Leaves out what the child gives up
(`confinement`) and what becomes of the files (`merge`).
"""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec
import structlog

from config.system import confinement
from content.findings import RefusedError, refused
from content.imports.conversation import Ask, Imported, Told
from content.imports.registry import IMPORTERS
from content.phrases import said
from control_server.sources.protocol import LENGTH, MAX_OUT_OF_JAIL, Assignment, ReaderMessage, decoded, encoded

Fetch = Callable[[Ask], Awaitable[Told]]
S = TypeVar("S", bound=msgspec.Struct)

MAX_HANDED_OVER = 20_000_000
"""Bytes of a file that a person hands over."""
MAX_SENTENCE = 2_000
"""Characters of each text in a finding that a reader reports; the rest is cut off."""
_TRACE = 4_000
"""Characters of a reader's traceback that are logged: its end."""
_TEXTS = (".yaml", ".csv", ".json", ".geojson")
_FILE = re.compile(
    r"data/[a-z0-9][a-zA-Z0-9_.-]{0,120}|(slides|drafts)/[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\.yaml|names\.yaml",
    re.ASCII,
)
_PLAN_FILES = {"campaigns": frozenset({"campaigns.yaml", "playlists.yaml"})}
"""Reader → further files that it may answer with: those of plans."""
_TOLD = ("findings", "questions", "reckonings", "tables")
"""What of an answer people read as text."""
_PROGRAM = ("-m", "control_server.sources.child")

log = structlog.get_logger()


class ReaderLimits(NamedTuple):
    """What one import may take.

    `reply` is the time between two messages and `total` that of the whole import, in seconds. `asks` counts the
    addresses it may ask for, `fetched` the bytes it is sent for them. Its answer may be `files` files of `size` bytes.
    """

    reply: float = 60
    total: float = 600
    asks: int = 200
    fetched: int = 200_000_000
    files: int = 1_000
    size: int = 60_000_000


class Order(NamedTuple):
    """What is read for which pack; `handed_over` are a person's files, by the names that were typed.

    With `tables` the reader shows what it read, as a person looks at it.
    """

    reader: str
    source: str
    options: Mapping[str, str]
    files: Mapping[str, bytes]
    now: datetime
    handed_over: Mapping[str, bytes]
    tables: bool = False


READER_LIMITS = ReaderLimits()


async def read_in_jail(
    order: Order, fetch: Fetch, *, limits: ReaderLimits = READER_LIMITS, program: tuple[str, ...] = _PROGRAM
) -> Imported:
    """Reads the source in a jail and returns what the importer makes of it.

    Raises RefusedError. The child process has ended when this returns or raises.
    """
    if order.reader not in IMPORTERS and program is _PROGRAM:
        raise refused(
            "reader",
            order.reader[:80],
            said("is no reader, expected one of {importers}", importers=", ".join(IMPORTERS)),
        )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-X", "utf8", *program, str(os.getpid()), order.reader),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    reader = _JailedReader(process, order, limits)
    try:
        async with asyncio.timeout(limits.total):
            return await reader.converse(fetch)
    except TimeoutError as error:
        message = said("took more than {total:g} s in all, expected a source that is read sooner", total=limits.total)
        raise refused("jail", order.source[:120], message) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await reader.wait()


class _JailedReader:
    """One child process, and the conversation with it."""

    def __init__(self, process: asyncio.subprocess.Process, order: Order, limits: ReaderLimits) -> None:
        self._process, self._order, self._limits = process, order, limits

    async def converse(self, fetch: Fetch) -> Imported:
        """Answers the reader's questions until it is done. Raises RefusedError."""
        order, bytes_left = self._order, self._limits.fetched
        if (await self._received()).ready is not True:
            raise self._nonsense()
        texts = {path: data if path.endswith(_TEXTS) else b"" for path, data in order.files.items()}
        options = dict(order.options)
        message = await self._exchanged(
            Assignment(
                reader=order.reader,
                source=order.source,
                options=options,
                files=texts,
                now=order.now,
                tables=order.tables,
            )
        )
        for _ in range(self._limits.asks):
            if message.done is not None:
                return self._checked(message.done)
            if message.ask is None:
                raise self._nonsense()
            told = await self._fetched(message.ask, fetch)
            bytes_left -= len(told.body)
            if bytes_left < 0:
                fault = said(
                    "asked for more than {fetched:,} bytes in all, expected fewer", fetched=self._limits.fetched
                )
                raise refused("size", order.source[:120], fault)
            message = await self._exchanged(told)
        fault = said("asked for more than {asks} addresses, expected fewer", asks=self._limits.asks)
        raise refused("size", order.source[:120], fault)

    async def wait(self) -> None:
        """Waits for the end of the process.

        asyncio waits for the end of the pipe too, which does not come while unread bytes are in it. They are read here.
        """
        assert self._process.stdout is not None
        while await self._process.stdout.read(MAX_OUT_OF_JAIL):
            pass
        await self._process.wait()

    async def _fetched(self, ask: Ask, fetch: Fetch) -> Told:
        """The file that was handed over under this name, or what `fetch` brings. Raises RefusedError."""
        data = self._order.handed_over.get(ask.address)
        if data is not None:
            return Told(address=ask.address, body=data)
        if not ask.address.lower().startswith(("http://", "https://")):
            message = said("is neither an address of the web nor a file that was given, expected one of them")
            raise refused("file", _line(ask.address[:120]), message)
        return await fetch(ask)

    async def _exchanged(self, message: Assignment | Told) -> ReaderMessage:
        """Sends the message and returns the reader's next one. Raises RefusedError."""
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):  # it has ended: its last message tells why
            self._process.stdin.write(encoded(message))
            async with self._in_time():
                await self._process.stdin.drain()
        return await self._received()

    async def _received(self) -> ReaderMessage:
        """The next message. Raises RefusedError, also for one in which the reader refuses."""
        assert self._process.stdout is not None
        try:
            async with self._in_time():
                (length,) = LENGTH.unpack(await self._process.stdout.readexactly(LENGTH.size))
                if length > MAX_OUT_OF_JAIL:
                    raise self._nonsense()
                message = decoded(await self._process.stdout.readexactly(length), ReaderMessage)
        except asyncio.IncompleteReadError as error:
            raise await self._end() from error
        if message.trace:
            trace = message.trace[-_TRACE:]
            log.warning("a reader failed", reader=self._order.reader, source=self._order.source, trace=trace)
        if message.refused:
            raise RefusedError(*map(_plain, message.refused))
        return message

    @contextlib.asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        """Raises RefusedError when the block takes longer than the reader has for a reply."""
        try:
            async with asyncio.timeout(self._limits.reply):
                yield
        except TimeoutError as error:
            message = said(
                "took more than {reply:g} s to read, expected a source that is read sooner", reply=self._limits.reply
            )
            raise refused("jail", self._order.source[:120], message) from error

    async def _end(self) -> RefusedError:
        """Why the process ended without a last message."""
        async with self._in_time():
            code = await self._process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            message = said(
                "took more than {processor_s} s of the processor to read, expected less",
                processor_s=confinement.PROCESSOR_S,
            )
        else:
            how = said("signal {code}", code=-code) if code < 0 else said("exit {code}", code=code)
            message = said("ended its reader ({how}), expected a file that can be read; nothing was imported", how=how)
        return refused("jail", self._order.source[:120], message)

    def _nonsense(self) -> RefusedError:
        return refused("jail", self._order.source[:120], "made its reader say nonsense; nothing was imported")

    def _checked(self, imported: Imported) -> Imported:
        """The answer, its findings made plain. Raises RefusedError for files that a reader may not answer with."""
        further = _PLAN_FILES.get(self._order.reader, frozenset())
        for path in imported.files:
            if not _FILE.fullmatch(path) and path not in further:
                message = said("is no file that an import writes, expected data/, slides/ or drafts/")
                raise refused("path", _line(path[:120]), message)
        size = sum(map(len, imported.files.values()))
        if len(imported.files) > self._limits.files or size > self._limits.size:
            message = said(
                "became {files:,} files of {size:,} bytes, expected at most {files2:,}",
                files=len(imported.files),
                size=size,
                files2=self._limits.files,
            )
            raise refused(
                "size",
                self._order.source[:120],
                said("{message} of {size:,} in all", message=message, size=self._limits.size),
            )
        for slide in imported.slides:
            if f"slides/{slide}.yaml" not in {*imported.files, *self._order.files}:
                raise refused("reference", _line(slide[:120]), "is no slide of the import or the pack, expected one")
        told = {name: tuple(map(_plain, getattr(imported, name))) for name in _TOLD}
        return msgspec.structs.replace(imported, **told)


def _plain(told: S) -> S:
    """A finding, a question or a reckoning in printable characters, each of its texts cut to `MAX_SENTENCE`."""

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            return _line(value[:MAX_SENTENCE])
        if isinstance(value, msgspec.Struct):
            return _plain(value)
        if isinstance(value, dict):
            return {shown(key): shown(each) for key, each in value.items()}
        return tuple(map(shown, value)) if isinstance(value, tuple) else value

    values = {field: shown(getattr(told, field)) for field in told.__struct_fields__}
    return msgspec.structs.replace(told, **values)


def _line(text: str) -> str:
    """The text on one line, a space for each white space and `?` for what cannot be printed."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in text)
