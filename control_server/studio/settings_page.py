"""The page of the city's settings: each part a form of its own, kept in a change as everything else.

Decides which part a form edits and what the page shows. Leaves out how a part goes back into YAML (`city_form`), and
people (`people_page`).
"""

from typing import Any, get_args

import msgspec
from aiohttp import web
from multidict import MultiMapping

from content.findings import RefusedError, answer
from content.pack.values import Lang
from control_server.http.auth import PRINCIPAL
from control_server.sources.feeds import Feeds
from control_server.studio import catalogue, city_form, drafts, page
from control_server.studio.catalogue import N_, translations
from control_server.studio.drafts import Drafts, EditedPack

_TITLES = {
    "city": N_("The city"),
    "airtime": N_("Least time of topics"),
    "review": N_("Who must approve"),
    "names": N_("Names in plain language"),
    "sources": N_("Sources"),
}
"""Each part, as a change of it is called where nobody says otherwise."""


_FIELDS = {
    "name": N_("Name, as it stands on screens"),
    "languages": N_("Languages"),
    "population.value": N_("Inhabitants"),
    "population.as_of": N_("Counted on"),
    "population.source": N_("By whom"),
    "contact.phone": N_("Telephone, for people without internet"),
    "contact.desk": N_("Desk: where and when"),
    "minimum_airtime": N_("Least time of topics"),
    "review": N_("Who must approve"),
    "hosts": N_("Hosts that may be read, one on a line"),
    "address": N_("Address"),
    "every_hours": N_("Every so many hours"),
    "options": N_("Options of the import, one on a line"),
}
"""The label of the field that a place in the pack is edited in."""


class SettingsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the settings."""

    drafts: Drafts
    feeds: Feeds

    async def show(self, request: web.Request) -> web.Response:
        """All parts, as published or in an open change."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return self._page(request, edited)

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keeps one part in a change."""
        form, part = await page.form(request), request.match_info["part"]
        edited = await self.drafts.edited(page.text(form, "change"))
        if part not in city_form.PARTS:
            raise web.HTTPNotFound
        file, with_part = city_form.PARTS[part]
        try:
            body = with_part(edited.files.get(file, b""), form, edited.pack)
            title = page.text(form, "change-title") or translations(catalogue.language(request)).gettext(_TITLES[part])
            version = page.number(page.text(form, "version"))
            own = {file: body} if body or file in edited.files else {}
            change = await self.drafts.keep(edited, own, version, title, request[PRINCIPAL].name)
        except RefusedError as error:
            told = part, form, drafts.problem(error, catalogue.language(request), _FIELDS)
            return self._page(request, edited, told, answer(error).status)
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})

    def _page(
        self,
        request: web.Request,
        edited: EditedPack,
        sent: tuple[str, MultiMapping[str], str] | None = None,
        status: int = 200,
    ) -> web.Response:
        """`sent` is the part that was refused, with its form and why."""
        pack = edited.pack
        part, form, problem = sent or ("", None, "")
        own: MultiMapping[str] | None = form if part == "city" else None
        reviewed = form if part == "review" else None
        values: dict[str, Any] = {
            "city": city_form.typed_city(own, pack.city) if own is not None else city_form.of_city(pack.city),
            "zone_name": pack.city.timezone,
            "langs": pack.city.languages,
            "tongues": get_args(Lang),
            "least": city_form.minimums(pack.city),
            "bound": sum(each.displays != "all" for each in pack.city.minimum_airtime),
            "review": city_form.typed_review(reviewed, pack)
            if reviewed is not None
            else city_form.of_review(pack.city),
            "kinds": city_form.kinds(),
            "tags": city_form.tags(pack),
            "names": {group: city_form.of_names(pack.names, group, pack.city) for group in city_form.GROUPS},
            "fresh": range(city_form.FRESH),
            "hosts": pack.sources.hosts,
            "feeds": {each.id: each for each in self.feeds.states()},
            "listed": pack.sources.feeds,
            "typed": form or {},
            "part": part,
            "problem": problem,
            "change": edited.change,
            "version": edited.version,
        }
        return page.answer(request, "settings.html", status, zone=pack.city.zone, **values)
