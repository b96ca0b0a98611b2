"""The schedule once more, minute by minute and naively, from a pack's documents: what the program is compared with.

Written from `docs/scheduling.md` and `docs/pack.md`; knows nothing of the program. Bucharest's clock of 2026 is written
out; other places are asked only what their clocks show at an instant. Speaks of minutes, so packs must be on minutes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from tests.packs import Documents, characters
from tests.schedule import almanac
from tests.schedule.turns import ActiveSet, CampaignSet

Window = tuple[datetime, datetime]

MINUTE = timedelta(minutes=1)
SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)  # 03:00 becomes 04:00
AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)  # 04:00 becomes 03:00


class Clock(Protocol):
    def wall(self, instant: datetime) -> datetime:
        """What a clock on the wall shows."""

    def instant(self, shown: datetime) -> datetime:
        """RFC 5545 §3.3.5: the first time the wall shows it; in the gap, as if the clock had not been changed yet."""


class Bucharest:
    """Bucharest's clock of 2026, written out."""

    def wall(self, instant: datetime) -> datetime:
        offset = timedelta(hours=3 if SPRING <= instant < AUTUMN else 2)
        return (instant + offset).replace(tzinfo=None)

    def instant(self, shown: datetime) -> datetime:
        summer = shown.replace(tzinfo=UTC) - timedelta(hours=3)
        winter = shown.replace(tzinfo=UTC) - timedelta(hours=2)
        if self.wall(summer) == shown:
            return summer
        return winter  # what the wall shows in winter, or a gap: before it, winter time held


class Anywhere:
    """A clock of the tz database, asked only what it shows at an instant; the way back is by trying."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.instant = lru_cache(maxsize=4096)(self.worked_out)

    def offset(self, instant: datetime) -> timedelta:
        offset = instant.astimezone(self.zone).utcoffset()
        assert offset is not None
        return offset

    def wall(self, instant: datetime) -> datetime:
        return (instant + self.offset(instant)).replace(tzinfo=None)

    def worked_out(self, shown: datetime) -> datetime:
        about = shown.replace(tzinfo=UTC)
        offsets = [self.offset(about + timedelta(hours=hours)) for hours in range(-30, 31, 3)]
        fitting = [about - offset for offset in set(offsets) if self.wall(about - offset) == shown]
        return min(fitting) if fitting else about - offsets[0]  # in a gap: the offset of before


class Minute(NamedTuple):
    """A minute of a local day: its instant, whether the panel is on, what plays, and since when unchanged."""

    at: datetime
    on: bool
    active: ActiveSet
    since: datetime

    def shows(self) -> object:
        return self.on and self.active


class Part(NamedTuple):
    """A daypart: weekdays (0 is Monday), and minutes after the midnight that starts its day."""

    days: frozenset[int]
    start: int
    end: int


ALL_DAY = Part(frozenset(range(7)), 0, 24 * 60)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def spoken(daypart: Documents) -> Part:
    """`mon-fri, sun` from 22:00 to 02:00: one that ends before it starts ends on the next day."""
    days: set[int] = set()
    for part in daypart.get("days", "mon-sun").replace(" ", "").split(","):
        first, last = part[:3], part[-3:]
        days |= set(range(NAMES.index(first), NAMES.index(last) + 1))
    start, end = (int(daypart[name][:2]) * 60 + int(daypart[name][3:]) for name in ("from", "to"))
    return Part(frozenset(days), start, end if end > start else end + 24 * 60)


def recurs(campaign: Documents, day: date) -> bool:
    """Left out is left out; added is added; otherwise the rule's days, or all if nothing is said of days."""
    if day.isoformat() in campaign.get("exdate", ()):
        return False
    added = campaign.get("rdate", ())
    if "rrule" in campaign:
        start = date.fromisoformat(campaign["from"][:10])
        return day.isoformat() in added or almanac.occurs(campaign["rrule"], start, day)
    return not added or day.isoformat() in added


