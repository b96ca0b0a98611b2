"""A report with what its keys are called: what pages, files and programs are told of a time.

Leaves out how plays are summed (`http.play_sums`).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from control_server.http.airtime_report import AirtimeReport, Range, ReportNames, report
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.storage import audit
from control_server.storage.airtime import AirtimeRow
from control_server.storage.database import Database


class ReportOfTime(NamedTuple):
    """A report with what its keys are called, when its plays were counted (UTC), and the newest hash of the audit."""

    span: Range
    counted: AirtimeReport
    names: ReportNames
    head: str
    at: datetime


class ReportTeller(msgspec.Struct, frozen=True, kw_only=True):
    """Makes reports of sums, with the topics and names of the published pack."""

    publisher: Publisher
    database: Database
    words: FrameWords
    clock: Callable[[], datetime]

    async def told(self, span: Range, rows: Sequence[AirtimeRow], at: datetime | None = None) -> ReportOfTime:
        """The report of that time, made of these rows, which were counted then or just now."""
        published = self.publisher.published
        counted = await asyncio.to_thread(report, rows, published.city_pack())
        names = await self._names(published, [share.key for share in counted.slides])
        return ReportOfTime(span, counted, names, await audit.head(self.database), at or self.clock())

    def span(self, query: Mapping[str, str]) -> Range:
        """The days that are asked for. Raises RefusedError (`time`)."""
        return Range.asked(query, self.clock().astimezone(self.zone).date(), self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The city's. Raises RefusedError before there is one."""
        return self.publisher.published.city_pack().city.zone

    async def _names(self, published: Published, slides: Sequence[str]) -> ReportNames:
        pack = published.city_pack()
        first = pack.city.languages[0]
        frames = {
            slide: turns.get(first) or next(iter(turns.values()))
            for programme in published.programmes.values()
            for slide, turns in programme.programme.frames.items()
            if turns
        }
        words = await self.words.of({frames[slide].asset for slide in slides if slide in frames})
        named: dict[str, str] = {}
        for slide in slides:
            if slide in frames and frames[slide].asset in words:
                named[slide] = words[frames[slide].asset].title
        return ReportNames({display.id: display.name for display in pack.displays.values()}, named)
