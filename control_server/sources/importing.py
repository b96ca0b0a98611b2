"""Imports in the server: a source that the API names, or a feed, becomes part of the published pack.

Decides that one source is read at a time, that only hosts of the published `sources.yaml` are asked, and that what was
read is merged with the pack as it is by then and passes the gate as every change does. Leaves out when feeds are read
(`refresh`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from content.findings import Finding, refused
from content.imports.conversation import Ask, Imported, Told
from content.pack.model import Feed
from content.pack.parse import parse
from control_server.publishing.publisher import Publisher
from control_server.sources import jail
from control_server.sources.egress import Egress
from control_server.sources.jail import Fetch, Order
from control_server.sources.merge import Merged, Wish, merged, refreshed


def over_the_internet(hosts: Sequence[str]) -> Fetch:
    """What fetches for a city that allows these hosts."""

    async def fetch(ask: Ask) -> Told:
        return await Egress(hosts).fetch(ask)

    return fetch


class Outside(NamedTuple):
    """The world of the sources, and how they are read. Tests have one of their own; no setting leads here."""

    fetching: Callable[[Sequence[str]], Fetch] = over_the_internet
    reading: Callable[[Order, Fetch], Awaitable[Imported]] = jail.brought


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the API is asked to import: an address, or the name of one of `files` (name → bytes)."""

    source: str
    options: dict[str, str] = {}
    files: dict[str, bytes] = {}
    playlist: str | None = None
    replace: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it: the pack's revision, the paths that changed, those that a person's own slides kept."""

    revision: int
    written: tuple[str, ...]
    kept: tuple[str, ...]
    slides: tuple[str, ...]
    findings: tuple[Finding, ...]


class Intake:
    """For one server."""

    def __init__(self, publisher: Publisher, outside: Outside) -> None:
        self._publisher, self._outside = publisher, outside
        self._one_at_a_time = asyncio.Lock()

    async def bring(self, reader: str, request: Request) -> Answer:
        """Reads, merges and publishes. Raises RefusedError: nothing was changed."""
        for name, data in request.files.items():
            if len(data) > jail.MAX_GIVEN:
                raise refused("size", name[:120], f"found {len(data):,} bytes, expected at most {jail.MAX_GIVEN:,}")
        imported = await self.read(reader, request.source, request.options, request.files)
        found: list[Merged] = []

        def edit(files: dict[str, bytes]) -> dict[str, bytes]:
            found[:] = [merged(files, imported, Wish(request.replace, request.playlist))]
            return found[0].files

        revision = await self._publisher.change(edit, f"import {reader}")
        return Answer(
            revision=revision,
            written=found[0].written,
            kept=found[0].kept,
            slides=imported.slides,
            findings=(*imported.findings, *self._judged(imported.slides)),
        )

    def _judged(self, slides: Sequence[str]) -> list[Finding]:
        """What the gate warned of in these slides when they were published."""
        names = tuple(f"slides/{slide}.yaml" for slide in slides)
        return [finding for finding in self._publisher.findings if finding.where.startswith(names)]

    async def refresh(self, feed: Feed) -> Imported:
        """The feed's figures anew, and nothing else of the pack. Raises RefusedError: the last good ones stay."""
        imported = await self.read(feed.reader, feed.address, feed.options, {})

        def edit(files: dict[str, bytes]) -> dict[str, bytes]:
            return refreshed(files, imported, parse(files), feed)

        await self._publisher.change(edit, f"feed {feed.id}")
        return imported

    async def read(self, reader: str, source: str, options: Mapping[str, str], given: Mapping[str, bytes]) -> Imported:
        """What the importer makes of the source. Raises RefusedError."""
        pack = self._publisher.pack
        if pack is None:
            raise refused("pack", "the server", "has no pack yet, expected `afisier publish PACK` first")
        if source not in given and not source.lower().startswith(("http://", "https://")):
            raise refused("file", source[:120], "is neither an address nor among `files`, expected one of them")
        async with self._one_at_a_time:
            fetch = self._outside.fetching(pack.sources.hosts)
            order = Order(reader, source, options, self._publisher.files, self._publisher.clock(), given)
            return await self._outside.reading(order, fetch)
