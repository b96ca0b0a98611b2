"""The pages From a source: read in the real jail, asked until nothing is open, kept as a change."""

import asyncio
import re
from html import escape
from pathlib import Path

import aiohttp
import msgspec

from control_server.errands.runner import ErrandProgress, Tell
from control_server.sources.reading import ReadingRequest
from control_server.storage import errands, people
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, Page, invited

BUDGET = Path("docs/examples/sources/cheltuieli-2026.csv").read_bytes().replace(b" - PROIECT", b"")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
NOTICE = Path("docs/examples/sources/inchidere.txt").read_bytes()


async def begun(browser: Browser, what: str, data: bytes, name: str = "buget.csv") -> Page:
    """Hands a file over."""
    form = aiohttp.FormData()
    form.add_field("what", what)
    form.add_field("file", data, filename=name)
    return await browser.post("/studio/source", form)


async def read(city: Simulated, browser: Browser, page: Page) -> Page:
    """The page when the work has ended."""
    assert re.fullmatch(r"/studio/source/[0-9a-f]{10}", page.path), page.text
    await city.server.errands.settled(page.path.rpartition("/")[2])
    return await browser.get(page.path)


async def answered(city: Simulated, browser: Browser, page: Page, **said: str) -> Page:
    """Sends the form of the page, with these fields otherwise."""
    return await read(city, browser, await browser.send(f"{page.path}/answer", **(browser.fields(page) | said)))


async def test_a_budget_is_read_asked_and_kept_as_a_change(city: Simulated, ana: Browser) -> None:
    page = await read(city, ana, await begun(ana, "budget", BUDGET))
    assert "How far is this budget?" in page.text
    assert "after one question is answered" in page.text
    assert '">12.650,00</td>' in page.text
    page = await answered(city, ana, page, **{"answer.1": "status=draft"})
    assert "Where can this budget be read?" in page.text
    assert "after 3 questions are answered" in page.text
    assert '<tr class="read"><th scope="row">19</th>' in page.text
    assert '<td class="number read">12.650,00</td>' in page.text
    page = await answered(
        city,
        ana,
        page,
        **{
            "text.1": "https://www.oras.ro/buget",
            "text.2": "2026-11-20",
            "text.3": "2026-12-20",
            "playlist": "toate",
            "title": "Proiectul de buget",
        },
    )
    assert "Keep as a change" in page.text and 'aria-describedby="lack"' not in page.text, page.text
    before = city.published
    kept = await ana.send(f"{page.path}/keep", **ana.fields(page))
    assert kept.path.startswith("/studio/changes/"), kept.text
    assert "Proiectul de buget" in kept.text
    assert city.published is before
    change = await city.server.desk.one(kept.path.rpartition("/")[2])
    assert change.state == "draft" and "slides/buget-2026-100.yaml" in change.files
    assert "It was kept as a change" in (await ana.get(page.path)).text


async def test_what_a_restart_ended_says_so_and_is_read_again(city: Simulated, ana: Browser) -> None:
    page = await read(city, ana, await begun(ana, "budget", BUDGET))
    errand = page.path.rpartition("/")[2]
    database = city.server.ground.database
    there = await errands.one(database, errand)
    assert there is not None
    await errands.go_on(database, msgspec.structs.replace(there, state="working", result=b""))
    assert "data-progress" in (await ana.get(page.path)).text
    await city.server.errands.tidy()  # as the next server does when it starts
    lost = await ana.get(page.path)
    assert "The server was started again meanwhile" in lost.text
    assert "ended by a restart of the server" in (await ana.get("/studio/source")).text
    again = await answered(city, ana, lost)
    assert "How far is this budget?" in again.text


