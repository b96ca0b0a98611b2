"""The links of chains as they are kept: byte for byte, with their plays, until they are forgotten."""

from datetime import timedelta

import msgspec

from content.wire import Play, play_chain
from control_server.storage import audit, displays, play_chains
from control_server.storage.database import Database
from control_server.storage.displays import PlaysOf
from tests.playing import SigningDisplay
from tests.server.simulator import START


def play(number: int) -> Play:
    since = START + timedelta(minutes=number if number < 100 else 50_000)
    until = since + timedelta(minutes=1)
    return Play(number=number, slide="s", lang="ro", campaign=None, asset=None, since=since, until=until)


async def kept(database: Database, signing: SigningDisplay, *batches: list[int]) -> list[bytes]:
    links = [signing.link(*map(play, numbers)) for numbers in batches]
    counted = [PlaysOf(signing.display, link.batch.plays) for link in links]
    await play_chains.add(database, links, counted, START + timedelta(days=60))
    return [link.envelope for link in links]


async def test_what_was_signed_is_given_back_byte_for_byte(database: Database) -> None:
    gara, piata = SigningDisplay("gara"), SigningDisplay("piata")
    first = await kept(database, gara, [1, 2], [3])
    second = await kept(database, gara, [2**52])
    await kept(database, piata, [1])
    assert await play_chains.tip(database, "gara", gara.key) == gara.tip
    assert await play_chains.tip(database, "gara", piata.key) is None
    assert [(each.display, each.key) for each in await play_chains.chains(database, ["gara", "x"])] == [
        ("gara", gara.key)
    ]
    (stretch,) = await play_chains.stretches(database, START, START + timedelta(days=9), ["gara"])
    assert (stretch.links, stretch.after, stretch.key) == (2, None, gara.public)
    got = [each async for some in play_chains.envelopes(database, stretch) for each in some]
    assert got == first
    last = play(2**52).since
    (stretch,) = await play_chains.stretches(database, last, last + timedelta(days=1))
    assert [each async for some in play_chains.envelopes(database, stretch) for each in some] == second
    assert stretch.after == play_chain.opened(first[-1]).tip
    assert [play.number for play in await displays.plays(database, "gara")] == [1, 2, 3, 2**52]


async def test_the_same_link_again_changes_nothing(database: Database) -> None:
    gara = SigningDisplay("gara")
    link = gara.link(play(1))
    for _ in range(2):
        await play_chains.add(database, [link], [PlaysOf("gara", link.batch.plays)], START)
    assert [row.act.verb for row in await audit.rows(database)] == ["keyed"]
    (stretch,) = await play_chains.stretches(database, START, START + timedelta(days=1))
    assert stretch.links == 1
    await play_chains.add(database, [], [], START)


async def test_what_is_forgotten_is_gone_and_the_end_is_known(database: Database) -> None:
    gara, piata = SigningDisplay("gara"), SigningDisplay("piata")
    await kept(database, gara, [1], [2], [3])
    await kept(database, piata, [1])
    assert await play_chains.forget(database, play(2).until, 10, "gara") == 1
    assert await play_chains.forget(database, play(3).until, 1) == 1
    stretches = await play_chains.stretches(database, START, START + timedelta(days=1))
    assert [(each.display, each.links) for each in stretches] in ([("gara", 2)], [("gara", 1), ("piata", 1)])
    assert await play_chains.tip(database, "gara", gara.key) == gara.tip


async def test_links_with_times_that_cannot_be_right_are_found_where_they_came_and_forgotten_with_the_others(
    database: Database,
) -> None:
    gara, day = SigningDisplay("gara"), timedelta(days=1)
    wrong = [(START - 9000 * day, START - 9000 * day), (START, START + 9000 * day), (START - 9000 * day, START)]
    plays = [msgspec.structs.replace(play(n), since=since, until=until) for n, (since, until) in enumerate(wrong, 1)]
    await play_chains.add(database, [gara.link(each) for each in plays], [], START)
    (stretch,) = await play_chains.stretches(database, START, START + day)
    assert stretch.links == 3
    assert await play_chains.stretches(database, START - 9001 * day, START - day) == []
    assert await play_chains.stretches(database, START + day, START + 9001 * day) == []
    assert await play_chains.forget(database, START, 10) == 0
    assert await play_chains.forget(database, START + day, 10) == 3
