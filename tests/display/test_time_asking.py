"""Asking for the time: which answers count, and when it is asked again."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import pytest_asyncio

from content import wire
from content.wire import dsse
from display_client import events
from display_client.bench.rehearsal import Rehearsal
from display_client.download import Downloads
from display_client.time_asking import TimeAsking
from tests.display.machine_clocks import TRUE, Machine
from tests.display.simulator import Simulator
from tests.display.test_agent import until

Answer = Callable[[str], bytes]
TIP = wire.Tip(number=7, hash="0" * 64)


class Asked:
    """A display whose system clock says 1970, and what it was told."""

    def __init__(self, city: Rehearsal, downloads: Downloads) -> None:
        self.machine = Machine(city)
        self.machine.set_to(datetime(1970, 1, 1, tzinfo=UTC))
        self.told: list[events.Event] = []
        chance = random.Random(1)
        self.asking = TimeAsking(city.enrolment, downloads, self.machine.clock, self.told.append, chance)


@pytest_asyncio.fixture
async def asked(city: Rehearsal, simulator: Simulator) -> AsyncIterator[Asked]:
    """It is asking."""
    city.enrol(server=simulator.url)
    simulator.times = None
    async with Downloads(city.enrolment, city.store) as downloads:
        asked = Asked(city, downloads)
        work = asyncio.create_task(asked.asking.run())
        yield asked
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def test_a_genuine_answer_is_gone_by(asked: Asked, city: Rehearsal, simulator: Simulator) -> None:
    simulator.times = lambda nonce: city.sign_time(nonce, TRUE, newest=(1, 7), played=TIP)
    await until(lambda: asked.told)
    assert asked.told == [events.NewestTold((1, 7)), events.PlaysTold(TIP)]
    assert (asked.machine.clock.now(), asked.machine.state().source) == (TRUE, "server")
    await until((city.store.folder / "time").exists)


async def test_what_is_kept_of_another_key_is_no_news(asked: Asked, city: Rehearsal, simulator: Simulator) -> None:
    """Or where the server did not say of which it speaks."""
    simulator.times = lambda nonce: city.sign_time(nonce, TRUE, key="another", played=TIP)
    await until(lambda: asked.told)
    assert asked.told == [events.NewestTold(None)]


def changed(city: Rehearsal, nonce: str, **fields: object) -> bytes:
    told = wire.SignedTime(site=city.enrolment.site, display=city.enrolment.display, nonce=nonce, at=TRUE)
    return dsse.sign(wire.encode(msgspec.structs.replace(told, **fields)), "time", city.key)


FORGED: dict[str, Callable[[Rehearsal, str], bytes]] = {
    "another key": lambda city, nonce: Rehearsal(city.folder).sign_time(nonce, TRUE),
    "an older answer": lambda city, nonce: city.sign_time("0" * 32, TRUE),
    "of another display": lambda city, nonce: changed(city, nonce, display="piata"),
    "of another site": lambda city, nonce: changed(city, nonce, site="alta"),
    "signed as a command": lambda city, nonce: dsse.sign(
        wire.encode(wire.SignedTime(site="proba", display="repetitie", nonce=nonce, at=TRUE)), "command", city.key
    ),
    "not signed": lambda city, nonce: b'{"at":"2026-11-30T09:00:00Z"}',
    "a changed byte": lambda city, nonce: city.sign_time(nonce, TRUE).replace(b'"sig":"', b'"sig":"A', 1),
    "nested too deep": lambda city, nonce: b"[" * 9000,
    "too long": lambda city, nonce: b" " * 20_000,
    "at a time that no calendar has": lambda city, nonce: dsse.sign(
        b'{"site":"proba","display":"repetitie","nonce":"%b","at":"0001-01-01T00:00:00Z"}' % nonce.encode(),
        "time",
        city.key,
    ),
}


@pytest.mark.parametrize("name", FORGED)
async def test_what_is_not_a_genuine_answer_has_no_effect(
    asked: Asked, city: Rehearsal, simulator: Simulator, name: str
) -> None:
    answers = 0

    def answer(nonce: str) -> bytes:
        nonlocal answers
        answers += 1
        return FORGED[name](city, nonce)

    simulator.times = answer
    asked.asking.soon()
    await until(lambda: answers)
    await until(lambda: simulator.requests["time"] > answers or answers > 1)  # it has looked at one, and asks again
    assert not asked.machine.clock.read().trusted
    assert asked.told == []


async def test_each_question_has_its_own_number(asked: Asked, simulator: Simulator) -> None:
    seen: list[str] = []

    def answer(nonce: str) -> bytes:
        seen.append(nonce)
        return b""

    simulator.times = answer
    for count in range(1, 4):
        asked.asking.soon()
        await until(lambda: len(seen) >= count)  # noqa: B023  awaited in this very round
    assert len(set(seen)) == len(seen)
    assert all(len(nonce) == 32 for nonce in seen)


async def test_who_was_told_is_asked_again_as_soon_as_the_broker_is_reached(
    asked: Asked, city: Rehearsal, simulator: Simulator
) -> None:
    simulator.times = lambda nonce: city.sign_time(nonce, TRUE + timedelta(seconds=len(asked.told) // 2))
    await until(lambda: asked.told)
    asked.asking.soon()
    await until(lambda: len(asked.told) == 4)
    assert asked.machine.clock.now() == TRUE + timedelta(seconds=1)
