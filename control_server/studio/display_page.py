"""The form of one display, and of a new one: its panel, how it hangs, from where it is read, its hours.

Decides that all is kept in a change. Leaves out the fields (`display_form`) and how a display fares (`screen_page`).
"""

from typing import Any, get_args

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer, refused
from content.pack.model import DISPLAYS, Display, Theme
from content.pack.values import DAYS
from control_server.http.auth import PRINCIPAL
from control_server.studio import catalogue, display_form, drafts, page
from control_server.studio.catalogue import N_
from control_server.studio.display_form import DisplayFields
from control_server.studio.drafts import Drafts, EditedPack

_FIELDS = {
    "name": N_("Where it hangs, as people call it"),
    "panel.diagonal_inch": N_("Diagonal"),
    "panel.width": N_("The panel"),
    "panel.height": N_("The panel"),
    "viewing_distance_m": N_("From how far it is read"),
    "audience": N_("Who looks at it"),
    "languages": N_("Languages"),
    "theme": N_("How its slides look"),
    "tags": N_("Tags, with commas between them"),
    "hours": N_("When it is on"),
}
"""The label of the field that a place in the pack is edited in."""


class DisplayPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for displays as they are written in the pack."""

    drafts: Drafts

    async def fresh(self, request: web.Request) -> web.Response:
        """The form of a new display."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return _page(request, edited, None, display_form.blank(edited.pack))

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """A new display, in a change."""
        form = await page.form(request)
        edited = await self.drafts.edited(page.text(form, "change"))
        fields = display_form.typed(form)
        try:
            _, body = display_form.begun(edited.files.get(DISPLAYS, b""), fields, edited.pack)
            return await self._kept(request, edited, {DISPLAYS: body}, fields.name)
        except RefusedError as error:
            return _page(
                request,
                edited,
                None,
                fields,
                drafts.problem(error, catalogue.language(request), _FIELDS),
                answer(error).status,
            )

    async def form(self, request: web.Request) -> web.Response:
        """The form of one display."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        display = _display(request, edited)
        return _page(request, edited, display, display_form.of_display(display))

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keeps it as it is filled in; with `step=out` it is taken out of the city."""
        form = await page.form(request)
        edited = await self.drafts.edited(page.text(form, "change"))
        display, fields = _display(request, edited), display_form.typed(form)
        file = edited.pack.display_files.get(display.id, DISPLAYS)
        before = edited.files[file]
        try:
            if page.text(form, "step") == "out":
                body = display_form.removed(before, file, display.id)
            else:
                body = display_form.edited(before, file, display, fields)
            return await self._kept(request, edited, {file: body}, display.name)
        except RefusedError as error:
            return _page(
                request,
                edited,
                display,
                fields,
                drafts.problem(error, catalogue.language(request), _FIELDS),
                answer(error).status,
            )

    async def _kept(self, request: web.Request, edited: EditedPack, own: dict[str, bytes], title: str) -> web.Response:
        form = await page.form(request)
        version, title = page.number(page.text(form, "version")), page.text(form, "change-title") or title
        change = await self.drafts.keep(edited, dict(own), version, title, request[PRINCIPAL].name)
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})


def _display(request: web.Request, edited: EditedPack) -> Display:
    display = edited.pack.displays.get(request.match_info["display"])
    if display is None:
        raise refused("unknown", f"display {request.match_info['display']!r}", "is not in the pack, expected its id")
    return display


def _page(  # noqa: PLR0913, PLR0917  what a page is made of
    request: web.Request,
    edited: EditedPack,
    display: Display | None,
    fields: DisplayFields,
    problem: str = "",
    status: int = 200,
) -> web.Response:
    pack = edited.pack
    rows = [(display_form.weekdays(days), start, end) for days, start, end in fields.hours]
    rows += [(DAYS, "", "")] * max(2 - len(rows), 1)
    values: dict[str, Any] = {
        "display": display,
        "fields": fields,
        "rows": rows[: display_form.HOURS],
        "days": DAYS,
        "langs": list(dict.fromkeys([*fields.languages, *pack.city.languages])),
        "themes": get_args(Theme),
        "known": sorted({tag for each in pack.displays.values() for tag in each.tags}),
        "campaigns": [
            pack.campaign_name(each.id, "ro") for each in pack.campaigns.values() if display and each.on(display)
        ],
        "problem": problem,
        "change": edited.change,
        "version": edited.version,
    }
    return page.answer(request, "display.html", status, zone=pack.city.zone, **values)
