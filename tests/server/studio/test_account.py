"""One's own account: where one is signed in, and another password."""

import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS, Browser, NewBrowser, invited

NEW = "păianjen lucrat în sticlă 7"


async def signed_in(browser: NewBrowser, name: str, password: str) -> Browser:
    other = await browser()
    await other.send("/studio/sign-in", email=f"{name.lower()}@oras.ro", password=password)
    return other


async def test_one_sees_where_one_is_signed_in_and_ends_it(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    phone = await signed_in(browser, "Ana", PASSWORDS["Ana"])
    page = await ana.get("/studio/account")
    ends = re.findall(r'action="(/studio/account/sessions/\w+/end)"', page.text)
    assert len(ends) == 2 and page.text.count("this browser") == 1
    other = next(end for end in ends if end not in page.text.partition("this browser")[2].partition("</form>")[0])
    assert (await ana.send(other)).path == "/studio/account"
    assert (await phone.get("/studio")).path == "/studio/sign-in"
    assert (await ana.send(other)).status == 404


async def test_another_password(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    phone = await signed_in(browser, "Ana", PASSWORDS["Ana"])
    path = "/studio/account/password"
    wrong = await ana.send(path, password="nu știu parola", **{"new-password": NEW})
    assert wrong.status == 422 and "The present password is not right" in wrong.text
    weak = await ana.send(path, password=PASSWORDS["Ana"], **{"new-password": "123456qwerty"})
    assert weak.status == 422 and "would be guessed early" in weak.text
    done = await ana.send(path, password=PASSWORDS["Ana"], **{"new-password": NEW})
    assert done.status == 200 and "The password was changed" in done.text
    assert (await phone.get("/studio")).path == "/studio/sign-in"
    assert (await (await signed_in(browser, "Ana", NEW)).get("/studio")).path == "/studio"


async def test_who_guesses_the_present_one_is_told_when_to_come_back(city: Simulated, ana: Browser) -> None:
    for _ in range(8):
        await ana.send("/studio/account/password", password="nu știu parola", **{"new-password": NEW})
    page = await ana.send("/studio/account/password", password=PASSWORDS["Ana"], **{"new-password": NEW})
    assert page.status == 429 and "Wait a few minutes" in page.text


async def test_a_token_is_made_shown_once_and_ended(city: Simulated, ana: Browser) -> None:
    page = await ana.send("/studio/account/tokens", name="Site-ul primăriei", scope=["read", "audit"], days="90")
    secret = re.search(r"<code class=\"link\">(afisier_[\w-]+)</code>", page.text)
    assert secret and "not used yet" in page.text
    assert (await city.server.tokens.holder(secret[1])) is not None
    page = await ana.get("/studio/account")
    assert secret[1] not in page.text and "read what was authored, read who did what" in page.text
    end = re.search(r'action="(/studio/account/tokens/\w+/end)"', page.text)
    assert end and "Site-ul" not in (await ana.send(end[1])).text
    assert (await city.server.tokens.holder(secret[1])) is None
    assert (await ana.send(end[1])).status == 404
    for form, sentence in (
        ({"name": "Site"}, "what the token is for"),
        ({"name": "x", "scope": "read"}, "needs a name"),
    ):
        wrong = await ana.send("/studio/account/tokens", days="90", **form)
        assert wrong.status == 422 and sentence in wrong.text


async def test_one_is_offered_what_one_may(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "technician")
    scopes = re.findall(r'name="scope" value="(\w+)"', (await dan.get("/studio/account")).text)
    assert scopes == ["read", "command", "enrol"]
