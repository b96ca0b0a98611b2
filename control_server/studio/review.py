"""The pages of a change: what waits, what one would do to the glass, and the steps it takes.

Decides who is offered which step, and that a refused step says why on the same page. Leaves out the rules of the steps
(`changes.desk`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from content.publication.planner import phases
from control_server.changes import merging
from control_server.changes.desk import UNDONE_WITHIN, Desk
from control_server.changes.effect import ChangeEffect, FrameChange
from control_server.changes.outlook import Outlook, Outlooks
from control_server.http.auth import PRINCIPAL, Permission
from control_server.publishing.frame_words import FrameWords, Words
from control_server.publishing.publisher import Publisher
from control_server.storage import audit, changes, people
from control_server.storage.audit import AuditRow
from control_server.storage.changes import Change, State
from control_server.storage.database import Database
from control_server.studio import page

_ROWS = 200
STEPS: dict[str, tuple[Permission, ...]] = {
    "submit": (Permission.EDIT,),
    "discard": (Permission.EDIT,),
    "approve": (Permission.APPROVE,),
    "return": (Permission.APPROVE,),
    "publish": (Permission.PUBLISH,),
    "look": (Permission.APPROVE,),
    "undo": (Permission.APPROVE, Permission.PUBLISH, Permission.EDIT),
    "comment": (Permission.STUDIO,),
    "merge": (Permission.EDIT,),
    "restore": (Permission.EDIT,),
    "revert": (Permission.EDIT,),
}
"""What can be done with a change, and the rights that allow it, each of them alone.

Who edits only may undo what they have published themselves, where the city asks for no approval.
"""
_OFFERED: dict[State, tuple[str, ...]] = {
    "draft": ("submit", "publish", "discard"),
    "returned": ("submit", "publish", "discard"),
    "submitted": ("approve", "submit", "return", "publish", "discard"),
    "approved": ("approve", "submit", "return", "publish", "discard"),
    "published": ("undo", "revert", "restore"),
    "unreviewed": ("look", "undo", "revert", "restore"),
    "reviewed": ("undo", "revert", "restore"),
    "discarded": ("restore",),
}
_BEGIN = ("restore", "revert")
"""Steps that begin another change, and lead to it."""
_FRAMES = 40
"""Frames on one page; there are more such pages where there are more frames."""
_EVERY: tuple[State, ...] = (*changes.OPEN, *changes.PUBLISHED, "discarded")


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests about changes, and what was done."""

    publisher: Publisher
    desk: Desk
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
            "names": await names(self.database),
        }
        return page.answer(request, "queue.html", zone=zone(self.publisher), **values)

    async def change(self, request: web.Request) -> web.Response:
        """One change, and what it would do."""
        return await self._page(request, request.match_info["change"], "")

    async def step(self, request: web.Request) -> web.StreamResponse:
        """Takes a step, if who asks has the right to it."""
        name, change_id = request.match_info["step"], request.match_info["change"]
        if name not in STEPS or not any(page.may(request, each) for each in STEPS[name]):
            raise web.HTTPForbidden(text="is not among your rights, expected somebody who has them")
        if name == "undo" and not self._may_undo(request, await self.desk.one(change_id)):
            raise web.HTTPForbidden(text="was published by somebody else, expected who did, or who may approve")
        form = await page.form(request)
        why, seen, text = (form.get(field, "") for field in ("why", "digest", "text"))
        who = request[PRINCIPAL].name
        why = why[:500]
        steps: dict[str, Callable[[], Awaitable[Change | None]]] = {
            "submit": lambda: self.desk.submit(change_id, who, why),
            "discard": lambda: self.desk.discard(change_id, who, why),
            "approve": lambda: self.desk.approve(change_id, seen[:64], who, why),
            "return": lambda: self.desk.give_back(change_id, who, why),
            "publish": lambda: self.desk.publish_unreviewed(change_id, who, why),
            "look": lambda: self.desk.look(change_id, who, why),
            "undo": lambda: self.desk.undo(change_id, who),
            "comment": lambda: self.desk.comment(change_id, who, text),
            "restore": lambda: self.desk.restored(change_id, who),
            "revert": lambda: self.desk.reverted(change_id, who),
            "merge": lambda: self._merged(change_id, form, who),
        }
        try:
            stands = await steps[name]()
        except RefusedError as error:
            return await self._page(request, change_id, "; ".join(page.problems(request, error)), answer(error).status)
        led_to = stands.id if stands and name in _BEGIN else change_id
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
            "names": await names(self.database),
            "titled": titled,
        }
        return page.answer(request, "audit.html", zone=zone(self.publisher), **values)

    async def export(self, _: web.Request) -> web.Response:
        """The whole chain as JSON, which `afisier audit verify` proves without the server."""
        chain: list[AuditRow] = []
        while part := await audit.rows(self.database, after=chain[-1].number if chain else 0):
            chain += part
        headers = {"Content-Disposition": "attachment; filename=audit.json", "Cache-Control": "no-store"}
        return web.Response(body=msgspec.json.encode(chain), content_type="application/json", headers=headers)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _page(self, request: web.Request, change_id: str, problem: str, status: int = 200) -> web.Response:
        change = await self.desk.one(change_id)
        outlook, flaw = await self._outlook(change)
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
            "names": await names(self.database),
            "offered": self._offered(request, change, effect),
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

    async def _outlook(self, change: Change) -> tuple[Outlook | None, str]:
        """What an open change would do, or why it cannot be published as it is."""
        if change.state not in changes.OPEN:
            return None, ""
        try:
            return await self.outlooks.of(change), ""
        except RefusedError as error:
            return None, "\n".join(map(str, error.findings[:5]))

    def _offered(self, request: web.Request, change: Change, effect: ChangeEffect | None) -> tuple[str, ...]:
        """The steps that this person may take now."""
        may = [step for step in _OFFERED[change.state] if any(page.may(request, each) for each in STEPS[step])]
        submitted = change.state in ("submitted", "approved") and effect and effect.digest == change.submitted
        held = {
            "undo": undoable(change, self.clock()) and self._may_undo(request, change),
            "submit": not submitted,
            "revert": change.save.base > 0
            and change.publication is not None
            and change.publication.revision is not None,
        }
        return tuple(step for step in may if held.get(step, True))

    @staticmethod
    def _may_undo(request: web.Request, change: Change) -> bool:
        own = change.publication is not None and change.publication.by == request[PRINCIPAL].name
        return own or page.may(request, Permission.APPROVE) or page.may(request, Permission.PUBLISH)


def undoable(change: Change, now: datetime) -> bool:
    """Whether it was published less than ten minutes ago, and something was published before it."""
    published = change.publication
    if published is None or published.revision is None:
        return False
    return now - published.at <= UNDONE_WITHIN and change.save.base > 0


def zone(publisher: Publisher) -> ZoneInfo:
    """The city's; UTC before there is one."""
    pack = publisher.published.pack
    return pack.city.zone if pack else ZoneInfo("UTC")


async def names(database: Database) -> dict[str, str]:
    """What people are called, by what the audit calls them."""
    return {person.who: person.name for person in await people.everybody(database)}


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
