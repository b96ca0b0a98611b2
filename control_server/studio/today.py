"""The page that one opens in the morning: what waits for me, what can be mended, what ends, which screens are wrong.

Decides what waits for whom, and how much of it the page shows. What a change would do is reckoned after the page is
there (`outlook`), unless it is known. Leaves out what a change would do (`changes.outlook`),
when a display is in trouble (`http.display_list`) and what ends (`ending`).
"""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from content.findings import Finding, RefusedError
from content.pack.model import Display
from control_server.changes.desk import UNDONE_WITHIN, Desk
from control_server.changes.outlook import Outlook, Outlooks
from control_server.devices.fleet import Fleet
from control_server.http.auth import PRINCIPAL, Permission
from control_server.http.change_steps import undoable
from control_server.http.display_list import DisplayLists, Wanted
from control_server.http.status_card import Card, StatusCards
from control_server.publishing.publisher import Publisher
from control_server.sources.feeds import Feeds
from control_server.storage import changes, people
from control_server.storage.changes import Change
from control_server.storage.database import Database
from control_server.studio import condition, ending, page
from control_server.studio.condition import Condition
from control_server.studio.review import zone

_TASKS, _FINDINGS, _SCREENS, _UNDO = 5, 6, 6, 2
"""The most that are shown of each; how many more there are is said."""


class Task(NamedTuple):
    """A change that waits for who asks. `kind` is what they are asked for; `outlook` what it would do, where known."""

    change: Change
    kind: str
    outlook: Outlook | None

    @property
    def picture(self) -> str:
        """The first frame that it would make."""
        return _picture(self.outlook)

    @property
    def told(self) -> bool:
        """Whether there is nothing more to be reckoned of it."""
        return self.outlook is not None or self.change.state not in changes.OPEN


class Mend(NamedTuple):
    """What the gate says of one place: the slide or the display, each once, however many languages it is said of."""

    code: str
    slide: str
    display: str
    findings: tuple[Finding, ...]


