"""What frames say, by their asset."""

import pytest

from control_server.publishing import frame_words
from control_server.publishing.frame_words import FrameWords, Words
from tests.server.simulator import Simulated, slide


def asset(city: Simulated, lang: str = "ro") -> str:
    return city.published.programme("gara").frames["anunt"][lang].asset


async def test_frames_that_no_manifest_names_any_more_keep_their_words(city: Simulated) -> None:
    words, first = FrameWords(city.server.ground.database), asset(city)
    await city.put_slide("anunt", slide("Podul se deschide"))
    now, english = asset(city), asset(city, "en")
    assert await words.of([first, now, english, "0" * 64]) == {
        first: Words("Podul se inchide", "notice"),
        now: Words("Podul se deschide", "notice"),
        english: Words("The bridge closes", "notice"),
    }
    assert await words.of([]) == {}


async def test_only_so_many_are_remembered_and_the_others_asked_for_again(
    city: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_words, "KEPT", 0)
    words = FrameWords(city.server.ground.database)
    for lang in ("ro", "en", "ro"):
        assert set(await words.of([asset(city, lang)])) == {asset(city, lang)}
