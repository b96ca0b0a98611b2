"""What is said of a display: the glass as it reported it, with the words of the frame on it."""

import pytest

from content import wire
from control_server.devices.schedules import Schedules
from control_server.http.status_card import Card, StatusCards
from control_server.publishing.frame_words import FrameWords
from tests.server.simulator import PACK, START, Clock, Simulated, glass, slide


@pytest.fixture
def cards(city: Simulated) -> StatusCards:
    server = city.server
    words = FrameWords(server.ground.database)
    return StatusCards(server.publisher, server.fleet, Schedules(server.publisher), words, server.ground)


async def card(cards: StatusCards, city: Simulated) -> Card:
    return await cards.card(city.published.display("gara"))


async def test_a_display_that_never_spoke(city: Simulated, cards: StatusCards) -> None:
    known = await card(cards, city)
    assert (known.online, known.heard, known.adopted, known.wanted) == (False, None, None, (1, 1))
    assert (known.glass, known.headline, known.kind) == (None, None, None)
    assert [showing.slide for showing in known.next] == ["anunt"] * 3


async def test_the_words_are_of_the_frame_on_the_glass(city: Simulated, cards: StatusCards) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=city.glass(1, START)))
    await city.put_slide("anunt", slide("Podul se deschide"))
    await city.publish(
        {**PACK, "slides/alt.yaml": slide("Altul"), "playlists.yaml": b"playlists: [{id: toate, slides: [alt]}]"}
    )
    known = await card(cards, city)
    assert (known.headline, known.kind) == ("Podul se inchide", "notice")
    assert {showing.slide for showing in known.next} == {"alt"}


async def test_of_a_frame_that_was_never_drawn_here_its_slide_is_said(city: Simulated, cards: StatusCards) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START, asset="e" * 64)))
    known = await card(cards, city)
    assert (known.headline, known.kind) == ("anunt", None)


async def test_a_neutral_glass_has_no_words(city: Simulated, cards: StatusCards) -> None:
    neutral = wire.Glass(state="neutral", since=START, lit=START)
    await city.says(wire.Status(display="gara", online=True, glass=neutral))
    known = await card(cards, city)
    assert (known.headline, known.kind) == (None, None)


async def test_two_players_with_one_identity_are_said(city: Simulated, cards: StatusCards) -> None:
    said = []
    for instance in "aba":
        await city.says(wire.Status(display="gara", online=True, instance=instance))
        said.append((await card(cards, city)).rivals)
    assert said == [False, False, True]


async def test_headlines_are_those_of_the_frames_that_the_display_is_told_of(
    city: Simulated, cards: StatusCards, clock: Clock
) -> None:
    headline = await cards.headlines("gara")
    assert (headline("anunt", "ro"), headline("anunt", "en")) == ("Podul se inchide", "The bridge closes")
    assert (await cards.headlines("piata"))("anunt", "en") == "Podul se inchide"  # it has the slide in Romanian only
    assert headline("plecat", "ro") == headline("plecat.result", "ro")[: len("plecat")] == "plecat"
