"""The first steps: each is done when it is done, and the first that is not is open."""

import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, invited
from tests.server.studio.test_review import digest, edited


async def steps(browser: Browser) -> tuple[str, str]:
    """How many are done, and which is open."""
    page = (await browser.get("/studio/start")).text
    done = re.search(r'<meter min="0" max="5" value="(\d)"', page)
    following = re.search(r'aria-current="step">.*?<h2>([^<]*)', page, re.DOTALL)
    assert done
    return done[1], following[1].strip() if following else ""


async def test_from_the_first_person_to_the_first_publication(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    assert await steps(ana) == ("1", "Who works here")
    dan = await invited(ana, browser, "Dan", "approver")
    assert await steps(ana) == ("2", "The first slide")
    change = await edited(ana, "Podul se deschide")
    assert await steps(ana) == ("3", "The first screen")
    await city.server.enrolments.enrol("gara")
    assert await steps(dan) == ("4", "The publication")
    await ana.send(f"{change.path}/submit")
    await dan.send(f"{change.path}/approve", digest=digest(await dan.get(change.path)))
    assert await steps(ana) == ("5", "")
