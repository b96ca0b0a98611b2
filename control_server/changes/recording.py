"""What programs publish is a change too: `afisier publish`, writes of the API, imports and feeds, with their author.

Decides what such a change is called and which steps it has: with a person's token it is published without review, as
theirs, and within their rights. It is kept in the transaction of its publication; its files
are what the pack's own history has of that revision.
"""

import secrets
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from control_server.changes import reach
from control_server.publishing.candidate import Candidate
from control_server.storage import changes, people
from control_server.storage.audit import Act
from control_server.storage.causes import Cause
from control_server.storage.changes import Change, ChangeStep, Files, Save, State
from control_server.storage.database import Database
from control_server.storage.publications import Also

_TITLES = {
    "ro": {"pack": "Tot orașul", "slide": "Afișul", "import": "Import", "feed": "Sursa"},
    "en": {"pack": "The whole city", "slide": "Slide", "import": "Import", "feed": "Source"},
}
"""By the city's first language: a title is a text of the city, as those that people write."""


class Recording:
    """What a publisher asks before it commits what a program has edited."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, candidate: Candidate, cause: Cause, now: datetime) -> Also | None:
        """What keeps the edit as a change. Raises RefusedError (`rights`) beyond the displays of its person."""
        if cause.actor.startswith("person:"):
            person = await people.by_id(self._database, cause.actor.removeprefix("person:"))
            if person:
                reach.check(candidate, _edits(candidate), person, "the pack")
        return as_change(candidate, cause, now)


def _edits(candidate: Candidate) -> Files:
    before, after = candidate.base.files, candidate.files
    return {path: after.get(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def as_change(candidate: Candidate, cause: Cause, now: datetime) -> Also | None:
    """What keeps the edit as a change; None where nothing is edited, and for what the desk keeps itself."""
    titles = _TITLES.get(candidate.pack.city.languages[0], _TITLES["en"])
    if cause.kind not in titles or candidate.files == candidate.base.files:
        return None
    state: State = "unreviewed" if cause.actor.startswith("person:") else "published"
    author = f"feed:{cause.actor}" if cause.kind == "feed" else cause.actor
    base = candidate.base.revision
    subject = cause.actor if cause.kind == "feed" else cause.why
    change = Change(
        id=secrets.token_hex(5),
        title=f"{titles[cause.kind]} {subject}".strip()[:200],
        author=author,
        began=now,
        save=Save(number=1, by=author, at=now, base=base, files={}),
        steps=(
            ChangeStep(number=1, state="draft", by=author, at=now),
            ChangeStep(number=2, state=state, by=author, at=now, why=cause.why, revision=base + 1),
        ),
    )

    async def keep(connection: AsyncConnection) -> None:
        await changes.add_published(connection, change, Act(who=author, verb=state, object=change.name, why=cause.why))

    return keep
