"""The page of all displays: wrong ones first, search and filter in the address, pages of many."""

import re

from content import wire
from tests.server.simulator import PACK, START, Simulated, glass, many_displays, picture
from tests.server.studio.conftest import Browser, NewBrowser, invited


def listed(text: str) -> list[str]:
    return re.findall(r'<li class="card" data-part="[^"]+" data-display="([^"]+)"', text)


async def test_those_in_trouble_come_first_with_why_and_what_mends_it(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "auditor")
    newest = city.published.latest["gara"].version
    await city.says(wire.Status(display="gara", online=True, adopted=newest, glass=city.glass(1, START)))
    wrong = glass(1, START, matches=False)
    await city.says(wire.Status(display="piata", online=True, adopted=newest, glass=wrong))
    await city.pictured(picture(1), city.glass(1, START))
    city.clock.forward(seconds=40)
    text = (await dan.get("/studio/screens")).text
    assert listed(text) == ["piata", "gara"]
    assert "Shows something else than it should, for 40 seconds" in text
    assert "Shows exactly what was approved" in text and "picture of 40 seconds ago" in text
    assert "1 of 2 show what they should." in text
    assert "A technician or a publisher can mend this." in text and "Start the player anew" not in text
    assert "Start the player anew" in (await ana.get("/studio/screens")).text
    assert listed((await ana.get("/studio/screens?state=trouble")).text) == ["piata"]


async def test_a_thousand_are_pages_that_are_looked_through(city: Simulated, ana: Browser) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(1_000)})
    first = (await ana.get("/studio/screens")).text
    assert len(listed(first)) == 24 and "Page 1 of 42" in first and "Never started" in first
    last = (await ana.get("/studio/screens?page=42")).text
    assert len(listed(last)) == 16 and 'rel="next"' not in last
    one = (await ana.get("/studio/screens?q=ECRANUL+149&tag=iosefin")).text
    assert listed(one) == ["ecran-149"] and 'value="ECRANUL 149"' in one
    assert 'href="/studio/screens?state=trouble&amp;q=ECRANUL+149&amp;tag=iosefin"' in one
    assert "No screen is like that." in (await ana.get("/studio/screens?q=nimic")).text
    assert "No screen needs anything." in (await ana.get("/studio/screens?state=trouble")).text
    assert (await ana.get("/studio/screens?state=ill")).status == 422
