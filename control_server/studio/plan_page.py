"""The plan: which campaign plays when on which display, what is masked, and what is seen at one instant.

Decides what the page says of a row and a lane, and which mends it offers of topics that are short. Leaves out the rows
(`plan_chart`), what is changed from the plan (`plan_edits`) and the form of a campaign (`campaign_page`).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

import msgspec
from aiohttp import web
from babel.dates import format_date, format_skeleton

from content import legal
from content.explain import airtime_mends
from content.explain import explanation as explaining
from content.explain.airtime import TopicTime, topics
from content.explain.airtime_mends import ShareMend
from content.explain.explanation import Explanation, Headline, as_authored
from content.explain.occasion_words import OccasionWords
from content.explain.sentences import InterfaceLang
from content.findings import RefusedError, answer
from content.pack.model import Display, Pack
from content.schedule.forecast import Forecast
from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from control_server.http.auth import Permission
from control_server.publishing.frame_words import FrameWords
from control_server.storage import changes
from control_server.storage.changes import Change
from control_server.storage.database import Database
from control_server.studio import campaign_moves, campaign_places, catalogue, drafts, page, plan_asked, plan_chart
from control_server.studio.campaign_places import Placing
from control_server.studio.drafts import Drafts, EditedPack
from control_server.studio.plan_asked import PlanAsked
from control_server.studio.plan_chart import DAY, ChartRow

_FILES = frozenset({"campaigns.yaml", "playlists.yaml"})
_TRIED_ON = 500
"""Displays on which mends are tried: their plans and forecasts take 0.1 s."""


class SeenAt(NamedTuple):
    """What is seen on a display at an instant: why, and the picture of it where it is drawn already."""

    display: Display
    local: datetime
    why: Explanation
    asset: str | None


class PlanPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the plan."""

    drafts: Drafts
    words: FrameWords
    database: Database

    async def show(self, request: web.Request) -> web.Response:
        """The days that are asked for, by default this week."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return await self.answered(request, edited, request.query, "")

    def asked(self, edited: EditedPack, query: Mapping[str, str]) -> PlanAsked:
        """What is asked of the plan of that change."""
        pack, change = edited.pack, edited.change.id if edited.change else ""
        today = self.drafts.clock().astimezone(pack.city.zone).date()
        return plan_asked.asked(query, today)._replace(change=change)

    async def answered(
        self, request: web.Request, edited: EditedPack, query: Mapping[str, str], problem: str, status: int = 200
    ) -> web.Response:
        """The page, with what was refused."""
        pack, lang = edited.pack, cast(InterfaceLang, catalogue.language(request))
        asked, edits = self.asked(edited, query), page.may(request, Permission.EDIT)
        placing: Placing | None = None
        try:
            placing = _placing(pack, query) if edits and not problem else None
        except RefusedError as error:
            problem, status = drafts.problem(error, catalogue.language(request)), answer(error).status
        wanted = asked.displays(pack)
        part = wanted[(asked.part - 1) * plan_asked.AT_ONCE : asked.part * plan_asked.AT_ONCE]
        looked = pack.displays.get(asked.display) or next(iter(part), None)

        headline = await self._headlines(edited, looked)

        def reckoned() -> tuple[list[ChartRow], list[TopicTime], list[ShareMend], SeenAt | None]:
            plans = self.drafts.plans(pack, part)
            forecasts = plan_chart.forecasts(plans, asked.first, asked.days)
            told, seen = topics(forecasts), self._seen(edited, asked, looked, lang, headline)
            return _rows(plans, forecasts, asked), told, self._mends(pack, told, asked) if edits else [], seen

        rows, told, mends, seen = await self.drafts.ask(reckoned)
        today = self.drafts.clock().astimezone(pack.city.zone)
        values: dict[str, Any] = {
            "asked": asked,
            "columns": _columns(asked, today.date(), lang),
            "span": asked.days * DAY if asked.view != "display" else DAY,
            "rows": [_row(edited, self.drafts.publisher.published.pack, row, asked, lang, today) for row in rows],
            "topics": told,
            "mends": {each.kind: each for each in mends},
            "placing": placing,
            "names": {each: pack.campaign_name(each, lang) for each in pack.campaigns},
            "screens": {each.id: each.name for each in pack.displays.values()},
            "of_screens": (len(part), len(wanted)),
            "part_count": -(-len(wanted) // plan_asked.AT_ONCE),
            "all_screens": [(each.id, each.name) for each in wanted[:200]],
            "tags": sorted({tag for each in pack.displays.values() for tag in each.tags}),
            "title": _title(asked, lang),
            "seen": seen,
            "shown": [each for each in seen.why.reasons if each.state in ("plays", "masked")] if seen else [],
            "not_shown": [each for each in seen.why.reasons if each.state not in ("plays", "masked", "elsewhere")]
            if seen
            else [],
            "change": edited.change,
            "version": edited.version,
            "others": await self._others(edited.change),
            "moved": query.get("moved", ""),
            "problem": problem,
        }
        return page.answer(request, "plan.html", status, zone=pack.city.zone, **values)

    def _mends(self, pack: Pack, told: list[TopicTime], asked: PlanAsked) -> list[ShareMend]:
        """Held against every display of the city: none may become short that is not seen here."""
        if len(pack.displays) > _TRIED_ON or not any(topic.short for topic in told):
            return []
        plans = self.drafts.plans(pack, list(pack.displays.values()))
        return airtime_mends.mends(told, plans, lambda each: plan_chart.forecasts(each, asked.first, asked.days))

    def _seen(
        self, edited: EditedPack, asked: PlanAsked, display: Display | None, lang: InterfaceLang, headline: Headline
    ) -> SeenAt | None:
        """By the function that plays. Without an instant: now, or the first noon of the days that are seen."""
        if display is None:
            return None
        zone, now = edited.pack.zone(display), self.drafts.clock()
        noon = datetime.combine(asked.first, datetime.min.time(), zone) + timedelta(hours=12)
        within = asked.first <= now.astimezone(zone).date() < asked.after
        at = asked.instant(zone) or (now if within else noon)
        plan = self.drafts.plans(edited.pack, [display])[display.id]
        why = explaining.of_schedule(edited.pack, display, Schedule(plan), at, language=lang, headline=headline)
        return SeenAt(display, at.astimezone(zone), why, self._asset(edited, display.id, why))

    async def _headlines(self, edited: EditedPack, display: Display | None) -> Headline:
        """What slides say first, figures filled in where the display has their frames and the change leaves them."""
        authored, published = as_authored(edited.pack), self.drafts.publisher.published
        if display is None or display.id not in published.latest or _touched(edited):
            return authored
        frames = published.programme(display.id).frames
        words = await self.words.of(frame.asset for own in frames.values() for frame in own.values())

        def headline(slide: str, lang: str) -> str:
            frame = frames.get(slide, {}).get(lang)
            drawn = words[frame.asset].title if frame and frame.asset in words else ""
            return drawn or authored(slide, lang)

        return headline

    def _asset(self, edited: EditedPack, display: str, why: Explanation) -> str | None:
        """The picture that the display has of the slide, unless the change is about the slide itself."""
        published, slide = self.drafts.publisher.published, why.showing.slide
        if slide is None or why.showing.lang is None or _touched(edited) or display not in published.latest:
            return None
        frame = published.programme(display).frames.get(slide, {}).get(why.showing.lang)
        return frame.asset if frame else None

    async def _others(self, change: Change | None) -> list[Change]:
        """Other open changes in which something of the plan is otherwise."""
        known = await changes.listed(self.database, changes.OPEN, most=50)
        return [each for each in known if _FILES & each.files.keys() and (change is None or each.id != change.id)]


def _touched(edited: EditedPack) -> bool:
    """Whether the change is about more than the plan, so that slides may look otherwise than they are drawn."""
    return bool(edited.change and edited.change.files.keys() - _FILES)


def _placing(pack: Pack, query: Mapping[str, str]) -> Placing | None:
    """A campaign that is to be taken to other displays, as the address asks. Raises RefusedError."""
    if not query.get("place"):
        return None
    off, onto = (query.get(name, "").split(",")[: plan_asked.AT_ONCE] for name in ("off", "onto"))
    return campaign_places.placed(pack, query["place"], off, onto)


def _rows(plans: Mapping[str, Plan], forecasts: Mapping[str, Forecast], asked: PlanAsked) -> list[ChartRow]:
    if asked.view == "display":
        return [row for name, plan in plans.items() for row in plan_chart.by_day(name, plan, asked.first, asked.days)]
    return plan_chart.by_display(forecasts, asked.first, asked.days, daily=asked.view == "month")


def _row(  # noqa: PLR0913, PLR0917  what a row is about
    edited: EditedPack, before: Pack | None, row: ChartRow, asked: PlanAsked, lang: InterfaceLang, today: datetime
) -> dict[str, Any]:
    """One row as the template draws it."""
    pack, words = edited.pack, OccasionWords(lang, today.date())
    bound, movable = pack.bound(), campaign_moves.movable
    display = pack.displays[row.displays[0]]
    day = today.date()
    days = 1 if asked.view == "display" else asked.days
    now = (
        (day - row.first).days * DAY + today.hour * 60 + today.minute
        if row.first <= day < row.first + timedelta(days=days)
        else None
    )
    return {
        "display": display,
        "name": _day(row.first, lang) if asked.view == "display" else display.name,
        "holiday": _holiday(row.first, lang) if asked.view == "display" else None,
        "ids": row.displays,
        "alike": [pack.displays[each].name for each in row.displays[1:]],
        "hours": words.hours(display.hours),
        "first": row.first,
        "off": row.off,
        "now": now,
        "lanes": [
            {
                "id": lane.campaign,
                "name": pack.campaign_name(lane.campaign, lang),
                "when": "" if lane.campaign in pack.alerts else words.campaign(pack.campaigns[lane.campaign]),
                "kind": pack.slide(pack.listed(bound[lane.campaign])[0]).kind,
                "percent": None if lane.part is None else round(lane.part * 100),
                "pieces": [(piece, _times(row.first, piece.since, piece.until, asked, lang)) for piece in lane.pieces],
                "able": campaign_moves.UNMOVED
                if lane.campaign in pack.alerts
                else movable(pack.campaigns[lane.campaign]),
                "page": "/studio/alert" if lane.campaign in pack.alerts else f"/studio/campaigns/{lane.campaign}",
                "draft": edited.change is not None and _differs(pack, before, lane.campaign),
            }
            for lane in row.lanes
        ],
    }


def _differs(pack: Pack, before: Pack | None, campaign_id: str) -> bool:
    """Whether a campaign, or its playlist, is otherwise than it is published."""
    if campaign_id in pack.alerts:
        return False  # it is put up by people, not by a change of the plan
    own = pack.campaigns[campaign_id]
    then = before.campaigns.get(campaign_id) if before else None
    return then != own or before is None or before.playlists.get(own.playlist) != pack.playlists[own.playlist]


def _columns(asked: PlanAsked, today: date, lang: str) -> list[dict[str, Any]]:
    """The days, or the hours of one day, with what stands over each."""
    if asked.view == "display":
        return [{"name": f"{hour}", "more": "", "holiday": None, "today": False, "free": False} for hour in range(24)]
    columns = []
    for number in range(asked.days):
        day = asked.first + timedelta(days=number)
        narrow = asked.view == "month"
        columns.append(
            {
                "name": format_date(day, "EEEEE" if narrow else "EEEE", locale=lang),
                "more": format_date(day, "d" if narrow or (number and day.day != 1) else "d MMM", locale=lang),
                "holiday": _holiday(day, lang),
                "today": day == today,
                "free": not legal.working(day),
                "day": day,
            }
        )
    return columns


def _holiday(day: date, lang: str) -> str | None:
    """Its name without what is said of it behind a comma."""
    name = legal.public_holiday(day, lang)
    return name.partition(",")[0] if name else None


def _title(asked: PlanAsked, lang: str) -> str:
    if asked.view == "month":
        return str(format_skeleton("yMMMM", asked.first, locale=lang))
    last = asked.after - timedelta(days=1)
    pattern = "d" if last.month == asked.first.month else "d MMM"
    return f"{format_date(asked.first, pattern, locale=lang)}–{format_date(last, 'd MMM y', locale=lang)}"


def _day(day: date, lang: str) -> str:
    return str(format_date(day, "EEEE d MMM", locale=lang))


def _times(first: date, since: int, until: int, asked: PlanAsked, lang: str) -> str:
    """`marți 1 dec. 7:00 – 14:00`; of whole days only the days."""
    starts, ends = divmod(since, DAY), divmod(until, DAY)
    last = ends[0] if ends[1] else ends[0] - 1
    from_day, to_day = (_day(first + timedelta(days=each), lang) for each in (starts[0], last))
    if not starts[1] and not ends[1]:
        return from_day if starts[0] == last else f"{from_day} – {to_day}"
    clocks = [f"{minute // 60}:{minute % 60:02}" for minute in (starts[1], ends[1] or DAY)]
    return f"{from_day}, {clocks[0]} – " + (clocks[1] if starts[0] == last else f"{to_day}, {clocks[1]}")
