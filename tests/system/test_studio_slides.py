"""The library and the editor of slides in a real browser, as a press officer uses them: by label and role.

Server, drawing, database and broker are real. Every page and state is drawn in two widths and two colour schemes
(`build/studio`), and has nothing that axe-core finds.
"""

import io
import re

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from tests.system.studio_city import DESK, STREET, Studio, browser, studio
from tests.system.test_studio import HOSTILE
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

LONG = "Strada Mărășești va fi închisă circulației rutiere între Piața Unirii și Bulevardul Revoluției din 1989"
SHORT = "Strada Mărășești e închisă între 3 și 5 decembrie"


async def told(visitor: Visitor, text: str) -> None:
    """The server says that of what is typed."""
    await expect(visitor.page.locator(".told li", has_text=text).first).to_be_visible()


async def exact(visitor: Visitor) -> None:
    """The frame has every pixel of the screen, of what is typed now."""
    await expect(visitor.page.locator("form[data-drawn=exact] .bezel:not([aria-busy]) #frame")).to_be_visible()


async def look(visitor: Visitor, words: str) -> None:
    visitor.clicks += 1
    await visitor.page.locator(".segments").get_by_text(words, exact=True).click()


async def test_a_long_road_notice_becomes_a_slide_with_its_limits_live(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 4, a long notice becomes a slide", "4 min"):
            await ana.press("Afișe", "link")
            await ana.press("Afiș nou", "link")
            await ana.press("Anunț", "link")
            await ana.fill("Română", LONG, "Titlu")
            await expect(ana.page.get_by_text(f"{len(LONG)} din 60 de semne")).to_be_visible()
            await ana.fill("Română", SHORT, "Titlu")
            await ana.fill("Română", "Ocoliți pe str. Gheorghe Lazăr. Tramvaiele 1 şi 2 circulă.", "Text")
            await told(ana, "e cu sedilă")
            await told(ana, "Textul numește o zi")
            await ana.pictured("editor-new-notice")
            await ana.press("Pune virgulele")
            await expect(ana.field("Română", "Text")).to_have_value(
                "Ocoliți pe str. Gheorghe Lazăr. Tramvaiele 1 și 2 circulă."
            )
            await ana.fill("Se vede până la", "5 decembrie 2026, ora 18")
            await expect(ana.page.get_by_text("sâmbătă, 5 decembrie 2026, ora 18:00")).to_be_visible()
            await expect(ana.page.locator(".told li", has_text="Textul numește o zi")).to_have_count(0)
            await exact(ana)
            await ana.field("Lista").select_option("toate")
            await ana.press("Salvează")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")
        await ana.open("/studio/slides?state=draft")
        await expect(ana.named(SHORT, "link")).to_be_visible()
        await ana.pictured("slides-draft")
        await ana.named(SHORT, "link").click()
        await expect(ana.field("Se vede până la")).to_have_value("5 decembrie 2026, ora 18:00")


async def test_a_public_debate_has_the_clock_of_the_law_its_venue_and_its_desk(
    studio: Studio, browser: Browser
) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/new-slide")
        await ana.pictured("new-slide")
        with ana.stopwatch("story 5, a public debate is scheduled", "5 min"):
            await ana.press("Dezbatere publică", "link")
            await ana.fill("Română", "Bugetul pe 2027: vino și întreabă", "Ce întrebi")
            await ana.fill("Română", "Oricine locuiește în oraș", "Cine poate răspunde")
            await ana.fill("Câte minute ia răspunsul", "60")
            await ana.fill("Se deschide", "1 decembrie 2026")
            await ana.fill("Se închide", "7 decembrie 2026, ora 17")
            await ana.fill("Adresa de pe internet", "https://www.primariatm.ro/buget2027")
            await ana.fill("Adresa scurtă", "primariatm.ro/b27")
            await ana.fill("Telefon", "0256 408 300")
            await ana.fill("Română", "Sala de Consiliu; ghișeul 12, luni–vineri 8–16", "Ghișeul și programul lui")
            await told(ana, "Legea 52/2003, art. 7 alin. (4) cere cel puțin 10")
            await ana.press("Dă-i zilele cerute de lege")
            await expect(ana.field("Se închide")).to_have_value("11 decembrie 2026, ora 17:00")
            await expect(ana.page.locator(".told li", has_text="cere cel puțin 10")).to_have_count(0)
            await ana.unfold("Până când numără legea")
            await exact(ana)
            await ana.pictured("editor-debate")
            await ana.field("Lista").select_option("toate")
            await ana.press("Salvează")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")


async def test_a_slide_is_looked_at_as_it_will_be_seen(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/strada")
        await exact(ana)
        frame = ana.page.locator("#frame")
        with ana.stopwatch("story 7, true size, from afar, colour-blind, per screen", "1 min"):
            await look(ana, "Mărime reală")
            await ana.unfold("E chiar mărimea reală?")
            await ana.field("Lățimea cardului pe acest ecran").fill("428")
            wide = await frame.evaluate("it => it.getBoundingClientRect().width")
            assert wide == pytest.approx(428 / 85.6 * 1217.6, rel=0.01)  # 55 inches of 16:9 are 1217.6 mm wide
            await look(ana, "Ca de la 3 m")
            far = await frame.evaluate("it => it.getBoundingClientRect().width")
            assert far == pytest.approx(wide * 0.6 / 3, rel=0.01)
            for words in ("Fără roșu", "Fără verde", "Fără albastru"):
                await look(ana, words)
                assert "url(" in await frame.evaluate("it => getComputedStyle(it).filter")
            await look(ana, "Încape aici")
            await ana.field("Ecran").select_option("primarie")
            await ana.previewed()
            await exact(ana)
        assert await frame.evaluate("it => it.naturalHeight > it.naturalWidth")
        await expect(ana.page.locator(".others li", has_text="Piața Unirii")).to_contain_text("încape")
        await look(ana, "Mărime reală")
        await ana.pictured("editor-true-size")
        await ana.page.reload()
        await look(ana, "Mărime reală")
        await expect(ana.field("Lățimea cardului pe acest ecran")).to_have_value("428")


async def test_a_slide_is_translated_with_what_is_missing_told(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/registratura")
        await ana.page.get_by_role("button", name="Maghiară").click()
        await ana.fill("Maghiară", "", "Titlu")
        await expect(ana.page.get_by_role("button", name="Maghiară 1 din 2")).to_be_visible()
        await ana.pictured("editor-language-missing")
        await ana.fill("Despre ce e modificarea", "Fără maghiară")
        await ana.press("Salvează")
        change = ana.page.url.rpartition("/")[2].partition("?")[0]
        with ana.stopwatch("story 8, a slide is translated", "10 min"):
            await ana.open(f"/studio/slides/registratura?change={change}")
            # What is missing is beside the first language already.
            await ana.fill("Maghiară", "Az iktató nyitva, hétfő–péntek, 8–16", "Titlu")
            await expect(ana.page.get_by_role("button", name="Maghiară 2 din 2")).to_be_visible()
            await ana.field("Ecran").select_option("primarie")
            await ana.field("Limbă").select_option("hu")
            await ana.previewed()
            await exact(ana)
            await ana.press("Salvează")
            await ana.tagged("ciornă")


async def test_the_editor_by_the_keyboard_alone(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides")
        await ana.key("Afiș nou", "link")
        await ana.key("Anunț", "link")
        await ana.key_in(ana.field("Română", "Titlu"), "Piscina se închide sâmbătă")
        await ana.key_in(ana.field("Română", "Text"), "Se deschide luni, la ora 7. Abonamentele tin mai mult.")
        await ana.key_in(ana.field("Se vede până la"), "6 dec 2026")
        await ana.reach(ana.field("Lista"))
        await ana.page.keyboard.press("ArrowDown")
        await ana.reach(ana.field("Despre ce e modificarea"))
        await ana.page.keyboard.type("Piscina")
        await ana.reach(ana.field("Ecran"))
        await ana.page.keyboard.press("ArrowDown")
        await ana.reach(ana.page.get_by_role("radio", name="Încape aici"))
        await ana.page.keyboard.press("ArrowRight")
        await expect(ana.page.get_by_role("radio", name="Mărime reală")).to_be_checked()
        await ana.reach(ana.page.get_by_role("radio", name="Toate culorile"))
        await ana.page.keyboard.press("ArrowRight")
        assert await ana.page.locator("#glass").get_attribute("data-eyes") == "protan"
        await ana.reach(ana.field("Despre ce e modificarea"), back=True)
        await ana.page.keyboard.press("Enter")
        await ana.headed("Piscina")
        await ana.key("Trimite spre aprobare")
        await ana.tagged("trimisă")


async def test_a_picture_is_uploaded_cut_and_said_in_words(studio: Studio, browser: Browser) -> None:
    out = io.BytesIO()
    Image.effect_mandelbrot((800, 600), (-2.2, -1.2, 1, 1.2), 60).convert("RGB").save(out, "JPEG")
    photograph = {"name": "<b>casa.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/registratura")
        await ana.press("Încarcă o imagine")
        chosen = ana.field("Imagine din acest calculator")
        await chosen.set_input_files({**photograph, "buffer": b"<svg onload=alert(1)>"})  # type: ignore[arg-type]
        await ana.press("Folosește imaginea")
        await expect(ana.page.get_by_text("Nu e o imagine care se poate folosi")).to_be_visible()
        await chosen.set_input_files(photograph)  # type: ignore[arg-type]
        place = await ana.page.locator("#upload-seen").bounding_box()
        assert place
        await ana.page.mouse.move(place["x"] + place["width"] * 0.1, place["y"] + place["height"] * 0.1)
        await ana.page.mouse.down()
        await ana.page.mouse.move(place["x"] + place["width"] * 0.9, place["y"] + place["height"] * 0.9)
        await ana.page.mouse.up()
        assert 5 < float(await ana.field("de la stânga").input_value()) < 15
        await ana.pictured("editor-upload")
        await ana.press("Folosește imaginea")
        await expect(ana.field("Care imagine")).to_have_value(re.compile(r"images/[0-9a-f]{64}[.](jpg|png)"))
        path = await ana.field("Care imagine").input_value()
        await told(ana, "O imagine fără cuvinte")
        await ana.fill("Română", "O casă cu multe ferestre", "Ce arată imaginea, în cuvinte")
        await expect(ana.page.locator(".told li", has_text="O imagine fără cuvinte")).to_have_count(0)
        await exact(ana)
        await ana.page.reload()
        await expect(ana.field("Care imagine")).to_have_value(path)
        await expect(ana.page.get_by_text("Am pus la loc ce scriseseși aici")).to_be_visible()
        await ana.press("Renunță la ce am scris")


async def test_what_is_typed_into_any_field_outlasts_a_page_that_was_left(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/strada")
        await ana.fill("Se închide", "20 decembrie 2026, ora 12")
        await ana.fill("Telefon", "0256 000 111")
        await ana.fill("După ce lege", "HCL 15/2026")
        with ana.expecting("net::ERR_"):
            await studio.end()
            await ana.fill("Română", "ghișeul 14", "Ghișeul și programul lui")
            await expect(ana.page.get_by_text("Serverul nu răspunde.")).to_be_visible()
            await studio.start()
            await expect(ana.page.get_by_text("Serverul nu răspunde.")).to_be_hidden()
        await ana.page.reload()
        for label, value in (("Se închide", "20 decembrie 2026, ora 12"), ("Telefon", "0256 000 111")):
            await expect(ana.field(label)).to_have_value(value)
        await expect(ana.field("Română", "Ghișeul și programul lui")).to_have_value("ghișeul 14")
        await ana.press("Renunță la ce am scris")
        await expect(ana.field("Telefon")).to_have_value("0256 408 300")


async def test_hostile_texts_in_every_field_are_texts(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/slides/strada")
        await ana.page.locator("summary", has_text="Ce a ieșit din ea").click()
        await expect(ana.page.locator("#tabs [aria-pressed=true]")).to_have_count(2)
        fields = await ana.page.locator(".fields textarea:visible, .fields input:visible").all()
        assert len(fields) > 12
        names = [await field.get_attribute("name") for field in fields]
        for number, field in enumerate(fields):
            await field.fill(
                HOSTILE[number % len(HOSTILE)][: 20 if await field.get_attribute("maxlength") == "20" else 80]
            )
        await told(ana, "nu e o zi")
        await told(ana, "nu e o adresă")
        await ana.press("Salvează")
        await expect(ana.page.get_by_text("Nu s-a salvat: ceva de mai jos nu se înțelege")).to_be_visible()
        for name in names:
            value = await ana.page.locator(f'[name="{name}"]').input_value()
            assert value and any(text.startswith(value) for text in HOSTILE), (name, value)
        await ana.pictured("editor-refused")
        await ana.open("/studio/slides?q=" + "%3Cscript%3Ealert(1)%3C/script%3E")
        await expect(ana.page.get_by_text("Niciun afiș nu e așa.")).to_be_visible()
        await ana.pictured("slides-none")


async def test_a_slide_is_found_copied_and_removed(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await ana.open("/studio/slides")
        await ana.pictured("slides")
        await ana.fill("Caută în titluri și texte", "deschisa LUNI")
        await ana.press("Arată")
        await expect(ana.named(DESK, "link")).to_be_visible()
        await expect(ana.named(STREET, "link")).to_have_count(0)
        await ana.named(DESK, "link").click()
        await ana.press("Fă o copie", "link")
        await ana.fill("Română", "Registratura se mută la etaj", "Titlu")
        await ana.press("Salvează")
        await ana.headed("Registratura")
        await ana.open("/studio/slides/registratura/remove")
        await ana.pictured("slide-remove")
        await ana.press("Începe scoaterea")
        await ana.headed("Scos: ")
        await ana.press("Trimite spre aprobare")
        await ana.tagged("trimisă")
        await dan.open(ana.page.url.removeprefix(studio.address))
        await dan.press("Aprobă și publică")
        await dan.tagged("publicată")
        assert "registratura" not in studio.server.publisher.published.programme("piata-unirii").frames
        await dan.press("Anulează publicarea")
        await dan.headed("Scos: ")
        assert studio.asset("registratura")
