"""Which displays a list has: by their state, by words, by tag, and in which order."""

from typing import Any

import pytest

from content import wire
from content.findings import RefusedError
from control_server.http.display_list import DisplayLists, State, Wanted
from tests.server.simulator import PACK, START, Clock, Simulated, glass, slide

DISPLAYS = b"""
displays:
""" + b"".join(
    b"""
  - id: %s
    name: "%s"
    panel: {diagonal_inch: 32, width: 1280, height: 720}
    viewing_distance_m: 2
    languages: [ro]
    tags: [%s]
"""
    % each
    for each in (
        (b"gara", b"Gara de Nord", b"iosefin, interior"),
        (b"unirii", "Piața Unirii".encode(), b"cetate"),
        (b"scoala", "Școala nr. 2".encode(), b"cetate, interior"),
        (b"bega", b"Malul Begai", b"exterior"),
    )
)


@pytest.fixture
async def lists(city: Simulated) -> DisplayLists:
    await city.publish({**PACK, "displays.yaml": DISPLAYS})
    return city.server.display_api.lists


async def says(city: Simulated, display: str, **fields: Any) -> None:
    newest = city.published.latest[display].version
    await city.says(
        wire.Status(**{"display": display, "online": True, "adopted": newest, "glass": glass(1, START), **fields})
    )


def listed(lists: DisplayLists, **wanted: Any) -> list[str]:
    return [display.id for display in lists.by_state(Wanted(**wanted)).displays]


async def test_those_in_trouble_come_first_and_those_never_heard_last(city: Simulated, lists: DisplayLists) -> None:
    await says(city, "unirii", glass=glass(1, START))
    await says(city, "bega", glass=glass(1, START, matches=False))
    assert listed(lists) == ["bega", "unirii", "gara", "scoala"]
    assert listed(lists, state="trouble") == ["bega"]
    assert listed(lists, state="never") == ["gara", "scoala"]
    selected = lists.by_state(Wanted(state="well"))
    assert ([display.id for display in selected.displays], selected.total) == (["unirii"], 4)
    assert selected.counts == {"trouble": 1, "well": 1, "never": 2, "online": 2}
    assert [display.id for display in lists.as_authored().displays] == ["gara", "unirii", "scoala", "bega"]
    assert [display.id for display in lists.by_id(Wanted())] == ["bega", "gara", "scoala", "unirii"]


@pytest.mark.parametrize(
    ("fields", "seconds", "state"),
    [
        ({}, 0, "well"),
        ({"glass": wire.Glass(state="off", since=START, lit=START, matches=True)}, 0, "well"),
        ({"glass": None}, 0, "trouble"),
        ({"glass": glass(1, START, matches=False)}, 0, "trouble"),
        ({"rejected": "a forged one"}, 0, "trouble"),
        ({"online": False}, 0, "trouble"),
        ({}, 61, "trouble"),
    ],
)
async def test_what_is_trouble(
    city: Simulated, lists: DisplayLists, clock: Clock, fields: dict[str, Any], seconds: int, state: State
) -> None:
    assert lists.state("gara") == "never"
    await says(city, "gara", **fields)
    clock.forward(seconds=seconds)
    assert lists.state("gara") == state


async def test_two_players_of_one_display_are_trouble(city: Simulated, lists: DisplayLists) -> None:
    for player in ("one", "other", "one"):
        await says(city, "gara", instance=player)
    assert lists.state("gara") == "trouble"


async def test_a_manifest_that_is_not_adopted_for_two_minutes_is_trouble(
    city: Simulated, lists: DisplayLists, clock: Clock
) -> None:
    old = city.published.latest["gara"].version
    await city.publish({**PACK, "displays.yaml": DISPLAYS, "slides/anunt.yaml": slide("Altceva")})
    clock.forward(seconds=119)
    await says(city, "gara", adopted=old)
    assert lists.state("gara") == "well"
    clock.forward(seconds=1)
    assert lists.state("gara") == "trouble"


@pytest.mark.parametrize(
    ("words", "tag", "expected"),
    [
        ("piata", "", ["unirii"]),
        ("PIAȚA uni", "", ["unirii"]),
        ("Şcoala", "", ["scoala"]),  # with the cedilla of old keyboards
        ("interior", "", ["gara", "scoala"]),
        ("interior nord", "", ["gara"]),
        ("", "cetate", ["unirii", "scoala"]),
        ("scoala", "exterior", []),
        ("bega", "", ["bega"]),
        ("", "ceta", []),
    ],
)
async def test_displays_are_looked_for_as_people_type(
    lists: DisplayLists, words: str, tag: str, expected: list[str]
) -> None:
    assert listed(lists, words=words, tag=tag) == expected


async def test_tags_are_counted(lists: DisplayLists) -> None:
    assert lists.tags() == {"cetate": 2, "exterior": 1, "interior": 2, "iosefin": 1}


async def test_counts_are_taken_again_after_two_seconds(city: Simulated, lists: DisplayLists, clock: Clock) -> None:
    assert lists.counts() == {"trouble": 0, "well": 0, "never": 4, "online": 0}
    await says(city, "gara")
    assert lists.counts()["never"] == 4
    clock.forward(seconds=2)
    assert lists.counts() == {"trouble": 0, "well": 1, "never": 3, "online": 1}
    clock.forward(seconds=-10)  # a clock that was set back
    await says(city, "bega")
    assert lists.counts()["well"] == 2


def test_a_query_says_what_is_wanted() -> None:
    assert Wanted.of({}) == Wanted.of({"state": "", "q": " ", "page": "2"}) == Wanted()
    assert Wanted.of({"state": "trouble", "q": " Gara ", "tag": "x"}) == Wanted("trouble", "Gara", "x")
    with pytest.raises(RefusedError, match="q: found 101 characters, expected at most 100"):
        Wanted.of({"q": "a" * 101})
    with pytest.raises(RefusedError, match="state: found 'ill', expected one of: trouble, well, never"):
        Wanted.of({"state": "ill"})
