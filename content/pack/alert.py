"""An alert as two people of the city put it up: what happens, what to do, who says it, where and until when.

Decides what can be written in `alerts/<id>.yaml`, and that an alert is a campaign of its own above all others. Leaves
out how it looks (`slides.alert`), how it cuts in on the glass (the screen) and who may put it up (`changes.alerts`).
"""

from datetime import datetime, timedelta
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from content.authored import Id, Moment, Value
from content.pack.slide import Bound, KindNames, Passage, Slide
from content.pack.tagged import Tagged
from content.pack.values import Text
from content.phrases import said
from content.schedule.plan import ALERT

ALERTS = "alerts/"
"""The folder of alerts. Only the server writes in it, when people put an alert up or end it."""
LONGEST = timedelta(hours=24)
"""An alert leaves by itself after so long at most: nobody may have to remember it."""
PRIORITY = 1_000_000
"""Of every alert. What a city writes in `campaigns.yaml` has less."""
_UTC = ZoneInfo("UTC")


class AlertText(Value, frozen=True, kw_only=True):
    """A text that a city keeps ready for an alert. `issuer` is the city where it names nobody."""

    title: Text
    body: Text
    issuer: Text | None = None


class Alert(Slide, tag=ALERT, frozen=True, kw_only=True):
    """A message that takes over displays until just before `until`. `issuer` is who says it, `since` when they did.

    It opens as soon as a display has it, also on one whose clock is behind.

    It is a slide, its playlist and its campaign in one file, under one id. Its languages take turns, as those of any
    slide. `not_before` and `expires` have no place in it.
    """

    names: ClassVar[KindNames] = KindNames("an alert", {"en": "alerts", "ro": "alerte"}, "Alertă")

    title: Text
    body: Text
    issuer: Text
    displays: Literal["all"] | tuple[Id, ...] | Tagged = "all"
    since: Moment
    until: Moment

    def __post_init__(self) -> None:
        """Raises ValueError for an alert that is never shown, shown for too long, or bounded twice."""
        super().__post_init__()
        if self.not_before or self.expires:
            raise ValueError(said("found `not_before` or `expires`, expected only `since` and `until`"))
        if self.since.bare or self.until.bare:
            raise ValueError(said("found a day, expected a time in `since` and in `until`"))
        lasts = self.until.instant(_UTC) - self.since.instant(_UTC)
        if not timedelta(0) < lasts <= LONGEST:
            hours = LONGEST // timedelta(hours=1)
            pattern = "found an alert of {lasts}, expected `until` after `since`, at most {hours} hours later"
            raise ValueError(said(pattern, lasts=lasts, hours=hours))

    def prose(self) -> tuple[Passage, ...]:
        return Passage("title", self.title), Passage("body", self.body)

    def running_text(self) -> Passage | None:
        return Passage("body", self.body)

    def closing(self) -> tuple[Bound, ...]:
        return (Bound("until", self.until),)

    def over(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether it has left the displays by then."""
        return self.until.instant(zone) <= now
