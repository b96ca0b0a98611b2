"""The studio in a real browser: a slide is changed, reviewed, shown and taken back, by two people, each with their own.

Server, drawing, database and broker are real. Every page and state is drawn in two widths and two colour schemes
(`build/studio`), and has nothing that axe-core finds.
"""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from control_server.storage import audit
from tests.system.studio_city import DESK, PASSWORDS, STREET, Studio, browser, studio
from tests.system.visitor import visiting

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><svg onload=alert(1)>",
    "&lt;b&gt; <a href=javascript:alert(1)>",
)


async def test_a_wrong_label_is_mended_by_two_people(studio: Studio, browser: Browser) -> None:
    before = studio.asset("registratura")
    async with studio.visit(browser, "Ana Pop") as ana, visiting(browser, studio.address) as dan:
        await ana.open("/studio")
        with ana.stopwatch("story 2, a wrong label is corrected", "2 min"):
            await ana.press("Afișe", "link")
            await ana.press(DESK, "link")
            await ana.fill("Română", DESK.replace("16", "17"), "Titlu")
            await ana.previewed()
            await ana.fill("Despre ce e modificarea", "Programul de iarnă")
            await ana.press("Salvează")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")
        await expect(ana.page.get_by_text("o aprobă altcineva")).to_be_visible()
        assert studio.asset("registratura") == before
        await dan.open("/studio")
        await dan.fill("Adresa de e-mail", "dan@oras.ro")
        await dan.fill("Parola", PASSWORDS["Dan Rus"])
        await dan.press("Intră")
        with dan.stopwatch("story 10, a change is approved", "1 min"):
            await dan.press("Programul de iarnă", "link")
            await dan.press("Aprobă și publică")
            await dan.tagged("publicată")
        assert studio.asset("registratura") != before
        await dan.open("/studio")
        with dan.stopwatch("a publication is undone", "10 s"):
            await dan.press("Anulează publicarea")
            await dan.headed("Programul de iarnă")
        assert studio.asset("registratura") == before
        await ana.press("Cine ce a făcut", "link")
        for words in ("a început modificarea", "a trimis-o spre aprobare", "a aprobat", "a publicat-o"):
            await expect(
                ana.page.get_by_role("row", name=words).filter(has_text="Programul de iarnă").last
            ).to_be_visible()
        await dan.press("Ieși")
        await dan.headed("Intră")
    chain = await audit.rows(studio.server.ground.database)
    assert audit.verified(chain) == len(chain)


async def test_the_same_by_the_keyboard_alone(studio: Studio, browser: Browser) -> None:
    before = studio.asset("registratura")
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await ana.open("/studio")
        await ana.key("Sari la conținut", "link")
        await ana.key("Alege un afiș de modificat", "link")
        await ana.headed("Afișe")
        await ana.key(DESK, "link")
        await ana.key_in(ana.field("Română", "Titlu"), DESK.replace("16", "18"))
        await ana.key_in(ana.field("Despre ce e modificarea"), "De la taste")
        await ana.key("Salvează")
        await ana.key("Trimite spre aprobare")
        await ana.tagged("trimisă")
        await dan.open("/studio")
        await dan.key("De la taste", "link")
        await dan.reach(dan.page.locator("summary", has_text="Întoarce"))
        await dan.page.keyboard.press("Space")
        await dan.key_in(dan.field("Motivul"), "Programul e până la 17.")
        await dan.page.keyboard.press("Tab")
        await dan.page.keyboard.press("Enter")
        await dan.tagged("întoarsă")
        await ana.open("/studio")
        await expect(ana.page.get_by_text("„Programul e până la 17.”")).to_be_visible()
        await ana.key("De la taste", "link")
        await ana.key(f"Modifică: {DESK.replace('16', '18')}", "link")
        await ana.key_in(ana.field("Română", "Titlu"), DESK.replace("16", "17"))
        await ana.page.keyboard.press("Tab")
        await ana.key("Salvează")
        await ana.key("Trimite spre aprobare")
        await ana.tagged("trimisă")
        await dan.open("/studio")
        await dan.key("De la taste", "link")
        await dan.key("Aprobă și publică")
        await dan.tagged("publicată")
        assert studio.asset("registratura") != before
        await dan.key("Anulează publicarea")
        await dan.headed("De la taste")
        assert studio.asset("registratura") == before


