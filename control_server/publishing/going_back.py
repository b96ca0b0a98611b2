"""A database that was put back to what it was at an earlier instant: what it must become before a server starts on it.

Decides that displays are told everything anew in a later epoch, as they have perhaps accepted newer manifests than this
database knows and believe none that is older; and that nobody is signed in, as sessions and links that were ended since
would count again. Leaves out where the database comes from (`storage.backups`).
"""

from datetime import datetime

from sqlalchemy import update

from content.publication.issue import begun_anew
from content.wire.dsse import Signer
from control_server.metrics import Metrics
from control_server.publishing.publisher import load_published
from control_server.storage import publications, tables
from control_server.storage.causes import Cause
from control_server.storage.database import Database
from control_server.storage.ground import Ground
from control_server.storage.publications import Changed
from control_server.tasks import uninterrupted


async def go_back(database: Database, signer: Signer, now: datetime, why: str) -> int:
    """Begins the new epoch, signed by the server's key, and ends sessions and open links. Returns the epoch.

    `why` is for the history. Raises RefusedError when what was stored cannot be read, or was signed by another key.
    """
    published = await load_published(Ground(database, signer, Metrics(), lambda: now))
    issued = begun_anew(published.latest, signer.sign_manifest, now)
    changed = Changed(published.files, issued, published.programmes)
    await publications.publish(database, changed, Cause(actor="console", kind="restore", why=why), now)
    await _nobody_is_in(database, now)
    return max((each.manifest.epoch for each in issued.values()), default=0)


@uninterrupted
async def _nobody_is_in(database: Database, now: datetime) -> None:
    sessions, links = tables.sessions, tables.invitations
    async with database.writing() as connection:
        await connection.execute(update(sessions).where(sessions.c.ended.is_(None)).values(ended=now))
        await connection.execute(update(links).where(links.c.used.is_(None)).values(used=now))
