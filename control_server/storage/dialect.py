"""What differs between the engines a database may be: SQLite in a file, PostgreSQL on a server.

Decides what an engine must bring (`Dialect`, `Leadership`), and the one statement that both have and SQL has not. Each
engine's own ways stand in its module (`sqlite`, `postgres`); what is kept is the other modules'.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

PARAMETERS = 10_000
"""Values asked for in one statement: SQLite takes at most 32,766 (https://sqlite.org/limits.html), asyncpg 32,767."""

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(connection: AsyncConnection, table: Table) -> Any:
    """An INSERT that has `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return _INSERTS[connection.dialect.name](table)


class Refusal(NamedTuple):
    """What an error of the driver is to a person: a code of `content.findings`, and a sentence.

    With `unsure`, the connection ended while the engine may have gone on: it is not known whether anything was written.
    """

    code: str
    message: str
    unsure: bool = False


ReadAnew = Callable[[], Awaitable[None]]
"""Takes up what others have written."""


class Leadership(Protocol):
    """Which of the servers on one database may write."""

    @property
    def leads(self) -> bool: ...

    async def take(self, read_anew: "ReadAnew") -> bool:
        """Whether this server leads from now on. Raises what the driver and `read_anew` raise.

        `read_anew` is awaited when nobody else can write any more, and this server not yet.
        """

    async def confirm(self, connection: AsyncConnection) -> None:
        """In a transaction that writes: raises StandbyError (`standby`) unless this server leads until its end."""

    async def lost(self) -> None:
        """Waits until this server does not lead."""

    async def told(self, within_s: float) -> bool:
        """Whether another server says within so many seconds that there is something to take up. Waits for it."""

    def give_up(self) -> None:
        """This server does not lead from now on."""

    async def close(self) -> None:
        """Lets another server lead at once."""


class Dialect(Protocol):
    """How an engine is opened, what it must be, and what its errors mean. `where` names it, without any secret."""

    where: str

    def engine(self) -> AsyncEngine:
        """Connects when it is asked something."""

    def leadership(self) -> Leadership:
        """Of a server that does not lead yet."""

    async def alone(self, connection: AsyncConnection) -> None:
        """From here to the end of the transaction no other program changes the shape of the database."""

    async def check(self, connection: AsyncConnection) -> None:
        """It answers and is as durable as it must be. Raises RefusedError (`database`)."""

    async def tell(self, connection: AsyncConnection) -> None:
        """The other servers hear of this transaction once it is committed."""

    def refusal(self, error: BaseException) -> Refusal | None:
        """None when it is not this engine's error."""
