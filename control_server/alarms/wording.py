"""What people are told of alarms: which screens, what is the matter with each, since when, and where to look.

Decides how many screens a message names. The sentences are those of the page of screens. Leaves out how a message
travels (`ways`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from content.pack.model import Display
from control_server.alarms.rules import AlarmNews
from control_server.http.status_card import StatusCards
from control_server.publishing.publisher import Publisher
from control_server.studio import condition, page

MOST = 20
"""Screens that a message names; of more it says how many."""


class AlarmedScreen(msgspec.Struct, frozen=True, kw_only=True):
    """One screen of a message. `trouble` is what is the matter, empty where its alarm is cleared; instants are UTC."""

    display: str
    name: str
    trouble: str = ""
    since: datetime | None = None
    raised: datetime | None = None
    address: str = ""


class AlarmWords(msgspec.Struct, frozen=True, kw_only=True):
    """A message, for people (`subject`, `text`) and for programs. `more` screens are in none of the two lists.

    `link` says that the server's link to the broker is `down`, or `up` again.
    """

    subject: str
    text: str
    raised: tuple[AlarmedScreen, ...] = ()
    cleared: tuple[AlarmedScreen, ...] = ()
    more: int = 0
    link: str = ""

    def encoded(self) -> bytes:
        """As it is kept and sent to programs: JSON."""
        return msgspec.json.encode(self)


class Wording(NamedTuple):
    """Writes messages in that language, with addresses below `url`."""

    publisher: Publisher
    cards: StatusCards
    url: str
    lang: str

    async def of(self, news: AlarmNews, now: datetime) -> AlarmWords | None:
        """The message; None when all that it would speak of has left the pack. Raises RefusedError."""
        pack = self.publisher.published.city_pack()
        raised, cleared = (_known(pack.displays, each) for each in (news.raised, news.cleared))
        link = "down" if "" in news.raised else "up" if "" in news.cleared else ""
        if not (raised or cleared or link):
            return None
        screens = await self._in_trouble(raised[:MOST], news.raised)
        well = tuple(self._screen(display, news.cleared) for display in cleared[: MOST - len(screens)])
        values: dict[str, Any] = {
            "city": pack.city.name,
            "link": link,
            "raised": len(raised),
            "cleared": len(cleared),
            "screens": screens,
            "well": well,
            "more": len(raised) + len(cleared) - len(screens) - len(well),
            "now": now,
            "address": f"{self.url}/studio/screens",
        }
        subject, _, text = page.text_of("alarm.txt", self.lang, pack.city.zone, values).partition("\n")
        return AlarmWords(
            subject=subject.strip(),
            text=text.strip() + "\n",
            raised=tuple(screen for screen, _ in screens),
            cleared=well,
            more=values["more"],
            link=link,
        )

    async def _in_trouble(
        self, displays: list[Display], raised: Mapping[str, datetime]
    ) -> list[tuple[AlarmedScreen, condition.Condition]]:
        published = self.publisher.published
        screens = []
        for display, card in zip(displays, await self.cards.cards(displays, coming=0), strict=True):
            newest = published.latest.get(display.id)
            state = condition.condition(card, newest.manifest.issued if newest else None)
            screen = self._screen(display, raised, trouble=state.kind, since=state.since)
            screens.append((screen, state))
        return screens

    def _screen(self, display: Display, raised: Mapping[str, datetime], **more: Any) -> AlarmedScreen:
        address = f"{self.url}/studio/screens/{display.id}"
        return AlarmedScreen(display=display.id, name=display.name, raised=raised[display.id], address=address, **more)


def _known(displays: Mapping[str, Display], alarms: Mapping[str, datetime]) -> list[Display]:
    """Those that the pack still has, in its order."""
    return [display for display in displays.values() if display.id in alarms]
