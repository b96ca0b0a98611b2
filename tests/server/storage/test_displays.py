"""What is kept of each display."""

from datetime import timedelta

from content import wire
from control_server.storage import displays
from control_server.storage.database import Database
from tests.server.simulator import START


def play(number: int, minute: int) -> wire.Play:
    since = START + timedelta(minutes=minute)
    until = since + timedelta(seconds=15)
    return wire.Play(number=number, slide="s", lang="ro", campaign="c", asset=None, since=since, until=until)


async def test_plays_are_kept_once(database: Database) -> None:
    await displays.add_plays(database, wire.Plays(display="x", plays=(play(1, 0), play(2, 1))))
    await displays.add_plays(database, wire.Plays(display="x", plays=(play(2, 1), play(3, 2))))
    assert await displays.plays(database, "x") == [play(1, 0), play(2, 1), play(3, 2)]
    assert await displays.plays(database, "y") == []


async def test_a_replaced_device_counts_from_one_again_and_loses_nothing(database: Database) -> None:
    await displays.add_plays(database, wire.Plays(display="x", plays=(play(1, 0),)))
    await displays.add_plays(database, wire.Plays(display="x", plays=(play(1, 60),)))
    assert await displays.plays(database, "x") == [play(1, 0), play(1, 60)]


async def test_statuses_and_credentials_are_replaced(database: Database) -> None:
    for minute in (1, 2):
        at = START + timedelta(minutes=minute)
        await displays.keep_statuses(database, {"x": (wire.Status(display="x", online=True, at=at), at)})
        await displays.set_credential(database, "x", f"line {minute}", at)
    assert await displays.statuses(database) == {"x": (wire.Status(display="x", online=True, at=at), at)}
    assert await displays.credentials(database) == {"x": "line 2"}
