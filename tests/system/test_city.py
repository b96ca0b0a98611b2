"""The sample city, lit: what the glass of its three displays shows is what was authored."""

import asyncio
import io
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image

from content import strict_yaml, wire
from content.live import text as live_text
from control_server.commands.local_city import LocalCity, changed
from control_server.devices.fleet import Pictured
from tests.changes import put_slide

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

DISPLAYS = ("piata-unirii", "primarie", "gara")


async def _lit(city: LocalCity) -> None:
    await city.start(display for display in DISPLAYS if display not in city.processes)
    for display in DISPLAYS:
        await city.seen(display, lambda glass: glass.state == "showing", within=60)


async def _picture(city: LocalCity, display: str, count: int) -> tuple[wire.Glass, Image.Image]:
    """The glass of that display as read back, at that change or a later one."""
    with city.server.fleet.subscribed(pictures=True) as events:
        async with asyncio.timeout(120):
            async for event in events:
                if not isinstance(event, Pictured) or event.display != display or event.glass is None:
                    continue
                if event.glass.count >= count and event.glass.state == "showing":
                    return event.glass, Image.open(io.BytesIO(event.png)).convert("RGB")
    raise AssertionError("the server ended")


@pytest.mark.parametrize("display", DISPLAYS)
async def test_the_qr_code_on_the_glass_leads_to_the_link_of_the_slide(city: LocalCity, display: str) -> None:
    await _lit(city)
    pack = city.server.publisher.published.city_pack()
    glass = await city.seen(
        display, lambda glass: glass.slide is not None and pack.slides[glass.slide].address() is not None, within=60
    )
    shown, picture = await _picture(city, display, glass.count)
    assert shown.slide is not None
    address = pack.slides[shown.slide].address()
    assert address is not None
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address.url]
    panel = pack.displays[display].panel
    assert picture.size == (panel.width, panel.height)


@pytest.mark.parametrize("display", DISPLAYS)
async def test_the_glass_is_the_frame_that_was_signed(city: LocalCity, display: str) -> None:
    """Outside the live parts, the read-back picture equals the published PNG."""
    await _lit(city)
    known = city.server.fleet.statuses[display][0].glass
    assert known is not None
    glass, picture = await _picture(city, display, known.count)
    assert glass.matches
    assert glass.colours > 8
    programme = city.server.publisher.published.programme(display)
    frame = programme.frames[str(glass.slide)][str(glass.lang)]
    expected = Image.open(city.server.surroundings.blobs.path(frame.asset)).convert("RGB")
    for part in frame.live:
        box = (part.x, part.y, part.x + part.width, part.y + part.height)
        expected.paste(picture.crop(box), box)
    assert expected.tobytes() == picture.tobytes()
    assert any(part.part == "clock" for part in frame.live)
    zone = city.server.publisher.published.city_pack().city.zone
    assert all(live_text(part, glass.lit, zone) for part in frame.live)


@pytest.mark.parametrize("display", DISPLAYS)
async def test_a_changed_label_reaches_the_glass(city: LocalCity, display: str) -> None:
    """A slide that is on the glass is changed; the glass follows without waiting for its next turn."""
    await _lit(city)
    showing = await city.seen(display, lambda glass: glass.state == "showing" and _stays(glass, 6), within=60)
    slide, lang = str(showing.slide), str(showing.lang)
    path = f"slides/{slide}.yaml"
    field = "ask" if slide == "strada" else "title"
    texts = strict_yaml.mapping(city.server.publisher.published.files[path], path)[field]
    body = changed(city.server.publisher.published.files, path, **{field: texts | {lang: edited(texts[lang])}})
    before = city.server.publisher.published.versions()[display]
    await put_slide(city.server, slide, body)
    assert city.server.publisher.published.versions()[display] > before
    asset = city.server.publisher.published.programme(display).frames[slide][lang].asset
    assert asset != showing.asset
    glass = await city.seen(display, lambda glass: glass.asset == asset, within=60)
    assert glass.matches
    assert (glass.slide, glass.since) == (slide, showing.since)


def edited(text: str) -> str:
    """Another last letter, of those outside the braces of a placeholder."""
    at = max(n for n, letter in enumerate(text) if letter.isalpha() and text.count("{", 0, n) == text.count("}", 0, n))
    return text[:at] + ("y" if text[at] == "x" else "x") + text[at + 1 :]


def _stays(glass: wire.Glass, seconds: float) -> bool:
    return glass.until is not None and (glass.until - datetime.now(UTC)).total_seconds() > seconds
