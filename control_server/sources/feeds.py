"""The feeds of `sources.yaml`: each is read again when it is due, and a failure leads to a warning.

Decides when a feed is due, what counts as a failure (nobody answers, the source has other contents, the gate refuses
its figures), and how failures are reported. After a failure the last good figures stay, with their date. A slide leaves
by itself at its own limit of freshness (`Pack.stale`), also on displays that are offline. Leaves out reading and
publishing (`importing`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
import structlog

from content.findings import Finding, RefusedError
from content.imports.conversation import Imported
from content.pack.model import Feed, Pack
from content.phrases import said
from control_server.publishing.publisher import Publisher
from control_server.sources.importing import Importing
from control_server.storage.feeds import FeedRecord, keep
from control_server.storage.ground import Ground

FIRST_RETRY = timedelta(minutes=5)
"""The wait after a first failure. Each further one doubles it, up to `LONGEST_RETRY` and the feed's own interval."""
LONGEST_RETRY = timedelta(hours=6)
LOOK_S = 60
"""Seconds after which the timetable is looked at again even if nothing is due: the pack may have changed."""
_SPREAD = 0.05
"""The part of its interval by which a feed may be read early."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger()


class DependentSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide made of a feed's figures. `until` is the instant from which it is not shown any more (None: no limit)."""

    slide: str
    until: datetime | None
    gone: bool


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as the API reports it. Instants are in UTC; `warning` is one sentence for a person, or None."""

    id: str
    reader: str
    address: str
    every_hours: int
    last_success: datetime | None
    last_try: datetime | None
    next_try: datetime
    failures: int
    error: str | None
    slides: tuple[DependentSlide, ...]
    warning: str | None


def due(feed: Feed, last: FeedRecord | None, confirmed: datetime | None) -> datetime:
    """When a feed is read next. `confirmed` is when its figures were imported; it counts while the feed was never read.

    A feed is read up to 5 % before its interval ends, always by the same part, so that feeds of one interval are not
    all read at once.
    """
    every = timedelta(hours=feed.every_hours)
    if last is None:
        return confirmed + every * _spread(feed) if confirmed else _NEVER
    if last.failures:
        wait: timedelta = min(FIRST_RETRY * 2 ** min(last.failures - 1, 10), LONGEST_RETRY, every)
        return last.tried + wait * _spread(feed)
    return last.tried + every * _spread(feed)


def _spread(feed: Feed) -> float:
    """The part of its interval that passes before the feed is read, 0.95 … 1."""
    return 1 - _SPREAD * sha256(feed.id.encode()).digest()[0] / 255


class Feeds:
    """The timetable of one server's feeds."""

    def __init__(
        self, records: Mapping[str, FeedRecord], ground: Ground, importing: Importing, publisher: Publisher
    ) -> None:
        """`records` says how each feed was read before, as stored."""
        self._records = dict(records)
        self._ground, self._importing, self._publisher = ground, importing, publisher

    def take_up(self, records: Mapping[str, FeedRecord]) -> None:
        """How another server has read each feed, as stored."""
        self._records = dict(records)

    async def step(self) -> float:
        """Reads the feed that is due the longest, if any is. Returns the seconds until there may be more to do."""
        pack, now = self._publisher.published.pack, self._ground.clock()
        if pack is None:
            return LOOK_S
        times = {feed.id: self._due(pack, feed) for feed in pack.sources.feeds}
        waiting = sorted((time, feed.id) for feed in pack.sources.feeds if (time := times[feed.id]) <= now)
        if waiting:
            await self._read(next(feed for feed in pack.sources.feeds if feed.id == waiting[0][1]))
            return 0
        return min((time - now).total_seconds() for time in times.values()) if times else LOOK_S

    async def _read(self, feed: Feed) -> None:
        last, now = self._last(feed), self._ground.clock()
        pack = self._publisher.published.pack
        confirmed = _confirmed(pack, feed) if pack else None
        last = last or FeedRecord(feed=feed.id, address=feed.address, tried=now, succeeded=confirmed)
        try:
            imported = await self._importing.refresh(feed)
        except RefusedError as error:
            more = "" if len(error.findings) == 1 else said(" (and {findings} more)", findings=len(error.findings) - 1)
            reason = str(error.findings[0]) + more if error.findings else "was refused"
            record = self._failed(last, now, reason)
        except Exception as error:  # a bug of ours counts as a failure of the feed: the server goes on
            record = self._failed(last, now, f"{type(error).__name__}: {error}")
        else:
            files = self._publisher.published.files
            record = FeedRecord(
                feed=feed.id,
                address=feed.address,
                tried=now,
                succeeded=now,
                files=tuple(sorted(path for path in imported.files if path.startswith("data/"))),
                news=(*sorted(path for path in imported.files if _is_news(path, imported, files)), *_moved(imported)),
            )
        self._records[feed.id] = record
        await keep(self._ground.database, record)

    def _failed(self, last: FeedRecord, now: datetime, error: str) -> FeedRecord:
        log.warning("feed not read", feed=last.feed, failures=last.failures + 1, reason=error[:1000])
        return msgspec.structs.replace(last, tried=now, failures=last.failures + 1, error=error[:1000])

    def _last(self, feed: Feed) -> FeedRecord | None:
        record = self._records.get(feed.id)
        return record if record is not None and record.address == feed.address else None

    def _due(self, pack: Pack, feed: Feed) -> datetime:
        return due(feed, self._last(feed), _confirmed(pack, feed))

    # --- reports ------------------------------------------------------------------------------------------------

    def states(self) -> list[FeedState]:
        """The state of every feed of the published pack."""
        pack, now = self._publisher.published.pack, self._ground.clock()
        return [self._state(pack, feed, now) for feed in pack.sources.feeds] if pack else []

    def findings(self) -> list[Finding]:
        """The warnings, for everybody to see.

        The reason of a failure may name machines and is left out: only the API tells it.
        """
        findings = []
        for source in self.states():
            if source.warning:
                message = source.warning.replace(f": {source.error}", "") if source.error else source.warning
                where = f"sources.yaml:$.feeds ({source.id})"
                findings.append(
                    Finding(level="warning", code="feed", where=where, message=message, fix="see /api/sources")
                )
        return findings

    def observe(self) -> None:
        """Sets the metrics: the age of each feed in seconds, and its failures."""
        now = self._ground.clock()
        for gauge in (self._ground.metrics.feed_age, self._ground.metrics.feed_failures):
            gauge.clear()
        for source in self.states():
            if source.last_success:
                self._ground.metrics.feed_age.labels(source.id).set((now - source.last_success).total_seconds())
            self._ground.metrics.feed_failures.labels(source.id).set(source.failures)

    def _state(self, pack: Pack, feed: Feed, now: datetime) -> FeedState:
        last = self._last(feed)
        slides = tuple(self._dependents(pack, feed, last, now))
        return FeedState(
            id=feed.id,
            reader=feed.reader,
            address=feed.address,
            every_hours=feed.every_hours,
            last_success=last.succeeded if last and last.succeeded else _confirmed(pack, feed),
            last_try=last.tried if last else None,
            next_try=max(self._due(pack, feed), now),
            failures=last.failures if last else 0,
            error=last.error if last else None,
            slides=slides,
            warning=_warning(pack, last, slides),
        )

    def _dependents(self, pack: Pack, feed: Feed, last: FeedRecord | None, now: datetime) -> Iterator[DependentSlide]:
        files = set(last.files if last else ())
        files |= {path for path, known in pack.provenance.items() if known.address == feed.address}
        for slide_id, slide in sorted(pack.slides.items()):
            if files & set(slide.files()):
                until = pack.stale(slide)
                yield DependentSlide(slide=slide_id, until=until, gone=until is not None and until <= now)


