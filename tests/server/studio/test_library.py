"""The library: a slide's state, where it is shown, what it lacks, and slides that only a change has."""

import pytest

from control_server.http import slide_list
from control_server.studio import library_airtime
from tests.server.simulator import PACK, Simulated, slide
from tests.server.studio.conftest import Browser


@pytest.mark.parametrize(
    ("more", "state", "words"),
    [
        ("", "shown", "on screens"),
        ("not_before: 2026-11-25T09:00\n", "coming", "from Wednesday 25 Nov, 9:00"),
        ("expires: 2026-11-24T09:00\n", "shown", "leaves on Tuesday 24 Nov, 9:00"),
        ("expires: 2026-11-20T09:00\n", "over", "ended on Friday 20 Nov, 9:00"),
    ],
)
async def test_the_state_of_a_slide(city: Simulated, ana: Browser, more: str, state: str, words: str) -> None:
    await city.put_slide("anunt", slide("Podul") + more.encode())
    (shown,) = slide_list.listed(city.published, city.clock(), str)
    assert (shown.state, shown.displays) == (state, ("gara", "piata"))
    page = await ana.get("/studio/slides")
    assert words in page.text and "/studio/frames/" in page.text
    assert ("100 % of the time" in page.text) == (
        shown.id in library_airtime.parts(city.published, city.clock()).slides
    )


async def test_a_slide_without_a_playlist_is_on_no_screen(city: Simulated, ana: Browser) -> None:
    await city.publish({**PACK, "slides/alt.yaml": slide("Altul")})
    states = {shown.id: shown.state for shown in slide_list.listed(city.published, city.clock(), str)}
    assert states == {"anunt": "shown", "alt": "nowhere"}
    page = await ana.get("/studio/slides?state=nowhere")
    assert "Altul" in page.text and "Podul" not in page.text


async def test_what_is_missing_and_what_is_found_is_said_once(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", b'kind: notice\ntitle: {ro: "Podul", en: "Bridge"}\nbody: Joi, 26 noiembrie.\n')
    (shown,) = slide_list.listed(city.published, city.clock(), str)
    assert (shown.there, shown.missing) == (("ro",), ("en",))
    assert len(set(shown.findings)) == len(shown.findings) > 1
    page = await ana.get("/studio/slides?mend=findings")
    assert "The text names a day" in page.text


async def test_a_new_slide_is_there_as_soon_as_a_change_has_it(city: Simulated, ana: Browser) -> None:
    form = {"title.ro": "Târgul", "body.ro": "La Operă.", "change": "", "version": "0", "change-title": "Iarna"}
    await ana.send("/studio/new-slide/notice", **form)
    page = await ana.get("/studio/slides?state=draft")
    assert "Târgul" in page.text and "in „Iarna”" in page.text and "on no screen yet" in page.text
    assert "Podul" not in page.text


async def test_nothing_that_was_asked_for_has_a_way_on(ana: Browser) -> None:
    page = await ana.get("/studio/slides?q=nimic+de+felul")
    assert "No slide is like that." in page.text and 'href="/studio/slides">Show all slides' in page.text
    assert 'value="nimic de felul"' in page.text
