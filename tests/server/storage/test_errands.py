"""Errands are kept with what was asked, how they stand and what came of them, and are gone after a day."""

from datetime import timedelta

import msgspec

from control_server.storage import errands
from control_server.storage.database import Database
from control_server.storage.errands import Errand
from tests.server.simulator import START

ANA, DAN = "person:ana", "person:dan"


def errand(number: int, who: str = ANA, minutes: int = 0) -> Errand:
    at = START + timedelta(minutes=minutes)
    return Errand(id=f"e{number}", kind="import", by=who, at=at, state="working", request=b"{}", files=b"\0\xff")


async def test_an_errand_is_there_whole_and_goes_on(database: Database) -> None:
    await errands.begin(database, errand(1))
    assert await errands.one(database, "e1") == errand(1)
    assert await errands.one(database, "e2") is None
    done = msgspec.structs.replace(errand(1), state="done", result=b"\x01", request=b'{"a":1}')
    await errands.go_on(database, done)
    assert await errands.one(database, "e1") == done


async def test_a_persons_errands_come_newest_first_without_what_is_large(database: Database) -> None:
    for number, who in ((1, ANA), (2, DAN), (3, ANA)):
        await errands.begin(database, errand(number, who, minutes=number))
    mine = await errands.of_person(database, ANA)
    assert [(each.id, each.files, each.result) for each in mine] == [("e3", b"", b""), ("e1", b"", b"")]


async def test_work_that_nobody_does_is_lost_and_what_is_old_is_gone(database: Database) -> None:
    for number in (1, 2):
        await errands.begin(database, errand(number))
    await errands.begin(database, msgspec.structs.replace(errand(3), state="done"))
    now = START + timedelta(hours=1)
    assert await errands.lose(database, ["e2"], now) == 1
    states = {each.id: (each.state, each.at) for each in await errands.of_person(database, ANA)}
    assert states == {"e1": ("lost", now), "e2": ("working", START), "e3": ("done", START)}
    assert await errands.forget(database, now) == 2
    await errands.take_away(database, ["e1"])
    assert await errands.of_person(database, ANA) == []
    await errands.go_on(database, errand(2))
    assert await errands.one(database, "e2") is None
