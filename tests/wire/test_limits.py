"""What a display refuses even from its own server; more sentences are in test_player_refusals."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from content.publication.edition import Compiler
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.wire import Frame, LivePart, Manifest, Programme, limits
from tests.publication.cities import city, manifests_of

NEUTRAL, PICTURE = "0" * 64, "a" * 64
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
HOURS = Window(days=(0,), start=0, end=60)
CLOCK = LivePart(part="clock", x=0, y=0, width=100, height=40, size=30)


def programme(**changes: Any) -> Programme:
    made = Programme(
        width=1920,
        height=1080,
        plan=planned(),
        frames={"a": {"ro": Frame(asset=PICTURE)}},
        neutral=Frame(asset=NEUTRAL),
        assets={NEUTRAL: 7, PICTURE: 7},
    )
    return msgspec.structs.replace(made, **changes)


def planned(**changes: Any) -> Plan:
    made = Plan(
        timezone="Europe/Bucharest",
        items={"a": Item(turns=(Turn(lang="ro", seconds=10),))},
        entries=(Entry(campaign="c", slides=("a",)),),
    )
    return msgspec.structs.replace(made, **changes)


def manifest(**changes: Any) -> Manifest:
    made = Manifest(
        site="proba", display="gara", epoch=1, sequence=1, issued=NOW, valid_until=NOW, programme="b" * 64, size=9
    )
    return msgspec.structs.replace(made, **changes)


def entry(**changes: Any) -> Programme:
    return programme(
        plan=planned(entries=(Entry(campaign="c", slides=("a",)), Entry(**{"campaign": "d", "slides": ()} | changes)))
    )


def item(turns: tuple[Turn, ...]) -> Programme:
    return programme(plan=planned(items={"a": Item(turns=turns)}))


def weighing(total: int) -> Programme:
    """Of so many bytes of assets, none of them larger than one may be."""
    full, rest = divmod(total, limits.MAX_ASSET_BYTES)
    sizes = [limits.MAX_ASSET_BYTES] * (full - 1) + [limits.MAX_ASSET_BYTES // 2] * 2 + [rest] * bool(rest)
    names = [NEUTRAL, PICTURE, *(f"{number:064x}" for number in range(1, len(sizes)))]
    return programme(assets=dict(zip(names, sizes, strict=False)))


COUNTS: dict[str, Callable[[int], Programme]] = {
    "assets": lambda n: programme(assets=dict.fromkeys([NEUTRAL, PICTURE, *(f"{k:064x}" for k in range(1, n - 1))], 1)),
    "bytes of assets": weighing,
    "campaigns": lambda n: programme(plan=planned(entries=(Entry(campaign="c", slides=()),) * n)),
    "slides": lambda n: programme(
        plan=planned(items={"a": Item(turns=())} | {f"s{k}": Item(turns=()) for k in range(1, n)})
    ),
    "slides in one campaign": lambda n: entry(slides=("a",) * n),
    "dayparts of one campaign": lambda n: entry(dayparts=(HOURS,) * n),
    "turns of one slide": lambda n: item((Turn(lang="ro", seconds=1),) * n),
    "minimums": lambda n: programme(plan=planned(minimums={f"kind {k}": 0.0 for k in range(n)})),
    "themes": lambda n: programme(alternatives={f"theme {k}": {} for k in range(n)}),
    "live parts over one frame": lambda n: programme(neutral=Frame(asset=NEUTRAL, live=(CLOCK,) * n)),
    "characters in one name": lambda n: entry(campaign="ă" * n),
}
"""Programmes that have exactly so many of it."""


def test_every_limit_has_its_edge() -> None:
    assert [limit.what for limit in limits.COUNTED] == list(COUNTS)


@pytest.mark.parametrize("limit", limits.COUNTED, ids=lambda limit: limit.what)
def test_as_many_as_the_table_says_are_taken_and_one_more_is_not(limit: limits.Limit) -> None:
    made = COUNTS[limit.what]
    assert max(limit.counts(made(limit.most))) == limit.most
    assert limits.programme_flaw(made(limit.most)) is None
    expected = f"has {limit.most + 1} {limit.what}, expected at most {limit.most}"
    assert limits.programme_flaw(made(limit.most + 1)) == expected


NAMED: dict[str, Callable[[str], Programme]] = {
    "slide": lambda name: programme(plan=planned(items={"a": Item(turns=()), name: Item(turns=())})),
    "campaign": lambda name: entry(campaign=name),
    "language": lambda name: msgspec.structs.replace(
        item((Turn(lang=name, seconds=1),)), frames={"a": {name: Frame(asset=PICTURE)}}
    ),
}


@pytest.mark.parametrize("what", NAMED)
def test_every_name_has_its_longest(what: str) -> None:
    assert limits.programme_flaw(NAMED[what]("x" * 200)) is None
    assert limits.programme_flaw(NAMED[what]("x" * 201)) == "has 201 characters in one name, expected at most 200"


def live(**changes: Any) -> Programme:
    return programme(neutral=Frame(asset=NEUTRAL, live=(msgspec.structs.replace(CLOCK, **changes),)))


def daypart(start: int, end: int) -> Programme:
    return entry(dayparts=(Window(days=(0,), start=start, end=end),))


def sized(size: int) -> Programme:
    return programme(assets={NEUTRAL: 7, PICTURE: size})


def turn(seconds: int) -> Programme:
    return item((Turn(lang="ro", seconds=seconds),))


def minimum(part: float) -> Programme:
    return programme(plan=planned(minimums={"notice": part}))


SIDE, DAY = limits.MAX_SIDE, limits.DAY
EDGES: dict[str, tuple[Programme, Programme]] = {
    "width": (programme(width=SIDE), programme(width=SIDE + 1)),
    "height": (programme(height=1), programme(height=0)),
    "a large asset": (sized(limits.MAX_ASSET_BYTES), sized(limits.MAX_ASSET_BYTES + 1)),
    "a small asset": (sized(1), sized(0)),
    "a long turn": (turn(limits.MAX_SECONDS), turn(limits.MAX_SECONDS + 1)),
    "an instant turn": (turn(1), turn(0)),
    "a large share": (entry(share=limits.MAX_SHARE), entry(share=limits.MAX_SHARE + 1)),
    "no share": (entry(share=1), entry(share=0)),
    "all the airtime": (minimum(1.0), minimum(1.001)),
    "less than no airtime": (minimum(0.0), minimum(-0.001)),
    "a daypart's start": (daypart(DAY - 1, DAY - 1), daypart(DAY, DAY)),
    "a daypart before midnight": (daypart(0, 0), daypart(-1, 0)),
    "a daypart's end": (daypart(5, 5 + DAY), daypart(5, 6 + DAY)),
    "a daypart backwards": (daypart(5, 5), daypart(5, 4)),
    "a live part's place": (live(x=SIDE, y=0), live(x=SIDE + 1, y=0)),
    "a live part outside": (live(x=0, y=0), live(x=0, y=-1)),
    "a live part's size": (live(width=SIDE, height=1), live(width=SIDE, height=0)),
    "a wide live part": (live(width=SIDE), live(width=SIDE + 1)),
    "a live part's type": (live(size=SIDE), live(size=SIDE + 1)),
    "no type": (live(size=1), live(size=0)),
}


@pytest.mark.parametrize("name", EDGES)
def test_the_last_that_is_taken_and_the_first_that_is_not(name: str) -> None:
    taken, refused = EDGES[name]
    assert limits.programme_flaw(taken) is None
    assert limits.programme_flaw(refused) is not None


def test_every_frame_is_looked_at_those_of_other_themes_too() -> None:
    more = programme(alternatives={"large-text": {"a": {"ro": Frame(asset="1" * 64)}}})
    assert limits.programme_flaw(more) == "shows the asset 111111111111 without listing its size"
    small = msgspec.structs.replace(CLOCK, width=0)
    other = programme(alternatives={"large-text": {"a": {"ro": Frame(asset=PICTURE, live=(small,))}}})
    assert limits.programme_flaw(other) == "draws a clock of 0 × 40 pixels at 0, 0"


MANIFESTS: dict[str, tuple[Manifest, Manifest]] = {
    "a large programme": (manifest(size=limits.MAX_PROGRAMME_BYTES), manifest(size=limits.MAX_PROGRAMME_BYTES + 1)),
    "an empty programme": (manifest(size=1), manifest(size=0)),
    "a short digest": (manifest(programme="b" * 64), manifest(programme="b" * 63)),
    "a digest in capitals": (manifest(programme="0" * 64), manifest(programme="B" * 64)),
    "a path": (manifest(), manifest(programme="../" + "b" * 61)),
    "hours": (manifest(hours=(HOURS,) * limits.MAX_HOURS), manifest(hours=(HOURS,) * (limits.MAX_HOURS + 1))),
    "hours past a day": (
        manifest(hours=(Window(days=(0,), start=1, end=DAY + 1),)),
        manifest(hours=(Window(days=(0,), start=1, end=DAY + 2),)),
    ),
    "phase": (manifest(phase=limits.MAX_SECONDS), manifest(phase=limits.MAX_SECONDS + 1)),
    "phase backwards": (manifest(phase=0), manifest(phase=-1)),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_the_last_manifest_that_is_taken_and_the_first_that_is_not(name: str) -> None:
    taken, refused = MANIFESTS[name]
    assert limits.manifest_flaw(taken) is None
    assert limits.manifest_flaw(refused) is not None


def test_what_the_server_makes_keeps_them() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        assert limits.manifest_flaw(told.of(name)) is None
        assert limits.programme_flaw(told.programme(name).programme) is None


@pytest.mark.parametrize(
    ("campaigns", "seconds", "minimums", "most"), [(694, 1, 0, True), (695, 1, 0, False), (1157, 5, 2, True)]
)
def test_the_work_of_a_plan_is_bounded(campaigns: int, seconds: int, minimums: int, most: bool) -> None:
    told = programme(
        plan=planned(
            items={"a": Item(turns=(Turn(lang="ro", seconds=seconds),))},
            entries=(Entry(campaign="c", slides=("a",)),) * campaigns,
            minimums={f"kind {number}": 0.1 for number in range(minimums)},
        )
    )
    fault = limits.programme_flaw(told)
    assert (fault is None) == most
    if not most:
        assert fault == "chooses among 695 campaigns every 1 s, expected fewer or longer turns"
