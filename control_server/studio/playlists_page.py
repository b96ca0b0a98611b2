"""The pages of playlists: all of them, and one as pictures in order.

Decides what the pages show, and that steps of an order that is not saved stand in the address, so that nothing is lost
and no script is needed. Leaves out what a step does (`playlist_form`) and what is kept where (`drafts`).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from aiohttp import web
from multidict import MultiMapping

from content.explain.airtime import TopicTime, topics
from content.findings import RefusedError, answer, refused
from content.pack.model import Pack
from content.publication.planner import phases
from content.schedule.forecast import Forecasts
from content.schedule.plan import Plan
from control_server.http.auth import PRINCIPAL
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.published import Published
from control_server.studio import catalogue, drafts, page, playlist_form
from control_server.studio.drafts import Drafts, EditedPack

DAYS = 7
"""Of the airtime that is told."""
_MOST_DISPLAYS = 200
"""Whose airtime is reckoned for a page; of more the first, which is said."""


class PlaylistsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for playlists."""

    drafts: Drafts
    words: FrameWords

    async def everyone(self, request: web.Request) -> web.Response:
        """All playlists, each as a strip of pictures."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return await self._list(request, edited, "")

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """A new playlist, in a change."""
        form = await page.form(request)
        edited = await self.drafts.edited(page.text(form, "change"))
        try:
            fresh, body = playlist_form.begun(
                edited.files[playlist_form.FILE], edited.pack, page.text(form, "name"), page.text(form, "slide")
            )
            title = page.text(form, "name")
            own = {playlist_form.FILE: body}
            change = await self.drafts.keep(
                edited, own, page.number(page.text(form, "version")), title, request[PRINCIPAL].name
            )
        except RefusedError as error:
            return await self._list(
                request, edited, drafts.problem(error, catalogue.language(request)), answer(error).status
            )
        return web.Response(status=303, headers={"Location": f"/studio/playlists/{fresh}?change={change.id}"})

    async def form(self, request: web.Request) -> web.Response:
        """One playlist, in the order of the address where that says one."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return await self._page(request, edited, request.query, "")

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keeps the order in a change; with a `step` it only takes that, and leads back to the page."""
        form, playlist = await page.form(request), request.match_info["playlist"]
        edited = await self.drafts.edited(page.text(form, "change"))
        slides = form.getall("slide", [])
        try:
            if step := page.text(form, "step"):
                if step == "in":
                    step = f"in:{page.text(form, 'fresh')}"
                return _stepped(playlist, edited, form, playlist_form.stepped(slides, step), step)
            names: dict[str, str] = {lang: page.text(form, f"name.{lang}") for lang in edited.pack.city.languages}
            before = edited.files[playlist_form.FILE]
            body = playlist_form.edited(before, playlist, slides, names, edited.pack.city)
            title = page.text(form, "change-title") or edited.pack.playlist_name(
                playlist, edited.pack.city.languages[0]
            )
            own = {playlist_form.FILE: body}
            change = await self.drafts.keep(
                edited, own, page.number(page.text(form, "version")), title, request[PRINCIPAL].name
            )
        except RefusedError as error:
            return await self._page(
                request, edited, form, drafts.problem(error, catalogue.language(request)), answer(error).status
            )
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _list(self, request: web.Request, edited: EditedPack, problem: str, status: int = 200) -> web.Response:
        pack, lang = edited.pack, catalogue.language(request)
        known = pictures(self.drafts.publisher.published)
        wanted = request.query.get("q", "").strip().lower()[:120]
        rows = [
            {
                "id": each.id,
                "name": pack.playlist_name(each.id, lang),
                "slides": [known.get(slide) for slide in each.slides[:5]],
                "count": len(each.slides),
                "campaigns": [pack.campaign_name(c.id, lang) for c in pack.campaigns.values() if c.playlist == each.id],
            }
            for each in pack.playlists.values()
        ]
        shown = [row for row in rows if wanted in f"{row['name']} {row['id']}".lower()]
        values: dict[str, Any] = {
            "playlists": shown,
            "count": len(rows),
            "q": wanted,
            "titles": await self.titles(pack),
            "change": edited.change,
            "version": edited.version,
            "problem": problem,
            **await self._topics(edited, lang),
        }
        return page.answer(request, "playlists.html", status, **values)

    async def _page(
        self, request: web.Request, edited: EditedPack, typed: MultiMapping[str], problem: str, status: int = 200
    ) -> web.Response:
        pack, lang, playlist = edited.pack, catalogue.language(request), request.match_info["playlist"]
        if playlist not in pack.playlists:
            raise refused("unknown", f"playlist {playlist!r}", "is not in the pack, expected the id of a playlist")
        own = pack.playlists[playlist]
        asked = [each for each in typed.getall("slide", []) if each in pack.slides]
        order = list(dict.fromkeys(asked)) or list(own.slides)
        titles, known = await self.titles(pack), pictures(self.drafts.publisher.published)
        displays = list(pack.displays.values())[:_MOST_DISPLAYS]
        plans = await self.drafts.ask(lambda: self.drafts.plans(pack, displays))
        names = playlist_form.spoken(own.name, pack.city)
        values: dict[str, Any] = {
            "playlist": playlist,
            "name": pack.playlist_name(playlist, lang),
            "names": {each: page.text(typed, f"name.{each}") or names.get(each, "") for each in pack.city.languages},
            "slides": [_slide(pack, slide, known.get(slide), titles[slide], plans) for slide in order],
            "others": [(slide, titles[slide]) for slide in pack.slides if slide not in order],
            "unsaved": order != list(own.slides) or "name." + pack.city.languages[0] in typed,
            "focus": page.text(typed, "focus"),
            "campaigns": [
                (c.id, pack.campaign_name(c.id, lang)) for c in pack.campaigns.values() if c.playlist == playlist
            ],
            "langs": pack.city.languages,
            "change": edited.change,
            "version": page.number(page.text(typed, "version")) if "version" in typed else edited.version,
            "change_title": page.text(typed, "change-title"),
            "problem": problem,
            **await self._topics(edited, lang, plans),
        }
        return page.answer(request, "playlist.html", status, **values)

    async def titles(self, pack: Pack) -> dict[str, str]:
        """Slide → what it says first, figures filled in where it is shown as it is."""
        published = self.drafts.publisher.published
        known = pictures(published)
        words = await self.words.of(known.values())
        lang, titles = pack.city.languages[0], dict[str, str]()
        for name, slide in pack.slides.items():
            same = published.pack and published.pack.slides.get(name) == slide and known.get(name) in words
            prose = slide.prose()
            titles[name] = (
                words[known[name]].title if same else pack.city.name_of(prose[0].text, lang) if prose else name
            )
        return titles

    async def _topics(self, edited: EditedPack, lang: str, plans: Mapping[str, Plan] | None = None) -> dict[str, Any]:
        """The values of the panel of airtime."""
        pack, now = edited.pack, self.drafts.clock()
        displays = list(pack.displays.values())[:_MOST_DISPLAYS]

        def reckoned() -> list[TopicTime]:
            coming, known = Forecasts(now, DAYS), plans or self.drafts.plans(pack, displays)
            return topics({display: coming.of(plan) for display, plan in known.items()})

        told = await self.drafts.ask(reckoned)
        return {
            "topics": told,
            "screens": {each.id: each.name for each in displays},
            "of_screens": (len(displays), len(pack.displays)),
        }


def pictures(published: Published) -> dict[str, str]:
    """Slide → the picture of its first phase, in the city's first language, upright panels last."""
    pack, known, upright = published.city_pack(), dict[str, str](), dict[str, str]()
    seen = set[tuple[str, bool]]()
    for display in pack.displays.values():
        if display.id not in published.latest:
            continue
        tall = display.panel.height > display.panel.width
        programme = published.manifest(display.id).programme
        if (programme, tall) in seen:
            continue
        seen.add((programme, tall))
        for name, frames in published.programmes[programme].programme.frames.items():
            asset = frames.get(pack.city.languages[0], next(iter(frames.values()))).asset
            (upright if tall else known).setdefault(name.partition(".")[0], asset)
    return upright | known


