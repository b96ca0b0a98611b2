"""The pages of people: inviting somebody, their rights afterwards, and what becomes of them when they leave."""

import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS, Browser, NewBrowser, Page, invited


async def person(ana: Browser, email: str) -> Page:
    """The page of somebody, by a link of the list."""
    rows = (await ana.get("/studio/people")).text.split("<tr")
    link = re.search(r"/studio/people/\w+", next(row for row in rows if email in row))
    assert link
    return await ana.get(link[0])


async def test_somebody_is_invited_given_other_rights_leaves_and_is_forgotten(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    page = await person(ana, "dan@oras.ro")
    assert 'value="approver" aria-describedby="may-approver" checked' in page.text
    changed = await ana.send(f"{page.path}/rights", role=["author", "auditor"])
    assert changed.path == page.path and 'value="auditor" aria-describedby="may-auditor" checked' in changed.text
    assert (await dan.get("/studio/audit")).path == "/studio/audit"
    assert "gave other rights to" in (await ana.get("/studio/audit")).text
    left = await ana.send(f"{page.path}/disable")
    assert (left.path, "has left" in left.text) == (page.path, True)
    assert (await dan.get("/studio")).path == "/studio/sign-in"
    wrong = await dan.send("/studio/sign-in", email="dan@oras.ro", password=PASSWORDS["Dan"])
    assert wrong.status == 422
    erased = await ana.send(f"{page.path}/erase")
    assert "a former colleague" in erased.text and "dan@oras.ro" not in erased.text
    for path in ("/studio/people", "/studio/audit"):
        text = (await ana.get(path)).text
        assert "a former colleague" in text and "Dan" not in text


async def test_a_session_of_somebody_is_ended(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    page = await person(ana, "dan@oras.ro")
    end = re.search(r'action="(/studio/people/\w+/sessions/\w+/end)"', page.text)
    assert end
    assert "Nowhere at the moment" in (await ana.send(end[1])).text
    assert (await dan.get("/studio")).path == "/studio/sign-in"


async def test_an_invitation_without_a_role_says_what_is_missing(city: Simulated, ana: Browser) -> None:
    page = await ana.send("/studio/people", role=[])
    assert page.status == 422 and "Choose at least one role" in page.text


async def test_nobody_ends_the_last_administrator(city: Simulated, ana: Browser) -> None:
    person = re.findall(r"person:(\w+)", (await ana.get("/studio/audit.json")).text)[0]
    for step, form in (("disable", {}), ("rights", {"role": "author"})):
        page = await ana.send(f"/studio/people/{person}/{step}", **form)
        assert page.status == 422 and "nobody left who can invite people" in page.text
    assert (await ana.get(f"/studio/people/{'0' * 10}")).status == 404
