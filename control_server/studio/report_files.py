"""Reports as files: a time as a table of figures, as a document for the archive, as JSON, and all its plays.

Decides what each of them has, and that a file of the studio is not waited for where its time has too many plays: its
page offers to sum them. Programs wait. Leaves out how plays are summed (`http.play_sums`) and how the document looks
(`report_pdf`).
"""

import asyncio
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from control_server.http import airtime_report, answers
from control_server.http.airtime_report import Range, topic
from control_server.http.auth import PRINCIPAL
from control_server.http.play_sums import PlaySums
from control_server.storage import airtime
from control_server.studio import catalogue, report_pdf
from control_server.studio.report_told import ReportOfTime, ReportTeller


class ReportFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for files of reports."""

    teller: ReportTeller
    sums: PlaySums

    async def table(self, request: web.Request) -> web.Response:
        """The figures behind it, as the page has them."""
        told = await self._of_page(request)
        return self._table(told, catalogue.language(request)) if isinstance(told, ReportOfTime) else told

    async def table_at_once(self, request: web.Request) -> web.Response:
        """The figures behind it, for a program."""
        return self._table(await self._made(request), catalogue.language(request))

    async def figures(self, request: web.Request) -> web.Response:
        """How long each topic, display, language and slide was on the glass, by the plays.

        Days from `from` to `to`, at most a year; without them the month before this one.
        """
        told = await self._made(request)
        return answers.json(airtime_report.answer(told.span, told.counted, told.names, told.head))

    async def document(self, request: web.Request) -> web.Response:
        """The same as a tagged PDF (PDF/UA-1)."""
        told = await self._of_page(request)
        if not isinstance(told, ReportOfTime):
            return told
        lang, city = catalogue.language(request), self.teller.publisher.published.city_pack().city
        made = told.at.astimezone(city.zone)
        data = report_pdf.data(
            told.span, told.counted, told.names, city=city.name, made=made, head=told.head, lang=lang
        )
        body = await asyncio.to_thread(report_pdf.drawn, data)
        return web.Response(body=body, content_type="application/pdf", headers=_attached(f"{_name(told.span)}.pdf"))

    async def plays(self, request: web.Request) -> web.StreamResponse:
        """Every play of the time, as it was told: for whoever counts anew."""
        span = self.teller.span(request.query)
        headers = {"Content-Type": "text/csv; charset=utf-8", **_attached(f"{_name(span)}-plays.csv")}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        await response.write(_csv([airtime.ListedPlay._fields], ",").encode())
        async for some in airtime.listed(self.teller.database, span.since, span.until):
            await response.write(await asyncio.to_thread(_lines, some))
        await response.write_eof()
        return response

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _made(self, request: web.Request) -> ReportOfTime:
        span = self.teller.span(request.query)
        return await self.teller.told(span, await self.sums.summed(span))

    async def _of_page(self, request: web.Request) -> ReportOfTime | web.Response:
        """As its page has it; the way to that page where it is not summed."""
        span = self.teller.span(request.query)
        state = await self.sums.state(span, request[PRINCIPAL].name)
        if state.rows is None:
            return web.Response(status=303, headers={"Location": f"/studio/reports?{query_of(span)}"})
        return await self.teller.told(span, state.rows, state.counted)

    def _table(self, told: ReportOfTime, lang: str) -> web.Response:
        """A row for each display, slide and language. Columns are parted as people's spreadsheets part them: by
        semicolons where decimals have a comma."""
        pack = self.teller.publisher.published.city_pack()
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


def query_of(span: Range) -> str:
    """The time as the query of an address."""
    return urlencode({"from": span.first.isoformat(), "to": span.last.isoformat()})


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
