"""What nobody needs any more goes; what somebody may need stays, and what is missed is drawn again."""

from control_server.publishing.collection import Collected, collect
from control_server.storage import frames, programmes
from tests.server.simulator import PACK, Clock, Simulated, slide
from tests.server.storage.test_blobs import aged, files


def assets(city: Simulated) -> set[str]:
    """All that the published programmes name."""
    return {asset for each in city.published.programmes.values() for asset in each.programme.assets}


async def test_old_programmes_and_their_assets_go_after_a_week(city: Simulated, clock: Clock) -> None:
    server, blobs = city.server, city.server.surroundings.blobs
    first = assets(city)
    await city.put_slide("anunt", slide("Podul se deschide"))
    second = assets(city)
    for asset in first | second:
        aged(blobs.path(asset))
    assert first - second
    clock.forward(days=7)
    assert await collect(server.ground, blobs) == Collected(0, 0)  # a display may be on its way to it
    clock.forward(seconds=1)
    assert await collect(server.ground, blobs) == Collected(2, len(first - second))
    assert set(await programmes.digests(server.ground.database)) == set(city.published.programmes)
    assert {path.name for path in files(blobs.path("0" * 64).parent.parent)} == second
    assert await frames.of_assets(server.ground.database, first - second) == {}
    assert (await frames.of_assets(server.ground.database, second)).keys() == second


async def test_an_edit_that_is_undone_later_is_drawn_again(city: Simulated, clock: Clock) -> None:
    blobs = city.server.surroundings.blobs
    first = assets(city)
    await city.put_slide("anunt", slide("Podul se deschide"))
    for asset in first | assets(city):
        aged(blobs.path(asset))
    clock.forward(days=8)
    await collect(city.server.ground, blobs)
    await city.publish(PACK)
    assert assets(city) == first
    assert all(blobs.path(asset).is_file() for asset in first)
