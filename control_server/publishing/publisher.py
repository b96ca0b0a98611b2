"""Publishing: a changed pack becomes signed manifests, all of them or none.

Decides when a manifest is issued again (its content changed, or less than 7 of its 30 days remain) and in which order
things become durable: assets, then pack and manifests in one transaction, then the broker. Leaves out what a manifest
says (`edition`), drawing (`renderer`) and sending (`link`).
"""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial

import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import wire
from content.checks import gate
from content.findings import Finding, RefusedError, refused
from content.pack.model import Pack
from content.pack.parse import parse
from content.publication.edition import Compiler, Edition, StoredFrame
from content.publication.issue import Publication, issued
from content.publication.manifests import Manifests, withdrawn
from content.wire import dsse
from control_server.metrics import Metrics
from control_server.publishing.renderer import Renderer
from control_server.storage.store import Store

log = structlog.get_logger()


class Publisher:
    """`announce` is told the displays whose manifest changed; `clock` gives the time in UTC."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        key: Ed25519PrivateKey,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self.pack: Pack | None = None
        self.files: dict[str, bytes] = {}
        self.revision = 0
        self.latest: dict[str, Publication] = {}
        self.manifests: dict[str, wire.Manifest] = {}
        self.findings: list[Finding] = []
        """What the gate found in the published pack, at the last publication or renewal (daily)."""
        self.announce: Callable[[Collection[str]], None] = lambda displays: None
        self.store, self.key, self._renderer = store, key, renderer
        self.metrics, self.clock = metrics, clock
        self.published = asyncio.Event()
        self._compiler = Compiler()
        self._examined: gate.Memory = {}
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """Takes up what was published last. Raises RefusedError when the stored pack cannot be read any more."""
        self.revision, self.files = await self.store.documents()
        self.latest = await self.store.latest()
        own = [self.key.public_key()]
        for display, publication in self.latest.items():
            try:
                payload = dsse.verify(publication.envelope, "manifest", own)
            except dsse.UntrustedError as error:
                message = "the stored manifest was not signed by this server's key; restore key and database together"
                raise refused("key", display, message) from error
            self.manifests[display] = wire.decode(payload, wire.Manifest, display)
        if self.files:
            self.pack = await asyncio.to_thread(parse, self.files)
            self.published.set()

    async def replace(self, files: Mapping[str, bytes], author: str) -> int:
        """The pack becomes these files. Returns its revision. Raises RefusedError: nothing was changed."""
        async with self._one_at_a_time:
            return await self._publish(dict(files), author)

    async def put(self, path: str, body: bytes, author: str) -> int:
        """One file of the pack becomes `body`. Raises RefusedError as `replace`."""
        async with self._one_at_a_time:
            if not self.files:
                raise refused("pack", path, "there is no pack yet, expected `afisier publish PACK` first")
            return await self._publish({**self.files, path: body}, author)

    async def change(self, edit: Callable[[dict[str, bytes]], dict[str, bytes]], author: str) -> int:
        """The pack becomes what `edit` makes of its files as they are by then. Raises RefusedError as `replace`."""
        async with self._one_at_a_time:
            if not self.files:
                raise refused("pack", "the server", "has no pack yet, expected `afisier publish PACK` first")
            return await self._publish(await asyncio.to_thread(edit, dict(self.files)), author)

    async def renew(self) -> None:
        """Issues again what a new version of the templates changed, and what soon ends to be valid."""
        async with self._one_at_a_time:
            if self.files:
                await self._publish(self.files, "renewal")

    def headline(self, slide: str, lang: str) -> str | None:
        """As `Compiler.headline`, of what was compiled since the server started."""
        return self._compiler.headline(slide, lang)

    async def _publish(self, files: dict[str, bytes], author: str) -> int:
        start = time.perf_counter()
        try:
            found = await asyncio.to_thread(parse, files)
            self._same_city(found)
            strict = files is not self.files  # a renewal changes nothing a person wrote
            edition, findings = await asyncio.to_thread(self._gated, found, strict)
            made, failed = await self._renderer.frames(edition.jobs)
            if failed:
                raise _not_drawn(edition, failed)
        except RefusedError:
            self.metrics.refused.inc()
            raise
        now = self.clock()
        issued = self._issued(edition, made, now)
        self.revision = await self.store.publish(files, [p for p, _ in issued.values()], author, now)
        self.files, self.pack, self.findings = files, found, findings
        for display, (publication, told) in issued.items():
            self.latest[display], self.manifests[display] = publication, told
        self.published.set()
        self.announce(issued)
        self.metrics.manifests.inc(len(issued))
        took = time.perf_counter() - start
        self.metrics.publishing.observe(took)
        log.info(
            "published",
            revision=self.revision,
            author=author,
            displays=sorted(issued),
            warnings=len(findings),
            seconds=round(took, 3),
        )
        return self.revision

    def _same_city(self, found: Pack) -> None:
        if self.pack and found.city.id != self.pack.city.id:
            message = f"found city {found.city.id!r}, expected {self.pack.city.id!r}: a server serves one city"
            raise refused("city", "city.yaml:$.id", message)

    def _gated(self, found: Pack, strict: bool) -> tuple[Edition, list[Finding]]:
        """The pack compiled, and what the gate says of it. Raises RefusedError with the errors, when `strict`."""
        now, reading = self.clock(), self._compiler.characters
        authored = gate.check(found, now, reading)
        if strict:
            _no_errors(authored)
        edition = self._compiler.compiled(found)
        drawn = gate.examine(found, edition.planned_frames(), self._examined)
        if strict:
            _no_errors(drawn)
        return edition, [*authored, *gate.foresee(found, now, reading), *drawn]

    def _issued(
        self, edition: Edition, made: Mapping[str, StoredFrame], now: datetime
    ) -> dict[str, tuple[Publication, wire.Manifest]]:
        """The manifests that must be issued, signed."""
        manifests = Manifests(edition, made)
        told = [manifests.of(display) for display in edition.displays]
        told += [withdrawn(last) for display, last in self.manifests.items() if display not in edition.displays]
        sign = partial(dsse.sign, context="manifest", key=self.key)
        return issued(manifests, told, self.latest, sign, now)


def _no_errors(findings: list[Finding]) -> None:
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise RefusedError(*errors)


def _not_drawn(edition: Edition, failed: Mapping[str, BaseException]) -> BaseException:
    """The findings of every frame that could not be drawn, with display and language.

    A bug, and what concerns the machine and not a slide (a full disk), is said once and as it is.
    """
    findings = []
    for key, error in failed.items():
        if not isinstance(error, RefusedError) or error.findings[0].code == "disk":
            return error
        lang = edition.jobs[key].lang
        for display in edition.users(key):
            findings += [msgspec.structs.replace(f, display=display, lang=f.lang or lang) for f in error.findings]
    return RefusedError(*_distinct(findings))


def _distinct(findings: list[Finding]) -> list[Finding]:
    return [finding for at, finding in enumerate(findings) if finding not in findings[:at]]