def _confirmed(pack: Pack, feed: Feed) -> datetime | None:
    """When the pack's figures from this address were last read; None when it has none."""
    provenances = (known for known in pack.provenance.values() if known.address == feed.address)
    return max((known.fetched.instant(pack.city.zone) for known in provenances), default=None)


def _is_news(path: str, imported: Imported, files: Mapping[str, bytes]) -> bool:
    """Whether it is a slide that the pack lacks, or one that nobody edited and the source now words otherwise."""
    if not path.startswith(("slides/", "drafts/")):
        return False
    return path not in files or (path in imported.renewed and files[path] != imported.files[path])


def _moved(imported: Imported) -> Iterator[str]:
    """The calls that their source withdrew or gives other days for. Other wording may be a person's choice."""
    for finding in imported.findings:
        days = finding.where.endswith(("$.opens", "$.closes"))
        if finding.code == "withdrawn" or (finding.code == "differs" and days):
            yield str(finding)


def _warning(pack: Pack, last: FeedRecord | None, slides: tuple[DependentSlide, ...]) -> str | None:
    """One sentence for a person, or None when all is well."""
    if last is None:
        return None
    if not last.failures:
        news = ", ".join(last.news)
        return (
            said("says what the pack does not: {news}; `afisier import` brings what is new", news=news)
            if news
            else None
        )
    since = said("since {pack}", pack=_day(pack, last.succeeded)) if last.succeeded else "yet"
    gone = [each.slide for each in slides if each.gone]
    leaving = [
        said("{slide} until {pack}", slide=each.slide, pack=_day(pack, each.until))
        for each in slides
        if each.until and not each.gone
    ]
    sentence = said("could not be read {since}: {error}", since=since, error=last.error)
    if gone:
        sentence += said("; too old to be shown: {gone}", gone=", ".join(gone))
    if leaving:
        sentence += said("; the last good figures stay: {leaving}", leaving=", ".join(leaving))
    return sentence


def _day(pack: Pack, at: datetime) -> str:
    return f"{at.astimezone(pack.city.zone):%Y-%m-%d %H:%M}"
