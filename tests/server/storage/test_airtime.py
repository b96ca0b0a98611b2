"""Plays summed up and listed: each counts once, where it began."""

from datetime import timedelta

from content import wire
from control_server.storage import airtime, displays
from control_server.storage.airtime import AirtimeRow
from control_server.storage.database import Database
from tests.server.simulator import START


def play(number: int, second: int, lasts: float = 10, slide: str | None = "s", lang: str | None = "ro") -> wire.Play:
    since = START + timedelta(seconds=second)
    until = since + timedelta(seconds=lasts)
    return wire.Play(number=number, slide=slide, lang=lang, campaign="c", asset=None, since=since, until=until)


async def test_plays_are_summed_up_by_display_slide_and_language(database: Database) -> None:
    plays = (play(1, 0), play(2, 10, 2.5), play(3, 20, lang="en"), play(4, 30, slide=None, lang=None), play(5, 100, 50))
    await displays.add_plays(
        database, [displays.PlaysOf(display="x", plays=plays), displays.PlaysOf(display="y", plays=plays[:1])]
    )
    rows = await airtime.totals(database, START, START + timedelta(seconds=101))
    assert sorted(rows, key=str) == sorted(
        [
            AirtimeRow("x", "s", "ro", 3, 62.5),
            AirtimeRow("x", "s", "en", 1, 10.0),
            AirtimeRow("x", None, None, 1, 10.0),
            AirtimeRow("y", "s", "ro", 1, 10.0),
        ],
        key=str,
    )
    assert await airtime.totals(database, START + timedelta(seconds=1), START + timedelta(seconds=10)) == []


async def test_plays_are_counted_and_not_further_than_is_asked_for(database: Database) -> None:
    await displays.add_plays(database, [displays.PlaysOf(display="x", plays=tuple(play(n, n) for n in range(10)))])
    until = START + timedelta(seconds=9)
    assert [await airtime.counted(database, START, until, most) for most in (None, 20, 4)] == [9, 9, 4]


async def test_all_plays_are_listed_once_also_those_that_begin_together(database: Database) -> None:
    plays = tuple(play(number, number // 3) for number in range(6_000))
    for name in ("x", "y"):
        await displays.add_plays(database, [displays.PlaysOf(display=name, plays=plays)])
    parts = [part async for part in airtime.listed(database, START, START + timedelta(days=1))]
    told = [(each.display, each.number) for part in parts for each in part]
    assert len(parts) == 24 and len(told) == len(set(told)) == 12_000
    assert [each.since for part in parts for each in part] == sorted(each.since for part in parts for each in part)
