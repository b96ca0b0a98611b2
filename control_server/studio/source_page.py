"""The pages From a source: what one has, what was read of it and is asked, and what is kept of it as a change.

Decides what a person sees before anything is kept, and that nothing is kept while a question is open. Leaves out
reading (`sources.reading`), the form (`source_form`), and what becomes of the change (`changes`).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from aiohttp import web

from content import live
from content.findings import RefusedError, answer, refused
from content.imports import finishing
from content.imports.conversation import Imported
from content.imports.finishing import DraftAnswers
from content.pack.parse import parse_for
from content.slides.compose import compose
from content.slides.job import Format
from control_server.changes.desk import Desk
from control_server.errands.runner import Errands, refusal_of
from control_server.http import answers
from control_server.http.auth import PRINCIPAL
from control_server.http.readings import KIND, Readings, reading_of, request_of
from control_server.publishing.publisher import Publisher
from control_server.publishing.renderer import Draw
from control_server.sources import reading
from control_server.sources.addresses import checked, origins
from control_server.sources.merge import MergeOptions, merged
from control_server.sources.reading import Reading, ReadingRequest
from control_server.storage.errands import Errand
from control_server.studio import page, source_form, source_view

_QUICK_S = 1.5
"""What is read within so many seconds needs no page that says how far it is."""


class SourcePage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for imports of a person."""

    publisher: Publisher
    desk: Desk
    readings: Readings
    draw: Draw
    clock: Callable[[], datetime]

    @property
    def errands(self) -> Errands:
        return self.readings.errands

    async def choose(self, request: web.Request) -> web.Response:
        """What can be brought in, and the form of what was chosen."""
        return await self._choice(request, request.query.get("what", ""), "", "")

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Begins to read, and leads on to the page of it."""
        form = await request.post()
        what, address = str(form.get("what", "")), str(form.get("address", ""))[:300]
        try:
            self.publisher.published.city_pack()
            asked, files = source_form.begun(form)
            asked = msgspec.structs.replace(
                asked, playlist=source_view.playlist_of(self.publisher.published.city_pack(), asked.what)
            )
            errand = await self.readings.begin(asked, files, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self._choice(
                request, what, "; ".join(page.problems(request, error)), address, answer(error).status
            )
        await self.errands.settled(errand.id, _QUICK_S)
        return web.Response(status=303, headers={"Location": f"/studio/source/{errand.id}"})

    async def show(self, request: web.Request) -> web.Response:
        """How far it is, or what was read."""
        return await self._page(request, await self._errand(request), "")

    async def progress(self, request: web.Request) -> web.Response:
        """How far it is, for a script that asks again."""
        errand = await self._errand(request)
        return answers.json({"state": errand.state, **self.errands.progress(errand.id)._asdict()})

    async def go_on(self, request: web.Request) -> web.StreamResponse:
        """Reads again with what was answered, keeps what was read as a change, cancels, or proposes its host."""
        errand, name = await self._errand(request), request.match_info["deed"]
        here = f"/studio/source/{errand.id}"
        try:
            if name == "cancel":
                await self.errands.cancel(errand)
            elif name == "answer":
                await self._again(errand, await page.form(request))
            elif name == "keep":
                here = await self._kept(errand, await page.form(request), request[PRINCIPAL].name) or here
            else:
                here = await self._allowed(errand, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self._page(
                request, await self._errand(request), "; ".join(page.problems(request, error)), answer(error).status
            )
        return web.Response(status=303, headers={"Location": here})

    async def preview(self, request: web.Request) -> web.Response:
        """The frame of a draft with what is typed, as PNG. Raises RefusedError where it cannot be drawn."""
        errand, form = await self._errand(request), await page.form(request)
        asked, result = request_of(errand), reading_of(errand)
        slide = form.get("slide", "")
        asked = source_form.answered(asked, form, self._proposed(result))
        png = await self._drawn(result.imported, asked, slide)
        return web.Response(body=png, content_type="image/png", headers={"Cache-Control": "no-store"})

    # --- steps -------------------------------------------------------------------------------------------------------

    async def _again(self, errand: Errand, form: Mapping[str, str]) -> bool:
        """Reads again where the form says something new. Returns whether it does."""
        before = request_of(errand)
        slides = self._proposed(reading_of(errand)) if errand.state == "done" else {}
        asked = source_form.answered(before, form, slides)
        if not await self.readings.again(errand, asked):
            return False
        await self.errands.settled(errand.id, _QUICK_S)
        return True

    async def _kept(self, errand: Errand, form: Mapping[str, str], who: str) -> str | None:
        """The address of the new change; None where the form says something new, which is read first."""
        result = reading_of(errand)
        if await self._again(errand, form):
            return None
        asked = source_form.answered(request_of(errand), form, self._proposed(result))
        change = await self.readings.keep(errand, asked, who)
        return f"/studio/changes/{change.id}"

    async def _allowed(self, errand: Errand, who: str) -> str:
        """The address of a change that lets this city read from the host; it is reviewed as any other."""
        host = _host(request_of(errand).source)
        if not host:
            raise refused("address", "this import", "was not read from an address, expected one with https")
        published = self.publisher.published
        merge = merged(published.files, Imported(files={}), MergeOptions(hosts=(host,)))
        if not merge.written:
            raise refused("address", host, "is allowed already, expected to be read again")
        change = await self.desk.begin(who, f"{host}", {path: merge.files[path] for path in merge.written})
        return f"/studio/changes/{change.id}"

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _drawn(self, imported: Imported, asked: ReadingRequest, slide: str) -> bytes:
        path, published = f"drafts/{slide}.yaml", self.publisher.published
        if path not in finishing.drafts(imported):
            raise refused("unknown", f"slide {slide[:64]!r}", "is no draft of this import, expected one of its drafts")
        langs = published.city_pack().city.languages
        draft = finishing.finished(imported, path, asked.answers(slide), langs)
        if draft.faults:
            raise RefusedError(*draft.faults)
        body, _ = finishing.exemplary(draft.fields, self.clock())
        pack = parse_for({**published.files, f"slides/{slide}.yaml": body}, slide)
        display = reading.shown_on(published)
        job = await asyncio.to_thread(compose, pack, slide, langs[0], Format.of(display))
        rendered = await self.draw(job)
        return await asyncio.to_thread(live.composed, rendered.png, rendered.live, self.clock(), pack.zone(display))

    def _proposed(self, result: Reading) -> dict[str, dict[str, str]]:
        """The slides of a reading, with the values that were proposed for those a person finishes."""
        langs, imported = self.publisher.published.city_pack().city.languages, result.imported
        drafts = [finishing.finished(imported, path, DraftAnswers(), langs) for path in finishing.drafts(imported)]
        values = {draft.id: {each.name: each.value for each in draft.values} for draft in drafts}
        return {slide.id: values.get(slide.id, {}) for slide in result.slides}

    async def _errand(self, request: web.Request) -> Errand:
        return await self.errands.one(request.match_info["errand"], request[PRINCIPAL].name, KIND)

    async def _choice(
        self, request: web.Request, what: str, problem: str, address: str, status: int = 200
    ) -> web.Response:
        mine = await self.errands.of_person(request[PRINCIPAL].name)
        values: dict[str, Any] = {
            "kinds": source_form.KINDS,
            "what": what if what in source_form.KINDS else "",
            "problem": problem,
            "address": address,
            "mine": [(each, request_of(each)) for each in mine if each.kind == KIND],
        }
        zone = self.publisher.published.city_pack().city.zone if self.publisher.published.pack else page.UTC
        return page.answer(request, "source.html", status, zone=zone, **values)

    async def _page(self, request: web.Request, errand: Errand, problem: str, status: int = 200) -> web.Response:
        asked, pack = request_of(errand), self.publisher.published.city_pack()
        values: dict[str, Any] = {
            "errand": errand,
            "asked": asked,
            "problem": problem,
            "together": source_view.together,
        }
        if errand.state == "done":
            values |= source_view.shown(errand, asked, reading_of(errand), self.publisher.published)
            return page.answer(request, "source_read.html", status, zone=pack.city.zone, **values)
        values |= {
            "progress": self.errands.progress(errand.id),
            "refusal": refusal_of(errand) if errand.state == "refused" else (),
            "change": errand.result.decode() if errand.state == "kept" else "",
            "host": _host(asked.source),
            "options": source_form.groups(asked, ()),
        }
        return page.answer(request, "source_work.html", status, zone=pack.city.zone, **values)


def _host(address: str) -> str:
    """The host that `sources.yaml` would name; "" for a file, and for what no city may allow."""
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].lower() if scheme.lower() == "https" else ""
    try:
        checked(address, origins((host,)))
    except RefusedError:
        return ""
    return host