async def test_the_same_without_javascript(studio: Studio, browser: Browser) -> None:
    before = studio.asset("registratura")
    plain: dict[str, Any] = {"java_script_enabled": False}
    async with studio.visit(browser, "Ana Pop", **plain) as ana, studio.visit(browser, "Dan Rus", **plain) as dan:
        await ana.open("/studio/slides/registratura")
        await expect(ana.page.locator("#frame")).to_have_attribute("src", f"/studio/frames/{before}")
        await expect(ana.page.locator(".look noscript p")).to_be_visible()
        await ana.fill("Română", DESK.replace("16", "19"), "Titlu")
        await ana.fill("Despre ce e modificarea", "Fără scripturi")
        await ana.press("Salvează")
        await ana.press("Trimite spre aprobare")
        await dan.open("/studio")
        await dan.press("Fără scripturi", "link")
        await dan.press("Aprobă și publică")
        await dan.tagged("publicată")
        assert studio.asset("registratura") != before
        await dan.press("Anulează publicarea")
        await dan.headed("Fără scripturi")
        assert studio.asset("registratura") == before


async def test_every_page_and_state_is_for_everybody(studio: Studio, browser: Browser) -> None:
    async with visiting(browser, studio.address) as stranger:
        await stranger.open("/studio")
        await stranger.fill("Adresa de e-mail", "ana@oras.ro")
        await stranger.fill("Parola", "nu e asta")
        await stranger.press("Intră")
        await stranger.pictured("sign-in-refused")
        with stranger.expecting("404"):
            await stranger.open(f"/studio/join/{'x' * 43}")
        await stranger.pictured("join-used")
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await ana.open("/studio/slides")
        await ana.pictured("slides")
        await ana.press(STREET, "link")
        await ana.previewed()
        await ana.pictured("editor")
        await ana.fill("Română", "O întrebare lungă, " * 40, "Ce întrebi")
        await expect(ana.page.locator("#flaw")).to_be_visible()
        await ana.pictured("editor-does-not-fit")
        await ana.press("Salvează")
        await ana.tagged("ciornă")
        await expect(ana.named("Trimite spre aprobare")).to_be_disabled()
        await ana.pictured("change-does-not-fit")
        await ana.press("Abandonează")
        await ana.pictured("change-discarded")
        await ana.open("/studio/slides/strada")
        await ana.fill("Română", "Spune ce repari întâi în cartier", "Ce întrebi")
        await ana.fill(
            "Despre ce e modificarea", "Un titlu lung, cu un cuvânt care nu se sfârșește: " + "hidroameliorații" * 4
        )
        await ana.press("Salvează")
        await ana.pictured("change-draft")
        await ana.press("Trimite spre aprobare")
        await dan.open("/studio")
        await dan.pictured("today-waiting")
        await dan.page.locator(".tasks a").first.click()
        await dan.unfold("Întoarce")
        await dan.pictured("change-submitted")
        await dan.fill("Motivul", "Scrie și în engleză.")
        await dan.press("Întoarce")
        await dan.tagged("întoarsă")
        await ana.page.reload()
        await ana.pictured("change-returned")
        await ana.press("Trimite spre aprobare")
        await dan.page.reload()
        await dan.press("Aprobă și publică")
        await dan.pictured("change-published")
        await dan.open("/studio")
        await dan.pictured("today-published")
        await ana.open("/studio/audit")
        await ana.pictured("audit")
        await ana.open("/studio/people?lang=en")
        await ana.pictured("people-english")
        with ana.expecting("404"):
            await ana.open("/studio/slides/nu-e?lang=ro")
        await ana.pictured("refused")


