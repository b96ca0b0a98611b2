"""PostgreSQL's ways: a database on a server that several control servers may share.

Decides how it is connected to (what it acknowledges survives a power cut, asserted), how long it may take to answer,
and what its error codes mean. Leaves out which of the servers leads (`postgres_leadership`).
"""

from typing import Any
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from content.findings import refused
from control_server.storage.dialect import Refusal
from control_server.storage.postgres_leadership import CHANNEL, SharedLeadership

EXPECTED = {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on", "server_encoding": "UTF8"}
"""As PostgreSQL reports them."""
OLDEST = 140_000
"""Version 14, as `server_version_num`: the first that ends a leader's session when it falls silent."""

_CONNECT_S, _ANSWER_S = 5, 30
_SESSION = {
    "application_name": "afisier",
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "30s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
_MIGRATION_LOCK = 0x41464953_0000  # "AFIS"; `postgres_leadership` has the next one

_NOT_KNOWN = "whether the change was made is seen when it is back"
_UNREACHABLE = Refusal("database", f"the database cannot be reached; {_NOT_KNOWN}", unsure=True)
_SILENT = Refusal("database", f"the database did not answer within {_ANSWER_S} s; {_NOT_KNOWN}", unsure=True)
_NOT_LET_IN = Refusal("database", "the database does not let the server in, expected a role and password it knows")
_DAMAGED = Refusal("database", "the database is damaged; restore it from a backup")
_REFUSALS = {  # SQLSTATE, or its class of two characters (https://www.postgresql.org/docs/15/errcodes-appendix.html)
    "53100": Refusal("disk", "the database's disk is full, nothing was changed; free some space and try again"),
    "58030": Refusal("disk", "the database's disk reported an error, nothing was changed; check it before going on"),
    "53300": Refusal("database", "the database has too many connections, nothing was changed"),
    "25006": Refusal("database", "the database can only be read; expected the primary, not a replica"),
    "3D000": Refusal("database", "there is no database of this name; create it for the role of the server"),
    "42501": Refusal("database", "the role may not do this, expected one that owns the database"),
    "55P03": Refusal("database", "the database is locked by another program, nothing was changed"),
    "40": Refusal("database", "the database chose another transaction, nothing was changed; try again"),
    "28": _NOT_LET_IN,
    "08": _UNREACHABLE,
    "57": _UNREACHABLE,
    "25P03": _UNREACHABLE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


class Postgres:
    """The dialect of the database at this address, `postgresql://role:password@host:port/name`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.where = shown(address)

    async def connect(self, **session: str) -> Any:
        """A connection of the driver. `session` are further settings of it."""
        return await asyncpg.connect(
            self._address, timeout=_CONNECT_S, command_timeout=_ANSWER_S, server_settings=_SESSION | session
        )

    def engine(self) -> AsyncEngine:
        return create_async_engine("postgresql+asyncpg://", async_creator=self.connect, pool_pre_ping=True)

    def leadership(self) -> SharedLeadership:
        return SharedLeadership(self.connect, self.where)

    async def alone(self, connection: AsyncConnection) -> None:
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))

    async def check(self, connection: AsyncConnection) -> None:
        version = (await connection.execute(text("SHOW server_version_num"))).scalar()
        if int(str(version)) < OLDEST:
            message = f"found PostgreSQL {int(str(version)) // 10_000}, expected {OLDEST // 10_000} or newer"
            raise refused("database", self.where, message)
        for name, expected in EXPECTED.items():
            value = (await connection.execute(text(f"SHOW {name}"))).scalar()
            if value != expected:
                raise refused("database", self.where, f"found {name} = {value}, expected {expected}")

    async def tell(self, connection: AsyncConnection) -> None:
        await connection.execute(text(f"NOTIFY {CHANNEL}"))

    def refusal(self, error: BaseException) -> Refusal | None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if state := getattr(cause, "sqlstate", None):
            return _REFUSALS.get(state) or _REFUSALS.get(state[:2]) or _other(cause, state)
        if isinstance(cause, TimeoutError):
            return _SILENT
        if isinstance(cause, OSError | asyncpg.InterfaceError) or _interface(cause):
            return _UNREACHABLE
        return None


def shown(address: str) -> str:
    """The address without role, password and options, for logs and sentences."""
    parts = urlsplit(address)
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _other(cause: BaseException | None, state: str) -> Refusal:
    return Refusal("database", f"the database refused with SQLSTATE {state}, nothing was changed: {_first_line(cause)}")


def _first_line(cause: BaseException | None) -> str:
    """What PostgreSQL says; the values of the row stand on later lines."""
    return (str(cause).splitlines() or [""])[0].rpartition(">: ")[2]


def _interface(cause: object) -> bool:
    """Whether SQLAlchemy's adapter says that the connection is closed."""
    return type(cause).__name__ == "InterfaceError"