async def test_it_can_be_stopped(city: Simulated, ana: Browser) -> None:
    async def endless(tell: Tell) -> bytes:
        tell(ErrandProgress("draws", 2, 7))
        await asyncio.Event().wait()
        return b""

    who = (await people.everybody(city.server.ground.database))[0].who
    asked = msgspec.json.encode(ReadingRequest(what="budget", reader="budget", source="b.csv"))
    errand = await city.server.errands.begin("import", who, asked, msgspec.msgpack.encode({}), endless)
    await city.server.errands.settled(errand.id, 0)
    page = await ana.get(f"/studio/source/{errand.id}")
    assert '<progress value="2" max="7"' in page.text and "The slides are being drawn." in page.text
    progress = await ana.get(f"/studio/source/{errand.id}/progress")
    assert progress.text == '{"state":"working","step":"draws","done":2,"needed":7}'
    stopped = await ana.send(f"/studio/source/{errand.id}/cancel")
    assert "You stopped it. Nothing was kept." in stopped.text


async def test_somebody_elses_reading_is_not_there(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    page = await read(city, ana, await begun(ana, "budget", BUDGET))
    eva = await invited(ana, browser, "Eva", "author")
    assert (await eva.get(page.path)).status == 404
    assert page.path not in (await eva.get("/studio/source")).text


async def test_a_host_that_is_not_allowed_is_proposed_as_a_change(city: Simulated, ana: Browser) -> None:
    page = await read(city, ana, await ana.send("/studio/source", what="dataset", address="https://date.gov.ro/a.csv"))
    assert "The address may not be read" in page.text and "Propose this host" in page.text
    change = await ana.send(f"{page.path}/allow")
    assert change.path.startswith("/studio/changes/")
    files = (await city.server.desk.one(change.path.rpartition("/")[2])).files
    assert list(files) == ["sources.yaml"] and b"date.gov.ro" in (files["sources.yaml"] or b"")


async def test_what_is_hostile_is_text(city: Simulated, ana: Browser) -> None:
    table = f"an;{HOSTILE};alta\n2017;10;1\n2018;12;2\n".encode()
    page = await read(city, ana, await begun(ana, "dataset", table, f"{HOSTILE}.csv"))
    page = await answered(city, ana, page, title=HOSTILE, **{"has.topic": "1", "option.topic": HOSTILE})
    notice = await read(city, ana, await ana.send("/studio/source", what="notice", text=f"{HOSTILE}\n{HOSTILE}"))
    assert escape("<img src=x") in page.text and escape("<img src=x") in notice.text
    for each in (page, notice, await ana.get("/studio/source")):
        assert "<script>alert" not in each.text and "<img src=x" not in each.text


async def test_a_draft_is_finished_beside_its_frame(city: Simulated, ana: Browser) -> None:
    page = await read(city, ana, await begun(ana, "notice", NOTICE, "anunt.txt"))
    slide = re.search(r'name="take:([a-z0-9-]+)"', page.text)
    assert slide and "to be compared" in page.text and "after 3 questions are answered" in page.text
    typed = {"slide": slide[1], f"value:{slide[1]}:title.ro": "Alt titlu"}
    before = len(city.pages.drawn)
    assert (await ana.send(f"{page.path}/preview", **(ana.fields(page) | typed))).status == 200
    assert city.pages.drawn[before].data.title == "Alt titlu"
    assert (await ana.send(f"{page.path}/preview", slide="anunt")).status == 404
    compared = {f"compared:{slide[1]}:{key}": "1" for key in ("title", "body", "expires")}
    refused = await ana.send(f"{page.path}/keep", **ana.fields(page))
    assert refused.status == 422 and "has questions that are open" in refused.text
    page = await answered(city, ana, page, **compared)
    kept = await ana.send(f"{page.path}/keep", **ana.fields(page))
    change = await city.server.desk.one(kept.path.rpartition("/")[2])
    assert f"slides/{slide[1]}.yaml" in change.files


async def test_what_cannot_begin_is_said_on_the_same_page(city: Simulated, ana: Browser) -> None:
    page = await ana.send("/studio/source", what="budget", address=" ")
    assert page.status == 422 and "expected a file, an address or a text" in page.text
