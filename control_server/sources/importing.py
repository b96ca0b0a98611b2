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
from content.imports.conversation import Ask, Imported, Reckoning, Told
from content.pack.model import Feed
from content.phrases import said
from content.questions import Question, QuestionError
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.sources import jail
from control_server.sources.egress import Egress
from control_server.sources.jail import Fetch, Order
from control_server.sources.merge import Merged, MergeOptions, merged, refreshed
from control_server.storage.causes import Cause


def over_the_internet(hosts: Sequence[str]) -> Fetch:
    """Returns what fetches for a city that allows these hosts."""

    async def fetch(ask: Ask) -> Told:
        return await Egress(hosts).fetch(ask)

    return fetch


class SourceAccess(NamedTuple):
    """How sources are fetched and read. Tests replace it; no setting can."""

    fetching: Callable[[Sequence[str]], Fetch] = over_the_internet
    reading: Callable[[Order, Fetch], Awaitable[Imported]] = jail.read_in_jail


class ImportRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the API is asked to import: `source` is an address, or the name of one of `files` (name → bytes)."""

    source: str
    options: dict[str, str] = {}
    files: dict[str, bytes] = {}
    playlist: str | None = None
    replace: bool = False


class ImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did: the new revision, the paths written, the slides kept as a person had them.

    `questions` are what a person must still say of the drafts among them, `figures` how each figure was reached.
    """

    revision: int
    written: tuple[str, ...]
    kept: tuple[str, ...]
    slides: tuple[str, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...] = ()
    figures: tuple[Reckoning, ...] = ()


class Importing:
    """The imports of one server, one at a time."""

    def __init__(self, publisher: Publisher, clock: Callable[[], datetime], access: SourceAccess) -> None:
        self._publisher, self._clock, self._access = publisher, clock, access
        self._one_at_a_time = asyncio.Lock()

    async def bring(self, reader: str, request: ImportRequest, cause: Cause) -> ImportResult:
        """Reads the source, merges it with the pack and publishes. Raises RefusedError; nothing has changed then."""
        for name, data in request.files.items():
            if len(data) > jail.MAX_HANDED_OVER:
                raise refused(
                    "size",
                    name[:120],
                    said(
                        "found {data:,} bytes, expected at most {max_handed_over:,}",
                        data=len(data),
                        max_handed_over=jail.MAX_HANDED_OVER,
                    ),
                )
        imported = await self.read(reader, request.source, request.options, request.files)
        merge: Merged | None = None

        def edit(published: Published) -> Mapping[str, bytes]:
            nonlocal merge
            options = MergeOptions(request.replace, request.playlist)
            merge = merged(published.files, imported, options, self._publisher.memory)
            return merge.files

        published = await self._publisher.change(edit, cause)
        assert merge is not None
        names = tuple(f"slides/{slide}.yaml" for slide in imported.slides)
        of_slides = [finding for finding in published.findings if finding.where.startswith(names)]
        return ImportResult(
            revision=published.revision,
            written=merge.written,
            kept=merge.kept,
            slides=imported.slides,
            findings=(*imported.findings, *of_slides),
            questions=imported.questions,
            figures=imported.reckonings,
        )

    async def refresh(self, feed: Feed) -> Imported:
        """Publishes the feed's figures as they are now, and nothing else of what was read.

        Raises RefusedError; QuestionError where only an option of the feed answers what the figures are. The last good
        figures stay then. What a slide answers itself (`key`), and jumps, are held against the slide.
        """
        imported = await self.read(feed.reader, feed.address, feed.options, {})
        asked = [each for each in imported.questions if each.option and not each.key and each.code != "break"]
        if asked:
            raise QuestionError(*asked)

        def edit(published: Published) -> Mapping[str, bytes]:
            return refreshed(published.files, imported, published.city_pack(), feed)

        await self._publisher.change(edit, Cause(actor=feed.id, kind="feed", why=feed.address))
        return imported

    async def read(self, reader: str, source: str, options: Mapping[str, str], files: Mapping[str, bytes]) -> Imported:
        """What the importer makes of the source: an address, or one of `files`.

        Raises RefusedError; QuestionError when nothing can be read before a person has answered.
        """
        imported = await self.look(reader, source, options, files, tables=False)
        if imported.questions and not imported.files:
            raise QuestionError(*imported.questions)
        return imported

    async def look(
        self, reader: str, source: str, options: Mapping[str, str], files: Mapping[str, bytes], *, tables: bool = True
    ) -> Imported:
        """What the importer makes of the source, for a person to look at: with the `tables` that it read.

        Without files, and with questions, when nothing can be read before a person has answered. Raises RefusedError.
        """
        published = self._publisher.published
        pack = published.city_pack()
        if source not in files and not source.lower().startswith(("http://", "https://")):
            raise refused("file", source[:120], "is neither an address nor among `files`, expected one of them")
        async with self._one_at_a_time:
            fetch = self._access.fetching(pack.sources.hosts)
            order = Order(reader, source, options, published.files, self._clock(), files, tables)
            return await self._access.reading(order, fetch)
