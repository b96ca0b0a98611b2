"""The pages of reports: a time as tables, as a file of figures, as a document for the archive, and all its plays.

Decides what each of them has, and that one report is reckoned at a time. Leaves out how plays are counted (`report`)
and how the document looks (`report_pdf`).
"""

import asyncio
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web
from babel.dates import format_date
from babel.numbers import format_decimal

from control_server.http import airtime_report, answers
from control_server.http.airtime_report import AirtimeReport, Range, ReportNames, report, topic
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.storage import airtime, audit
from control_server.storage.database import Database
from control_server.studio import catalogue, page, report_pdf
from control_server.studio.screen_page import kind_name


class ReportOfTime(NamedTuple):
    """A report with what its keys are called, and the newest hash of the audit when it was made."""

    span: Range
    counted: AirtimeReport
    names: ReportNames
    head: str


class ReportsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for reports. Plays are kept for `keep_days`."""

    publisher: Publisher
    database: Database
    words: FrameWords
    clock: Callable[[], datetime]
    keep_days: int
    making: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)
    """A report of a year reads millions of rows: one at a time."""

    async def page(self, request: web.Request) -> web.Response:
        """The report of the time that is asked for, by default of the month before this one."""
        lang, zone = catalogue.language(request), self._zone()
        told = await self._made(request)
        today = self.clock().astimezone(zone).date()
        kept_since = (self.clock() - timedelta(days=self.keep_days)).astimezone(zone).date()
        values: dict[str, Any] = {
            "report": told.counted,
            "span": told.span,
            "names": told.names,
            "head": told.head,
            "months": _months(today),
            "query": urlencode({"from": told.span.first.isoformat(), "to": told.span.last.isoformat()}),
            "kept_since": kept_since if told.span.first < kept_since else None,
            "running": told.span.last >= today,
            "on_day": lambda day: format_date(day, "d MMMM y", locale=lang),
            "month": lambda day: format_date(day, "LLLL y", locale=lang),
            "hours": lambda seconds: format_decimal(round(seconds / 3600, 1), locale=lang),
            "whole": lambda number: format_decimal(number, locale=lang),
            "kind_name": lambda kind: kind_name(kind, lang),
        }
        return page.answer(request, "reports.html", zone=zone, **values)

    async def table(self, request: web.Request) -> web.Response:
        """The figures behind it: a row for each display, slide and language. Columns are parted as people's
        spreadsheets part them: by semicolons where decimals have a comma."""
        lang, told = catalogue.language(request), await self._made(request)
        pack = self.publisher.published.city_pack()
        head = ("display", "name", "slide", "headline", "topic", "language", "plays", "seconds")
        rows = (
            (
                row.display,
                told.names.displays.get(row.display, ""),
                row.slide or "",
                told.names.slides.get(row.slide or "", ""),
                topic(pack, row.slide),
                row.lang or "",
                row.plays,
                round(row.seconds),
            )
            for row in told.counted.rows
        )
        body = "\ufeff" + _csv([head, *rows], ";" if lang == "ro" else ",")
        return web.Response(
            text=body, content_type="text/csv", charset="utf-8", headers=_attached(f"{_name(told.span)}.csv")
        )

    async def figures(self, request: web.Request) -> web.Response:
        """How long each topic, display, language and slide was on the glass, by the plays.

        Days from `from` to `to`, at most a year; without them the month before this one.
        """
        told = await self._made(request)
        return answers.json(airtime_report.answer(told.span, told.counted, told.names, told.head))

    async def document(self, request: web.Request) -> web.Response:
        """The same as a tagged PDF (PDF/UA-1)."""
        lang, told = catalogue.language(request), await self._made(request)
        city = self.publisher.published.city_pack().city.name
        made = self.clock().astimezone(self._zone())
        data = report_pdf.data(told.span, told.counted, told.names, city=city, made=made, head=told.head, lang=lang)
        body = await asyncio.to_thread(report_pdf.drawn, data)
        return web.Response(body=body, content_type="application/pdf", headers=_attached(f"{_name(told.span)}.pdf"))

    async def plays(self, request: web.Request) -> web.StreamResponse:
        """Every play of the time, as it was told: for whoever counts anew."""
        span = self._span(request)
        headers = {"Content-Type": "text/csv; charset=utf-8", **_attached(f"{_name(span)}-plays.csv")}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        await response.write(_csv([airtime.ListedPlay._fields], ",").encode())
        async for some in airtime.listed(self.database, span.since, span.until):
            await response.write(await asyncio.to_thread(_lines, some))
        await response.write_eof()
        return response

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _made(self, request: web.Request) -> ReportOfTime:
        published, span = self.publisher.published, self._span(request)
        async with self.making:
            rows = await airtime.totals(self.database, span.since, span.until)
        counted = await asyncio.to_thread(report, rows, published.city_pack())
        names = await self._names(published, [share.key for share in counted.slides])
        return ReportOfTime(span, counted, names, await audit.head(self.database))

    def _span(self, request: web.Request) -> Range:
        zone = self._zone()
        return Range.asked(request.query, self.clock().astimezone(zone).date(), zone)

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

    def _zone(self) -> ZoneInfo:
        return self.publisher.published.city_pack().city.zone


def _months(today: date) -> list[tuple[date, str]]:
    """This month and the three before it, each with its query."""
    months, first = [], today.replace(day=1)
    for _ in range(4):
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        months.append((first, urlencode({"from": first.isoformat(), "to": last.isoformat()})))
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def _csv(rows: Iterable[Sequence[object]], delimiter: str) -> str:
    """RFC 4180. A text that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection)."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _lines(plays: Sequence[airtime.ListedPlay]) -> bytes:
    rows = (
        [each.isoformat() if isinstance(each, datetime) else each if each is not None else "" for each in play]
        for play in plays
    )
    return _csv(rows, ",").encode()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _name(span: Range) -> str:
    return f"airtime-{span.first}-{span.last}"


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
