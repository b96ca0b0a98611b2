"""People and their rights in a real browser: rights changed and bounded, sessions ended, the password asked again."""

import pytest
from playwright.async_api import Browser, expect

from control_server.people.sign_in import PROVED_LASTS
from control_server.storage import audit, people
from control_server.storage.people import Session
from tests.system.studio_city import DESK, PASSWORDS, Studio, browser, joined, studio
from tests.system.visitor import Visitor, visiting

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


async def longer_ago(studio: Studio, name: str) -> Session:
    """Everything that person proved was more than five minutes ago."""
    database, now = studio.server.ground.database, studio.server.ground.clock()
    someone = next(each for each in await people.everybody(database) if each.name == name)
    for session in await people.sessions_of(database, someone.id, now - PROVED_LASTS):
        await people.touch(database, session.digest, proved=now - 2 * PROVED_LASTS)
    return session


async def test_the_first_steps_say_how_far_a_city_is(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        await ana.press("Primii pași", "link")
        await ana.headed("Bun venit")
        await expect(ana.page.locator("[aria-current=step]")).to_contain_text("Primul afiș")
        await ana.pictured("start")
        await ana.press("Alege un afiș de modificat", "link")
        await ana.headed("Afișe")


async def test_rights_are_bounded_to_the_screens_of_a_tag(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await ana.open("/studio/people")
        await ana.pictured("people")
        await ana.press("Dan Rus", "link")
        await expect(ana.field("aprobator")).to_be_checked()
        await ana.press("autor", "checkbox")
        await ana.press("interior", "checkbox")
        await ana.press("Păstrează drepturile")
        await expect(ana.field("interior")).to_be_checked()
        await ana.pictured("person")
        await dan.open("/studio/slides/registratura")
        await dan.fill("Română", DESK.replace("16", "18"), "Titlu")
        await dan.press("Salvează")
        await dan.press("Trimite spre aprobare")
        await expect(dan.page.get_by_role("alert")).to_contain_text("Atinge și alte ecrane decât ale tale")
        await dan.tagged("ciornă")
        await dan.pictured("change-beyond-rights")
        await ana.press("interior", "checkbox")
        await ana.press("autor", "checkbox")
        await ana.press("Păstrează drepturile")
        await expect(ana.field("interior")).not_to_be_checked()


async def test_the_password_is_asked_for_again_and_nothing_is_lost(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/people")
        await longer_ago(studio, "Ana Pop")
        await ana.press("tehnician", "checkbox")
        await ana.press("Fă un link")
        await ana.headed("Ești tu?")
        await ana.pictured("step-up")
        await ana.fill("Parola", "nu știu parola")
        await ana.press("Continuă")
        await expect(ana.page.get_by_role("alert")).to_contain_text("Parola nu este cea bună.")
        await ana.pictured("step-up-wrong")
        await ana.key_in(ana.field("Parola"), PASSWORDS["Ana Pop"])
        await ana.page.keyboard.press("Enter")
        await expect(ana.page.locator("code.link")).to_be_visible()


async def test_a_lost_phone_is_signed_out(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, visiting(browser, studio.address) as phone:
        await phone.open("/studio/sign-in")
        await phone.pictured("sign-in")
        await phone.fill("Adresa de e-mail", "ana@oras.ro")
        await phone.fill("Parola", PASSWORDS["Ana Pop"])
        await phone.press("Intră")
        await phone.headed("Astăzi")
        await ana.open("/studio")
        await ana.press("Ana Pop", "link")
        await ana.pictured("account")
        sessions = ana.page.locator(".rows li")
        await sessions.filter(has_not_text="acest browser").first.get_by_role("button").click()
        await expect(sessions.filter(has_not_text="acest browser")).to_have_count(0)
        await phone.open("/studio/slides")
        await phone.headed("Intră")


async def test_who_leaves_becomes_a_former_colleague(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana, visiting(browser, studio.address) as eva:
        await joined(eva, await link_for(studio, ana, "auditor"), "Eva Ilie")
        await eva.open("/studio/account")
        await eva.pictured("account-auditor")
        await ana.open("/studio/people")
        await ana.press("Eva Ilie", "link")
        await ana.press("Încheie accesul: Eva Ilie")
        await ana.pictured("person-left")
        await ana.press("Șterge numele și adresa de e-mail: Eva Ilie")
        await ana.headed("fost coleg")
        await ana.pictured("person-erased")
        await ana.open("/studio/audit")
        await expect(ana.page.get_by_role("cell", name="fost coleg", exact=True).first).to_be_visible()
        await expect(ana.page.get_by_text("Eva Ilie")).to_have_count(0)
        await ana.pictured("audit-former-colleague")
        await eva.open("/studio")
        await eva.headed("Intră")
    chain = await audit.rows(studio.server.ground.database)
    assert audit.verified(chain) == len(chain)


async def link_for(studio: Studio, ana: Visitor, role: str) -> str:
    """The address of a one-time link that Ana makes."""
    await ana.open("/studio/people")
    await ana.press(role, "checkbox")
    await ana.press("Fă un link")
    return (await ana.page.locator("code.link").inner_text()).removeprefix(studio.address)


async def test_a_passkey_opens_the_studio_and_answers_for_the_password(studio: Studio, browser: Browser) -> None:
    address = studio.address.replace("127.0.0.1", "localhost")  # an address in digits has no passkeys
    async with visiting(browser, address) as ana:
        devtools = await ana.page.context.new_cdp_session(ana.page)
        await devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        device = (await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options}))["authenticatorId"]
        await ana.open("/studio/sign-in?to=/studio/account")
        await ana.fill("Adresa de e-mail", "ana@oras.ro")
        await ana.fill("Parola", PASSWORDS["Ana Pop"])
        await ana.press("Intră")
        await ana.fill("În ce aparat este?", "telefonul meu")
        await ana.press("Fă o cheie de acces")
        await expect(ana.page.get_by_role("button", name="Scoate cheia de acces telefonul meu")).to_be_visible()
        await ana.pictured("account-passkey")
        await ana.press("Ieși")
        await ana.open("/studio/sign-in?to=/studio/people")
        await ana.pictured("sign-in-passkey")
        with ana.stopwatch("signing in with a passkey", "none"):
            await ana.press("Intră cu o cheie de acces")
            await ana.headed("Oameni")
        await longer_ago(studio, "Ana Pop")
        await ana.press("tehnician", "checkbox")
        await ana.press("Fă un link")
        await ana.headed("Ești tu?")
        await ana.pictured("step-up-passkey")
        await devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        await ana.press("Continuă cu o cheie de acces")
        await expect(ana.page.get_by_text("Cheia de acces nu a dovedit cine ești.")).to_be_visible()
        await devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
        await ana.press("Continuă cu o cheie de acces")
        await expect(ana.page.locator("code.link")).to_be_visible()
        await ana.open("/studio/account")
        await ana.press("Scoate cheia de acces telefonul meu")
        await expect(ana.page.get_by_role("button", name="Scoate cheia de acces telefonul meu")).to_have_count(0)
        await ana.open("/studio/audit")
        await expect(ana.page.get_by_text("a făcut o cheie de acces")).to_be_visible()


async def test_a_token_is_made_for_a_program_and_ended(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/account")
        await ana.fill("Pentru ce program este?", "Site-ul primăriei")
        await ana.press("să citească ce s-a scris", "checkbox")
        await ana.press("Fă un token")
        secret = await ana.page.locator("code.link").inner_text()
        await ana.pictured("account-token")
        headers = {"Authorization": f"Bearer {secret}"}
        request = ana.page.context.request
        assert (await request.get(f"{studio.address}/api/pack", headers=headers)).status == 200
        assert (await request.put(f"{studio.address}/api/pack", headers=headers)).status == 403
        await ana.open("/studio/account")
        await expect(ana.page.get_by_text("folosit ultima dată").last).to_be_visible()
        await ana.press("Încheie tokenul Site-ul primăriei")
        await expect(ana.page.get_by_text("Site-ul primăriei")).to_have_count(0)
        assert (await request.get(f"{studio.address}/api/pack", headers=headers)).status == 401
