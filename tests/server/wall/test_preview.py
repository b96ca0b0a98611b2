"""Pictures of any instant: the approved frame with the clock of then, composed once."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from content import live, wire
from control_server.wall import preview
from tests.server.simulator import PACK, Simulated, slide
from tests.server.wall.browser import AT, Client

CLOCK = wire.LivePart(part="clock", x=1, y=1, width=14, height=7, size=6)


async def test_the_picture_of_a_time_has_the_clock_of_that_time(city: Simulated, client: Client) -> None:
    city.pages.live = (CLOCK,)
    await city.put_slide("anunt", slide("Podul se deschide"))
    answer = await client.get(f"/displays/gara/picture.png?at={AT}:05")
    manifest = city.server.publisher.published.programme("gara")
    frames = [frame for frame in manifest.frames["anunt"].values() if frame.live]
    at, zone = datetime(2026, 11, 24, 6, 0, 5, tzinfo=UTC), ZoneInfo("Europe/Bucharest")
    frame = city.server.surroundings.blobs.path
    expected = [live.composed(frame(each.asset).read_bytes(), each.live, at, zone) for each in frames]
    assert (answer.status, answer.content_type) == (200, "image/png")
    assert await answer.read() in expected
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_a_picture_is_called_by_what_it_shows(city: Simulated, client: Client) -> None:
    city.pages.live = (CLOCK,)
    one_language = {"displays.yaml": PACK["displays.yaml"].replace(b"[ro, en]", b"[ro]")}
    await city.publish({**PACK, **one_language, "slides/anunt.yaml": slide("Podul se deschide")})

    async def tag(at: str) -> str:
        return (await client.get(f"/displays/gara/picture.png?at={at}")).headers["ETag"]

    assert await tag(f"{AT}:05") == await tag(f"{AT}:55") != await tag("2026-11-24T08:01")
    known = {"If-None-Match": await tag(AT)}
    assert (await client.get(f"/displays/gara/picture.png?at={AT}:30", headers=known)).status == 304
    await city.put_slide("anunt", slide("Podul e deschis"))
    assert (await client.get(f"/displays/gara/picture.png?at={AT}:30", headers=known)).status == 200


async def test_pictures_are_composed_once_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "KEPT_BYTES", 3)
    kept, made = preview.Previews(), []

    def compose(name: str) -> Callable[[], bytes]:
        def composed() -> bytes:
            made.append(name)
            return name.encode()

        return composed

    for name in ("a", "b", "a", "long", "a"):
        assert await kept.picture(name, compose(name)) == name.encode()
    assert made == ["a", "b", "long", "a"]
