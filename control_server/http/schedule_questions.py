"""What people ask of a display's schedule: about which instant, and why it shows what it shows then.

Decides how an instant is read: without an offset it is local to the display. The API and the wall ask alike.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from content import strict_yaml
from content.explain import explanation as explaining
from content.explain.explanation import Explanation
from content.explain.sentences import InterfaceLang, Phrasebook
from content.findings import refused
from content.schedule.resolve import Schedule
from control_server.http.past import Past, PastShowing
from control_server.http.status_card import StatusCards
from control_server.publishing.publisher import Publisher


class ScheduleQuestions:
    """Of what is published when they are asked."""

    def __init__(self, publisher: Publisher, cards: StatusCards, past: Past, clock: Callable[[], datetime]) -> None:
        self._publisher, self._cards, self.past, self._clock = publisher, cards, past, clock

    async def explained(
        self, display: str, at: datetime, language: InterfaceLang, *, present: bool = False
    ) -> Callable[[Schedule], Explanation]:
        """The question that `content.explain` answers, to be put to the display's schedule. Raises RefusedError.

        With `present` only what shows at that instant is told of.
        """
        published = self._publisher.published
        pack, known = published.city_pack(), published.display(display)
        headline = await self._cards.headlines(display)
        return lambda schedule: explaining.of_schedule(
            pack, known, schedule, at, language=language, headline=headline, present=present
        )

    async def remembered(self, display: str, at: datetime, language: InterfaceLang) -> tuple[PastShowing | None, str]:
        """What the display showed at a former instant, by its plays, and that as a sentence. Raises RefusedError."""
        zone, showed = self.zone(display), await self.past.at(display, at)
        phrases = Phrasebook(language, zone, at)
        if showed is None:
            return None, phrases.say("not-told")
        bounds = {"since": phrases.clock(showed.since), "until": phrases.clock(showed.until)}
        if showed.slide is None:
            return showed, phrases.say("was-neutral", **bounds)
        return showed, phrases.say(
            "was-shown",
            slide=f"{phrases.quoted(showed.headline or showed.slide)} ({showed.slide})",
            lang=phrases.language_name(showed.lang or ""),
            campaign=phrases.quoted(showed.campaign or ""),
            **bounds,
        )

    def instant(self, display: str, text: str | None) -> datetime:
        """What a person asked for, in UTC; nothing is now. Raises RefusedError (`time`, `unknown`)."""
        zone = self.zone(display)
        if not text:
            return self.now()
        try:
            return strict_yaml.moment(pasted(text)).instant(zone).astimezone(UTC)
        except ValueError as error:
            raise refused("time", "the time asked for", str(error)) from error

    def now(self) -> datetime:
        """The server's clock."""
        return self._clock()

    def zone(self, display: str) -> ZoneInfo:
        """The display's. Raises RefusedError (`unknown`, `pack`)."""
        published = self._publisher.published
        return published.city_pack().zone(published.display(display))


def pasted(text: str) -> str:
    """A time with its offset's `+`, of which a query that was pasted as it is makes a space."""
    return re.sub(r"(:\d\d\S*) (\d\d:?\d\d)\Z", r"\1+\2", text)
