"""What is asked of the plan in its address: which days, how they are seen, on which displays, and at which instant.

Decides what is read as what, that nothing asked for is refused but an impossible date, and where the neighbouring days
are. Leaves out the plan itself (`plan_chart`).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from content import strict_yaml
from content.findings import refused
from content.pack.model import Display, Pack
from content.phrases import said
from control_server.studio import page

View = Literal["week", "month", "display"]
AT_ONCE = 20
"""Displays on one page."""
_LONGEST = 120
YEARS = range(2000, 2200)


class PlanAsked(NamedTuple):
    """`first` is the first day that is seen, `days` how many there are; `at` an instant to look at on `display`."""

    view: View
    first: date
    days: int
    change: str
    display: str
    at: str
    words: str
    tag: str
    part: int

    def address(self, **others: object) -> str:
        """Of the plan with something asked otherwise; what is empty is left out."""
        asked = {"view": self.view, "from": self.first.isoformat(), "change": self.change, "display": self.display}
        asked |= {"at": self.at, "q": self.words, "tag": self.tag, "part": str(self.part) if self.part > 1 else ""}
        asked |= {key.rstrip("_"): str(value) for key, value in others.items()}
        shown = {key: value for key, value in asked.items() if value and (key, value) != ("view", "week")}
        return f"/studio/plan?{urlencode(shown)}"

    @property
    def before(self) -> date:
        """The first of the days before these."""
        return (
            (self.first - timedelta(days=1)).replace(day=1) if self.view == "month" else self.first - timedelta(days=7)
        )

    @property
    def after(self) -> date:
        """The first of the days after these."""
        return self.first + timedelta(days=self.days)

    def displays(self, pack: Pack) -> list[Display]:
        """Those that are asked for by words and tag."""
        if self.view == "display":
            return [pack.displays[self.display]] if self.display in pack.displays else list(pack.displays.values())[:1]
        wanted = self.words.lower().split()
        return [
            each
            for each in pack.displays.values()
            if (not self.tag or self.tag in each.tags)
            and all(word in f"{each.name} {each.id} {' '.join(each.tags)}".lower() for word in wanted)
        ]

    def instant(self, zone: ZoneInfo) -> datetime | None:
        """What `at` says on a clock of that zone. Raises RefusedError (`time`)."""
        if not self.at:
            return None
        try:
            return strict_yaml.moment(self.at).instant(zone)
        except ValueError as error:
            raise refused("time", "at", str(error)) from error


def asked(query: Mapping[str, str], today: date) -> PlanAsked:
    """Raises RefusedError (`time`) for a day that there is not."""
    view: View = {"month": "month", "display": "display"}.get(query.get("view", ""), "week")  # type: ignore[assignment]
    text = query.get("from", "")[:40]
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise refused("time", "from", said("found {text!r}, expected a day as 2026-12-31", text=text)) from None
    if day.year not in YEARS:
        raise refused(
            "time",
            "from",
            said(
                "found the year {year}, expected one from {years} to {years2}",
                year=day.year,
                years=YEARS[0],
                years2=YEARS[-1],
            ),
        )
    first = day.replace(day=1) if view == "month" else day - timedelta(days=day.weekday())
    days = ((first + timedelta(days=31)).replace(day=1) - first).days if view == "month" else 7
    return PlanAsked(
        view=view,
        first=first,
        days=days,
        change=query.get("change", "")[:10],
        display=query.get("display", "")[:64],
        at=query.get("at", "")[:40],
        words=" ".join(query.get("q", "").split())[:_LONGEST],
        tag=query.get("tag", "")[:_LONGEST],
        part=max(page.number(query.get("part", "")), 1),
    )
