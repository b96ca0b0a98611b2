"""The page of one display: what is on its glass beside what should be, its day, how it fares, and what it can be told.

Decides what the page shows at an instant that is past, which is what was shown, by the plays, and at one that is to
come, by the function that plays. Leaves out how a day is counted (`day`) and what its condition is (`condition`).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web
from babel.dates import format_date
from babel.numbers import format_decimal

from content import wire
from content.explain.explanation import Explanation
from content.pack.model import Display, Pack
from content.schedule.resolve import Schedule, Showing
from content.slides.kinds import KINDS
from control_server.devices.enrolments import Enrolments
from control_server.devices.schedules import Schedules
from control_server.http import instant as asking
from control_server.http.past import PastShowing
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.publishing.published import Published
from control_server.storage import audit, people, play_chains
from control_server.storage.database import Database
from control_server.studio import catalogue, page
from control_server.studio.day import DayPiece, hours, shares
from control_server.studio.evidence import evidence, fell_silent_with
from control_server.studio.screens import Screens

_PLAYS = 20_000
"""The most of a day that are counted."""
_BEFORE, _AFTER = 3, 3
"""Pictures of the strip."""
_ROWS = 8
NEUTRAL = "neutral"


class StripPicture(NamedTuple):
    """A picture of the strip. `asset` is its frame, if it is known; `proved` by a play; `now` shows at the instant."""

    since: datetime
    lang: str
    headline: str
    asset: str | None
    proved: bool
    now: bool


class ShownAt(NamedTuple):
    """What the page says of an instant: the sentence, reasons, and the pictures around it."""

    sentence: str
    reasons: Sequence[str]
    strip: Sequence[StripPicture]

    @property
    def here(self) -> StripPicture | None:
        """The picture of the instant itself."""
        return next((each for each in self.strip if each.now), None)


class ScreenPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the page of one display."""

    screens: Screens
    schedules: Schedules
    questions: ScheduleQuestions
    enrolments: Enrolments
    database: Database
    clock: Callable[[], datetime]

    async def show(self, request: web.Request) -> web.Response:
        """The display now, or at the instant that is asked for."""
        return await self.answer(request)

    async def answer(self, request: web.Request, problem: str = "", status: int = 200) -> web.Response:
        """The page, with what was refused."""
        published = self.screens.publisher.published
        display = published.display(request.match_info["display"])
        pack, now = published.city_pack(), self.clock()
        zone = pack.zone(display)
        asked = asking.asked_instant(self.questions, display.id, zone, request.query)
        self.screens.reception.ask_watched(now)
        card = await self.screens.cards.card(display, coming=1)
        past = asked.given and asked.at < now
        pieces = await self._pieces(pack, display, asked.at, now)
        start, end = day_of(asked.at, zone)
        lang = catalogue.language(request)
        told = await (self._past if past else self._planned)(display, asked.at, now, lang)
        parts = shares(pieces)
        screen = self.screens.listed(published, display, card)
        statuses = self.screens.fleet.statuses
        says, _ = statuses.get(display.id, (None, None))
        silent = screen.condition.kind == "silent"
        together = fell_silent_with(display.id, statuses, partial(self.screens.fleet.online, now=now)) if silent else 0
        values: dict[str, Any] = {
            "screen": screen,
            "evidence": evidence(screen.condition, says, together),
            "asked": asked,
            "past": past,
            "at": asked.at,
            "told": told,
            "hours": hours(start, end, pieces, list(parts)),
            "shares": parts,
            "start": start,
            "neighbours": (start - timedelta(hours=12), end + timedelta(hours=12)),
            "now": now,
            "address": lambda at: asking.address(at, zone),
            "field": lambda at: asking.field(at, zone),
            "second": lambda at: f"{at.astimezone(zone):%H:%M:%S}",
            "full_day": lambda at: format_date(at.astimezone(zone), "EEEE d MMMM", locale=lang),
            "kind_name": lambda kind: kind_name(kind, lang),
            "decimal": lambda value: format_decimal(round(value, 1), locale=lang),
            "hour_long": timedelta(hours=1),
            "identity": self.enrolments.has(display.id),
            "says": says,
            "unshowable": _unshowable(published, display.id, says),
            "rows": (await audit.rows(self.database, about=f"display:{display.id}"))[-_ROWS:],
            "names": {person.who: person.name for person in await people.everybody(self.database)},
            "signs": next(reversed(await play_chains.chains(self.database, [display.id])), None),
            "problem": problem,
            "done": request.query.get("done", ""),
            "mark": self.screens.fleet.watches.mark,
        }
        return page.answer(request, "screen.html", status, zone=zone, **values)

    async def _pieces(self, pack: Pack, display: Display, at: datetime, now: datetime) -> list[DayPiece]:
        """The local day of that instant: what was shown up to now, and what will be from now on."""
        start, end = day_of(at, pack.zone(display))
        pieces = []
        if start < now:
            for showed in await self.questions.past.between(display.id, start, min(end, now), _PLAYS):
                pieces.append(DayPiece(showed.since, showed.until, _kind(pack, showed.slide), True))
        if end > now:

            def coming(schedule: Schedule) -> list[Showing]:
                return list(schedule.timeline(max(start, now), end))

            for showing in await self.schedules.ask(display.id, coming):
                if showing.state != "off":
                    pieces.append(DayPiece(max(showing.since, now), showing.until, _kind(pack, showing.slide), False))
        return pieces

    async def _past(self, display: Display, at: datetime, now: datetime, lang: str) -> ShownAt:
        """What was on the glass then, by the plays."""
        past = self.questions.past
        showed, sentence = await self.questions.remembered(display.id, at, "ro" if lang == "ro" else "en")
        before = await past.between(display.id, at - timedelta(days=1), at, _BEFORE + 1)
        after = await past.following(display.id, at, _AFTER)
        strip = [_proved(each, now=each == showed) for each in (*before[-_BEFORE - bool(showed) :], *after)]
        return ShownAt(sentence, (), strip)

    async def _planned(self, display: Display, at: datetime, now: datetime, lang: str) -> ShownAt:
        """What the plan says of an instant that is now or to come, and why."""
        published = self.screens.publisher.published
        explained = await self.questions.explained(display.id, at, "ro" if lang == "ro" else "en")

        def answered(schedule: Schedule) -> tuple[Explanation, list[Showing]]:
            return explained(schedule), list(islice(schedule.timeline(at, at + timedelta(days=2)), _AFTER + 1))

        why, coming = await self.schedules.ask(display.id, answered)
        headline = await self.screens.cards.headlines(display.id)
        frames = published.programme(display.id).frames
        before = await self.questions.past.between(display.id, now - timedelta(hours=1), now, _BEFORE)
        strip = [_proved(each, now=False) for each in before]
        for number, showing in enumerate(coming):
            slide, spoken = showing.slide or "", showing.lang or ""
            frame = frames.get(slide, {}).get(spoken)
            words = headline(slide, spoken) if slide else showing.state
            strip.append(StripPicture(showing.since, spoken, words, frame.asset if frame else None, False, number == 0))
        reasons = [reason.sentence for reason in why.reasons if reason.state == "plays"]
        return ShownAt(why.sentence, [*reasons, *([why.then] if why.then else [])], strip)


