"""A message is tried until it is told, for a day, and told once."""

import asyncio

import msgspec

from control_server.alarms.telling import Telling
from control_server.storage import alarms as kept
from control_server.storage.alarms import AlarmMessage
from tests.server.simulator import START, Simulated

MESSAGE = AlarmMessage(id="a1", way="email", at=START, body=b"{}")


async def test_each_way_is_tried_until_it_is_told_and_then_no_more(city: Simulated) -> None:
    database, tried = city.server.ground.database, []

    async def second_time(message: AlarmMessage) -> None:
        tried.append(message.id)
        if len(tried) == 1:
            raise ConnectionError("it answered\t500")

    await kept.keep(database, {}, (), [MESSAGE, msgspec.structs.replace(MESSAGE, way="webhook")])
    telling = Telling(city.server.ground, {"webhook": second_time, "email": _down}, asyncio.Event())
    assert await telling.round() == 2
    assert [(each.way, each.told, each.failure) for each in await kept.latest(database, 9)] == [
        ("email", None, "OSError: no route"),
        ("webhook", None, "ConnectionError: it answered 500"),
    ]
    assert (await telling.round(), await telling.round(), len(tried)) == (1, 1, 2)
    assert [(each.way, each.told) for each in await kept.latest(database, 9)] == [("email", None), ("webhook", START)]
    city.clock.forward(days=1, seconds=1)
    assert await telling.round() == 0


async def _down(message: AlarmMessage) -> None:
    raise OSError("no route")


async def test_a_new_message_is_told_before_one_that_failed(city: Simulated) -> None:
    told = []

    async def picky(message: AlarmMessage) -> None:
        told.append(message.id)
        if message.id == "a1":
            raise ValueError("never")

    telling, database = Telling(city.server.ground, {"email": picky}, asyncio.Event()), city.server.ground.database
    await kept.keep(database, {}, (), [MESSAGE])
    assert await telling.round() == 1
    await kept.keep(database, {}, (), [msgspec.structs.replace(MESSAGE, id="b2")])
    assert await telling.round() == 1
    assert told == ["a1", "b2", "a1"]


async def test_news_are_told_without_waiting_for_the_next_round(city: Simulated) -> None:
    told, news = asyncio.Event(), asyncio.Event()

    async def taken(message: AlarmMessage) -> None:
        told.set()

    running = asyncio.create_task(Telling(city.server.ground, {"email": taken}, news).run())
    await kept.keep(city.server.ground.database, {}, (), [MESSAGE])
    news.set()
    async with asyncio.timeout(30):
        await told.wait()
    running.cancel()
