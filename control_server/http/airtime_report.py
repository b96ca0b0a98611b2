"""A report of a time: how long each topic, display and language was on the glass, by the plays.

Decides how plays are counted: where they began, in whole local days, and only what displays have told. Leaves out how a
report looks (`reports_page`, `report_pdf`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content import strict_yaml
from content.findings import refused
from content.pack.model import Pack
from content.phrases import said
from control_server.storage.airtime import AirtimeRow

LONGEST = timedelta(days=366)
NEUTRAL, GONE = "neutral", "other"
"""Topics that are no kind of slide: the neutral card, and slides that are no more in the pack."""


class Range(NamedTuple):
    """Whole local days, both included; `since` and `until` are their first and last instants."""

    first: date
    last: date
    since: datetime
    until: datetime

    @classmethod
    def of(cls, first: date, last: date, zone: ZoneInfo) -> "Range":
        """Raises RefusedError (`time`)."""
        if not first <= last < first + LONGEST:
            message = said(
                "found {first} to {last}, expected a last day that is not before the first, at most a year later",
                first=first,
                last=last,
            )
            raise refused("time", "from, to", message)
        since, until = (
            datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1))
        )
        return cls(first, last, since, until)

    @classmethod
    def asked(cls, query: Mapping[str, str], today: date, zone: ZoneInfo) -> "Range":
        """From `from` to `to`, else the month before this one. Raises RefusedError (`time`)."""
        if not (query.get("from") or query.get("to")):
            last = today.replace(day=1) - timedelta(days=1)
            return cls.of(last.replace(day=1), last, zone)
        days = [_day(query.get(name) or query.get(other) or "") for name, other in (("from", "to"), ("to", "from"))]
        return cls.of(days[0], days[1], zone)


class Share(NamedTuple):
    """Something that was on the glass so often, so long, and for that part of all that was, 0 to 1."""

    key: str
    plays: int
    seconds: float
    part: float


class AirtimeReport(NamedTuple):
    """`slides` are keyed by slide; `rows` are what all of it is made of."""

    topics: Sequence[Share]
    displays: Sequence[Share]
    languages: Sequence[Share]
    slides: Sequence[Share]
    plays: int
    seconds: float
    rows: Sequence[AirtimeRow]


class ReportNames(NamedTuple):
    """What displays and slides are called, by id; of slides that are on no display any more nothing is known."""

    displays: Mapping[str, str]
    slides: Mapping[str, str]


class TimeShare(msgspec.Struct, frozen=True, kw_only=True):
    """What was on the glass so often, so many seconds, and for that part (0 to 1) of all that was."""

    key: str
    name: str
    plays: int
    seconds: float
    part: float


class AirtimeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A report: local days `first` to `last`, both included. `head` is the newest hash of the audit."""

    first: date
    last: date
    plays: int
    seconds: float
    topics: tuple[TimeShare, ...]
    displays: tuple[TimeShare, ...]
    languages: tuple[TimeShare, ...]
    slides: tuple[TimeShare, ...]
    head: str


def answer(span: Range, counted: AirtimeReport, names: ReportNames, head: str) -> AirtimeAnswer:
    """The report as programs are told it; what has no name has its key."""

    def named(shares: Sequence[Share], names: Mapping[str, str]) -> tuple[TimeShare, ...]:
        return tuple(TimeShare(name=names.get(share.key, share.key), **share._asdict()) for share in shares)

    return AirtimeAnswer(
        first=span.first,
        last=span.last,
        plays=counted.plays,
        seconds=counted.seconds,
        topics=named(counted.topics, {}),
        displays=named(counted.displays, names.displays),
        languages=named(counted.languages, {}),
        slides=named(counted.slides, names.slides),
        head=head,
    )


def report(rows: Sequence[AirtimeRow], pack: Pack) -> AirtimeReport:
    """Of what was shown in a time, with topics as the slides of the pack have them now."""
    topics = shared(rows, lambda row: topic(pack, row.slide))
    shown = [row for row in rows if row.slide]
    return AirtimeReport(
        topics=topics,
        displays=shared(rows, lambda row: row.display),
        languages=shared(shown, lambda row: row.lang or ""),
        slides=shared(shown, lambda row: row.slide or ""),
        plays=sum(row.plays for row in rows),
        seconds=sum(row.seconds for row in rows),
        rows=sorted(rows, key=lambda row: (row.display, row.slide or "", row.lang or "")),
    )


def shared(rows: Iterable[AirtimeRow], key: Callable[[AirtimeRow], str]) -> list[Share]:
    """By that key, the longest first."""
    plays: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for row in rows:
        name = key(row)
        plays[name] = plays.get(name, 0) + row.plays
        seconds[name] = seconds.get(name, 0.0) + row.seconds
    whole = sum(seconds.values()) or 1.0
    named = sorted(seconds, key=lambda name: (-seconds[name], name))
    return [Share(name, plays[name], seconds[name], seconds[name] / whole) for name in named]


def topic(pack: Pack, slide: str | None) -> str:
    """The kind of a slide, or of the slide that a phase belongs to."""
    if slide is None:
        return NEUTRAL
    known = pack.slides.get(slide.partition(".")[0])
    return str(known.__struct_config__.tag) if known else GONE


def _day(text: str) -> date:
    try:
        value = strict_yaml.moment(text).value
    except ValueError as error:
        raise refused("time", "from, to", str(error)) from error
    return value.date() if isinstance(value, datetime) else value
