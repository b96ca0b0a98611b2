"""The editor of a slide: its values beside the exact frame, drawn by the server as displays will show it.

Decides what a page of the editor has and that what is typed is kept in a change, never published by saving. Leaves out
which values a slide has (`slide_form`), what is said of them (`slide_checks`) and what becomes of it (`review`).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer, refused
from content.pack.model import DISPLAYS, Display, Pack, Theme
from content.pack.values import id_of
from content.phrases import said
from content.publication.planner import phases
from content.slides.job import Format
from control_server.changes.desk import Desk
from control_server.http import answers
from control_server.http.auth import PRINCIPAL
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.publisher import Publisher
from control_server.storage.changes import Change
from control_server.studio import (
    catalogue,
    editor_page,
    finding_words,
    page,
    slide_checks,
    slide_drafts,
    slide_form,
    slide_lists,
    slide_shape,
)
from control_server.studio.catalogue import N_
from control_server.studio.previews import DraftFrames, WantedFrame
from control_server.studio.slide_checks import Look, Reader
from control_server.studio.slide_drafts import Draft, SlideDrafts
from control_server.studio.slide_form import FormSheet, Typed
from control_server.studio.slide_pictures import SlidePictures

_LONGEST_TITLE = 120
_NOT_DRAWN = 422
_OF_THE_PAGE = frozenset({"change", "version", "tab", "exact", "display", "lang", "theme", "phase", "playlist"})
"""What the form says beside the values of the slide."""
Form = Mapping[str, str]


class Editor(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the editor, of slides that there are and of new ones."""

    publisher: Publisher
    desk: Desk
    drafts: SlideDrafts
    previews: DraftFrames
    pictures: SlidePictures
    words: FrameWords
    clock: Callable[[], datetime]

    async def form(self, request: web.Request) -> web.Response:
        """The editor of one slide."""
        draft = await self._draft(request, request.query.get("change", ""))
        image = request.query.get("image", "")
        return await self._page(request, draft, {"image": image} if image else {}, "")

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keeps what was typed, in the change it belongs to or in a new one, and leads on to the change."""
        form = await page.form(request)
        draft = await self._draft(request, form.get("change", ""))
        try:
            change = await self._kept(draft, form, request)
        except RefusedError as error:
            return await self._page(request, draft, form, _problem(error, request), answer(error).status)
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})

    async def preview(self, request: web.Request) -> web.Response:
        """The frame that the display would show of what is typed, as PNG. Raises RefusedError where it cannot be."""
        form = await page.form(request)
        draft, typed = await self._typed(request, form)
        try:
            pack = await self.drafts.pack(draft, typed.body)
            look = _look(pack, form)
            name = _phase(pack, draft.id, form.get("phase", ""))
            editor = f"{request[PRINCIPAL].name} {form.get('tab', '')[:64]}"
            wanted = WantedFrame(pack, name, look.display, look.lang, look.fmt, form.get("exact", "1") == "1")
            frame = await self.previews.drawn(editor, wanted)
        except RefusedError as error:
            if answer(error).status != _NOT_DRAWN:
                raise
            return answers.json(_not_drawn(draft, typed, error, catalogue.language(request)), _NOT_DRAWN)
        headers = {"Cache-Control": "no-store", "X-Text-Arcmin": f"{frame.arcmin:g}"}
        return web.Response(body=frame.png, content_type="image/png", headers=headers)

    async def check(self, request: web.Request) -> web.Response:
        """What is said of what is typed, at which field, as JSON."""
        form = await page.form(request)
        draft, typed = await self._typed(request, form)
        return answers.json(msgspec.to_builtins(await self._checked(request, draft, typed, form)))

    # --- what is edited ----------------------------------------------------------------------------------------------

    async def _draft(self, request: web.Request, change_id: str) -> Draft:
        """Raises NotFoundError (`unknown`), and RefusedError for a change that has ended."""
        if slide_id := request.match_info.get("slide"):
            return await self.drafts.opened(slide_id, change_id)
        return await self.drafts.fresh(request.match_info["kind"], request.query.get("copy", ""), change_id)

    async def _typed(self, request: web.Request, form: Form) -> tuple[Draft, Typed]:
        draft = await self._draft(request, form.get("change", ""))
        typed = await asyncio.to_thread(self._read, draft, form, catalogue.language(request))
        return draft._replace(files=await self.pictures.with_picture(draft.files, form.get("image", ""))), typed

    def _read(self, draft: Draft, form: Form, lang: str) -> Typed:
        today = self.clock().astimezone(draft.city.zone).date()
        values = {name: value for name, value in form.items() if name not in _OF_THE_PAGE}
        return slide_form.typed(draft.body, values, FormSheet(draft.path, draft.city.languages, lang, today))

    async def _checked(self, request: web.Request, draft: Draft, typed: Typed, form: Form) -> slide_checks.SlideCheck:
        pack: Pack | RefusedError
        try:
            pack = await self.drafts.pack(draft, typed.body)
        except RefusedError as error:
            pack = error
        look = None if isinstance(pack, RefusedError) else _look(pack, form)
        reader = Reader(catalogue.language(request), self.clock())
        return await asyncio.to_thread(slide_checks.checked, draft, pack, typed, look, reader)

    # --- what is kept ------------------------------------------------------------------------------------------------

    async def _kept(self, draft: Draft, form: Form, request: web.Request) -> Change:
        """Raises RefusedError when something cannot be taken as it was typed, or was changed meanwhile."""
        typed = self._read(draft, form, catalogue.language(request))
        if typed.flaws:
            raise RefusedError(*typed.flaws)
        files = await self.pictures.with_picture(draft.files, form.get("image", ""))
        slide_id = _id_of(draft, typed) if draft.new else draft.id
        own: dict[str, bytes | None] = {f"slides/{slide_id}.yaml": typed.body}
        own |= {path: body for path, body in files.items() if path not in draft.files}
        if draft.new and (playlist := form.get("playlist", "")):
            own |= slide_lists.added(draft.files, playlist, slide_id)
        who = request[PRINCIPAL].name
        if draft.change:
            version = page.number(form.get("version", ""))
            return await self.desk.save(draft.change.id, version, {**draft.change.files, **own}, who)
        named = draft.with_values(typed.body) if draft.new else draft
        title = " ".join(form.get("change-title", "").split()) or named.headline
        return await self.desk.begin(who, title[:_LONGEST_TITLE], own)

    # --- the page ----------------------------------------------------------------------------------------------------

    async def _page(
        self, request: web.Request, draft: Draft, form: Form, problem: str, status: int = 200
    ) -> web.Response:
        lang = catalogue.language(request)
        typed = self._read(draft, form, lang)
        shown = draft._replace(files=await self.pictures.with_picture(draft.files, form.get("image", "")))
        checked = await self._checked(request, shown, typed, form)
        asset = await self._asset(draft)
        title = (await self.words.of([asset])).get(asset) if asset and not draft.change else None
        saved = draft.change.save.number if draft.change else 0
        values = editor_page.values(draft, typed, form, checked, lang)
        values |= {
            "headline": title.title if title else draft.headline,
            "asset": asset,
            "displays": _displays(self.publisher.published.city_pack(), draft.id),
            "version": page.number(form["version"]) if "version" in form else saved,
            "problem": problem,
            "address": request.path,
            "query": request.query_string,
            "playlists": slide_lists.names(draft.files) if draft.new else {},
            "lists": slide_lists.listing(draft.files, draft.id),
        }
        return page.answer(request, "editor.html", status, zone=draft.city.zone, **values)

    async def _asset(self, draft: Draft) -> str | None:
        """The picture of the slide as it is published."""
        published = self.publisher.published
        pack = published.city_pack()
        if draft.new or draft.id not in pack.slides:
            return None
        for display in published.latest:
            frames = published.programme(display).frames if display in pack.displays else {}
            for name in phases(pack, draft.id):
                if name in frames:
                    return frames[name].get(pack.city.languages[0], next(iter(frames[name].values()))).asset
        return None


def _not_drawn(draft: Draft, typed: Typed, error: RefusedError, lang: str) -> dict[str, Any]:
    """Why there is no frame, in words: what is still to be written, or what cannot be drawn."""
    values = slide_shape.read(typed.body, draft.path)
    empty = {finding.where.partition("$.")[2] for finding in slide_form.lacking(values, draft.path)}
    fields = slide_form.fields(values, draft.city.languages, lang)
    gettext = catalogue.translations(lang).gettext
    names = dict.fromkeys(gettext(each.words.label) for each in fields if each.place.path in empty)
    sentence = gettext(N_("The frame is drawn when this is written: %(names)s.")) % {"names": ", ".join(names)}
    words = sentence if names else finding_words.told(error.findings[0], lang)
    return {"error": str(error.findings[0]), "words": words, "lacking": bool(names)}


def _problem(error: RefusedError, request: web.Request) -> str:
    """What stands over the form; what belongs to a field is said there."""
    lang = catalogue.language(request)
    if all(finding.code == "value" and finding.values for finding in error.findings):
        return catalogue.translations(lang).gettext(N_("Not saved: something below cannot be taken as it is written."))
    return "\n".join(finding_words.told(finding, lang) for finding in error.findings[:3])


def _id_of(draft: Draft, typed: Typed) -> str:
    """An id that no slide has, made of the headline."""
    written = draft.with_values(typed.body)
    base = id_of(written.headline if written.headline != draft.id else str(written.values["kind"])) or "afis"
    names = (base, *(f"{base}-{number}" for number in range(2, 10_000)))
    return next(name for name in names if f"slides/{name}.yaml" not in draft.files)


def _look(pack: Pack, form: Form) -> Look:
    """On which display, in which of its languages and in which theme. Raises NotFoundError (`unknown`)."""
    wanted = form.get("display", "")
    if wanted and wanted not in pack.displays:
        raise refused(
            "unknown",
            f"display {wanted[:80]!r}",
            said("is not in {displays}, expected one of its displays", displays=DISPLAYS),
        )
    display = pack.displays[wanted] if wanted else next(iter(pack.displays.values()))
    lang = form.get("lang", "") if form.get("lang", "") in display.languages else display.languages[0]
    theme = form.get("theme", "")
    fmt = Format.of(display)
    return Look(display, lang, msgspec.structs.replace(fmt, theme=theme) if theme in get_args(Theme) else fmt)


def _phase(pack: Pack, slide_id: str, wanted: str) -> str:
    """The name under which the phase of the slide plays; the slide itself where it has no such phase."""
    name = f"{slide_id}.{wanted}"
    return name if wanted and name in phases(pack, slide_id) else slide_id


def _displays(pack: Pack, slide_id: str) -> list[Display]:
    return slide_drafts.displays(pack, slide_id)
