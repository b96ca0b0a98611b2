"""What was published without approval is said of the glass that shows it, until somebody else has looked."""

import pytest

from content import wire
from control_server.changes.desk import Desk
from tests.server.changes.test_desk import ANA, DAN, EVA, OPENED
from tests.server.http.test_status_card import cards
from tests.server.simulator import PACK, START, Simulated, slide

__all__ = ["cards"]


@pytest.fixture
def desk(city: Simulated) -> Desk:
    return city.server.desk


async def told(city: Simulated) -> bool:
    """Whether it is said of what the glass shows as it is published now."""
    city.clock.forward(seconds=2)
    await city.says(wire.Status(display="gara", online=True, glass=city.glass(1, START)))
    return (await city.server.display_api.cards.card(city.published.display("gara"))).unreviewed


async def test_it_is_said_until_somebody_else_has_looked(city: Simulated, desk: Desk) -> None:
    assert not await told(city)
    change = await desk.begin(ANA, "Podul", OPENED)
    await city.says(wire.Status(display="gara", online=True, glass=city.glass(1, START)))
    await desk.publish_unreviewed(change.id, ANA, "avarie")
    city.clock.forward(seconds=2)
    card = await city.server.display_api.cards.card(city.published.display("gara"))
    assert not card.unreviewed  # what it shows still was approved
    assert await told(city)
    await desk.look(change.id, DAN)
    assert not await told(city)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"slides/alt.yaml": slide("Altul")}, False),
        ({"playlists.yaml": b"playlists: [{id: toate, slides: [anunt, anunt]}]"}, True),
        ({"playlists.yaml": PACK["playlists.yaml"][:-1] + b", {id: alta, slides: [anunt]}]"}, False),
        ({"campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate, share: 2}]"}, True),
        ({"campaigns.yaml": PACK["campaigns.yaml"][:-1] + b", {id: alta, playlist: toate, from: 2027-01-01}]"}, False),
        ({"city.yaml": PACK["city.yaml"].replace(b"Orasul", b"Alt oras")}, True),
    ],
    ids=lambda given: str(given)[:40],
)
async def test_it_is_of_the_slide_or_the_campaign_or_the_whole_city(
    city: Simulated, desk: Desk, files: dict[str, bytes], expected: bool
) -> None:
    change = await desk.begin(ANA, "altceva", files)
    await desk.publish_unreviewed(change.id, ANA, "avarie")
    assert await told(city) == expected


async def test_what_was_taken_back_or_approved_since_is_not(city: Simulated, desk: Desk) -> None:
    first = await desk.begin(ANA, "Podul", OPENED)
    await desk.publish_unreviewed(first.id, ANA, "avarie")
    await desk.undo(first.id, ANA)
    assert not await told(city)
    second = await desk.begin(ANA, "Podul", {"slides/anunt.yaml": slide("Podul e greșit")})
    await desk.publish_unreviewed(second.id, ANA, "avarie")
    assert await told(city)
    third = await desk.begin(ANA, "Podul", {"slides/anunt.yaml": slide("Podul e deschis")})
    await desk.submit(third.id, ANA)
    await desk.approve(third.id, (await desk.proposal(third.id)).effect.digest, EVA)
    assert not await told(city)
