"""The page Today: for each person what waits for them, what can be mended, what ends and which screens are wrong."""

from content import wire
from control_server.storage import changes
from tests.server.simulator import PACK, START, Simulated, glass, slide
from tests.server.studio.conftest import Browser, NewBrowser, invited
from tests.server.studio.test_review import digest, edited


def section(text: str, name: str) -> str:
    """What stands under a headline."""
    _, found, rest = text.partition(f'id="{name}">')
    return rest.partition("</section>")[0] if found else ""


async def test_each_is_told_what_waits_for_them(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    eva = await invited(ana, browser, "Eva", "auditor")
    page = await edited(ana, "Podul se deschide")
    assert "Go on" in section((await ana.get("/studio")).text, "waiting")
    assert "Nothing waits for you" in (await dan.get("/studio")).text
    await ana.send(f"{page.path}/submit")
    assert "Look and approve" in section((await dan.get("/studio")).text, "waiting")
    for other in (ana, eva):
        assert "Nothing waits for you" in (await other.get("/studio")).text
    await dan.send(f"{page.path}/return", why="lipsește ora")
    assert "„lipsește ora”" in section((await ana.get("/studio")).text, "waiting")


async def test_what_a_change_would_do_is_fetched_when_the_page_is_there(city: Simulated, ana: Browser) -> None:
    page = await edited(ana, "Podul se deschide")
    address = f"{page.path}/outlook"
    await city.put_slide("altul", slide("Altceva"))
    before = section((await ana.get("/studio")).text, "waiting")
    assert f'data-outlook="{address}"' in before and f'<noscript><a href="{page.path}">' in before
    part = await ana.get(address)
    for words in ("2 frames on 2 screens", "/studio/frames/"):
        assert words not in before and words in part.text
    after = section((await ana.get("/studio")).text, "waiting")
    assert "2 frames on 2 screens" in after and "data-outlook" not in after
    city.clock.forward(minutes=6)
    assert "data-outlook" in section((await ana.get("/studio")).text, "waiting")


async def test_what_cannot_be_published_says_so_in_its_part(city: Simulated, ana: Browser) -> None:
    page = await edited(ana, "Podul se deschide")
    await city.put_slide("anunt", slide("Altceva"))
    assert "It cannot be published as it is" in (await ana.get(f"{page.path}/outlook")).text
    await ana.send(f"{page.path}/discard")
    assert "cannot be published" not in (await ana.get(f"{page.path}/outlook")).text


async def test_an_approval_that_no_longer_counts_is_told_to_who_gave_it(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    await city.publish({**PACK, "city.yaml": PACK["city.yaml"] + b"review: [{approvals: 2}]\n"})
    dan = await invited(ana, browser, "Dan", "approver")
    page = await edited(ana, "Unu")
    await ana.send(f"{page.path}/submit")
    once = await dan.send(f"{page.path}/approve", digest=digest(await dan.get(page.path)))
    assert "another person is still asked for" in once.text
    change = await city.server.desk.one(page.path.rpartition("/")[2])
    await city.server.desk.save(change.id, 1, {"slides/anunt.yaml": slide("Doi")}, change.author)
    assert "your approval no longer counts" in section((await dan.get("/studio")).text, "waiting")
    assert "the approval no longer counts" in (await ana.get(page.path)).text


async def test_without_approval_it_waits_for_another_to_look(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    page = await edited(ana, "Podul se deschide")
    published = await ana.send(f"{page.path}/publish", why="avarie")
    assert "Somebody else still has to look" in published.text
    assert "Look at it" in section((await dan.get("/studio")).text, "waiting")
    assert "avarie" in (await dan.get("/studio/review")).text
    await dan.send(f"{page.path}/look")
    assert "Nothing waits for you" in (await dan.get("/studio")).text
    listed = await changes.listed(city.server.ground.database, ["reviewed"])
    assert [change.id for change in listed] == [page.path.rpartition("/")[2]]


async def test_ten_minutes_to_undo_and_how_many_screens_have_it(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    page = await edited(ana, "Podul se deschide")
    await ana.send(f"{page.path}/submit")
    await dan.send(f"{page.path}/approve", digest=digest(await dan.get(page.path)))
    await city.says(wire.Status(display="gara", online=True, adopted=city.published.versions()["gara"]))
    city.clock.forward(minutes=4)
    morning = (await dan.get("/studio")).text
    assert "1 of 2 screens have it" in morning and "6 more minutes" in morning
    city.clock.forward(minutes=7)
    assert "screens have it" not in (await dan.get("/studio")).text


async def test_what_the_gate_says_is_said_once_a_slide(city: Simulated, ana: Browser) -> None:
    pack = {
        **PACK,
        "slides/anunt.yaml": slide("Podul, str. Garii si hidroameliorațiile intercomunitare, și altele"),
        "slides/alt.yaml": slide("Altul, nearătat"),
    }
    await city.publish(pack)
    text = (await ana.get("/studio")).text
    mends = section(text, "mends")
    assert "Shown nowhere" in mends and 'href="/studio/slides/alt"' in mends
    assert mends.count('href="/studio/slides/alt"') == len(
        {finding.code for finding in city.published.findings if "alt.yaml" in finding.where}
    )


async def test_only_the_screens_that_are_wrong(city: Simulated, ana: Browser) -> None:
    told = city.published.versions()
    assert "2 were never started" in (await ana.get("/studio")).text
    for display in told:
        await city.says(wire.Status(display=display, online=True, adopted=told[display], glass=glass(1, START)))
    assert "All 2 show exactly what was approved" in (await ana.get("/studio")).text
    city.clock.forward(seconds=1)
    await city.says(wire.Status(display="gara", online=False, at=city.clock.now))
    screens = section((await ana.get("/studio")).text, "screens")
    assert "Out of reach for" in screens and "Gara" in screens and "Piața" not in screens
    assert "The other one shows exactly what was approved" in screens


async def test_what_ends_and_the_calls_that_close(city: Simulated, ana: Browser) -> None:
    await city.publish({**PACK, "slides/anunt.yaml": PACK["slides/anunt.yaml"] + b"expires: 2026-11-28\n"})
    endings = section((await ana.get("/studio")).text, "endings")
    assert "Saturday, 28" in endings and "23:59" in endings
