"""What was shown, as people read it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from content import wire
from control_server.http.past import Past
from control_server.publishing.frame_words import FrameWords
from control_server.storage import displays
from tests.server.simulator import START, Simulated


async def test_a_play_is_said_with_the_words_of_its_frame(city: Simulated) -> None:
    database = city.server.ground.database
    past = Past(database, FrameWords(database))
    asset = city.published.programme("gara").frames["anunt"]["ro"].asset
    minute = timedelta(minutes=1)
    named = {"lang": "ro", "campaign": "mereu"}
    plays = (
        wire.Play(number=1, slide="anunt", asset=asset, since=START, until=START + minute, **named),
        wire.Play(number=2, slide="alt", asset="0" * 64, since=START + minute, until=START + 2 * minute, **named),
        wire.Play(
            number=3, slide=None, lang=None, campaign=None, asset="1" * 64,
            since=START + 2 * minute, until=START + 3 * minute,
        ),
    )  # fmt: skip
    await displays.add_plays(database, [displays.PlaysOf(display="gara", plays=plays)])
    first, second, third = await past.between("gara", START, START + 5 * minute, 10)
    assert (first.state, first.headline, second.headline) == ("showing", "Podul se inchide", "alt")
    assert (third.state, third.headline) == ("neutral", None)
    assert await past.at("gara", START) == first
    assert await past.at("piata", START) is None
    assert first.plain(ZoneInfo("Europe/Bucharest"))["since"] == "2026-11-23T12:00:00+02:00"
