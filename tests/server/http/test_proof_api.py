"""A proof of play as a file: what the displays signed of some days, and what anybody proves of it."""

from datetime import timedelta

from content import proof
from content.wire import Play
from tests.playing import SigningDisplay
from tests.server.conftest import Client
from tests.server.simulator import START, Simulated

DAY = {"from": f"{START:%Y-%m-%d}", "to": f"{START:%Y-%m-%d}"}


def play(number: int, slide: str | None = "anunt", **fields: bool) -> Play:
    since = START - timedelta(hours=2) + timedelta(seconds=10 * number)
    until = since + timedelta(seconds=10)
    return Play(number=number, slide=slide, lang="ro", campaign="c", asset="a" * 64, since=since, until=until, **fields)


async def played(city: Simulated) -> None:
    """Three links of one display, with a gap in the last, and one of the other."""
    gara, piata = SigningDisplay("gara"), SigningDisplay("piata")
    keeper = city.server.reception.plays
    for link in (gara.link(play(1, matched=True), play(2, "alt")), gara.link(play(3)), gara.link(play(9, None))):
        keeper.take(link)
    keeper.take(piata.link(play(1)))
    await keeper.keep()


async def lines(client: Client, **query: str) -> list[bytes]:
    async with client.get("/api/reports/proof.jsonl", params=query) as answer:
        assert answer.status == 200 and answer.content_type == "application/jsonl"
        return (await answer.read()).splitlines(keepends=True)


async def test_the_file_proves_what_was_shown(city: Simulated, staff: Client) -> None:
    await played(city)
    file = await lines(staff, **DAY)
    result = proof.verified(file, city.server.ground.signer.public_key)
    assert [(each.display, each.links) for each in result.head.stretches] == [("gara", 3), ("piata", 1)]
    assert {each.slide: (each.displays, each.matched_s) for each in result.slides} == {
        "": ({"gara": 10.0}, 0.0),
        "alt": ({"gara": 10.0}, 0.0),
        "anunt": ({"gara": 20.0, "piata": 10.0}, 10.0),
    }
    assert [(gap.display, gap.after, gap.before, gap.server) for gap in result.gaps] == [("gara", 3, 9, False)]
    assert len(file) == 5


async def test_only_the_displays_that_are_asked_for_and_the_days(city: Simulated, staff: Client) -> None:
    await played(city)
    assert [each.display for each in proof.verified(await lines(staff, **DAY, display="piata")).head.stretches] == [
        "piata"
    ]
    none = proof.verified(await lines(staff, **{"from": "2026-01-01", "to": "2026-01-02"}))
    assert (none.plays, none.head.stretches) == (0, ())
    async with staff.head("/api/reports/proof.jsonl") as answer:
        assert answer.status == 200
    async with staff.get("/api/reports/proof.jsonl?from=x") as answer:
        assert answer.status == 422


async def test_what_comes_while_it_is_read_is_not_in_it(city: Simulated, staff: Client) -> None:
    """The head says where each chain ends."""
    gara, keeper = SigningDisplay("gara"), city.server.reception.plays
    for number in range(250):
        keeper.take(gara.link(play(number)))
    await keeper.keep()
    async with staff.get("/api/reports/proof.jsonl", params=DAY) as answer:
        first = await answer.content.readline()
        keeper.take(gara.link(play(250)))
        await keeper.keep()
        rest = (await answer.content.read()).splitlines(keepends=True)
    assert proof.verified([first, *rest]).plays == 250