class MorningFacts(NamedTuple):
    """What is known of displays and sources."""

    fleet: Fleet
    lists: DisplayLists
    cards: StatusCards
    feeds: Feeds


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the request for the page."""

    publisher: Publisher
    desk: Desk
    outlooks: Outlooks
    facts: MorningFacts
    database: Database
    clock: Callable[[], datetime]

    async def home(self, request: web.Request) -> web.Response:
        """What waits for who asks, and what they should know today."""
        now, pack = self.clock(), self.publisher.published.pack
        tasks = await self._tasks(request)
        mends = _grouped([*self.publisher.published.findings, *self.facts.feeds.findings()])
        trouble = self.facts.lists.by_state(Wanted(state="trouble"))
        values: dict[str, Any] = {
            "tasks": tasks[:_TASKS],
            "more_tasks": max(len(tasks) - _TASKS, 0),
            "mends": mends[:_FINDINGS],
            "more_mends": mends[_FINDINGS:],
            "headlines": self._headlines(),
            "city": pack is not None,
            "screens": {each.id: each.name for each in pack.displays.values()} if pack else {},
            "undo": await self._undo(request, now),
            "wrong": await self._wrong(trouble.displays[:_SCREENS]),
            "more_screens": len(trouble.displays) - _SCREENS,
            "counts": trouble.counts,
            "endings": ending.endings(pack, now) if pack else [],
            "calls": ending.calls(pack, now) if pack else [],
            "names": await people.names(self.database),
            "now": now,
            "hour": now.astimezone(zone(self.publisher)).hour,
        }
        return page.answer(request, "home.html", zone=zone(self.publisher), **values)

    async def outlook(self, request: web.Request) -> web.Response:
        """What an open change would do, in one sentence and one picture: a part of the page, fetched by it."""
        change, outlook = await self.desk.one(request.match_info["change"]), None
        if change.state in changes.OPEN:
            with contextlib.suppress(RefusedError):
                outlook = await self.outlooks.of(change)
        return page.answer(request, "outlook.html", change=change, outlook=outlook, picture=_picture(outlook))

    async def _tasks(self, request: web.Request) -> list[Task]:
        """What only others may decide first, then what is one's own to finish; the newest first."""
        who = request[PRINCIPAL].name
        listed = await changes.listed(self.database, (*changes.OPEN, "unreviewed"))
        order = ("approve", "look", "voided", "returned", "draft")
        makers = await changes.makers(self.database, [each.id for each in listed])
        kinds = [_kind(request, each, who, who in makers.get(each.id, ())) for each in listed]
        both = zip(listed, kinds, strict=True)
        tasks = [Task(each, kind, self.outlooks.known(each)) for each, kind in both if kind]
        return sorted(tasks, key=lambda task: order.index(task.kind))

    async def _undo(self, request: web.Request, now: datetime) -> list[dict[str, Any]]:
        """What was published less than ten minutes ago and can still be undone, with how many displays have it."""
        recent = await changes.listed(self.database, changes.PUBLISHED, most=10)
        undone = {change.undoes for change in recent}
        offered: list[dict[str, Any]] = []
        for change in recent:
            step = change.publication
            own = step is not None and step.by == request[PRINCIPAL].name
            may = own or page.may(request, Permission.APPROVE) or page.may(request, Permission.PUBLISH)
            if not (step and may and undoable(change, now)) or change.id in undone or not await self._stands(change):
                continue
            left = UNDONE_WITHIN - (now - step.at)
            told, have = self._reached(step.at)
            minutes = max(int(left.total_seconds() // 60), 1)
            offered.append({"change": change, "minutes": minutes, "told": told, "have": have})
            if len(offered) == _UNDO:
                break
        return offered

    async def _stands(self, change: Change) -> bool:
        """Whether what it wrote is still as it wrote it."""
        try:
            await self.desk.inverse(await self.desk.one(change.id))
        except RefusedError:
            return False
        return True

    def _reached(self, at: datetime) -> tuple[int, int]:
        """How many displays were told something since then, and how many of these have it."""
        since = at.replace(microsecond=0)
        latest, statuses = self.publisher.published.latest, self.facts.fleet.statuses
        told = {display: last.version for display, last in latest.items() if last.manifest.issued >= since}
        have = sum(display in statuses and statuses[display][0].adopted == told[display] for display in told)
        return len(told), have

    async def _wrong(self, displays: Sequence[Display]) -> list[tuple[Card, Condition]]:
        """What is the matter with each of these displays."""
        latest = self.publisher.published.latest
        issued = {display.id: latest[display.id].manifest.issued for display in displays if display.id in latest}
        cards = await self.facts.cards.cards(displays, coming=0) if displays else []
        return [(card, condition.condition(card, issued.get(card.id))) for card in cards]

    def _headlines(self) -> dict[str, str]:
        pack = self.publisher.published.pack
        slides = pack.slides.items() if pack else ()
        return {name: pack.city.name_of(slide.headline(), pack.city.languages[0]) for name, slide in slides if pack}


def _kind(request: web.Request, change: Change, who: str, own: bool) -> str:
    """What a change asks of who asks, who has worked on it or not; nothing if it is empty."""
    approves = page.may(request, Permission.APPROVE)
    if change.state in ("submitted", "approved"):
        mine = any(step.by == who for step in change.approvals)
        return "approve" if approves and not own and not mine else ""
    if change.state == "unreviewed":
        published = change.publication
        return "look" if approves and not own and published and published.by != who else ""
    if not own:
        return "voided" if any(step.state == "approved" and step.by == who for step in change.steps) else ""
    return ("returned" if change.state == "returned" else "draft") if page.may(request, Permission.EDIT) else ""


def _picture(outlook: Outlook | None) -> str:
    """The first frame that it would make."""
    return next((each.after for each in outlook.effect.frames if each.after), "") if outlook else ""


def _grouped(findings: Iterable[Finding]) -> list[Mend]:
    """One for each rule and place, in the order of the gate."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        slide = finding.where.partition("slides/")[2].partition(".yaml")[0]
        written = finding.where.rpartition(":")[2] if finding.where.startswith("displays") else ""
        display = "" if slide else finding.display or written
        groups.setdefault((finding.code, slide, display), []).append(finding)
    return [Mend(*place, tuple(each)) for place, each in groups.items()]
