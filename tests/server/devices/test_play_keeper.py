"""Plays become durable together, and are acknowledged then."""

import asyncio

from sqlalchemy import event

from content import wire
from control_server.storage import displays
from control_server.tasks import ended
from tests.server.simulator import START, Simulated


def plays(display: str, *numbers: int) -> wire.Plays:
    told = (
        wire.Play(number=n, slide=None, lang=None, campaign=None, asset=None, since=START, until=START) for n in numbers
    )
    return wire.Plays(display=display, plays=tuple(told))


def acknowledged(city: Simulated) -> list[tuple[str, int]]:
    return [
        (display, wire.decode(payload, wire.PlaysAck, display).number)
        for topic, display, payload in city.link.sent
        if topic == "plays-ack"
    ]


async def test_what_arrived_together_is_one_transaction(city: Simulated) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    commits: list[object] = []
    event.listen(database.engine.sync_engine, "commit", commits.append)
    for number in range(1, 51):
        keeper.take(plays("gara", number))
        keeper.take(plays("piata", number))
    await keeper.keep()
    assert len(commits) == 1
    assert len(await displays.plays(database, "gara")) == 50
    assert acknowledged(city)[-2:] == [("gara", 50), ("piata", 50)]


async def test_a_refusal_of_the_database_acknowledges_nothing_and_ends_nothing(city: Simulated) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE plays RENAME TO away")
    keeper.take(plays("gara", 1))
    await keeper.keep()
    assert city.link.sent == []
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO plays")
    keeper.take(plays("gara", 1, 2))
    await keeper.keep()
    assert acknowledged(city) == [("gara", 2)]


async def test_it_keeps_by_itself_what_arrives(city: Simulated) -> None:
    task = asyncio.create_task(city.server.reception.plays.run())
    async with asyncio.timeout(20):
        for number in (1, 2):
            city.server.reception.plays.take(plays("gara", number))
            while len(city.link.sent) < number:  # noqa: ASYNC110  what went out has no event of its own
                await asyncio.sleep(0)
    await ended(task)
    assert acknowledged(city) == [("gara", 1), ("gara", 2)]


async def test_of_batches_a_thousand_wait(city: Simulated) -> None:
    for number in range(1, 1100):
        city.server.reception.plays.take(plays("gara", number))
    await city.server.reception.plays.keep()
    assert acknowledged(city)[-1] == ("gara", 1000)