def _slide(pack: Pack, slide: str, picture: str | None, title: str, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """One slide of the order: how long it stays in each language, and which languages it lacks."""
    stays: dict[str, list[int]] = {}
    for plan in plans.values():
        for turn in (
            turn for name in phases(pack, slide) for turn in (plan.items[name].turns if name in plan.items else ())
        ):
            stays.setdefault(turn.lang, []).append(turn.seconds)
    complete = pack.languages(pack.slides[slide])
    return {
        "id": slide,
        "title": title,
        "picture": picture,
        "kind": pack.slides[slide].kind,
        "stays": [(lang, min(stays[lang]), max(stays[lang])) for lang in pack.city.languages if lang in stays],
        "spoken": [lang for lang in complete if lang not in stays],
        "missing": [lang for lang in pack.city.languages if lang not in complete],
    }


def _stepped(
    playlist: str, edited: EditedPack, form: MultiMapping[str], slides: Sequence[str], step: str
) -> web.Response:
    """Leads back to the page with another order in its address, and the focus where it was."""
    kept = [(key, page.text(form, key)) for key in form if key.startswith("name.") or key == "change-title"]
    query = [("change", edited.change.id)] if edited.change else []
    query += [*(("slide", each) for each in slides), *((key, text) for key, text in kept if text)]
    where = f"/studio/playlists/{playlist}?{urlencode([*query, ('focus', step)])}"
    return web.Response(status=303, headers={"Location": where})
