"""What is kept of each display."""

import asyncio
import itertools
from datetime import timedelta

from content import wire
from control_server.storage import displays
from control_server.storage.database import Database
from control_server.tasks import ended
from tests.server.simulator import START


def play(number: int, minute: int) -> wire.Play:
    since = START + timedelta(minutes=minute)
    until = since + timedelta(seconds=15)
    return wire.Play(number=number, slide="s", lang="ro", campaign="c", asset=None, since=since, until=until)


async def test_plays_are_kept_once(database: Database) -> None:
    await displays.add_plays(database, [displays.PlaysOf(display="x", plays=(play(1, 0), play(2, 1)))])
    await displays.add_plays(database, [displays.PlaysOf(display="x", plays=(play(2, 1), play(3, 2)))])
    assert await displays.plays(database, "x") == [play(1, 0), play(2, 1), play(3, 2)]
    assert await displays.plays(database, "y") == []


async def test_a_replaced_device_counts_from_one_again_and_loses_nothing(database: Database) -> None:
    await displays.add_plays(database, [displays.PlaysOf(display="x", plays=(play(1, 0),))])
    await displays.add_plays(database, [displays.PlaysOf(display="x", plays=(play(1, 60),))])
    assert await displays.plays(database, "x") == [play(1, 0), play(1, 60)]


async def test_statuses_and_credentials_are_replaced(database: Database) -> None:
    for minute in (1, 2):
        at = START + timedelta(minutes=minute)
        await displays.keep_statuses(database, {"x": (wire.Status(display="x", online=True, at=at), at)})
        await displays.set_credential(database, "x", f"line {minute}", at)
    assert await displays.statuses(database) == {"x": (wire.Status(display="x", online=True, at=at), at)}
    assert await displays.credentials(database) == {"x": "line 2"}
    await displays.remove_credential(database, "x")
    assert await displays.credentials(database) == {}


async def test_a_writer_that_is_cancelled_leaves_the_database_free(database: Database) -> None:
    """At forty moments of its way, as an owner of tasks ends one; the next writer waits for no lock."""
    numbers = itertools.count(1)
    for moment in range(40):
        batch = tuple(play(next(numbers), 0) for _ in range(200))
        writing = asyncio.create_task(displays.add_plays(database, [displays.PlaysOf(display="x", plays=batch)]))
        await asyncio.sleep(moment * 0.0003)
        await ended(writing)
        alone = play(next(numbers), 0)
        await displays.add_plays(database, [displays.PlaysOf(display="x", plays=(alone,))])
        assert (await displays.plays(database, "x"))[-1] == alone
