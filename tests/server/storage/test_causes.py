"""Who did what, and why."""

from control_server.storage import causes
from control_server.storage.causes import Cause, Recorded
from control_server.storage.database import Database
from tests.server.simulator import START

ANA = Cause(actor="Ana", kind="slide", why="o literă")


def test_a_cause_in_a_sentence() -> None:
    assert str(ANA) == "slide by Ana (o literă)"
    assert str(Cause(actor="server", kind="renewal")) == "renewal by server"


async def test_the_newest_causes_come_first(database: Database) -> None:
    assert await causes.history(database) == []
    for revision in (1, 2, 3):
        async with database.writing() as connection:
            number = await causes.record(connection, ANA, START, revision)
        assert number == revision
    assert await causes.history(database, 2) == [Recorded(cause=ANA, at=START, revision=number) for number in (3, 2)]


async def test_a_cause_is_of_its_transaction(database: Database) -> None:
    try:
        async with database.writing() as connection:
            await causes.record(connection, ANA, START, 1)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert await causes.history(database) == []


async def test_the_number_of_the_newest_cause_grows_with_every_publication(database: Database) -> None:
    assert await causes.newest(database) == 0
    for number in (1, 2):
        async with database.writing() as connection:
            await causes.record(connection, ANA, START, 1)
        assert await causes.newest(database) == number


async def test_what_made_a_revision_is_the_first_that_left_it(database: Database) -> None:
    renewal = Cause(actor="server", kind="renewal")
    for cause, revision in ((ANA, 1), (renewal, 1), (ANA, 2)):
        async with database.writing() as connection:
            await causes.record(connection, cause, START, revision)
    assert await causes.of_revision(database, 1) == Recorded(cause=ANA, at=START, revision=1)
    assert await causes.of_revision(database, 0) is None
