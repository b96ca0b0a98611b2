"""Errands go on by themselves until they are done, refused, cancelled, or lost with the server."""

import asyncio

import pytest

from content.findings import BusyError, NotFoundError, refused
from control_server.errands.runner import MOST_KEPT, MOST_WORKING, ErrandProgress, Errands, Tell, refusal_of
from control_server.storage import errands as kept
from control_server.storage.errands import Errand
from tests.server.simulator import Simulated

ANA = "person:ana"


async def quick(tell: Tell) -> bytes:
    return b"result"


async def endless(tell: Tell) -> bytes:
    tell(ErrandProgress("draws", 1, 3))
    await asyncio.Event().wait()
    return b"never"


async def ended(errands: Errands, errand: Errand) -> Errand:
    await errands.settled(errand.id)
    return await errands.one(errand.id, ANA, "import")


async def test_the_result_is_kept_and_may_be_asked_for_again(city: Simulated) -> None:
    errands = city.server.errands
    errand = await errands.begin("import", ANA, b"asked", b"files", quick)
    done = await ended(errands, errand)
    assert (done.state, done.result, done.files) == ("done", b"result", b"files")
    await errands.again(done, b"asked otherwise", quick)
    assert (await ended(errands, errand)).request == b"asked otherwise"
    await errands.keep(done, b"c0ffee")
    assert (await errands.one(errand.id, ANA, "import")).state == "kept"


async def test_a_refusal_and_a_bug_are_told_in_a_sentence(city: Simulated) -> None:
    async def refusing(tell: Tell) -> bytes:
        raise refused("csv", "a.csv", "is not a CSV")

    async def broken(tell: Tell) -> bytes:
        raise ZeroDivisionError("a bug")

    for work, code in ((refusing, "csv"), (broken, "reader")):
        over = await ended(city.server.errands, await city.server.errands.begin("import", ANA, b"", b"", work))
        assert over.state == "refused"
        assert [finding.code for finding in refusal_of(over)] == [code]


async def test_somebody_elses_is_not_there_nor_what_is_of_another_kind(city: Simulated) -> None:
    errand = await city.server.errands.begin("import", ANA, b"", b"", quick)
    for who, kind in (("person:dan", "import"), (ANA, "report")):
        with pytest.raises(NotFoundError):
            await city.server.errands.one(errand.id, who, kind)


async def test_it_says_how_far_it_is_and_can_be_cancelled(city: Simulated) -> None:
    errands = city.server.errands
    errand = await errands.begin("import", ANA, b"", b"", endless)
    await errands.settled(errand.id, 0)  # it has begun, and has not ended
    assert errands.progress(errand.id) == ErrandProgress("draws", 1, 3)
    with pytest.raises(BusyError):
        await errands.again(errand, b"", quick)
    await errands.cancel(errand)
    assert (await errands.one(errand.id, ANA, "import")).state == "cancelled"
    assert errands.progress(errand.id) == ErrandProgress()
    await errands.cancel(errand)  # once more does nothing


async def test_a_person_has_a_few_at_a_time_and_the_oldest_are_forgotten(city: Simulated) -> None:
    errands = city.server.errands
    for _ in range(MOST_WORKING):
        await errands.begin("import", ANA, b"", b"", endless)
    with pytest.raises(BusyError):
        await errands.begin("import", ANA, b"", b"", quick)
    other = await errands.begin("import", "person:dan", b"", b"", quick)
    assert other.state == "working"
    await errands.close()
    for number in range(MOST_KEPT + 2):
        city.clock.forward(seconds=1)
        newest = await errands.begin("import", ANA, str(number).encode(), b"", quick)
        await ended(errands, newest)
    there = await errands.of_person(ANA)
    assert len(there) == MOST_KEPT
    assert there[0].id == newest.id


async def test_what_the_end_of_the_server_ended_is_said_to_be_lost(city: Simulated) -> None:
    errands = city.server.errands
    errand = await errands.begin("import", ANA, b"", b"", endless)
    await errands.tidy()
    assert (await errands.one(errand.id, ANA, "import")).state == "working"  # it is under way here
    await errands.close()
    again = Errands(city.server.ground)
    await again.tidy()
    assert (await again.one(errand.id, ANA, "import")).state == "lost"
    city.clock.forward(hours=25)
    await again.tidy()
    assert await kept.one(city.server.ground.database, errand.id) is None
