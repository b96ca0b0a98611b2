"""The pages of a change: from a draft to the glass and back, by two people, each with their rights."""

import re

from control_server.storage import audit
from tests.server.simulator import PACK, Simulated
from tests.server.studio.conftest import Browser, NewBrowser, Page, invited


def titled(city: Simulated) -> bytes:
    return city.published.slide("anunt")


async def edited(browser: Browser, title: str) -> Page:
    page = await browser.send(
        "/studio/slides/anunt",
        title__ro=title,
        change_title="",
        **{"change-title": "Podul", "change": "", "version": "0"},
    )
    assert page.path.startswith("/studio/changes/")
    return page


def digest(page: Page) -> str:
    match = re.search(r'name="digest" value="(\w+)"', page.text)
    assert match, page.text
    return match[1]


async def test_the_whole_thread(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    assert "Podul se inchide" in (await ana.get("/studio/slides")).text
    assert "Podul se inchide" in (await ana.get("/studio/slides/anunt")).text
    change = await edited(ana, "Podul se deschide")
    assert change.text.count('class="pair') == 2
    submitted = await ana.send(f"{change.path}/submit")
    assert "somebody else approves it" in submitted.text
    assert "Podul" in (await dan.get("/studio")).text
    seen = await dan.get(change.path)
    approved = await dan.send(f"{change.path}/approve", digest=digest(seen))
    assert (approved.status, approved.path) == (200, change.path)
    assert b"Podul se deschide" in titled(city)
    undone = await dan.send(f"{change.path}/undo")
    assert undone.status == 200
    assert b"Podul se inchide" in titled(city)
    history = (await ana.get("/studio/audit")).text
    for verb in ("invited", "joined", "began", "submitted", "approved", "published"):
        assert verb in history
    chain = await audit.rows(city.server.ground.database)
    assert audit.verified(chain) == len(chain)


async def test_each_sees_and_may_only_what_their_roles_say(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    eva = await invited(ana, browser, "Eva", "auditor")
    change = (await edited(ana, "Unu")).path
    for person, path, status in (
        (dan, "/studio/slides/anunt", 403),
        (dan, "/studio/people", 403),
        (dan, "/studio/audit", 403),
        (dan, change, 200),
        (eva, "/studio/audit", 200),
        (eva, "/studio/audit.json", 200),
        (eva, "/studio/people", 403),
    ):
        assert (await person.get(path)).status == status, path
    for person, step in ((dan, "submit"), (eva, "approve"), (dan, "publish"), (eva, "discard"), (dan, "nothing")):
        assert (await person.send(f"{change}/{step}", why="x")).status == 403, step
    assert "Make a link" not in (await dan.get("/studio")).text


async def test_a_change_that_was_published_shows_what_the_screens_show_now(city: Simulated, ana: Browser) -> None:
    change = (await edited(ana, "Trei")).path
    assert "What the screens show now" not in (await ana.get(change)).text
    published = await ana.send(f"{change}/publish", why="e grabă")
    assert "What the screens show now" in published.text
    for display in ("gara", "piata"):
        assert f"/studio/frames/{city.published.programme(display).frames['anunt']['ro'].asset}" in published.text


async def test_the_page_of_a_change_says_what_it_would_do(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    page = await edited(ana, "Podul se deschide")
    assert page.text.count('class="compare"') == 2
    for words in ("In the next 7 days", "one otherwise", "at once", "one other person has to approve it"):
        assert words in page.text
    link = re.search(r'href="(/studio/frames/\w{64}/\w{64})"', page.text)
    assert link
    assert (await ana.get(link[1])).text.startswith("\ufffdPNG")
    assert (await ana.get(link[1][:-64] + "0" * 64)).status == 404
    commented = await dan.send(f"{page.path}/comment", text="De ce <b>joi</b>?")
    assert "De ce &lt;b&gt;joi&lt;/b&gt;?" in commented.text
    assert (await dan.send(f"{page.path}/comment", text=" ")).status == 422


async def test_findings_are_said_in_words_of_the_interface(city: Simulated, ana: Browser) -> None:
    page = await edited(ana, "Consultare publica")
    assert "<strong>The headline names a topic, not what is the matter with it</strong>" in page.text


async def test_both_versions_side_by_side_and_a_choice(city: Simulated, ana: Browser) -> None:
    page = await edited(ana, "Podul se deschide")
    await city.put_slide("anunt", PACK["slides/anunt.yaml"].replace(b"Podul se inchide", b"Podul ramane"))
    seen = await ana.get(page.path)
    for words in ("Somebody else has published this in the meantime", "Podul se deschide", "Podul ramane", "Headline"):
        assert words in seen.text
    hidden = dict(re.findall(r'name="(version|revision)" value="(\d+)"', seen.text))
    open_ = await ana.send(f"{page.path}/merge", **hidden)
    assert (open_.status, "was changed by both" in open_.text) == (422, True)
    chosen = await ana.send(f"{page.path}/merge", **hidden, **{"slides/anunt.yaml|title.ro": "mine"})
    assert "Somebody else has published" not in chosen.text
    submitted = await ana.send(f"{page.path}/submit")
    assert submitted.status == 200


async def test_later_an_old_version_is_a_draft(city: Simulated, ana: Browser) -> None:
    page = await edited(ana, "Podul se deschide")
    await ana.send(f"{page.path}/publish", why="avarie")
    city.clock.forward(minutes=20)
    late = await ana.get(page.path)
    assert "/undo" not in late.text and "Make a draft of what was before" in late.text
    draft = await ana.send(f"{page.path}/revert")
    assert draft.path != page.path and "draft" in draft.text
    assert b"Podul se deschide" in titled(city)


async def test_where_the_city_asks_for_no_approval_the_page_says_so(city: Simulated, ana: Browser) -> None:
    await city.publish({**PACK, "city.yaml": PACK["city.yaml"] + b"review: [{kinds: [notice], approvals: 0}]\n"})
    page = await edited(ana, "Podul se deschide")
    for words in ("The city asks for no approval here", "slides of this kind: notice", ">Publish<"):
        assert words in page.text
    assert "published" in (await ana.send(f"{page.path}/submit")).text
    assert b"Podul se deschide" in titled(city)
