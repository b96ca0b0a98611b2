"""The library of slides, and the editor: fields beside the exact frame, drawn by the server as displays will show it.

Decides what a page of the editor has and that what is typed is kept in a change, never published by saving. Leaves out
which values a slide has (`slide_form`) and what becomes of the change (`review`).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from content import live
from content.findings import RefusedError, answer, refused
from content.pack.model import Display, Pack, meant
from content.pack.parse import parse_for
from content.pack.slide import Slide
from content.publication.planner import phases
from content.slides.compose import compose
from content.slides.job import Format
from control_server.changes.desk import Desk
from control_server.http import answers
from control_server.http.auth import PRINCIPAL
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.publishing.renderer import Draw
from control_server.storage.changes import OPEN, Change
from control_server.studio import page, slide_form

_LONGEST_TITLE = 120


class EditedSlide(NamedTuple):
    """A slide in the version that is edited: of an open change, or as it is published."""

    files: Mapping[str, bytes]
    pack: Pack
    slide: Slide
    change: Change | None


class Editor(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the library and the editor."""

    publisher: Publisher
    desk: Desk
    draw: Draw
    words: FrameWords
    clock: Callable[[], datetime]

    async def library(self, request: web.Request) -> web.Response:
        """All slides as pictures, with where each is shown."""
        published = self.publisher.published
        shown = await self._titled([_listed(published, slide_id) for slide_id in published.city_pack().slides])
        return page.answer(request, "slides.html", slides=shown)

    async def _titled(self, slides: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The slides with what their frames say first: figures filled in."""
        words = await self.words.of(slide["asset"] for slide in slides if slide["asset"])
        for slide in slides:
            if slide["asset"] in words:
                slide["title"] = words[slide["asset"]].title
        return slides

    async def form(self, request: web.Request) -> web.Response:
        """The editor of one slide."""
        edited = await self._edited(request, request.query.get("change", ""))
        return await self._page(request, edited, {}, "")

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keeps what was typed, in the change it belongs to or in a new one, and leads on to the change."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        edited = await self._edited(request, form.get("change", ""))
        slide_id, who = request.match_info["slide"], request[PRINCIPAL].name
        try:
            body = _body(edited, slide_id, form)
            _parsed(edited.files, slide_id, body)
            own = {f"slides/{slide_id}.yaml": body}
            if edited.change:
                files = {**edited.change.files, **own}
                change = await self.desk.save(edited.change.id, _version(form), files, who)
            else:
                title = " ".join(form.get("change-title", "").split())[:_LONGEST_TITLE] or _headline(edited, slide_id)
                change = await self.desk.begin(who, title, own)
        except RefusedError as error:
            return await self._page(request, edited, form, _problem(error), answer(error).status)
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})

    async def preview(self, request: web.Request) -> web.Response:
        """The frame that the display would show of what is typed, as PNG. Raises RefusedError where it cannot be."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        edited = await self._edited(request, form.get("change", ""))
        slide_id = request.match_info["slide"]
        display = _display(edited.pack, form.get("display", ""))
        lang = form.get("lang", "") if form.get("lang", "") in display.languages else display.languages[0]
        pack = _parsed(edited.files, slide_id, _body(edited, slide_id, form))
        png = await self._drawn(pack, slide_id, display, lang)
        return web.Response(body=png, content_type="image/png", headers={"Cache-Control": "no-store"})

    async def _drawn(self, pack: Pack, slide_id: str, display: Display, lang: str) -> bytes:
        job = await asyncio.to_thread(compose, pack, slide_id, lang, Format.of(display))
        rendered = await self.draw(job)
        zone = pack.zone(display)
        return await asyncio.to_thread(live.composed, rendered.png, rendered.live, self.clock(), zone)

    async def _edited(self, request: web.Request, change_id: str) -> EditedSlide:
        """Raises NotFoundError (`unknown`), and RefusedError for a change that has ended."""
        published, slide_id = self.publisher.published, request.match_info["slide"]
        change = await self.desk.one(change_id) if change_id else None
        if change and change.state not in OPEN:
            raise refused("step", change.name, f"is {change.state}, expected a change that is still open")
        own = change.files if change else {}
        files = {path: body for path, body in published.files.items() if path not in own}
        files |= {path: body for path, body in own.items() if body is not None}
        if f"slides/{slide_id}.yaml" not in files:
            raise refused("unknown", f"slide {slide_id!r}", "is not in the pack, expected the id of a slide")
        pack = await asyncio.to_thread(parse_for, files, slide_id)
        return EditedSlide(files, pack, pack.slides[slide_id], change)

    async def _page(
        self, request: web.Request, edited: EditedSlide, typed: Mapping[str, str], problem: str, status: int = 200
    ) -> web.Response:
        langs, slide_id = edited.pack.city.languages, request.match_info["slide"]
        groups: dict[str, list[slide_form.Field]] = {}
        for field in slide_form.fields(edited.slide, langs):
            shown = field._replace(value=typed.get(field.name, field.value))
            groups.setdefault(field.field, []).append(shown)
        published = self.publisher.published
        now = [_listed(published, slide_id)] if slide_id in published.city_pack().slides else []
        as_published = next(iter(await self._titled(now)), None)
        values: dict[str, Any] = {
            "slide": slide_id,
            "headline": as_published["title"] if as_published and not edited.change else _headline(edited, slide_id),
            "asset": as_published["asset"] if as_published else None,
            "groups": groups,
            "langs": langs,
            "displays": _displays(edited.pack, slide_id),
            "change": edited.change,
            "version": _version(typed) if typed else edited.change.save.number if edited.change else 0,
            "change_title": typed.get("change-title", ""),
            "problem": problem,
        }
        return page.answer(request, "editor.html", status, **values)


def _headline(edited: EditedSlide, slide_id: str) -> str:
    """What the slide says first, in the city's first language."""
    city, prose = edited.pack.city, edited.slide.prose()
    return city.name_of(prose[0].text, city.languages[0])[:_LONGEST_TITLE] if prose else slide_id


def _version(form: Mapping[str, str]) -> int:
    """The version of the change that the page was made of; 0, which none has, for what is no number."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _body(edited: EditedSlide, slide_id: str, form: Mapping[str, str]) -> bytes:
    path = f"slides/{slide_id}.yaml"
    return slide_form.edited(edited.files[path], path, edited.slide, edited.pack.city.languages, form)


def _parsed(files: Mapping[str, bytes], slide_id: str, body: bytes) -> Pack:
    """Raises RefusedError for what no slide may be."""
    return parse_for({**files, f"slides/{slide_id}.yaml": body}, slide_id)


def _problem(error: RefusedError) -> str:
    return "; ".join(f"{finding.where.rpartition('$.')[2]}: {finding.message}" for finding in error.findings[:3])


def _listed(published: Published, slide_id: str) -> dict[str, Any]:
    """A slide of the library: its picture in the city's first language, and the displays that have it."""
    pack = published.city_pack()
    slide = pack.slides[slide_id]
    names = phases(pack, slide_id)
    displays, asset = [], None
    for display in published.latest:
        frames = published.programme(display).frames if display in pack.displays else {}
        own = next((frames[name] for name in names if name in frames), None)
        if own:
            displays.append(pack.displays[display].name)
            landscape = pack.displays[display].panel.width > pack.displays[display].panel.height
            if asset is None or landscape:
                asset = own.get(pack.city.languages[0], next(iter(own.values()))).asset
    title = pack.city.name_of(slide.prose()[0].text, pack.city.languages[0]) if slide.prose() else slide_id
    return {"id": slide_id, "kind": slide.kind, "title": title, "asset": asset, "displays": displays}


def _displays(pack: Pack, slide_id: str) -> list[Display]:
    """The displays to look at it on: those whose campaigns may show it, else all."""
    listed = {name for name, playlist in pack.playlists.items() if slide_id in playlist.slides}
    own = [
        display
        for display in pack.displays.values()
        if any(
            campaign.playlist in listed and meant(campaign.displays, display) for campaign in pack.campaigns.values()
        )
    ]
    return own or list(pack.displays.values())


def _display(pack: Pack, display_id: str) -> Display:
    if display_id in pack.displays:
        return pack.displays[display_id]
    if display_id:
        raise refused("unknown", f"display {display_id!r}", "is not in the pack, expected one of its displays")
    return next(iter(pack.displays.values()))


def as_json(error: RefusedError) -> web.Response:
    """What the preview answers in the place of a picture."""
    return answers.json({"problem": _problem(error)}, answer(error).status)