async def test_hostile_texts_are_shown_as_they_were_typed(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, visiting(browser, studio.address) as guest:
        for number, text in enumerate(HOSTILE[:2]):
            await guest.open(f"/studio/join/{await studio.server.sign_in.invite(['approver'], 'console')}")
            await guest.fill("Numele tău, cum te știu colegii", text)
            await guest.fill("Adresa de e-mail", f"oaspete{number}@oras.ro")
            await guest.fill("Parola", "fântână fără pește 88")
            await guest.press("Intră în studio")
            await expect(guest.page.locator(".me a")).to_have_text(text)
        await ana.open("/studio/people")
        for text in HOSTILE[:2]:
            await expect(ana.named(text, "rowheader")).to_be_visible()
        title, reason, *texts = HOSTILE
        await ana.open("/studio/slides/strada")
        await expect(two_languages := ana.page.locator("#tabs [aria-pressed=true]")).to_have_count(2)
        for number, field in enumerate(await ana.page.locator("textarea:visible").all()):
            await field.fill(texts[number % 2])
        await ana.fill("Despre ce e modificarea", title)
        await ana.press("Salvează")
        await ana.headed(title)
        await ana.page.locator(".decide li a").click()
        await expect(two_languages).to_have_count(2)
        for number, field in enumerate(await ana.page.locator("textarea:visible").all()):
            await expect(field).to_have_value(texts[number % 2])
        await ana.headed(texts[0])
        await ana.press(title, "link")
        await ana.unfold("Publică fără aprobare")
        await ana.fill("Motivul", reason)
        await ana.press("Publică fără aprobare")
        await ana.tagged("publicată fără aprobare")
        await expect(ana.page.locator(".history")).to_contain_text(f"„{reason}”")
        for path, text in (
            ("/studio", title),
            ("/studio/slides", texts[0]),
            ("/studio/audit", reason),
            ("/", "Unirii"),
        ):
            await ana.open(path)
            await expect(ana.page.get_by_text(text).first).to_be_attached()
        await ana.open("/studio")
        await ana.named("Anulează publicarea").first.click()
        await ana.headed(title)


async def test_a_closed_tab_asks_before_anything_typed_is_lost(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        ana.stays = True
        await ana.open("/studio/slides/registratura")
        await ana.fill("Română", "Nesalvat", "Titlu")
        async with ana.page.expect_event("dialog"):
            await ana.page.close(run_before_unload=True)
        await expect(ana.field("Română", "Titlu")).to_have_value("Nesalvat")
        assert ana.asked == 1
        # A session that has ended, in the middle: signed in again, what was typed is there.
        cookies = await ana.page.context.cookies()
        await ana.page.context.clear_cookies()
        await ana.press("Salvează")
        await ana.headed("Nu se poate")
        await ana.page.context.add_cookies(cookies)  # type: ignore[arg-type]
        await ana.open("/studio/slides/registratura")
        await expect(ana.field("Română", "Titlu")).to_have_value("Nesalvat")
        await expect(ana.page.get_by_text("Am pus la loc ce scriseseși aici")).to_be_visible()
        await ana.press("Renunță la ce am scris")
        await expect(ana.field("Română", "Titlu")).to_have_value(DESK)
        await ana.open("/studio")
        assert ana.asked == 1


async def test_a_lost_network_is_told_and_the_preview_comes_back(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/registratura")
        await ana.previewed()
        with ana.expecting("ERR_INTERNET_DISCONNECTED"):
            await ana.page.context.set_offline(True)
            await ana.fill("Română", "Scris fără rețea", "Titlu")
            await expect(ana.page.get_by_text("Serverul nu răspunde.")).to_be_visible()
            shown = await ana.page.locator("#frame").get_attribute("src")
            await ana.page.context.set_offline(False)
            await expect(ana.page.locator("#flaw")).to_be_hidden()
        await expect(ana.page.locator("#frame")).not_to_have_attribute("src", shown or "")
        await expect(ana.field("Română", "Titlu")).to_have_value("Scris fără rețea")


async def test_a_server_that_starts_again_loses_nothing_of_an_edit(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/registratura")
        await ana.fill("Română", DESK.replace("8", "9"), "Titlu")
        await ana.press("Salvează")
        await ana.page.locator(".decide li a").click()
        await ana.previewed()
        with ana.expecting("ERR_(CONNECTION|EMPTY|SOCKET)"):
            await studio.end()
            await ana.fill("Engleză", "Open from 9", "Titlu")
            await expect(ana.page.get_by_text("Serverul nu răspunde.")).to_be_visible()
            await studio.start()
            await expect(ana.page.locator("#flaw")).to_be_hidden()
        await ana.press("Salvează")
        await ana.tagged("ciornă")
        await expect(ana.page.locator(".history li")).to_have_count(2)
