"""The versions of a slide that were ever published: who made each, how it looks, and a draft made of it.

Decides how many are listed, and that an old version comes back as a draft, never at once. An old version is drawn with
its own data and pictures and with the city as it is: so it would look when it came back. Leaves out what one change
wrote (`review`).
"""

from html import escape
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from content import strict_yaml
from content.findings import RefusedError, answer, refused
from content.phrases import said
from content.slides.job import Format
from control_server.changes.desk import Desk
from control_server.http.auth import PRINCIPAL
from control_server.publishing.publisher import Publisher
from control_server.storage import causes, documents, people
from control_server.storage.causes import Recorded
from control_server.storage.database import Database
from control_server.studio import catalogue, page, slide_drafts
from control_server.studio.catalogue import N_
from control_server.studio.previews import DraftFrame, DraftFrames, WantedFrame
from control_server.studio.review import zone
from control_server.studio.slide_drafts import SlideDrafts

_MOST = 30
_SAID_FIRST = ("title", "ask")
_NOT_DRAWN = 422
_KEPT = "private, max-age=3600"
_NO_FRAME = N_("It cannot be drawn any more.")
_SAYING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">
<rect width="320" height="180" fill="#e9ece7"/>
<text x="160" y="95" font-family="sans-serif" font-size="14" fill="#434c58" text-anchor="middle">{}</text></svg>"""


class PastVersion(NamedTuple):
    """`said` is what it says first, by language where it is in several; None where it was taken away."""

    revision: int
    said: str | None
    made: Recorded | None


class SlideHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for it."""

    publisher: Publisher
    desk: Desk
    drafts: SlideDrafts
    previews: DraftFrames
    database: Database

    async def show(self, request: web.Request) -> web.Response:
        """Every version, the newest first. Raises NotFoundError (`unknown`) for a slide that never was."""
        slide = request.match_info["slide"]
        listed = []
        for version in await documents.versions(self.database, _path(slide), _MOST):
            words = None if version.body is None else _said(version.body)
            listed.append(
                PastVersion(version.revision, words, await causes.of_revision(self.database, version.revision))
            )
        if not listed:
            raise refused("unknown", f"slide {slide!r}", "was never published, expected the id of a slide")
        values: dict[str, Any] = {"slide": slide, "versions": listed, "names": await people.names(self.database)}
        return page.answer(request, "slide_history.html", zone=zone(self.publisher), **values)

    async def picture(self, request: web.Request) -> web.Response:
        """A version as a frame, at half its pixels; where it cannot be drawn any more, a picture that says so."""
        slide, revision = request.match_info["slide"], page.number(request.match_info["revision"])
        body = await self._body(slide, revision)
        try:
            frame = await self._drawn(slide, revision, body, request[PRINCIPAL].name)
        except RefusedError as error:
            if answer(error).status != _NOT_DRAWN:
                raise
            words = catalogue.translations(catalogue.language(request)).gettext(_NO_FRAME)
            return web.Response(body=_SAYING.format(escape(words)).encode(), content_type="image/svg+xml")
        return web.Response(body=frame.png, content_type="image/png", headers={"Cache-Control": _KEPT})

    async def restore(self, request: web.Request) -> web.Response:
        """Begins a change with the slide as that revision had it, and leads to it."""
        slide, form = request.match_info["slide"], await page.form(request)
        body = await self._body(slide, page.number(form.get("revision", "")))
        change = await self.desk.begin(request[PRINCIPAL].name, f"↻ {_said(body)}"[:200], {_path(slide): body})
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})

    async def _body(self, slide: str, revision: int) -> bytes:
        """Raises NotFoundError (`unknown`)."""
        known = {each.revision: each.body for each in await documents.versions(self.database, _path(slide), _MOST)}
        body = known.get(revision)
        if body is None:
            raise refused(
                "unknown",
                f"slide {slide!r}",
                said("has no version {revision}, expected one of its history", revision=revision),
            )
        return body

    async def _drawn(self, slide: str, revision: int, body: bytes, who: str) -> DraftFrame:
        """Raises RefusedError when it cannot be drawn."""
        draft = await self.drafts.version(slide, body)
        pack = await self.drafts.pack(draft, body)
        was = await documents.bodies_at(self.database, revision, list(pack.slides[slide].files()))
        own = {path: data for path, data in was.items() if data is not None}
        pack = await self.drafts.pack(draft._replace(files={**draft.files, **own}), body)
        display = next(iter(slide_drafts.displays(pack, slide)))
        wanted = WantedFrame(pack, slide, display, display.languages[0], Format.of(display), exact=False)
        return await self.previews.drawn(f"{who} {slide} {revision}", wanted)


def _path(slide: str) -> str:
    return f"slides/{slide}.yaml"


def _said(body: bytes) -> str:
    """What a version says first, as far as it can still be read."""
    try:
        values = strict_yaml.mapping(body, "an old version")
    except RefusedError:
        return "…"
    text = next((values[name] for name in _SAID_FIRST if values.get(name)), "")
    return str(next(iter(text.values()), "")) if isinstance(text, dict) else str(text)
