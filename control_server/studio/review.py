"""The pages of a change: what waits, what one would do to the glass, and the steps it takes.

Decides that a refused step says why on the same page. Leaves out who may take which step (`http.change_steps`) and the
rules of the steps (`changes.desk`).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from content.publication.planner import phases
from control_server.changes import merging
from control_server.changes.desk import Desk
from control_server.changes.effect import ChangeEffect, FrameChange
from control_server.changes.outlook import Outlook, Outlooks
from control_server.http.auth import PRINCIPAL
from control_server.http.change_steps import BEGIN, STEPS, ChangeSteps, StepWords, offered
from control_server.publishing.frame_words import FrameWords, Words
from control_server.publishing.publisher import Publisher
from control_server.storage import audit, changes, people
from control_server.storage.changes import Change, State
from control_server.storage.database import Database
from control_server.studio import catalogue, finding_words, page

_ROWS = 200
_FRAMES = 40
"""Frames on one page; there are more such pages where there are more frames."""
_EVERY: tuple[State, ...] = (*changes.OPEN, *changes.PUBLISHED, "discarded")


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests about changes, and what was done."""

    publisher: Publisher
    desk: Desk
    steps: ChangeSteps
    outlooks: Outlooks
    database: Database
    words: FrameWords
    clock: Callable[[], datetime]

    async def queue(self, request: web.Request) -> web.Response:
        """Every change that is open or was published without approval, by what it waits for."""
        listed = await changes.listed(self.database, (*changes.OPEN, "unreviewed"))
        values: dict[str, Any] = {
            "waiting": [each for each in listed if each.state in ("submitted", "approved")],
            "unreviewed": [each for each in listed if each.state == "unreviewed"],
            "drafts": [each for each in listed if each.state in ("draft", "returned")],
            "published": await changes.listed(self.database, changes.PUBLISHED, most=20),
            "names": await people.names(self.database),
        }
        return page.answer(request, "queue.html", zone=zone(self.publisher), **values)

    async def change(self, request: web.Request) -> web.Response:
        """One change, and what it would do."""
        return await self._page(request, request.match_info["change"], "")

    async def step(self, request: web.Request) -> web.StreamResponse:
        """Takes a step, if who asks has the right to it."""
        name, change_id = request.match_info["step"], request.match_info["change"]
        if name not in STEPS or not page.may(request, STEPS[name]):
            raise web.HTTPForbidden(text="is not among your rights, expected somebody who has them")
        form = await page.form(request)
        spoken = StepWords(why=form.get("why", "")[:500], digest=form.get("digest", "")[:64])
        who, led_to = request[PRINCIPAL].name, change_id
        try:
            if name == "comment":
                await self.desk.comment(change_id, who, form.get("text", ""))
            elif name == "merge":
                await self._merged(change_id, form, who)
            else:
                stands = await self.steps.take(request, change_id, name, spoken)
                led_to = stands.id if name in BEGIN else change_id
        except RefusedError as error:
            return await self._page(request, change_id, "; ".join(page.problems(request, error)), answer(error).status)
        return web.Response(status=303, headers={"Location": f"/studio/changes/{led_to}"})

    async def _merged(self, change_id: str, form: Mapping[str, str], who: str) -> Change:
        """What was chosen of two versions: fields `path|place`, with `mine` or `published`."""
        chosen: dict[str, dict[str, str]] = {}
        for field, side in form.items():
            path, bar, place = field.partition("|")
            if bar:
                chosen.setdefault(path, {})[place] = side
        number, revision = (page.number(form.get(field, "")) for field in ("version", "revision"))
        return await self.desk.resolve(change_id, number, revision, chosen, who)

    async def history(self, request: web.Request) -> web.Response:
        """What was done, newest first."""
        rows = await audit.newest(self.database, _ROWS)
        titled = {each.name: each.title for each in await changes.listed(self.database, _EVERY, most=_ROWS)}
        values: dict[str, Any] = {
            "rows": rows,
            "count": await audit.count(self.database),
            "names": await people.names(self.database),
            "titled": titled,
        }
        return page.answer(request, "audit.html", zone=zone(self.publisher), **values)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _page(self, request: web.Request, change_id: str, problem: str, status: int = 200) -> web.Response:
        change = await self.desk.one(change_id)
        outlook, flaw = await self._outlook(change, catalogue.language(request))
        effect = outlook.effect if outlook else None
        sheet, frames = _sheet(effect, page.number(request.query.get("sheet", "1")))
        shown = self._shown(change)
        pictures = [each.after or each.before or "" for each in frames]
        words = await self.words.of([*pictures, *(each["asset"] for each in shown)])
        rows = await audit.rows(self.database, about=change.name)
        mine = request[PRINCIPAL].name
        values: dict[str, Any] = {
            "change": change,
            "effect": effect,
            "asked": outlook.asked if outlook else None,
            "coming": outlook.coming if outlook else None,
            "figures": outlook.figures if outlook else (),
            "frames": frames,
            "first": (sheet - 1) * _FRAMES + 1,
            "first_of": _first_of(effect),
            "sheet": sheet,
            "sheets": -(-len(effect.frames) // _FRAMES) if effect else 0,
            "titles": {picture: words[picture].title for picture in words},
            "headlines": self._headlines(change, effect, words),
            "known": _headlines_of(self.publisher),
            "shown": shown,
            "conflict": await self._conflict(change) if flaw else [],
            "revision": self.publisher.published.revision,
            "flaw": flaw,
            "problem": problem,
            "moved": effect is not None and change.submitted not in ("", effect.digest),
            "voided": change.state == "draft" and any(step.state == "approved" for step in change.steps),
            "rows": rows,
            "comments": await changes.comments(self.database, change_id),
            "names": await people.names(self.database),
            "offered": offered(request, change, self.clock(), effect.digest if effect else None),
            "own": mine in await self.desk.makers(change),
            "mine": mine,
            "slides": _slides(change),
            "screens": _screens(self.publisher),
            "now": self.clock(),
        }
        return page.answer(request, "change.html", status, zone=zone(self.publisher), **values)

    async def _conflict(self, change: Change) -> list[dict[str, Any]]:
        """The files that others have published otherwise since, value by value."""
        listed = []
        for path, versions in sorted((await self.desk.conflicts(change)).items()):
            rows = await asyncio.to_thread(merging.disagreements, path, *versions)
            slide = path.removeprefix("slides/").removesuffix(".yaml") if path.startswith("slides/") else ""
            listed.append({"path": path, "slide": slide, "rows": rows})
        return listed

    def _headlines(self, change: Change, effect: ChangeEffect | None, words: Mapping[str, Words]) -> dict[str, str]:
        """Slide → what it would say first, in the city's first language where it would say that otherwise."""
        pack, headlines = self.publisher.published.pack, dict[str, str]()
        for slide in _slides(change) if pack else ():
            if pack and slide in pack.slides and (prose := pack.slides[slide].prose()):
                headlines[slide] = pack.city.name_of(prose[0].text, pack.city.languages[0])
        for frame in effect.frames if effect else ():
            if frame.after and frame.after in words and pack and frame.lang == pack.city.languages[0]:
                headlines[frame.slide] = words[frame.after].title
        return headlines

    def _shown(self, change: Change) -> list[dict[str, Any]]:
        """What the screens show of the slides of a change that has ended: each picture once, with its displays."""
        published = self.publisher.published
        if published.pack is None or change.state in changes.OPEN:
            return []
        pack, pictures = published.pack, dict[str, dict[str, Any]]()
        names = [name for slide in _slides(change) if slide in pack.slides for name in phases(pack, slide)]
        for display in (each for each in pack.displays.values() if each.id in published.latest):
            frames = published.programme(display.id).frames
            for own in (frames[name] for name in names if name in frames):
                asset = own.get(pack.city.languages[0], next(iter(own.values()))).asset
                pictures.setdefault(asset, {"asset": asset, "displays": []})["displays"].append(display.name)
        return list(pictures.values())

    async def _outlook(self, change: Change, lang: str) -> tuple[Outlook | None, str]:
        """What an open change would do, or why it cannot be published as it is."""
        if change.state not in changes.OPEN:
            return None, ""
        try:
            return await self.outlooks.of(change), ""
        except RefusedError as error:
            return None, "\n".join(finding_words.told(finding, lang) for finding in error.findings[:5])


def zone(publisher: Publisher) -> ZoneInfo:
    """The city's; UTC before there is one."""
    pack = publisher.published.pack
    return pack.city.zone if pack else ZoneInfo("UTC")


def _sheet(effect: ChangeEffect | None, asked: int) -> tuple[int, tuple[FrameChange, ...]]:
    """The part of the frames that is shown, and its number; the nearest that there is."""
    every = effect.frames if effect else ()
    number = min(max(asked, 1), max(-(-len(every) // _FRAMES), 1))
    return number, every[(number - 1) * _FRAMES : number * _FRAMES]


def _first_of(effect: ChangeEffect | None) -> dict[str, int]:
    """Slide → the number of its first frame that is another."""
    first: dict[str, int] = {}
    for number, frame in enumerate(effect.frames if effect else (), 1):
        first.setdefault(frame.slide, number)
    return first


def _headlines_of(publisher: Publisher) -> dict[str, str]:
    """Slide → what it says first, as it was authored."""
    pack = publisher.published.pack
    slides = pack.slides.items() if pack else ()
    return {name: pack.city.name_of(slide.headline(), pack.city.languages[0]) for name, slide in slides if pack}


def _slides(change: Change) -> list[str]:
    return [path[7:-5] for path, body in change.files.items() if path.startswith("slides/") and body]


def _screens(publisher: Publisher) -> dict[str, str]:
    pack = publisher.published.pack
    return {display.id: display.name for display in pack.displays.values()} if pack else {}