def bare(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if len(text) == 10 else otherwise


def inside(windows: list[Window], at: datetime) -> bool:
    return any(since <= at < until for since, until in windows)


def within(opens: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return (opens is None or opens <= at) and (ends is None or at < ends)


class Life(NamedTuple):
    """What a slide is called in a part of its life, and from when until when it may be shown."""

    name: str
    opens: datetime | None
    ends: datetime | None
    texts: list[dict[str, str]]


class Town:
    """What a pack's documents say of one display, as `docs/scheduling.md` and `docs/pack.md` read."""

    def __init__(self, documents: Documents, display: str, clock: Clock) -> None:
        self.clock = clock
        self.city = documents["city.yaml"]
        self.display = next(each for each in documents["displays.yaml"]["displays"] if each["id"] == display)
        self.slides = {
            name.removeprefix("slides/").removesuffix(".yaml"): slide
            for name, slide in documents.items()
            if name.startswith("slides/")
        }
        self.playlists = {each["id"]: each["slides"] for each in documents["playlists.yaml"]["playlists"]}
        self.campaigns = [
            each for each in documents["campaigns.yaml"]["campaigns"] if self.meant(each.get("displays", "all"))
        ]
        self.lives = {name: list(self.life(name)) for name in self.slides}
        self.timed = [[self.timed_of(each, name) for name in ("from", "to")] for each in self.campaigns]
        self.windows, self.open_hours = (lru_cache(maxsize=4096)(of) for of in (self.windows_of, self.hours_of))

    def meant(self, group: Any) -> bool:
        """Displays by id, by tag (any, all, none of) or all."""
        if group == "all":
            return True
        if isinstance(group, list):
            return self.display["id"] in group
        tags = set(self.display.get("tags", ()))
        return (
            ("tags" not in group or any(tag in tags for tag in group["tags"]))
            and all(tag in tags for tag in group.get("all_of", ()))
            and not any(tag in tags for tag in group.get("none_of", ()))
        )

    def minimums(self) -> dict[str, float]:
        """Of several groups that mean the display, the largest part asked for."""
        least: dict[str, float] = {}
        for each in self.city.get("minimum_airtime", ()):
            for kind, part in each["kinds"].items():
                if self.meant(each["displays"]):
                    least[kind] = max(part, least.get(kind, 0))
        return least

    # --- instants ---

    def instant(self, text: str, ends: bool = False) -> datetime:
        """A bare date is its local midnight, as an end the midnight after it; without an offset it is local time."""
        if len(text) == 10:
            return self.clock.instant(datetime.fromisoformat(text) + timedelta(days=ends))
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else self.clock.instant(moment)

    def timed_of(self, of: Documents, name: str) -> datetime | None:
        return self.instant(of[name]) if len(of.get(name, "")) > 10 else None

    def instants(self, of: Documents, *names: str, ends: bool = False) -> list[datetime]:
        return [self.instant(of[name], ends) for name in names if name in of]

    def life(self, name: str) -> Iterator[Life]:
        """From the latest beginning to the earliest end. A call is announced, then open, then has a result."""
        of = self.slides[name]
        begins, ends = self.instants(of, "not_before"), self.instants(of, "expires", ends=True)
        if of["kind"] != "consultation":
            yield Life(
                name, max(begins, default=None), min(ends, default=None), [of["title"], of.get("body", of["title"])]
            )
            return
        opens, closes = self.instant(of["opens"]), self.instant(of["closes"], ends=True)
        call = [of["ask"], of["who"]]
        if "announce" in of:
            announced = max(*begins, self.instant(of["announce"])) if begins else self.instant(of["announce"])
            yield Life(f"{name}.announced", announced, min(*ends, opens, closes), call)
        yield Life(name, max([*begins, opens]), min([*ends, closes]), call)
        if result := of.get("result"):
            until = self.instants(result, "to", ends=True) or ends
            told = [result["title"], result["said"], result["did"]]
            yield Life(f"{name}.result", max(self.instant(result["from"]), closes), min(until, default=None), told)

    # --- what plays ---

    def open_slides(self, campaign: Documents, at: datetime) -> tuple[str, ...]:
        lives = (life for name in self.playlists[campaign["playlist"]] for life in self.lives[name])
        return tuple(each.name for each in lives if within(each.opens, each.ends, at))

    def windows_of(self, number: int, day: date) -> list[Window]:
        """When a campaign runs of what starts on that day, as far as days say: bare dates, recurrence, weekdays."""
        campaign = self.campaigns[number]
        first, last = (bare(campaign.get(name, ""), day) for name in ("from", "to"))
        if not (first <= day <= last and recurs(campaign, day)):
            return []
        parts = [spoken(each) for each in campaign.get("dayparts", ())] or [ALL_DAY]
        return self.instants_of(parts, day)

    def instants_of(self, parts: list[Part], day: date) -> list[Window]:
        midnight = datetime.combine(day, time())
        bounds = [(part.start, part.end) for part in parts if day.weekday() in part.days]
        return [
            (self.clock.instant(midnight + a * MINUTE), self.clock.instant(midnight + b * MINUTE)) for a, b in bounds
        ]

    def about(self, at: datetime) -> list[date]:
        """The days on which what is under way at that instant may have started; today may be two (Apia 2011)."""
        today = self.clock.wall(at).date()
        return [today + timedelta(n) for n in (-2, -1, 0, 1)]

    def active(self, at: datetime) -> ActiveSet:
        """Campaign, share and open slides of those that play: of those with something to show, the highest priority.

        `from` and `to` with a time are instants.
        """
        ready, about = [], self.about(at)
        for number, each in enumerate(self.campaigns):
            running = any(inside(self.windows(number, day), at) for day in about)
            if running and within(*self.timed[number], at) and (slides := self.open_slides(each, at)):
                ready.append((each.get("priority", 0), (each["id"], each.get("share", 1), slides)))
        top = max((priority for priority, _ in ready), default=0)
        return tuple(sorted(each for priority, each in ready if priority == top))

    def hours_of(self, day: date) -> list[Window]:
        return self.instants_of([spoken(each) for each in self.display.get("hours", ())], day)

    def on(self, at: datetime) -> bool:
        return "hours" not in self.display or any(inside(self.open_hours(day), at) for day in self.about(at))

    def minutes(self, day: date) -> list[Minute]:
        """Every minute between the two local midnights."""
        at = since = self.clock.instant(datetime.combine(day, time()))
        end = self.clock.instant(datetime.combine(day + timedelta(days=1), time()))
        walked: list[Minute] = []
        while at < end:
            active = self.active(at)
            if walked and walked[-1].active != active:
                since = at
            walked.append(Minute(at, self.on(at), active, since))
            at += MINUTE
        return walked

    # --- how it plays ---

    def campaign_set(self, active: ActiveSet) -> CampaignSet:
        shown = {slide for _, _, slides in active for slide in slides}
        kinds = {name: self.slides[name.partition(".")[0]]["kind"] for name in shown}
        return CampaignSet(active, {name: self.languages(name) for name in shown}, kinds, self.minimums())

    def languages(self, name: str) -> dict[str, int]:
        """The languages of the display that all its texts exist in, or else its own first; and its seconds in each."""
        texts = next(life.texts for life in self.lives[name.partition(".")[0]] if life.name == name)
        complete = [lang for lang in self.city["languages"] if all(lang in text for text in texts)]
        shown = [lang for lang in self.display["languages"] if lang in complete] or complete[:1]
        return {lang: self.seconds(name, lang) for lang in shown}

    def seconds(self, name: str, lang: str) -> int:
        """2 s and the time to read, 8 to 20 s, at least 15 s with a QR code; whole seconds, rounded up."""
        of = self.slides[name.partition(".")[0]]
        least = 15 if "link" in of or of["kind"] == "consultation" else 8
        pace = {"passing": 12, "waiting": 15}[self.display.get("audience", "passing")]
        return min(20, max(least, 2 + ceil(characters(name, lang) / pace)))
