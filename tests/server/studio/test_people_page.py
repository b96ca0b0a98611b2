"""The page of people: inviting somebody, and ending what somebody can do."""

import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS, Browser, NewBrowser, invited


async def test_somebody_is_invited_seen_and_leaves(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    page = await ana.get("/studio/people")
    assert "dan@oras.ro" in page.text
    end = re.search(r"/studio/people/\w+/disable", page.text)
    assert end
    after = await ana.send(end[0])
    assert (after.path, "has left" in after.text) == ("/studio/people", True)
    assert (await dan.get("/studio")).path == "/studio/sign-in"
    wrong = await dan.send("/studio/sign-in", email="dan@oras.ro", password=PASSWORDS["Dan"])
    assert wrong.status == 422


async def test_an_invitation_without_a_role_says_what_is_missing(city: Simulated, ana: Browser) -> None:
    page = await ana.send("/studio/people", role=[])
    assert page.status == 422 and "the roles: found none" in page.text


async def test_nobody_ends_the_last_administrator(city: Simulated, ana: Browser) -> None:
    person = re.findall(r"person:(\w+)", (await ana.get("/studio/audit.json")).text)[0]
    page = await ana.send(f"/studio/people/{person}/disable")
    assert page.status == 422 and "is the last administrator" in page.text
