"""Publishing: a changed pack becomes signed manifests, all of them or none.

`prepare` reads, judges and draws, with no effect on any display; `commit` makes its result what is published. Decides
the order in which things become durable: assets, then pack, manifests and cause in one transaction, then the snapshot,
then the displays are told. Leaves out what a manifest says (`content.publication`), drawing and sending.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from hashlib import sha256

import msgspec
import structlog

from content import wire
from content.checks import gate
from content.checks.frames import of_edition
from content.findings import Finding, RefusedError, refusal, refused
from content.pack.alert import ALERTS
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.read_memory import ReadMemory
from content.phrases import said
from content.publication.edition import Compiler, Edition
from content.publication.issue import Publication, issued
from content.wire import dsse
from control_server.publishing.candidate import Candidate
from control_server.publishing.published import Published
from control_server.publishing.renderer import Renderer
from control_server.storage import audit, causes, documents, programmes, publications
from control_server.storage.causes import Cause, Recorded
from control_server.storage.ground import Ground
from control_server.storage.publications import Also, Changed
from control_server.tasks import finished

Record = Callable[[Candidate, Cause, datetime], Awaitable[Also | None]]
"""Asked for what else is written in the transaction in which a program's edit is published.

It raises RefusedError when the cause's actor may not publish that.
"""


async def no_record(_: Candidate, __: Cause, ___: datetime) -> Also | None:
    """Nothing else, and nobody is refused."""
    return None


MayPublish = Callable[[Mapping[str, Publication]], None]
"""Asked with what was issued last. Raises RefusedError when no display would believe what comes after that."""


def everything_may(_: Mapping[str, Publication]) -> None:
    """Nobody is refused."""


Announce = Callable[[Published, Collection[str]], None]
"""Told what is published now, and the displays that have a new manifest. It neither waits nor fails."""

Edit = Callable[[Published], Mapping[str, bytes]]
"""From what is published to the files of another pack. Runs in a thread; raises RefusedError."""

_SIGNED_AT_ONCE = 2_000
"""Manifests that one thread signs in a tenth of a second."""
_TRIES = 5
"""How often an edit is made again of what somebody else has published meanwhile."""

_OF_THE_SERVER = ("disk", "database", "standby")
"""Codes of what no slide is to blame for."""

log = structlog.get_logger()


async def load_published(
    ground: Ground,
    known: Published = Published(),  # noqa: B008  immutable
    memory: ReadMemory | None = None,
) -> Published:
    """Reads what was published last from the database.

    `known` is what was read before, `memory` as of `parse`. Raises RefusedError when it cannot be read any
    more, or was signed by another key.
    """
    while True:
        before = await causes.newest(ground.database)
        published = await _read(ground, known, memory)
        if before == await causes.newest(ground.database):  # else another server has published meanwhile
            return published


async def _read(ground: Ground, known: Published, memory: ReadMemory | None) -> Published:
    revision, files = await documents.current(ground.database)
    same = known.pack is not None and files == known.files
    pack = known.pack if same else await asyncio.to_thread(parse, files, memory) if files else None
    envelopes = await publications.envelopes(ground.database)
    latest = await asyncio.to_thread(_opened, envelopes, ground.signer, known.latest)
    named = {publication.manifest.programme for publication in latest.values()}
    fresh = await programmes.all_of(ground.database, named - known.programmes.keys())
    return Published(
        revision=revision,
        files=files,
        pack=pack,
        latest=latest,
        programmes={digest: fresh.get(digest) or known.programmes[digest] for digest in named},
        findings=known.findings if same else (),
        cause=await causes.of_revision(ground.database, revision),
    )


def _opened(
    envelopes: Mapping[str, bytes], signer: dsse.Signer, known: Mapping[str, Publication]
) -> dict[str, Publication]:
    """The stored manifests; those already known as they are. Raises RefusedError when another key has signed one."""
    latest = {}
    for display, envelope in envelopes.items():
        if display in known and known[display].envelope == envelope:
            latest[display] = known[display]
            continue
        try:
            payload = dsse.verify(envelope, "manifest", [signer.public_key])
        except dsse.UntrustedError as error:
            message = said("the stored manifest was not signed by this server's key; restore key and database together")
            raise refused("key", display, message) from error
        manifest = wire.decode(payload, wire.Manifest, display)
        latest[display] = Publication(manifest=manifest, envelope=envelope, digest=sha256(envelope).hexdigest())
    return latest


class Publisher:
    """Has what is `published`, and changes it."""

    def __init__(  # noqa: PLR0913, PLR0917  it joins what a publication passes
        self,
        published: Published,
        ground: Ground,
        renderer: Renderer,
        announce: Announce,
        record: Record = no_record,
        may: MayPublish = everything_may,
    ) -> None:
        self.published = published
        self._taken_up: int | None = None
        """The newest cause when it was last taken up what others have published."""
        self.has_pack = asyncio.Event()
        """Set from when there is a pack."""
        if published.pack:
            self.has_pack.set()
        self._ground, self._renderer, self._announce, self._record = ground, renderer, announce, record
        self._may = may
        self.memory = ReadMemory()
        """What the files of packs were read to."""
        self._compiler = Compiler()
        self._examined: gate.Memory = {}
        self._changing, self._compiling, self._committing = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()

    # --- two halves --------------------------------------------------------------------------------------------------

    async def prepare(self, files: Mapping[str, bytes], base: Published | None = None) -> Candidate:
        """The pack of these files, judged and drawn. Raises RefusedError when it may not be published.

        `base` is what it is to replace, by default what is published now.
        """
        return await self._prepared(dict(files), base or self.published, strict=True)

    async def commit(self, candidate: Candidate, cause: Cause, also: Also | None = None) -> Published:
        """The candidate becomes what is published. Raises MovedError when something else has been meanwhile.

        What `also` writes is of the same transaction.

        Whoever is cancelled here waits until the database and the snapshot say the same.
        """
        return await finished(self._commit(candidate, cause, also))

    async def _commit(self, candidate: Candidate, cause: Cause, also: Also | None) -> Published:
        async with self._committing:
            base, now = self.published, self._ground.clock()
            self._may(base.latest)
            if not base.tells_as(candidate.base):
                by = (
                    said(": {cause}, revision {revision}", cause=base.cause.cause, revision=base.revision)
                    if base.cause
                    else ""
                )
                raise refused(
                    "moved",
                    "the pack",
                    said("was changed meanwhile{by}; expected a change of what is there now", by=by),
                )
            fresh = await self._issued(candidate, base, now)
            latest = {**base.latest, **fresh}
            named = {publication.manifest.programme for publication in latest.values()}
            known = {**base.programmes, **candidate.programmes}
            changed = Changed(candidate.files, fresh, candidate.programmes)
            revision = await publications.publish(self._ground.database, changed, cause, now, also)
            same = revision == base.revision
            self.published = Published(
                revision=revision,
                files=candidate.files,
                pack=candidate.pack,
                latest=latest,
                programmes={digest: known[digest] for digest in named},
                findings=candidate.findings,
                cause=base.cause if same else Recorded(cause=cause, at=now, revision=revision),
            )
            self._tell(fresh, cause)
            return self.published

    async def _issued(self, candidate: Candidate, base: Published, now: datetime) -> dict[str, Publication]:
        """What must be issued. In several threads: Ed25519 is reckoned without Python's lock."""
        told, sign = list(candidate.told.values()), self._ground.signer.sign_manifest
        head = await audit.head(self._ground.database)
        parts = (told[start : start + _SIGNED_AT_ONCE] for start in range(0, len(told), _SIGNED_AT_ONCE))
        made = await asyncio.gather(*(asyncio.to_thread(issued, part, base.latest, sign, now, head) for part in parts))
        return {display: publication for part in made for display, publication in part.items()}

    def _tell(self, displays: Collection[str], cause: Cause) -> None:
        self.has_pack.set()
        self._announce(self.published, displays)
        self._ground.metrics.manifests.inc(len(displays))
        log.info(
            "published",
            revision=self.published.revision,
            actor=cause.actor,
            kind=cause.kind,
            displays=len(displays),
            warnings=len(self.published.findings),
        )

    async def take_up(self) -> None:
        """What another server has published is what is published here too. Raises RefusedError."""
        newest = await causes.newest(self._ground.database)
        if newest == self._taken_up:
            return
        async with self._committing:
            before = self.published
            self.published = published = await load_published(self._ground, before, self.memory)
            self._taken_up = newest
        changed = [display for display, each in published.latest.items() if each != before.latest.get(display)]
        if published.pack and not published.tells_as(before):
            self.has_pack.set()
            self._announce(published, changed)
            log.info("taken up", revision=published.revision, displays=len(changed))

    async def review(self) -> None:
        """What the gate says of what is published, with warnings counted anew: another server has judged it."""
        published = self.published
        if published.pack is None:
            return
        async with self._compiling:
            _, findings = await asyncio.to_thread(self._gated, published.pack, ())
        if self.published is published:
            self.published = msgspec.structs.replace(published, findings=tuple(findings))

    # --- both at once ------------------------------------------------------------------------------------------------

    async def change(self, edit: Edit, cause: Cause) -> Published:
        """Publishes what `edit` makes of what is published by then. Raises RefusedError: nothing was changed."""
        async with self._changing:
            return await self._changed(edit, cause, strict=True)

    async def renew(self) -> None:
        """Issues again what a new version of the templates changed, and what soon ends to be valid."""
        if self.published.pack:
            cause, now = Cause(actor="server", kind="renewal"), self._ground.clock()
            async with self._changing:
                await self._changed(lambda published: _without_ended(published, now), cause, strict=False)

    async def _changed(self, edit: Edit, cause: Cause, *, strict: bool) -> Published:
        start = time.perf_counter()
        for tried in range(_TRIES):
            base = self.published
            try:
                files = dict(await asyncio.to_thread(edit, base))
                candidate = await self._prepared(files, base, strict=strict)
                also = await self._record(candidate, cause, self._ground.clock())
                published = await self.commit(candidate, cause, also)
            except RefusedError as error:
                if base is self.published or tried == _TRIES - 1:
                    self._ground.metrics.refused.inc()
                    raise
                log.info("published meanwhile, made again", actor=cause.actor, kind=cause.kind, reason=str(error)[:200])
            else:
                self._ground.metrics.publishing.observe(time.perf_counter() - start)
                return published
        raise AssertionError("unreachable: the last try returns or raises")

    async def _prepared(self, files: dict[str, bytes], base: Published, *, strict: bool) -> Candidate:
        """With `strict`, errors of the gate are refused: a renewal changes nothing that a person wrote."""
        pack = await asyncio.to_thread(parse, files, self.memory)
        _same_city(pack, base)
        async with self._compiling:
            edition, findings = await asyncio.to_thread(self._gated, pack, _judged(files, base) if strict else ())
        frames, failed = await self._renderer.frames(edition.jobs)
        if failed:
            raise _not_drawn(edition, failed)
        return await asyncio.to_thread(Candidate.of, base, files, edition, tuple(findings), frames)

    def _gated(self, pack: Pack, judged: tuple[str, ...]) -> tuple[Edition, list[Finding]]:
        """The pack compiled, and what the gate says of it. Raises RefusedError with the errors of files that begin with
        one of `judged`."""
        now, characters = self._ground.clock(), self._compiler.characters
        authored = gate.check(pack, now, characters)
        _no_errors(authored, judged)
        edition = self._compiler.compiled(pack)
        drawn = gate.examine(pack, of_edition(edition), self._examined)
        _no_errors(drawn, judged)
        return edition, [*authored, *gate.foresee(pack, now, characters), *drawn]


