"""The page of reports: a time in tables, or how far the sums of it are.

Decides what it offers where too many plays are to be summed. Leaves out how they are (`http.play_sums`) and the files
(`report_files`).
"""

from datetime import date, timedelta
from typing import Any

import msgspec
from aiohttp import web
from babel.dates import format_date
from babel.numbers import format_decimal

from content.findings import RefusedError, answer
from control_server.errands.runner import Errands, refusal_of
from control_server.http import answers
from control_server.http.airtime_report import Range
from control_server.http.auth import PRINCIPAL
from control_server.http.play_sums import KIND, PlaySums, ReportState, span_of
from control_server.storage.errands import Errand
from control_server.studio import catalogue, finding_words, page
from control_server.studio.report_files import query_of
from control_server.studio.report_told import ReportTeller
from control_server.studio.screen_page import kind_name


class ReportsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the page. Plays are kept for `keep_days`."""

    teller: ReportTeller
    sums: PlaySums
    keep_days: int

    @property
    def errands(self) -> Errands:
        return self.sums.errands

    async def show(self, request: web.Request) -> web.Response:
        """The report of the time that is asked for, by default of the month before this one."""
        span = self.teller.span(request.query)
        return await self._page(request, span, "")

    async def begin(self, request: web.Request) -> web.Response:
        """Begins to sum the plays of a time, and leads back to its page."""
        span = self.teller.span(await page.form(request))
        try:
            await self.sums.begin(span, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self._page(request, span, "; ".join(page.problems(request, error)), answer(error).status)
        return _to(span)

    async def progress(self, request: web.Request) -> web.Response:
        """How far it is, for a script that asks again."""
        errand = await self._errand(request)
        return answers.json({"state": errand.state, **self.errands.progress(errand.id)._asdict()})

    async def cancel(self, request: web.Request) -> web.Response:
        """Ends it, and leads back to the page of its time."""
        errand = await self._errand(request)
        await self.errands.cancel(errand)
        asked = span_of(errand)
        return _to(Range.of(asked.first, asked.last, self.teller.zone))

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _errand(self, request: web.Request) -> Errand:
        return await self.errands.one(request.match_info["errand"], request[PRINCIPAL].name, KIND)

    async def _page(self, request: web.Request, span: Range, problem: str, status: int = 200) -> web.Response:
        lang, zone = catalogue.language(request), self.teller.zone
        state = await self.sums.state(span, request[PRINCIPAL].name)
        told = await self.teller.told(span, state.rows) if state.rows is not None else None
        now = self.teller.clock()
        today, kept_since = ((now - ago).astimezone(zone).date() for ago in (timedelta(), self._kept()))
        values: dict[str, Any] = {
            "report": told.counted if told else None,
            "span": span,
            "names": told.names if told else None,
            "head": told.head if told else "",
            "months": _months(today),
            "query": query_of(span),
            "kept_since": kept_since if span.first < kept_since else None,
            "running": span.last >= today,
            "problem": problem,
            "on_day": lambda day: format_date(day, "d MMMM y", locale=lang),
            "month": lambda day: format_date(day, "LLLL y", locale=lang),
            "hours": lambda seconds: format_decimal(round(seconds / 3600, 1), locale=lang),
            "whole": lambda number: format_decimal(number, locale=lang),
            "kind_name": lambda kind: kind_name(kind, lang),
        }
        return page.answer(request, "reports.html", status, zone=zone, **values, **await self._made(request, state))

    async def _made(self, request: web.Request, state: ReportState) -> dict[str, Any]:
        """What the page says of how it is made."""
        errand, refusal = state.errand, ""
        if errand and errand.state == "refused":
            whole = await self.errands.one(errand.id, errand.by, KIND)
            refusal = "; ".join(finding_words.told(each, catalogue.language(request)) for each in refusal_of(whole))
        return {
            "errand": errand,
            "counted": state.counted,
            "plays": _rounded(state.plays),
            "progress": self.errands.progress(errand.id) if errand else None,
            "refusal": refusal,
        }

    def _kept(self) -> timedelta:
        return timedelta(days=self.keep_days)


def _months(today: date) -> list[tuple[date, str]]:
    """This month and the three before it, each with its query."""
    months, first = [], today.replace(day=1)
    for _ in range(4):
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        months.append((first, f"from={first}&to={last}"))
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def _rounded(plays: int) -> int:
    """To two figures: what is not counted to the last one is not said to it."""
    return round(plays, 2 - len(str(plays)))


def _to(span: Range) -> web.Response:
    return web.Response(status=303, headers={"Location": f"/studio/reports?{query_of(span)}"})
