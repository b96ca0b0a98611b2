"""Today and a change in a real browser: what waits, what would change, two approvals, two versions, comments and keys.

Server, drawing, database and broker are real. Every page and state is drawn (`build/studio`) and held against axe-core.
"""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from content import wire
from control_server.publishing.edits import one_slide
from control_server.storage import audit
from control_server.storage.causes import Cause
from tests.system.studio_city import DESK, STREET, Studio, browser, studio
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

REASON = "Avarie la magistrală"


async def edited(ana: Visitor, slide: str, field: str, text: str, title: str) -> None:
    """Saves another text of the slide in a change of that title."""
    await ana.open(f"/studio/slides/{slide}")
    await ana.fill("Română", text, field)
    await ana.fill("Despre ce e modificarea", title)
    await ana.press("Salvează")
    await ana.headed(title)


async def rule(studio: Studio, line: bytes) -> None:
    """The city asks for other approvals from now on."""
    city = studio.server.publisher.published.files["city.yaml"].partition(b"\nreview:")[0]

    def edit(published: Any) -> dict[str, bytes]:
        return {**published.files, "city.yaml": city + b"\nreview: " + line + b"\n"}

    await studio.server.publisher.change(edit, Cause(actor="console", kind="pack"))


async def test_what_waits_is_looked_at_from_all_sides(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await edited(ana, "strada", "Ce întrebi", "Spune ce repari întâi în cartierul tău", "Strada, pe cartiere")
        await ana.press("Trimite spre aprobare")
        await dan.open("/studio")
        await expect(dan.page.get_by_text("Te așteaptă un lucru.")).to_be_visible()
        await dan.pictured("today-waits")
        await dan.open("/studio/review")
        await dan.pictured("review-queue")
        await dan.press("Strada, pe cartiere", "link")
        await dan.headed("Strada, pe cartiere")
        await dan.pictured("review")
        await dan.page.set_viewport_size({"width": 1280, "height": 800})
        await dan.press("Diferența")
        await expect(dan.page.locator("figure[data-is=difference] img").first).to_be_visible()
        await dan.pictured("review-difference")
        await dan.page.set_viewport_size({"width": 1280, "height": 800})
        await dan.press("Alăturate")
        await dan.page.locator("h1").click()
        for _ in range(await dan.page.locator(".compare").count()):
            await dan.page.keyboard.press("j")
            await expect(dan.page.locator(".compare:focus")).to_be_visible()
        await expect(dan.page.locator("#unlooked")).to_be_hidden()
        await dan.page.keyboard.press("a")
        await expect(dan.named("Aprobă și publică")).to_be_focused()
        await dan.page.keyboard.press("r")
        await expect(dan.field("Motivul")).to_be_focused()
        await dan.page.keyboard.type("jakra: scrie și cartierele")
        await expect(dan.field("Motivul")).to_have_value("jakra: scrie și cartierele")
        await dan.fill("Comentariul tău", "De ce nu și pe hartă?")
        await dan.press("Trimite")
        await expect(dan.page.get_by_text("De ce nu și pe hartă?")).to_be_visible()
        await dan.pictured("review-commented")
        await dan.press("Aprobă și publică")
        await dan.tagged("publicată")
        await dan.open("/studio")
        await expect(dan.page.get_by_text("„Strada, pe cartiere”")).to_be_visible()
        await dan.pictured("today-undo")


async def test_two_approve_where_the_city_asks_for_two(studio: Studio, browser: Browser) -> None:
    await rule(studio, b"[{kinds: [notice], approvals: 2}]")
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await edited(ana, "registratura", "Titlu", DESK.replace("16", "17"), "Program prelungit")
        await ana.press("Trimite spre aprobare")
        await dan.open("/studio")
        await dan.press("Vezi și aprobă: Program prelungit", "link")
        await expect(dan.page.get_by_text("trebuie s-o aprobe alte 2 persoane")).to_be_visible()
        await dan.press("Aprobă")
        await dan.tagged("aprobată")
        await dan.pictured("review-approved-once")
        await ana.page.locator(".decide li a").click()
        await ana.fill("Română", DESK.replace("16", "18"), "Titlu")
        await ana.press("Salvează")
        await expect(ana.page.get_by_text("aprobarea nu mai ține")).to_be_visible()
        await dan.open("/studio")
        await expect(dan.page.get_by_text("aprobarea ta nu mai ține")).to_be_visible()
        await dan.pictured("today-voided")
        await ana.press("Abandonează")
    await rule(studio, b"[{kinds: [notice], approvals: 0}]")
    async with studio.visit(browser, "Ana Pop") as ana:
        await edited(ana, "registratura", "Titlu", DESK.replace("16", "17"), "Program prelungit, fără aprobare")
        await ana.pictured("change-no-approval")
        await ana.press("Publică")
        await ana.tagged("publicată")
        await ana.press("Anulează publicarea")
    await rule(studio, b"[]")


async def test_both_versions_side_by_side(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop", java_script_enabled=False) as ana:
        await edited(ana, "registratura", "Titlu", DESK.replace("16", "18"), "Program de vară")
        body = studio.server.publisher.published.slide("registratura").replace("luni–vineri".encode(), b"luni-joi")
        await studio.server.publisher.change(one_slide("registratura", body), Cause(actor="api", kind="slide"))
        await ana.page.reload()
        await expect(ana.page.get_by_role("heading", name="Între timp altcineva a publicat")).to_be_visible()
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/review")
        await ana.press("Program de vară", "link")
        await ana.pictured("conflict")
        await ana.page.get_by_role("row", name="Titlu").get_by_role("radio").first.check()
        await ana.press("Salvează ce ai ales")
        await expect(ana.page.get_by_role("heading", name="Între timp altcineva a publicat")).to_be_hidden()
        await expect(ana.named("Trimite spre aprobare")).to_be_enabled()
        await ana.press("Abandonează")


async def test_published_without_approval_until_somebody_has_looked(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await edited(ana, "strada", "Ce întrebi", STREET + ", fără apă", "Apă oprită")
        await ana.unfold("Publică fără aprobare")
        await ana.page.locator("#why-publish").fill(REASON)
        await ana.press("Publică fără aprobare")
        await ana.tagged("publicată fără aprobare")
        await dan.open("/studio")
        await dan.pictured("today-unreviewed")
        await dan.press("Vezi: Apă oprită", "link")
        await dan.pictured("change-unreviewed")
        await dan.press("Am văzut-o")
        await dan.tagged("publicată, văzută între timp")
        await dan.press("Anulează publicarea")
        await ana.page.reload()
        await ana.press("Fă o ciornă din această versiune")
        await ana.headed("↻ Apă oprită")
        await ana.press("Abandonează")
    chain = await audit.rows(studio.server.ground.database)
    assert audit.verified(chain) == len(chain)


async def test_it_is_reviewed_without_javascript(studio: Studio, browser: Browser) -> None:
    plain: dict[str, Any] = {"java_script_enabled": False}
    async with studio.visit(browser, "Ana Pop", **plain) as ana, studio.visit(browser, "Dan Rus", **plain) as dan:
        await edited(ana, "strada", "Ce întrebi", "Spune ce repari mâine", "Mâine")
        await ana.press("Trimite spre aprobare")
        await dan.open("/studio")
        await dan.press("Mâine", "link")
        link = dan.page.get_by_role("link", name="Ce s-a schimbat, încercuit").first
        picture = await dan.page.request.get(studio.address + str(await link.get_attribute("href")))
        assert picture.headers["content-type"] == "image/png"
        await dan.fill("Comentariul tău", "Bine așa.")
        await dan.press("Trimite")
        await dan.press("Aprobă și publică")
        await dan.tagged("publicată")


async def test_a_morning_with_everything(studio: Studio, browser: Browser) -> None:
    server = studio.server
    soon = (server.ground.clock() + timedelta(days=3)).date()
    body = server.publisher.published.slide("registratura") + f"expires: {soon}\n".encode()
    await server.publisher.change(
        one_slide("registratura", body), Cause(actor="console", kind="slide", why="registratura")
    )
    spare = server.publisher.published.slide("registratura").replace(b"Registratura", b"Arhiva")
    await server.publisher.change(one_slide("arhiva", spare), Cause(actor="console", kind="slide", why="arhiva"))
    now, told = server.ground.clock(), server.publisher.published.versions()
    glass = wire.Glass(state="showing", slide="strada", lang="ro", since=now, lit=now, matches=False, asset="0" * 64)
    wrong = wire.Status(display="piata-unirii", online=True, adopted=told["piata-unirii"], glass=glass)
    lost = wire.Status(display="primarie", online=False)
    for status in (wrong, lost):
        server.reception.receive("status", status.display, wire.encode(status), retained=False)
    async with studio.visit(browser, "Ana Pop") as ana:
        await edited(ana, "strada", "Ce întrebi", "Spune ce repari poimâine", "Poimâine")
        await ana.open("/studio")
        for words in ("2 ecrane cer atenție", "Arată altceva decât trebuie", "Nu se arată nicăieri"):
            await expect(ana.page.get_by_text(words).first).to_be_visible()
        await ana.pictured("today-full")
        await ana.open("/studio?lang=en")
        await ana.pictured("today-english")
        await ana.open("/studio/review?lang=ro")


async def test_the_versions_of_a_slide(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/registratura")
        await ana.press("Versiuni", "link")
        await ana.pictured("slide-versions")
        await ana.page.get_by_role("button", name="Fă o ciornă din această versiune").last.click()
        await ana.headed(f"↻ {DESK}")
        await ana.press("Abandonează")
