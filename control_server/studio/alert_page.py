"""Alerts in the studio: the strip in the header of every page, and the page on which one is written, confirmed, ended.

Decides who is offered what. Leaves out the form's fields (`alert_form`), what becomes of an alert (`changes.alerts`)
and what displays prove of it (`http.alert_receipts`).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from aiohttp import web
from babel.dates import format_datetime

from content.findings import RefusedError, answer, refused
from content.pack.alert import Alert
from content.pack.model import City, Display, Pack
from content.slides.job import Format
from control_server.changes.alerts import Alerts, WaitingAlert, displays_of
from control_server.changes.desk import Desk
from control_server.changes.effect import FrameChange
from control_server.http import answers
from control_server.http.alert_receipts import AlertReceipts, ShownAlert
from control_server.http.auth import PRINCIPAL, Permission
from control_server.publishing.publisher import Publisher
from control_server.storage import people
from control_server.storage.changes import Change
from control_server.storage.database import Database
from control_server.studio import alert_form, catalogue, finding_words, page
from control_server.studio.alert_form import AlertFields
from control_server.studio.previews import DraftFrames, WantedFrame
from control_server.studio.review import zone

_PREVIEW = "alerta"


class HeaderAlert(NamedTuple):
    """An alert in the strip: `id` is of the alert that is on, or of the change that waits."""

    id: str
    headline: str
    by: str
    since: str
    until: str
    proved: int
    told: int
    may: bool


class HeaderAlerts(NamedTuple):
    """What the strip of every page has."""

    shown: list[HeaderAlert]
    waiting: list[HeaderAlert]


class AlertPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the strip and the page."""

    alerts: Alerts
    receipts: AlertReceipts
    publisher: Publisher
    desk: Desk
    previews: DraftFrames
    database: Database
    clock: Callable[[], datetime]

    # --- the strip ---------------------------------------------------------------------------------------------------

    async def header(self, request: web.Request) -> HeaderAlerts:
        """What waits and what is on, as the header of every page has it."""
        pack = self.publisher.published.pack
        waiting = await self.alerts.all_waiting()
        if pack is None:
            return HeaderAlerts([], [])
        known = await people.names(self.database) if waiting else {}
        who, lang = request[PRINCIPAL].name, catalogue.language(request)
        confirms = page.may(request, Permission.CONFIRM)
        return HeaderAlerts(
            shown=[
                HeaderAlert(
                    each.id,
                    _headline(each.alert, pack.city),
                    "",
                    self._clock(each.since, pack.city, lang),
                    self._clock(each.until, pack.city, lang),
                    each.proved,
                    len(each.receipts),
                    confirms,
                )
                for each in self.receipts.shown()
            ],
            waiting=[
                HeaderAlert(
                    each.change.id,
                    _headline(each.alert, pack.city),
                    known.get(each.change.author, ""),
                    self._clock(each.change.steps[-1].at, pack.city, lang),
                    self._clock(each.alert.until.instant(pack.city.zone), pack.city, lang),
                    0,
                    len(displays_of(each.alert, pack.displays)),
                    confirms and each.change.author != who,
                )
                for each in waiting
            ],
        )

    def _clock(self, at: datetime, city: City, lang: str) -> str:
        """`14:05`; on another day with the day."""
        local, today = at.astimezone(city.zone), self.clock().astimezone(city.zone).date()
        return str(format_datetime(local, "HH:mm" if local.date() == today else "d MMM, HH:mm", locale=lang))

    async def strip(self, request: web.Request) -> web.Response:
        """The strip alone, for pages that are open."""
        return page.answer(request, "alert_strip.html", zone=zone(self.publisher))

    # --- the page ----------------------------------------------------------------------------------------------------

    async def show(self, request: web.Request) -> web.Response:
        """What is on, what waits, and the form."""
        return await self._page(request, await self._proposed(request), "")

    async def prepare(self, request: web.Request) -> web.StreamResponse:
        """What was typed waits for a second person."""
        pack = self.publisher.published.city_pack()
        fields = alert_form.typed(await page.form(request), pack.city)
        try:
            alert = alert_form.alert(fields, pack, self.clock())
            await self.alerts.prepare(alert, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self._page(request, fields, _problem(error, pack, request), answer(error).status, typed=True)
        return _back()

    async def preview(self, request: web.Request) -> web.Response:
        """The frame that the display would show of what is typed, as PNG; why there is none, as JSON."""
        pack = self.publisher.published.city_pack()
        form = await page.form(request)
        try:
            alert = alert_form.alert(alert_form.typed(form, pack.city), pack, self.clock())
            display = pack.displays.get(form.get("on", "")) or _first(alert, pack)
            drawn = msgspec.structs.replace(pack, alerts={**pack.alerts, _PREVIEW: alert})
            complete = pack.languages(alert)
            spoken = [each for each in display.languages if each in complete]
            lang = next((each for each in spoken if each == form.get("in")), (*spoken, *complete)[0])
            editor = f"{request[PRINCIPAL].name} alert {form.get('tab', '')[:64]}"
            wanted = WantedFrame(drawn, _PREVIEW, display, lang, Format.of(display), form.get("exact", "1") == "1")
            frame = await self.previews.drawn(editor, wanted)
        except RefusedError as error:
            if answer(error).status != 422:
                raise
            lacking = any(finding.values.get("form") == "empty" for finding in error.findings)
            return answers.json({"words": _problem(error, pack, request), "lacking": lacking}, 422)
        return web.Response(body=frame.png, content_type="image/png", headers={"Cache-Control": "no-store"})

    async def confirm(self, request: web.Request) -> web.StreamResponse:
        """Puts one that waits on the screens, as the second person."""
        change, seen = request.match_info["change"], (await page.form(request)).get("digest", "")[:64]
        return await self._done(request, self.alerts.confirm(change, seen, request[PRINCIPAL].name))

    async def publish(self, request: web.Request) -> web.StreamResponse:
        """Puts one that waits on the screens, alone and with a reason."""
        change, why = request.match_info["change"], (await page.form(request)).get("why", "")[:500]
        return await self._done(request, self.alerts.publish_alone(change, request[PRINCIPAL].name, why))

    async def discard(self, request: web.Request) -> web.StreamResponse:
        """Gives one up that waits, and leads to the form with its texts."""
        change = request.match_info["change"]
        step = self.alerts.discard(change, request[PRINCIPAL].name)
        return await self._done(request, step, f"?again={change}")

    async def end(self, request: web.Request) -> web.StreamResponse:
        """Takes an alert off the screens."""
        return await self._done(request, self.alerts.end(request.match_info["slide"], request[PRINCIPAL].name))

    async def _done(self, request: web.Request, step: Awaitable[Change], then: str = "") -> web.StreamResponse:
        """The page again once the step is taken; why it is not, if it is refused."""
        try:
            await step
        except RefusedError as error:
            pack = self.publisher.published.city_pack()
            problem, status = _problem(error, pack, request), answer(error).status
            return await self._page(request, alert_form.fresh(pack.city), problem, status)
        return _back(then)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _proposed(self, request: web.Request) -> AlertFields:
        """The form as the address asks for it: empty, with a ready-made text, or as an alert that was given up."""
        city = self.publisher.published.city_pack().city
        texts = alert_form.ready(city)
        if change := request.query.get("again", ""):
            given_up = await self.alerts.of_change(change)
            return alert_form.again(given_up.alert, city) if given_up else alert_form.fresh(city)
        number = page.number(request.query.get("text", ""))
        return alert_form.fresh(city, texts[number - 1] if 0 < number <= len(texts) else None)

    async def _page(
        self, request: web.Request, fields: AlertFields, problem: str, status: int = 200, *, typed: bool = False
    ) -> web.Response:
        pack, lang = self.publisher.published.city_pack(), catalogue.language(request)
        now, who = self.clock(), request[PRINCIPAL].name
        waiting = [await self._waiting(each, pack) for each in await self.alerts.all_waiting()]
        values: dict[str, Any] = {
            "problem": problem,
            "fields": fields,
            "typed": typed or any(request.query.get(name) for name in ("text", "again")),
            "others": sum(bool(fields.titles.get(each)) for each in pack.city.languages[1:]),
            "city": pack.city,
            "texts": [_headline(each, pack.city) for each in alert_form.ready(pack.city)],
            "minutes": alert_form.MINUTES,
            "limits": (alert_form.HEADLINE, alert_form.INSTRUCTION),
            "displays": list(pack.displays.values()),
            "tags": sorted({tag for each in pack.displays.values() for tag in each.tags}),
            "waiting": waiting,
            "shown": [_on(each, pack.city) for each in self.receipts.shown()],
            "names": await people.names(self.database),
            "mine": who,
            "now": now,
            "lang": lang,
        }
        return page.answer(request, "alert.html", status, zone=pack.city.zone, **values)

    async def _waiting(self, each: WaitingAlert, pack: Pack) -> dict[str, Any]:
        """One that waits, with the frames that it would put on the glass; or why it cannot be put there."""
        frames: tuple[FrameChange, ...] = ()
        flaw = ""
        try:
            frames = (await self.desk.proposal(each.change.id)).effect.frames
        except RefusedError as error:
            flaw = str(error.findings[0])
        return {
            "change": each.change,
            "headline": _headline(each.alert, pack.city),
            "until": each.alert.until.instant(pack.city.zone),
            "displays": [display.name for display in displays_of(each.alert, pack.displays)],
            "frames": frames,
            "flaw": flaw,
        }


def _back(query: str = "") -> web.Response:
    return web.Response(status=303, headers={"Location": f"/studio/alert{query}"})


def _headline(of: Any, city: City) -> str:
    return city.name_of(of.title, city.languages[0])


def _on(shown: ShownAlert, city: City) -> dict[str, Any]:
    late = [each for each in shown.receipts if each.state != "shows"]
    return {
        "alert": shown,
        "headline": _headline(shown.alert, city),
        "body": city.name_of(shown.alert.body, city.languages[0]),
        "late": late,
        "proved": [each for each in shown.receipts if each.state == "shows"],
    }


def _first(alert: Alert, pack: Pack) -> Display:
    """Raises RefusedError (`value`) when it is on no display."""
    for display in displays_of(alert, pack.displays):
        return display
    raise refused("value", "alerts/alerta.yaml:$.displays", "chooses no display, expected at least one", form="nowhere")


def _problem(error: RefusedError, pack: Pack, request: web.Request) -> str:
    """Why it is refused: each sentence once, with the display that it is about."""
    lang = catalogue.language(request)
    sentences = []
    for finding in error.findings:
        where = [pack.displays[finding.display].name] if finding.display in pack.displays else []
        where += [finding.lang.upper()] if finding.lang else []
        told = finding_words.told(finding, lang)
        sentences.append(f"{told} ({', '.join(where)})" if where else told)
    return "\n".join(dict.fromkeys(sentences))
