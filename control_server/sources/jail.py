"""The keeper of the jail: starts a reader, fetches what it asks for, and believes only what a reader may say.

Decides what reaches the child (the pack's texts, what `fetch` brings, the files a person gave), for how long it may
think, and which files of a pack it may answer with: figures, slides, drafts and plain names, campaigns only
from a reader of plans, the displays and the list of hosts never. Leaves out what the child gives up (`confinement`) and
what becomes of the files (`merge`).
"""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
import structlog

from config.system import confinement
from content.findings import Finding, RefusedError, refused
from content.imports.conversation import Ask, Imported, Told
from content.imports.registry import IMPORTERS
from control_server.sources.protocol import HEAD, MAX_SAID, Said, Task, decoded, encoded

Fetch = Callable[[Ask], Awaitable[Told]]

MAX_GIVEN = 20_000_000
"""Bytes of a file that a person gives."""
MAX_SENTENCE = 2_000
"""Characters of what a reader says of a source; the rest is cut off."""
_TRACE = 4_000
_TEXTS = (".yaml", ".csv", ".json", ".geojson")
_FILE = re.compile(
    r"data/[a-z0-9][a-zA-Z0-9_.-]{0,120}|(slides|drafts)/[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\.yaml|names\.yaml",
    re.ASCII,
)
_LISTS = {"campaigns": frozenset({"campaigns.yaml", "playlists.yaml"})}
"""What a reader of other people's plans answers with besides."""
_PROGRAM = ("-m", "control_server.sources.child")

log = structlog.get_logger()


class Patience(NamedTuple):
    """How long a reader may think between two questions and take in all (s); what it may ask, be told and answer."""

    reply: float = 60
    total: float = 600
    asks: int = 200
    told: int = 200_000_000
    files: int = 1_000
    size: int = 60_000_000


class Order(NamedTuple):
    """What is to be read: `given` are the files that a person handed over, by the name they said."""

    reader: str
    source: str
    options: Mapping[str, str]
    files: Mapping[str, bytes]
    now: datetime
    given: Mapping[str, bytes]


PATIENCE = Patience()


async def brought(
    order: Order, fetch: Fetch, *, patience: Patience = PATIENCE, program: tuple[str, ...] = _PROGRAM
) -> Imported:
    """What the importer makes of the source, read in a jail. Raises RefusedError; nothing is left running."""
    if order.reader not in IMPORTERS and program is _PROGRAM:
        raise refused("reader", order.reader[:80], f"is no reader, expected one of {', '.join(IMPORTERS)}")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-X", "utf8", *program, str(os.getpid()), order.reader),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    cell = _Cell(process, order, patience)
    try:
        async with asyncio.timeout(patience.total):
            return await cell.held(fetch)
    except TimeoutError as error:
        message = f"took more than {patience.total:g} s in all, expected a source that is read sooner"
        raise refused("jail", order.source[:120], message) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await cell.left()


