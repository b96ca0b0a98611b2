"""Plays become durable together, and are acknowledged then."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import event

from content import wire
from content.wire import play_chain
from content.wire.trusted import TrustedSet
from control_server.devices import play_keeper
from control_server.devices.play_keeper import PlayBounds, PlayKeeper
from control_server.devices.quotas import PLAYS
from control_server.storage import audit, displays, play_chains
from control_server.tasks import ended
from tests.playing import SigningDisplay
from tests.server.simulator import START, Clock, Simulated


def plays(*numbers: int) -> list[wire.Play]:
    told = (
        wire.Play(number=n, slide=None, lang=None, campaign=None, asset=None, since=START, until=START) for n in numbers
    )
    return list(told)


@pytest.fixture
def gara() -> SigningDisplay:
    return SigningDisplay("gara")


@pytest.fixture
def piata() -> SigningDisplay:
    return SigningDisplay("piata")


def acknowledged(city: Simulated) -> list[tuple[str, int]]:
    return [
        (display, TrustedSet([city.server.ground.signer.public_key], "oras", display).accept_ack(payload).tip.number)
        for topic, display, payload in city.link.sent
        if topic == "plays-ack"
    ]


async def test_what_arrived_together_is_one_transaction(
    city: Simulated, gara: SigningDisplay, piata: SigningDisplay
) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    commits: list[object] = []
    event.listen(database.engine.sync_engine, "commit", commits.append)
    for number in range(1, 51):
        keeper.take(gara.link(*plays(number)))
        keeper.take(piata.link(*plays(number)))
    await keeper.keep()
    assert len(commits) == 1
    assert len(await displays.plays(database, "gara")) == 50
    assert acknowledged(city)[-2:] == [("gara", 50), ("piata", 50)]


async def test_a_refusal_of_the_database_acknowledges_nothing_and_ends_nothing(
    city: Simulated, gara: SigningDisplay
) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE plays RENAME TO away")
    keeper.take(gara.link(*plays(1)))
    await keeper.keep()
    assert city.link.sent == []
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO plays")
    gara.tip = None
    keeper.take(gara.link(*plays(1, 2)))
    await keeper.keep()
    assert acknowledged(city) == [("gara", 2)]


async def test_one_batch_that_the_database_refuses_keeps_no_other_from_being_kept(
    city: Simulated, gara: SigningDisplay, piata: SigningDisplay
) -> None:
    async with city.server.ground.database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "CREATE TRIGGER poison BEFORE INSERT ON plays WHEN NEW.number = 2 BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )
    for batch in (gara.link(*plays(1)), piata.link(*plays(2, 3)), gara.link(*plays(4))):
        city.server.reception.plays.take(batch)
    await city.server.reception.plays.keep()
    assert acknowledged(city) == [("gara", 1), ("gara", 4)]
    assert await displays.plays(city.server.ground.database, "piata") == []


async def test_it_keeps_by_itself_what_arrives(city: Simulated, gara: SigningDisplay) -> None:
    task = asyncio.create_task(city.server.reception.plays.run())
    async with asyncio.timeout(20):
        for number in (1, 2):
            city.server.reception.plays.take(gara.link(*plays(number)))
            while len(city.link.sent) < number:  # noqa: ASYNC110  what went out has no event of its own
                await asyncio.sleep(0)
    await ended(task)
    assert acknowledged(city) == [("gara", 1), ("gara", 2)]


async def test_of_batches_a_thousand_wait(city: Simulated, gara: SigningDisplay) -> None:
    for number in range(1, 1100):
        city.server.reception.plays.take(gara.link(*plays(number)))
    await city.server.reception.plays.keep()
    assert acknowledged(city)[-1] == ("gara", 1000)


async def test_what_a_wrong_clock_said_is_acknowledged_and_not_kept(city: Simulated, gara: SigningDisplay) -> None:
    keeper, day = city.server.reception.plays, timedelta(days=1)
    spans = [
        (START - 401 * day, START - 400 * day),
        (datetime(1900, 1, 1, tzinfo=UTC), START),
        (START + 0.9 * day, START + 1.1 * day),
        (START, START - timedelta(seconds=1)),
        (START - 399 * day, START - 399 * day),
        (START, START + 0.9 * day),
    ]
    told = tuple(
        wire.Play(number=number, slide=None, lang=None, campaign=None, asset=None, since=since, until=until)
        for number, (since, until) in enumerate(spans, start=1)
    )
    keeper.take(gara.link(*told))
    await keeper.keep()
    assert await displays.plays(city.server.ground.database, "gara") == list(told[4:])
    assert acknowledged(city) == [("gara", 6)]


async def test_a_display_fills_no_disk_with_plays(city: Simulated, gara: SigningDisplay, piata: SigningDisplay) -> None:
    """Batches of 1,000 as fast as they go: 400 are taken, then it waits for tomorrow; another is not concerned."""
    keeper = city.server.reception.plays
    taken = 0
    for batch in range(500):
        numbers = range(batch * 1000 + 1, batch * 1000 + 1001)
        taken += keeper.take(gara.link(*plays(*numbers)))
    assert taken == PLAYS.burst / 1000
    assert keeper.take(piata.link(*plays(1)))


async def test_plays_are_forgotten_in_parts_when_they_have_been_kept_long_enough(
    city: Simulated, clock: Clock, monkeypatch: pytest.MonkeyPatch, gara: SigningDisplay, piata: SigningDisplay
) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    monkeypatch.setattr(play_keeper, "FORGET_AT_ONCE", 10)
    keeper.take(gara.link(*plays(*range(1, 26))))
    keeper.take(piata.link(*plays(1)))
    await keeper.keep()
    clock.forward(days=200)
    late = msgspec.structs.replace(plays(26)[0], since=clock.now, until=clock.now)
    keeper.take(gara.link(late))
    await keeper.keep()
    assert await keeper.forget() == 0
    clock.forward(days=200, seconds=1)
    commits: list[object] = []
    event.listen(database.engine.sync_engine, "commit", commits.append)
    assert await keeper.forget() == 26
    assert len(commits) == 6  # two links and nothing more; 10, 10, 6, and nothing more
    assert await displays.plays(database, "gara") == [late]


def lasting(number: int, seconds: float, slide: str | None = "anunt") -> wire.Play:
    """It began in the order of its number, two days before START."""
    since = START - timedelta(days=2) + timedelta(seconds=number)
    until = since + timedelta(seconds=seconds)
    return wire.Play(number=number, slide=slide, lang=None, campaign=None, asset=None, since=since, until=until)


async def test_a_slide_that_lasts_longer_than_a_day_is_not_kept_and_the_neutral_card_is(
    city: Simulated, gara: SigningDisplay
) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    told = (lasting(1, 25 * 3600), lasting(2, 25 * 3600 + 1), lasting(3, 40 * 3600, None))
    keeper.take(gara.link(*told))
    await keeper.keep()
    assert [play.number for play in await displays.plays(database, "gara")] == [1, 3]
    assert acknowledged(city) == [("gara", 3)]


async def test_beyond_the_bounds_the_oldest_are_dropped_and_it_is_told_once(
    city: Simulated, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(play_keeper, "FORGET_AT_ONCE", 7)
    database = city.server.ground.database
    keeper = PlayKeeper(city.server.ground, city.link, 400, PlayBounds(of_one=50, of_all=70))
    for display, count in (("gara", 80), ("piata", 40)):
        batch = displays.PlaysOf(display=display, plays=tuple(lasting(number, 5) for number in range(count)))
        await displays.add_plays(database, [batch])
    capsys.readouterr()
    assert await keeper.forget() == 50
    kept = {display: [play.number for play in await displays.plays(database, display)] for display in ("gara", "piata")}
    assert sum(map(len, kept.values())) == 70
    assert kept["gara"] == list(range(30, 80)) and kept["piata"] == list(range(20, 40))
    told = capsys.readouterr().out
    assert told.count("too many plays, the oldest dropped") == 1 and "display=gara" in told and "dropped=30" in told
    assert told.count("too many plays in all, the oldest dropped") == 1 and "dropped=20" in told
    assert await keeper.forget() == 0
    assert capsys.readouterr().out == ""


# --- chains --------------------------------------------------------------------------------------------------------


async def kept(city: Simulated, display: str = "gara") -> list[int]:
    return [play.number for play in await displays.plays(city.server.ground.database, display)]


async def test_what_is_sent_again_is_kept_once_and_answered_with_the_end_of_the_chain(
    city: Simulated, gara: SigningDisplay
) -> None:
    """The acknowledgement was lost: the display sends the same plays, and more, from the same end."""
    keeper = city.server.reception.plays
    first = gara.link(*plays(1, 2))
    keeper.take(first)
    await keeper.keep()
    gara.tip = None
    keeper.take(gara.link(*plays(1, 2, 3)))
    keeper.take(first)
    await keeper.keep()
    assert await kept(city) == [1, 2] and acknowledged(city) == [("gara", 2), ("gara", 2)]
    gara.tip = first.tip
    keeper.take(gara.link(*plays(3)))
    await keeper.keep()
    assert await kept(city) == [1, 2, 3] and acknowledged(city)[-1] == ("gara", 3)


async def test_a_display_that_lost_its_card_has_another_key_and_loses_nothing(
    city: Simulated, gara: SigningDisplay
) -> None:
    """Both keys are in the audit, each once."""
    keeper, database = city.server.reception.plays, city.server.ground.database
    for _ in range(2):
        keeper.take(gara.link(*plays(len(await kept(city)) + 1)))
        await keeper.keep()
    another = SigningDisplay("gara")
    (later,) = plays(1)
    later = msgspec.structs.replace(later, since=START + timedelta(hours=1), until=START + timedelta(hours=1))
    keeper.take(another.link(later))
    await keeper.keep()
    assert await kept(city) == [1, 2, 1]
    acts = [(row.act.who, row.act.after) for row in await audit.rows(database) if row.act.verb == "keyed"]
    assert acts == [("display:gara", gara.key), ("display:gara", another.key)]
    assert await play_chains.tip(database, "gara", gara.key) == gara.tip
    assert await play_chains.tip(database, "gara", another.key) == another.tip


async def test_what_a_server_lost_stays_a_gap(city: Simulated, gara: SigningDisplay) -> None:
    """It was set back to a copy of before: the display goes on from what was acknowledged."""
    keeper = city.server.reception.plays
    keeper.take(gara.link(*plays(1)))
    await keeper.keep()
    gara.link(*plays(2, 3))
    keeper.take(gara.link(*plays(4)))
    await keeper.keep()
    assert await kept(city) == [1, 4]


async def test_of_one_display_only_so_many_keys_count_in_a_month(
    city: Simulated, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(play_keeper, "MOST_KEYS", 2)
    keeper = city.server.reception.plays
    for _ in range(3):
        keeper.take(SigningDisplay("gara").link(*plays(1)))
    keeper.take(SigningDisplay("piata").link(*plays(1)))
    await keeper.keep()
    assert len(await play_chains.chains(city.server.ground.database, ["gara", "piata"])) == 3
    assert "too many keys" in capsys.readouterr().out
    clock.forward(days=30)
    keeper.take(SigningDisplay("gara").link(*plays(1)))
    await keeper.keep()
    assert len(await play_chains.chains(city.server.ground.database, ["gara"])) == 3


async def test_links_go_with_their_plays(city: Simulated, clock: Clock, gara: SigningDisplay) -> None:
    keeper, database = city.server.reception.plays, city.server.ground.database
    keeper.take(gara.link(*plays(1)))
    await keeper.keep()
    clock.forward(days=400, seconds=1)
    keeper.take(gara.link(msgspec.structs.replace(plays(2)[0], since=clock.now, until=clock.now)))
    await keeper.keep()
    await keeper.forget()
    (stretch,) = await play_chains.stretches(database, START, clock.now + timedelta(days=1))
    assert (stretch.links, stretch.after and stretch.after.number, stretch.tip) == (1, 1, gara.tip)
    assert [
        play_chain.opened(each).tip async for some in play_chains.envelopes(database, stretch) for each in some
    ] == [gara.tip]
