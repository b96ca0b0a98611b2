"""Changes: named sets of edits of the pack, with every version that was saved and every step they took.

Append-only: a save is a row, a step is a row, and the last step is the state. Leaves out which step may follow which,
and who may take it (`changes.desk`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from control_server.storage import audit, documents, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.tasks import uninterrupted

State = Literal["draft", "submitted", "approved", "returned", "published", "unreviewed", "reviewed", "discarded"]
"""`unreviewed` is published with a reason and without review; `reviewed` once somebody else has looked at it since."""
OPEN: tuple[State, ...] = ("draft", "submitted", "approved", "returned")
PUBLISHED: tuple[State, ...] = ("published", "unreviewed", "reviewed")
Files = Mapping[str, bytes | None]
"""Path in the pack → what it becomes; None for what is taken away."""
_AS_REVISION = msgspec.msgpack.encode(None)
"""Kept in the place of files that the pack's own history has: those of a whole pack are not kept twice."""


class SavedVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a change, as somebody saved it, of the pack as it was at revision `base`. Numbers begin with 1."""

    number: int
    by: str
    at: datetime
    base: int


class Save(SavedVersion, frozen=True, kw_only=True):
    """A version with its edits of the pack."""

    files: Files


class ChangeStep(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a change.

    `digest` is of what would be on the glass, where the step is about that; `revision` is the pack's that it became,
    None where it was published and nothing differed.
    """

    number: int
    state: State
    by: str
    at: datetime
    why: str = ""
    digest: str = ""
    revision: int | None = None


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of a change. Numbers begin with 1."""

    number: int
    by: str
    at: datetime
    text: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change as it stands: its last `save`, and all its `steps`.

    `undoes` is the change that it takes back.
    """

    id: str
    title: str
    author: str
    began: datetime
    save: Save
    steps: tuple[ChangeStep, ...]
    undoes: str | None = None

    @property
    def state(self) -> State:
        return self.steps[-1].state

    @property
    def files(self) -> Files:
        return self.save.files

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return f"change:{self.id}"

    @property
    def approvals(self) -> tuple[ChangeStep, ...]:
        """Those that stand: of what was submitted last, with no version saved since."""
        last = max(number for number, step in enumerate(self.steps) if step.state not in ("approved", *PUBLISHED))
        return tuple(step for step in self.steps[last + 1 :] if step.state == "approved")

    @property
    def submitted(self) -> str:
        """The digest of what was submitted last; empty before."""
        return next((step.digest for step in reversed(self.steps) if step.state == "submitted"), "")

    @property
    def publication(self) -> ChangeStep | None:
        """The step by which it was published, if it was."""
        return next((step for step in self.steps if step.state in ("published", "unreviewed")), None)


@uninterrupted
async def begin(database: Database, change: Change, act: Act) -> None:
    """Keeps a new change with its first save and its first step."""
    async with database.writing(tell=True) as connection:
        await connection.execute(insert(tables.changes).values(_head(change)))
        await _add_save(connection, change.id, change.save)
        await add_steps(connection, change.id, change.steps)
        await audit.record(connection, act, change.began)


@uninterrupted
async def go_on(
    database: Database, change: Change, act: Act, *, save: Save | None = None, steps: Sequence[ChangeStep] = ()
) -> None:
    """Adds a save, steps or both. Raises RefusedError (`database`) when somebody else was faster."""
    async with database.writing(tell=True) as connection:
        if save is not None:
            await _add_save(connection, change.id, save)
        await add_steps(connection, change.id, steps)
        await audit.record(connection, act, save.at if save else steps[-1].at)


async def add_published(connection: AsyncConnection, change: Change, act: Act) -> None:
    """Keeps a change that was published as it was made, in the transaction under way. Its files are its revision's."""
    await connection.execute(insert(tables.changes).values(_head(change)))
    save = msgspec.structs.asdict(change.save) | {"change": change.id, "files": _AS_REVISION}
    await connection.execute(insert(tables.saves).values(save))
    await add_steps(connection, change.id, change.steps)
    await audit.record(connection, act, change.began)


def _head(change: Change) -> dict[str, Any]:
    return {name: getattr(change, name) for name in ("id", "title", "author", "began", "undoes")}


async def add_steps(connection: AsyncConnection, change: str, steps: Sequence[ChangeStep]) -> None:
    """In the transaction under way."""
    if steps:
        await connection.execute(
            insert(tables.steps), [{"change": change, **msgspec.structs.asdict(step)} for step in steps]
        )


async def _add_save(connection: AsyncConnection, change: str, save: Save) -> None:
    row = msgspec.structs.asdict(save) | {"change": change, "files": msgspec.msgpack.encode(save.files)}
    await connection.execute(insert(tables.saves).values(row))


