"""The page of all displays: those in trouble first, each with what is the matter and what to do about it.

Decides what is listed, and that search and filter stand in the address. Leaves out what is known of a display
(`http.status_card`), what its condition is (`condition`), and the page of one (`screen_page`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from content.pack.model import Display
from control_server.devices.fleet import Fleet
from control_server.devices.reception import Reception
from control_server.http.display_list import DisplayLists, Wanted
from control_server.http.list_part import Part
from control_server.http.status_card import Card, StatusCards
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.studio import condition, page
from control_server.studio.condition import Condition

MANY = 24
"""Displays on one page."""
_TAGS = 300


class ListedScreen(NamedTuple):
    """A display as the list shows it. `pictured_s` is how old its picture is, in seconds; None without one."""

    display: Display
    card: Card
    condition: Condition
    pictured_s: int | None


class Screens(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the page of all displays."""

    publisher: Publisher
    fleet: Fleet
    reception: Reception
    cards: StatusCards
    lists: DisplayLists
    clock: Callable[[], datetime]

    async def everyone(self, request: web.Request) -> web.Response:
        """All displays, or those that are looked for."""
        published, wanted = self.publisher.published, Wanted.of(request.query)
        listed = self.lists.by_state(wanted)
        part = Part.of_page(request.query.get("page", ""), len(listed.displays), MANY)
        shown = listed.displays[part.first : part.last]
        self.reception.ask_watched(self.clock())
        cards = await self.cards.cards(shown, coming=1)
        screens = [self.listed(published, display, card) for display, card in zip(shown, cards, strict=True)]
        values: dict[str, Any] = {
            "screens": screens,
            "wanted": wanted,
            "listed": listed,
            "part": part,
            "tags": dict(list(self.lists.tags().items())[:_TAGS]),
            "query": lambda **changes: query(wanted, **changes),
            "mark": self.fleet.watches.mark,
            "any": bool(published.pack and published.pack.displays),
        }
        zone = published.pack.city.zone if published.pack else page.UTC
        return page.answer(request, "screens.html", zone=zone, **values)

    def listed(self, published: Published, display: Display, card: Card) -> ListedScreen:
        """The display with its condition."""
        newest, picture = published.latest.get(display.id), self.fleet.pictures.get(display.id)
        state = condition.condition(card, newest.manifest.issued if newest else None)
        age = max(0, round((card.now - picture.at).total_seconds())) if picture else None
        return ListedScreen(display, card, state, age)


def query(wanted: Wanted, **changes: Any) -> str:
    """The address of the displays that are wanted, with `changes` to what is wanted or to which `page` of it."""
    asked = {"state": wanted.state, "q": wanted.words, "tag": wanted.tag} | changes
    chosen = urlencode({name: value for name, value in asked.items() if value and (name, value) != ("page", 1)})
    return f"/studio/screens?{chosen}" if chosen else "/studio/screens"