def _without_ended(published: Published, now: datetime) -> Mapping[str, bytes]:
    """The files of the pack without those of alerts that have left the displays."""
    pack = published.city_pack()
    ended = {f"{ALERTS}{name}.yaml" for name, alert in pack.alerts.items() if alert.over(now, pack.city.zone)}
    return {path: body for path, body in published.files.items() if path not in ended} if ended else published.files


def _same_city(pack: Pack, base: Published) -> None:
    if base.pack and pack.city.id != base.pack.city.id:
        message = said(
            "found city {id!r}, expected {id2!r}: a server serves one city", id=pack.city.id, id2=base.pack.city.id
        )
        raise refused("city", "city.yaml:$.id", message)


def _judged(files: Mapping[str, bytes], base: Published) -> tuple[str, ...]:
    """Of which files errors refuse an edit: of all, by the empty beginning. An edit of alerts alone is refused for its
    own only, so that no other slide holds an alert up."""
    edited = {path for path in files.keys() | base.files.keys() if files.get(path) != base.files.get(path)}
    return tuple(sorted(edited)) if edited and all(path.startswith(ALERTS) for path in edited) else ("",)


def _no_errors(findings: list[Finding], judged: tuple[str, ...]) -> None:
    errors = [finding for finding in findings if finding.level == "error" and finding.where.startswith(judged)]
    if errors:
        raise RefusedError(*errors)


def _not_drawn(edition: Edition, failed: Mapping[str, BaseException]) -> BaseException:
    """The findings of every frame that could not be drawn, with display and language.

    A bug, and what concerns the server and not a slide (a full disk), is said once and as it is.
    """
    findings: list[Finding] = []
    for key, error in failed.items():
        if not isinstance(error, RefusedError) or error.findings[0].code in _OF_THE_SERVER:
            return error
        lang = edition.jobs[key].lang
        for display in edition.users(key):
            findings += [msgspec.structs.replace(f, display=display, lang=f.lang or lang) for f in error.findings]
    return refusal(*dict.fromkeys(findings))
