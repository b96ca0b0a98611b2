"""The page of the editor: every value in its group, what is technical folded away, what was typed kept as it was."""

import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser
from tests.server.studio.test_slide_checks import CALL


async def test_the_groups_of_a_call_stand_in_their_order(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", CALL)
    page = await ana.get("/studio/slides/anunt")
    order = ["What it says", ">When<", "Where people turn to", "What came of it", "Technical details"]
    places = [page.text.index(words) for words in order]
    assert places == sorted(places)
    assert 'value="6 December 2026, 23:59"' in page.text and "Sunday, 6 December 2026, 23:59" in page.text
    assert not re.search(r'value="\d{4}-\d\d-\d\d', page.text)


async def test_every_field_has_a_label_and_what_it_is_described_by(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", CALL)
    text = (await ana.get("/studio/slides/anunt")).text
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    fields = set(re.findall(r'<(?:input|textarea|select) id="([^"]+)"', text))
    assert fields <= set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    described = {name for each in re.findall(r'aria-describedby="([^"]+)"', text) for name in each.split()}
    assert described <= ids


async def test_what_cannot_be_taken_stays_as_it_was_typed(ana: Browser) -> None:
    page = await ana.send("/studio/slides/anunt", expires="mâine", change="", version="0")
    assert page.status == 422 and 'value="mâine"' in page.text
    assert "Not saved: something below cannot be taken as it is written." in page.text
