"""Open alarms and their messages are kept together, and messages of a month ago are forgotten."""

from datetime import timedelta

import msgspec

from control_server.storage import alarms
from control_server.storage.alarms import AlarmMessage
from control_server.storage.database import Database
from tests.server.simulator import START

MESSAGE = AlarmMessage(id="a1", way="email", at=START, body=b"{}")


async def test_what_is_raised_is_open_until_it_is_cleared(database: Database) -> None:
    await alarms.keep(database, {"gara": START, "piata": START}, (), [MESSAGE])
    assert await alarms.open_alarms(database) == {"gara": START, "piata": START}
    await alarms.keep(database, {}, ["gara", "unknown"], [])
    assert await alarms.open_alarms(database) == {"piata": START}
    assert await alarms.untold(database, START) == [MESSAGE]


async def test_what_was_told_is_no_longer_waiting(database: Database) -> None:
    await alarms.keep(database, {}, (), [MESSAGE])
    told = msgspec.structs.replace(MESSAGE, told=START)
    await alarms.keep_outcome(database, told)
    assert (await alarms.untold(database, START), await alarms.latest(database, 9)) == ([], [told])


async def test_messages_of_a_month_ago_are_forgotten(database: Database) -> None:
    later = msgspec.structs.replace(MESSAGE, id="b2", at=START + alarms.KEPT_FOR + timedelta(seconds=1))
    await alarms.keep(database, {}, (), [MESSAGE, later])
    await alarms.keep_outcome(database, later)
    assert await alarms.latest(database, 9) == [later]