def day_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The local day of that instant, from midnight to midnight, in UTC."""
    today = at.astimezone(zone).date()
    first, last = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (today, today + timedelta(days=1)))
    return first, last


def kind_name(kind: str, lang: str) -> str:
    """What slides of that kind are called together; empty for what is no kind."""
    return next(
        (slide.names.several["ro" if lang == "ro" else "en"] for slide in KINDS if slide.__struct_config__.tag == kind),
        "",
    )


def _proved(showed: PastShowing, *, now: bool) -> StripPicture:
    return StripPicture(showed.since, showed.lang or "", showed.headline or NEUTRAL, showed.asset, True, now)


def _kind(pack: Pack, slide: str | None) -> str:
    """Of the slide as it is published; of one that is no more, nothing is known."""
    if slide is None:
        return NEUTRAL
    known = pack.slides.get(slide.partition(".")[0])
    return str(known.__struct_config__.tag) if known else "other"


def _unshowable(published: Published, display: str, says: wire.Status | None) -> list[tuple[str, str]]:
    """What the display holds in quarantine: the slides that show it (empty for its plan), and why."""
    held = says.quarantined if says else ()
    frames = published.programme(display).frames if held and display in published.latest else {}
    slides = {frame.asset: slide for slide, languages in sorted(frames.items()) for frame in languages.values()}
    return [
        ("" if each.kind == "manifest" else slides.get(each.name, each.name[:12]), each.reason)
        for each in held
        if each.kind == "manifest" or each.name in slides
    ]
