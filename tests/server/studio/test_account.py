"""One's own account: where one is signed in, and another password."""

import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS, Browser, NewBrowser

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