async def one(database: Database, change: str) -> Change | None:
    """The change of this id, whatever its state."""
    known = next(iter(await _read(database, [change])), None)
    if known is None or known.publication is None or known.publication.revision is None:
        return known
    as_revision = (tables.saves.c.change == change) & (tables.saves.c.files == _AS_REVISION)
    if not await database.rows(select(tables.saves.c.number).where(as_revision)):
        return known
    files = await documents.written_at(database, known.publication.revision)
    return msgspec.structs.replace(known, save=msgspec.structs.replace(known.save, files=files))


async def listed(database: Database, states: Sequence[State], most: int = 200, *, skip: int = 0) -> list[Change]:
    """The changes in one of these states, the newest first. Of those that a program made the files are left out."""
    ids = await ids_of(database, states, most, skip=skip)
    by_id = {change.id: change for change in await _read(database, ids)}
    return [by_id[each] for each in ids if each in by_id]


async def ids_of(database: Database, states: Sequence[State], most: int = 200, *, skip: int = 0) -> list[str]:
    """The ids of the changes in one of these states, the newest first."""
    query = _in(states).order_by(tables.steps.c.at.desc(), tables.changes.c.id).offset(skip).limit(most)
    return [row.id for row in await database.rows(query)]


async def count(database: Database, states: Sequence[State]) -> int:
    """How many changes are in one of these states."""
    ((number,),) = await database.rows(select(func.count()).select_from(_in(states).subquery()))
    return int(number)


def _in(states: Sequence[State]) -> Select[Any]:
    """The ids of the changes whose last step is one of these."""
    steps, changes = tables.steps, tables.changes
    last = select(steps.c.change, func.max(steps.c.number).label("number")).group_by(steps.c.change).subquery()
    return (
        select(changes.c.id)
        .join(last, last.c.change == changes.c.id)
        .join(steps, (steps.c.change == last.c.change) & (steps.c.number == last.c.number))
        .where(steps.c.state.in_(states))
    )


async def makers(database: Database, ids: Sequence[str]) -> dict[str, set[str]]:
    """Change → everybody who saved a version of it."""
    table = tables.saves
    query = select(table.c.change, table.c.by).where(table.c.change.in_(ids)).distinct()
    who: dict[str, set[str]] = {}
    for row in await database.rows(query):
        who.setdefault(row.change, set()).add(row.by)
    return who


async def saves(database: Database, change: str) -> list[Save]:
    """Every version of a change, in order."""
    table = tables.saves
    query = select(table).where(table.c.change == change).order_by(table.c.number)
    return [_save(row) for row in await database.rows(query)]


async def versions(database: Database, change: str) -> list[SavedVersion]:
    """Every version of a change, in order, without its files."""
    table = tables.saves
    query = select(table.c.number, table.c.by, table.c.at, table.c.base).where(table.c.change == change)
    return [SavedVersion(**_values(row)) for row in await database.rows(query.order_by(table.c.number))]


# --- comments --------------------------------------------------------------------------------------------------------


@uninterrupted
async def add_comment(database: Database, change: str, comment: Comment, act: Act) -> None:
    """Keeps what somebody said. Raises RefusedError (`database`) when somebody else was faster."""
    async with database.writing(tell=True) as connection:
        await connection.execute(insert(tables.comments).values({"change": change, **msgspec.structs.asdict(comment)}))
        await audit.record(connection, act, comment.at)


async def comments(database: Database, change: str) -> list[Comment]:
    """All of a change, in order."""
    table = tables.comments
    query = select(table).where(table.c.change == change).order_by(table.c.number)
    return [Comment(**_values(row, "change")) for row in await database.rows(query)]


async def _read(database: Database, ids: Sequence[str]) -> list[Change]:
    changes, every, steps = tables.changes, tables.saves, tables.steps
    newest = (
        select(every.c.change, func.max(every.c.number).label("number"))
        .where(every.c.change.in_(ids))
        .group_by(every.c.change)
        .subquery()
    )
    last = select(every).join(newest, (newest.c.change == every.c.change) & (newest.c.number == every.c.number))
    save_of = {row.change: _save(row) for row in await database.rows(last)}
    steps_of: dict[str, list[ChangeStep]] = {}
    for row in await database.rows(select(steps).where(steps.c.change.in_(ids)).order_by(steps.c.number)):
        steps_of.setdefault(row.change, []).append(msgspec.convert(_values(row, "change"), ChangeStep))
    rows = await database.rows(select(changes).where(changes.c.id.in_(ids)))
    return [Change(**_values(row), save=save_of[row.id], steps=tuple(steps_of[row.id])) for row in rows]


def _save(row: Any) -> Save:
    values = _values(row, "change")
    files = msgspec.msgpack.decode(values.pop("files"), type=dict[str, bytes | None] | None)
    return Save(**values, files=files or {})


def _values(row: Any, *without: str) -> dict[str, Any]:
    return {str(name): value for name, value in row._mapping.items() if name not in without}
