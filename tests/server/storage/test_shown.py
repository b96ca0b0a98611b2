"""What displays have shown, by time."""

from datetime import timedelta

from content import wire
from control_server.storage import displays, shown
from control_server.storage.database import Database
from tests.server.simulator import START


def play(number: int, second: int, lasts: int = 10) -> wire.Play:
    since = START + timedelta(seconds=second)
    until = since + timedelta(seconds=lasts)
    return wire.Play(number=number, slide="s", lang="ro", campaign="c", asset=None, since=since, until=until)


PLAYS = (play(1, 0), play(2, 10), play(3, 30))


async def told(database: Database) -> None:
    await displays.add_plays(
        database, [displays.PlaysOf(display="x", plays=PLAYS), displays.PlaysOf(display="y", plays=PLAYS[:1])]
    )


async def test_what_was_shown_at_an_instant(database: Database) -> None:
    await told(database)
    seconds = {0: 1, 9.9: 1, 10: 2, 19.9: 2, 20: None, 29: None, 30: 3, 40: None, -1: None}
    for second, number in seconds.items():
        showed = await shown.at(database, "x", START + timedelta(seconds=second))
        assert (showed.number if showed else None) == number, second
    assert await shown.at(database, "z", START) is None


async def test_what_was_shown_in_an_interval_begins_with_what_had_begun_before(database: Database) -> None:
    await told(database)

    async def numbers(since: int, until: int, most: int = 9) -> list[int]:
        plays = await shown.between(
            database, "x", START + timedelta(seconds=since), START + timedelta(seconds=until), most
        )
        return [play.number for play in plays]

    assert await numbers(0, 60) == [1, 2, 3]
    assert await numbers(5, 30) == [1, 2]
    assert await numbers(10, 30) == [2]
    assert await numbers(20, 30) == []
    assert await numbers(0, 60, most=2) == [2, 3]
