"""Plays of a time summed up: at once where they are few, as an errand of a person where they are many.

Decides from how many plays on it is an errand, and that one week is summed at a time, whoever asks. Leaves out how
plays are counted (`airtime_report`) and how a report looks (`studio.reports_page`).
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from control_server.errands.runner import ErrandProgress, Errands, Tell
from control_server.http.airtime_report import Range
from control_server.storage import airtime
from control_server.storage.airtime import AirtimeRow
from control_server.storage.database import Database
from control_server.storage.errands import Errand
from control_server.tasks import finished

KIND = "report"
"""What these errands are."""
LONG = 1_000_000
"""Plays that are too many to be summed while a page waits: about 3 s, where a year of five million took 14 s."""
_WEEK, _DAY = timedelta(days=7), timedelta(days=1)
_SAMPLES = 7
"""Days whose plays are counted to say about how many there are; all of a week, as they lie apart in a year."""


class ReportAsked(msgspec.Struct, frozen=True):
    """What such an errand is asked for: local days, both included."""

    first: date
    last: date


class ReportState(NamedTuple):
    """How the report of a time stands for a person.

    `rows` are what it is made of, None where it is not made; `counted` is when (UTC), None where that was just now.
    `errand` is the newest that makes it. `plays` is about how many there are, where it is not begun.
    """

    rows: Sequence[AirtimeRow] | None
    counted: datetime | None = None
    errand: Errand | None = None
    plays: int = 0


class PlaySums:
    """Sums plays for pages and programs."""

    def __init__(self, database: Database, errands: Errands, long: int = LONG) -> None:
        self.errands, self.long = errands, long
        self.turn = asyncio.Lock()
        """Whoever holds it sums a week: a short report waits for one week of a long one."""
        self._database = database

    async def summed(self, span: Range, tell: Callable[[int, int], None] = lambda done, of: None) -> list[AirtimeRow]:
        """The plays of that time by display, slide and language. `tell` hears how many weeks are done, of how many.

        Who is cancelled waits for the week that is under way.
        """
        weeks, sums = list(_weeks(span)), dict[tuple[str, str | None, str | None], AirtimeRow]()
        for done, (since, until) in enumerate(weeks):
            tell(done, len(weeks))
            async with self.turn:
                rows = await finished(airtime.totals(self._database, since, until))
            for row in rows:
                key = row[:3]
                before = sums.get(key)
                sums[key] = AirtimeRow(*key, before.plays + row.plays, before.seconds + row.seconds) if before else row
        return list(sums.values())

    async def state(self, span: Range, who: str) -> ReportState:
        """As that person has it: summed now where it is short, else by their errands."""
        mine = await self._errands(span, who)
        newest = next((each for each in mine if each.state == "working"), mine[0] if mine else None)
        if done := next((each for each in mine if each.state == "done"), None):
            whole = await self.errands.one(done.id, who, KIND)
            return ReportState(msgspec.msgpack.decode(whole.result, type=list[AirtimeRow]), done.at, newest)
        if newest and newest.state == "working":
            return ReportState(None, errand=newest)
        if plays := await self._too_many(span):
            return ReportState(None, errand=newest, plays=plays)
        return ReportState(await self.summed(span))

    async def begin(self, span: Range, who: str) -> None:
        """Begins to sum, unless that is under way. Raises BusyError when too much of that person's is."""
        if any(each.state == "working" for each in await self._errands(span, who)):
            return

        async def work(tell: Tell) -> bytes:
            rows = await self.summed(span, lambda done, of: tell(ErrandProgress("counts", done, of)))
            return msgspec.msgpack.encode(rows)

        await self.errands.begin(KIND, who, _asked(span), b"", work)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _errands(self, span: Range, who: str) -> list[Errand]:
        """Those of this time, the newest first."""
        mine = await self.errands.of_person(who)
        return [each for each in mine if each.kind == KIND and each.request == _asked(span)]

    async def _too_many(self, span: Range) -> int:
        """About how many plays there are, where they are too many to be summed at once; else 0.

        Counted by the index only: as many as are too many, then those of some days.
        """
        if await airtime.counted(self._database, span.since, span.until, self.long) < self.long:
            return 0
        days = (span.last - span.first).days + 1
        samples = min(days, _SAMPLES)
        seen = 0
        for number in range(samples):
            since = span.since + number * days // samples * _DAY
            seen += await airtime.counted(self._database, since, min(since + _DAY, span.until))
        return max(self.long, seen * days // samples)


def span_of(errand: Errand) -> ReportAsked:
    """The time that it was asked for."""
    return msgspec.json.decode(errand.request, type=ReportAsked)


def _asked(span: Range) -> bytes:
    return msgspec.json.encode(ReportAsked(span.first, span.last))


def _weeks(span: Range) -> Iterator[tuple[datetime, datetime]]:
    since = span.since
    while since < span.until:
        until = min(since + _WEEK, span.until)
        yield since, until
        since = until
