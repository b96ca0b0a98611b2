"""What programs publish is a change too: `afisier publish`, writes of the API, imports and feeds, with their author.

Decides what such a change is called and which steps it has. It is kept in the transaction of its publication; its files
are what the pack's own history has of that revision.
"""

import secrets
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from control_server.publishing.candidate import Candidate
from control_server.storage import changes
from control_server.storage.audit import Act
from control_server.storage.causes import Cause
from control_server.storage.changes import Change, ChangeStep, Save
from control_server.storage.publications import Also

_TITLES = {
    "ro": {"pack": "Tot orașul", "slide": "Afișul", "import": "Import", "feed": "Sursa"},
    "en": {"pack": "The whole city", "slide": "Slide", "import": "Import", "feed": "Source"},
}
"""By the city's first language: a title is a text of the city, as those that people write."""


def as_change(candidate: Candidate, cause: Cause, now: datetime) -> Also | None:
    """What keeps the edit as a change; None where nothing is edited, and for what the desk keeps itself."""
    titles = _TITLES.get(candidate.pack.city.languages[0], _TITLES["en"])
    if cause.kind not in titles or candidate.files == candidate.base.files:
        return None
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
            ChangeStep(number=2, state="published", by=author, at=now, why=cause.why, revision=base + 1),
        ),
    )

    async def keep(connection: AsyncConnection) -> None:
        await changes.add_published(connection, change, Act(who=author, verb="published", object=change.name))

    return keep
