"""Imports in the server: a source that the API names, or a feed, becomes part of the published pack.

Decides that one source is read at a time, that only hosts of the published `sources.yaml` are asked, and that what was
read is merged with the pack as it is by then and passes the gate as every change does. Leaves out when feeds are read
(`feeds`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from content.findings import Finding, refused
from content.imports.conversation import Ask, Imported, Told
from content.pack.model import Feed
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.sources import jail
from control_server.sources.egress import Egress
from control_server.sources.jail import Fetch, Order
from control_server.sources.merge import Merged, Wish, merged, refreshed
from control_server.storage.causes import Cause


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


class Importing:
    """For one server."""

    def __init__(self, publisher: Publisher, clock: Callable[[], datetime], outside: Outside) -> None:
        self._publisher, self._clock, self._outside = publisher, clock, outside
        self._one_at_a_time = asyncio.Lock()

    async def bring(self, reader: str, request: Request, cause: Cause) -> Answer:
        """Reads, merges and publishes. Raises RefusedError: nothing was changed."""
        for name, data in request.files.items():
            if len(data) > jail.MAX_GIVEN:
                raise refused("size", name[:120], f"found {len(data):,} bytes, expected at most {jail.MAX_GIVEN:,}")
        imported = await self.read(reader, request.source, request.options, request.files)
        merge: Merged | None = None

        def edit(published: Published) -> Mapping[str, bytes]:
            nonlocal merge
            merge = merged(published.files, imported, Wish(request.replace, request.playlist))
            return merge.files

        published = await self._publisher.change(edit, cause)
        assert merge is not None
        names = tuple(f"slides/{slide}.yaml" for slide in imported.slides)
        judged = [finding for finding in published.findings if finding.where.startswith(names)]
        return Answer(
            revision=published.revision,
            written=merge.written,
            kept=merge.kept,
            slides=imported.slides,
            findings=(*imported.findings, *judged),
        )

    async def refresh(self, feed: Feed) -> Imported:
        """The feed's figures anew, and nothing else of the pack. Raises RefusedError: the last good ones stay."""
        imported = await self.read(feed.reader, feed.address, feed.options, {})

        def edit(published: Published) -> Mapping[str, bytes]:
            return refreshed(published.files, imported, published.city_pack(), feed)

        await self._publisher.change(edit, Cause(actor=feed.id, kind="feed", why=feed.address))
        return imported

    async def read(self, reader: str, source: str, options: Mapping[str, str], given: Mapping[str, bytes]) -> Imported:
        """What the importer makes of the source. Raises RefusedError."""
        published = self._publisher.published
        pack = published.city_pack()
        if source not in given and not source.lower().startswith(("http://", "https://")):
            raise refused("file", source[:120], "is neither an address nor among `files`, expected one of them")
        async with self._one_at_a_time:
            fetch = self._outside.fetching(pack.sources.hosts)
            order = Order(reader, source, options, published.files, self._clock(), given)
            return await self._outside.reading(order, fetch)
