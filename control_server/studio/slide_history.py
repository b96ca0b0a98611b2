"""The versions of a slide that were ever published: who made each, and a draft made of it.

Decides how many are listed, and that an old version comes back as a draft, never at once. Leaves out what one change
wrote (`review`).
"""

from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from content import strict_yaml
from content.findings import RefusedError, refused
from content.phrases import said
from control_server.changes.desk import Desk
from control_server.http.auth import PRINCIPAL
from control_server.publishing.publisher import Publisher
from control_server.storage import causes, documents, people
from control_server.storage.causes import Recorded
from control_server.storage.database import Database
from control_server.studio import page
from control_server.studio.review import zone

_MOST = 30
_SAID_FIRST = ("title", "ask")


class PastVersion(NamedTuple):
    """`said` is what it says first, by language where it is in several; None where it was taken away."""

    revision: int
    said: str | None
    made: Recorded | None


class SlideHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for it."""

    publisher: Publisher
    desk: Desk
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

    async def restore(self, request: web.Request) -> web.Response:
        """Begins a change with the slide as that revision had it, and leads to it."""
        slide, form = request.match_info["slide"], await page.form(request)
        revision = page.number(form.get("revision", ""))
        known = {each.revision: each.body for each in await documents.versions(self.database, _path(slide), _MOST)}
        body = known.get(revision)
        if body is None:
            raise refused(
                "unknown",
                f"slide {slide!r}",
                said("has no version {revision}, expected one of its history", revision=revision),
            )
        change = await self.desk.begin(request[PRINCIPAL].name, f"↻ {_said(body)}"[:200], {_path(slide): body})
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})


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
