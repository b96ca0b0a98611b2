"""The first steps of a city: the city, its people, a first slide, a first screen, a first publication.

Decides when a step is done, of what is kept; nothing is remembered of the page itself. Leaves out the steps themselves,
which are other pages.
"""

from typing import NamedTuple

import msgspec
from aiohttp import web

from control_server.publishing.publisher import Publisher
from control_server.storage import changes, displays, people
from control_server.storage.changes import OPEN, Change, State
from control_server.storage.database import Database
from control_server.studio import page

_EVERY: tuple[State, ...] = (*OPEN, "published", "unreviewed", "reviewed")


class FirstStep(NamedTuple):
    """A step, and whether it is done. `facts` are what the page says of it then."""

    name: str
    done: bool
    facts: tuple[str, ...] = ()


class StartPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers who begins."""

    publisher: Publisher
    database: Database

    async def show(self, request: web.Request) -> web.Response:
        """The five steps; the first that is not done is open."""
        steps = await self._steps()
        following = next((step.name for step in steps if not step.done), "")
        done = sum(step.done for step in steps)
        return page.answer(request, "start.html", steps=steps, following=following, done=done)

    async def _steps(self) -> list[FirstStep]:
        pack = self.publisher.published.pack
        names = [each.name for each in await people.everybody(self.database) if each.disabled is None]
        made = [each for each in await changes.listed(self.database, _EVERY) if each.author.startswith("person:")]
        enrolled = await displays.credentials(self.database)
        screens = [each.name for each in pack.displays.values() if each.id in enrolled] if pack else []
        approved = [each.title for each in made if _approved(each)]
        return [
            FirstStep("city", pack is not None, (pack.city.name, *pack.city.languages) if pack else ()),
            FirstStep("people", len(names) > 1, tuple(names[:5])),
            FirstStep("slide", bool(made), (made[-1].title,) if made else ()),
            FirstStep("screen", bool(screens), tuple(screens[:3])),
            FirstStep("publication", bool(approved), tuple(approved[-1:])),
        ]


def _approved(change: Change) -> bool:
    """It is on the screens because somebody else has looked at it."""
    return change.state == "published" and any(step.state == "approved" for step in change.steps)
