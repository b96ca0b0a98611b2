"""What a change would do is worked out once for its version and a revision of the pack."""

import asyncio

import pytest

from content.findings import MovedError
from control_server.changes.outlook import Outlooks
from tests.server.simulator import PACK, Simulated, slide


@pytest.fixture
def outlooks(city: Simulated) -> Outlooks:
    return Outlooks(city.server.desk, city.server.publisher, city.clock)


async def test_it_is_the_same_until_the_change_or_the_pack_is_another(city: Simulated, outlooks: Outlooks) -> None:
    desk = city.server.desk
    change = await desk.begin("person:ana", "Podul", {"slides/anunt.yaml": slide("Unu")})
    first = await outlooks.of(change)
    assert (first.asked.approvals, first.effect.displays, len(first.coming.changes)) == (1, ("gara", "piata"), 2)
    assert first.effect.digest == (await desk.proposal(change.id)).effect.digest
    assert await outlooks.of(change) is first
    saved = await desk.save(change.id, 1, {"slides/anunt.yaml": slide("Doi")}, "person:ana")
    second = await outlooks.of(saved)
    assert second.effect.digest != first.effect.digest
    await city.publish({**PACK, "drafts/x.yaml": b"kind: notice"})
    third = await outlooks.of(saved)
    assert third is not second
    assert third.effect.digest == second.effect.digest
    city.clock.forward(minutes=6)
    assert (await outlooks.of(saved)).at == city.clock.now


async def test_who_asks_for_the_same_at_once_waits_for_it(city: Simulated, outlooks: Outlooks) -> None:
    change = await city.server.desk.begin("person:ana", "Podul", {"slides/anunt.yaml": slide("Unu")})
    assert outlooks.known(change) is None
    first, *others = await asyncio.gather(*(outlooks.of(change) for _ in range(5)))
    assert all(other is first for other in others) and outlooks.known(change) is first


async def test_what_cannot_be_published_is_refused_each_time(city: Simulated, outlooks: Outlooks) -> None:
    change = await city.server.desk.begin("person:ana", "Podul", {"slides/anunt.yaml": slide("Unu")})
    await city.put_slide("anunt", slide("Altceva"))
    for _ in range(2):
        with pytest.raises(MovedError):
            await outlooks.of(change)