class _Cell:
    """One child and what was said with it."""

    def __init__(self, process: asyncio.subprocess.Process, order: Order, patience: Patience) -> None:
        self._process, self._order, self._patience = process, order, patience

    async def held(self, fetch: Fetch) -> Imported:
        """The conversation, to its end."""
        order, left = self._order, self._patience.told
        if (await self._hear()).ready is not True:
            raise self._nonsense()
        texts = {path: data if path.endswith(_TEXTS) else b"" for path, data in order.files.items()}
        options = dict(order.options)
        said = await self._say(
            Task(reader=order.reader, source=order.source, options=options, files=texts, now=order.now)
        )
        for _ in range(self._patience.asks):
            if said.done is not None:
                return self._believed(said.done)
            if said.ask is None:
                raise self._nonsense()
            told = await self._told(said.ask, fetch)
            left -= len(told.body)
            if left < 0:
                message = f"asked for more than {self._patience.told:,} bytes in all, expected fewer"
                raise refused("size", order.source[:120], message)
            said = await self._say(told)
        message = f"asked for more than {self._patience.asks} addresses, expected fewer"
        raise refused("size", order.source[:120], message)

    async def left(self) -> None:
        """Waits for its end. asyncio waits for the end of the pipe too, which what was not read would hide for ever."""
        assert self._process.stdout is not None
        while await self._process.stdout.read(MAX_SAID):
            pass
        await self._process.wait()

    async def _told(self, ask: Ask, fetch: Fetch) -> Told:
        given = self._order.given.get(ask.address)
        if given is not None:
            return Told(address=ask.address, body=given)
        if not ask.address.lower().startswith(("http://", "https://")):
            message = "is neither an address of the web nor a file that was given, expected one of them"
            raise refused("file", _line(ask.address[:120]), message)
        return await fetch(ask)

    async def _say(self, message: Task | Told) -> Said:
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):  # it has ended: what it said last tells why
            self._process.stdin.write(encoded(message))
            async with self._in_time():
                await self._process.stdin.drain()
        return await self._hear()

    async def _hear(self) -> Said:
        assert self._process.stdout is not None
        try:
            async with self._in_time():
                (length,) = HEAD.unpack(await self._process.stdout.readexactly(HEAD.size))
                if length > MAX_SAID:
                    raise self._nonsense()
                said = decoded(await self._process.stdout.readexactly(length), Said)
        except asyncio.IncompleteReadError as error:
            raise await self._ended() from error
        if said.trace:
            trace = said.trace[-_TRACE:]
            log.warning("a reader failed", reader=self._order.reader, source=self._order.source, trace=trace)
        if said.refused:
            raise RefusedError(*map(_plain, said.refused))
        return said

    @contextlib.asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience.reply):
                yield
        except TimeoutError as error:
            message = f"took more than {self._patience.reply:g} s to read, expected a source that is read sooner"
            raise refused("jail", self._order.source[:120], message) from error

    async def _ended(self) -> RefusedError:
        async with self._in_time():
            code = await self._process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            message = f"took more than {confinement.PROCESSOR_S} s of the processor to read, expected less"
        else:
            how = f"signal {-code}" if code < 0 else f"exit {code}"
            message = f"ended its reader ({how}), expected a file that can be read; nothing was imported"
        return refused("jail", self._order.source[:120], message)

    def _nonsense(self) -> RefusedError:
        return refused("jail", self._order.source[:120], "made its reader say nonsense; nothing was imported")

    def _believed(self, found: Imported) -> Imported:
        """What a reader may answer with. Raises RefusedError for anything else."""
        own = _LISTS.get(self._order.reader, frozenset())
        for path in found.files:
            if not _FILE.fullmatch(path) and path not in own:
                message = "is no file that an import writes, expected data/, slides/ or drafts/"
                raise refused("path", _line(path[:120]), message)
        size = sum(map(len, found.files.values()))
        if len(found.files) > self._patience.files or size > self._patience.size:
            message = f"became {len(found.files):,} files of {size:,} bytes, expected at most {self._patience.files:,}"
            raise refused("size", self._order.source[:120], f"{message} of {self._patience.size:,} in all")
        for slide in found.slides:
            if f"slides/{slide}.yaml" not in {*found.files, *self._order.files}:
                raise refused("reference", _line(slide[:120]), "is no slide of the import or the pack, expected one")
        return msgspec.structs.replace(found, findings=tuple(map(_plain, found.findings)))


def _plain(said: Finding) -> Finding:
    """The finding in characters that a terminal and a log take as text, none longer than a sentence may be."""
    parts = {name: getattr(said, name) for name in ("code", "where", "message", "display", "lang", "fix")}
    shown = {name: text if text is None else _line(text[:MAX_SENTENCE]) for name, text in parts.items()}
    return msgspec.structs.replace(said, **shown)


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in text)
