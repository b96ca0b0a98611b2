"""The files of the pack as it stands, and every revision of each."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from control_server.storage import tables
from control_server.storage.database import Database
from control_server.storage.dialect import upsert


async def current(database: Database) -> tuple[int, dict[str, bytes]]:
    """The pack's revision (0: none yet) and its files."""
    rows = await database.rows(select(tables.documents.c.path, tables.documents.c.body))
    ((revision,),) = await database.rows(select(func.max(tables.revisions.c.revision)))
    return revision or 0, {row.path: row.body for row in rows}


async def bodies_at(database: Database, revision: int, paths: Collection[str]) -> dict[str, bytes]:
    """What these documents were at that revision of the pack; those that were not there are left out."""
    table = tables.revisions
    known = (table.c.revision <= revision) & table.c.path.in_(paths)
    newest = select(table.c.path, func.max(table.c.id).label("id")).where(known).group_by(table.c.path).subquery()
    rows = await database.rows(select(table.c.path, table.c.body).join(newest, newest.c.id == table.c.id))
    return {row.path: bytes(row.body) for row in rows if row.body is not None}


async def written_at(database: Database, revision: int) -> dict[str, bytes | None]:
    """The documents that this revision of the pack changed: what they became, None for what it removed."""
    table = tables.revisions
    rows = await database.rows(select(table.c.path, table.c.body).where(table.c.revision == revision))
    return {row.path: None if row.body is None else bytes(row.body) for row in rows}


class Version(NamedTuple):
    """A document as a revision of the pack left it; `body` is None where that removed it."""

    revision: int
    body: bytes | None


async def versions(database: Database, path: str, most: int = 50) -> list[Version]:
    """What a document was, the newest first."""
    table = tables.revisions
    query = select(table.c.revision, table.c.body).where(table.c.path == path).order_by(table.c.id.desc()).limit(most)
    return [Version(row.revision, None if row.body is None else bytes(row.body)) for row in await database.rows(query)]


class Replacement:
    """What turns the documents into `files`, worked out and written inside one transaction."""

    def __init__(self, revision: int, changed: Mapping[str, bytes], gone: list[str]) -> None:
        self.revision, self._changed, self._gone = revision, changed, gone

    @classmethod
    async def of(cls, connection: AsyncConnection, files: Mapping[str, bytes]) -> "Replacement":
        """Without a difference the revision stays."""
        table = tables.documents
        bodies = {row.path: row.body for row in (await connection.execute(select(table.c.path, table.c.body))).all()}
        revision = (await connection.execute(select(func.max(tables.revisions.c.revision)))).scalar() or 0
        changed = {path: body for path, body in files.items() if bodies.get(path) != body}
        gone = [path for path in bodies if path not in files]
        return cls(revision + 1 if changed or gone else revision, changed, gone)

    @property
    def differs(self) -> bool:
        return bool(self._changed or self._gone)

    async def write(self, connection: AsyncConnection, cause: int) -> None:
        """Writes the documents and their history. `cause` is the number of what caused it."""
        table = tables.documents
        if self._changed:
            rows = [{"path": path, "body": body, "revision": self.revision} for path, body in self._changed.items()]
            query = upsert(connection, table)
            fresh = {"body": query.excluded.body, "revision": query.excluded.revision}
            await connection.execute(query.on_conflict_do_update(index_elements=["path"], set_=fresh), rows)
        if self._gone:
            await connection.execute(delete(table).where(table.c.path.in_(self._gone)))
        history: list[dict[str, Any]] = [{"path": path, "body": body} for path, body in self._changed.items()]
        history += [{"path": path, "body": None} for path in self._gone]
        if history:
            stamp = {"revision": self.revision, "cause": cause}
            await connection.execute(insert(tables.revisions), [row | stamp for row in history])
