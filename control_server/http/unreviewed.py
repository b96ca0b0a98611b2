"""What is on screens and was published without approval, as long as nobody else has looked at it.

Decides which slides and campaigns that is: those that such a change wrote and that are still as it wrote them, and all
of them where it wrote how the whole city looks. Only of what a glass shows is it said to the public: a change may be of
what is yet to come. Leaves out who looks (`changes.desk`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from content import strict_yaml, wire
from control_server.publishing.published import Published
from control_server.storage import changes, documents
from control_server.storage.changes import Change
from control_server.storage.database import Database

_ASKED_EVERY = timedelta(seconds=2)
"""The wall is open to everyone: it asks the database no oftener than this."""
_WHOLE = "city.yaml"


class UnreviewedParts(NamedTuple):
    """What was written without approval: slides and campaigns by id, or the `whole` of the city."""

    slides: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()
    whole: bool = False

    def on(self, glass: wire.Glass | None) -> bool:
        """Whether it is what this glass shows."""
        if glass is None or glass.slide is None:
            return False
        return self.whole or glass.slide.partition(".")[0] in self.slides or glass.campaign in self.campaigns


class UnreviewedContent:
    """Asks the database what there is, and remembers it as long as nothing else is published or looked at."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._asked: datetime | None = None
        self._there: list[str] = []
        self._known: tuple[list[str], int, UnreviewedParts] = [], 0, UnreviewedParts()

    async def parts(self, published: Published) -> UnreviewedParts:
        """Of all changes at which nobody has looked yet."""
        now = self._clock()
        if self._asked is None or not timedelta(0) <= now - self._asked < _ASKED_EVERY:
            self._there, self._asked = await changes.ids_of(self._database, ("unreviewed",)), now
        if self._known[:2] != (self._there, published.revision):
            there = self._there
            self._known = there, published.revision, await self._parts(there, published)
        return self._known[2]

    async def _parts(self, there: list[str], published: Published) -> UnreviewedParts:
        slides, campaigns, playlists, whole = set[str](), set[str](), set[str](), False
        if not there or published.pack is None:
            return UnreviewedParts()
        for each in there:
            change = await changes.one(self._database, each)
            if change is None or change.publication is None:
                continue
            paths = {path for path, body in change.files.items() if body and published.files.get(path) == body}
            slides |= {path.removeprefix("slides/").removesuffix(".yaml") for path in paths}
            slides |= {name for name, slide in published.pack.slides.items() if not paths.isdisjoint(slide.files())}
            campaigns |= await self._entries(change, "campaigns", published)
            playlists |= await self._entries(change, "playlists", published)
            whole |= _WHOLE in paths
        campaigns |= {name for name, each in published.pack.campaigns.items() if each.playlist in playlists}
        return UnreviewedParts(frozenset(slides & published.pack.slides.keys()), frozenset(campaigns), whole)

    async def _entries(self, change: Change, what: str, published: Published) -> set[str]:
        """The entries of that list that it made others than they were, and that are still so."""
        path, revision = f"{what}.yaml", change.publication.revision if change.publication else None
        if path not in change.files or revision is None:
            return set()
        before = await documents.bodies_at(self._database, revision - 1, [path])
        was, wrote, now = (
            _by_id(body, what) for body in (before.get(path), change.files[path], published.files.get(path))
        )
        return {name for name, entry in wrote.items() if entry != was.get(name) and entry == now.get(name)}


def _by_id(body: bytes | None, what: str) -> Mapping[str, Any]:
    entries = strict_yaml.mapping(body, what).get(what) if body else None
    return {str(entry["id"]): entry for entry in entries or () if isinstance(entry, dict) and "id" in entry}
