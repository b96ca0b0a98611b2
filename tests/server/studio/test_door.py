"""Who comes in, by which door, and that no other site opens it."""

import pytest

from control_server.http.bodies import MOST_FIELDS
from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS, Browser, NewBrowser


async def test_nobody_comes_in_without_signing_in(city: Simulated, browser: NewBrowser, ana: Browser) -> None:
    stranger = await browser()
    for path in ("/studio", "/studio/slides", "/studio/people", "/studio/audit", "/studio/slides/anunt"):
        assert (await stranger.get(path)).path == "/studio/sign-in"
    assert (await stranger.send("/studio/people", role="administrator")).status == 401
    wrong = await stranger.send("/studio/sign-in", email="ana@oras.ro", password="nu știu parola", to="/studio")
    assert wrong.status == 422 and "is not right" in wrong.text
    page = await stranger.send("/studio/sign-in", email="ana@oras.ro", password=PASSWORDS["Ana"], to="/studio/slides")
    assert page.path == "/studio/slides"
    assert (await stranger.send("/studio/sign-out")).path == "/studio/sign-in"
    assert (await stranger.get("/studio")).path == "/studio/sign-in"


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/studio/\\evil", "/studiox", "javascript:x"])
async def test_signing_in_leads_nowhere_else(ana: Browser, browser: NewBrowser, to: str) -> None:
    stranger = await browser()
    page = await stranger.send("/studio/sign-in", email="ana@oras.ro", password=PASSWORDS["Ana"], to=to)
    assert page.path == "/studio"


async def test_another_sites_form_is_refused(city: Simulated, ana: Browser) -> None:
    ana.origin = "https://evil.example"
    assert (await ana.send("/studio/people", role="administrator")).status == 403
    ana.origin = "null"
    assert (await ana.send("/studio/slides/anunt", title__ro="x")).status == 403
    for site, status in (("cross-site", 403), ("same-site", 403), ("none", 403), ("same-origin", 200)):
        ana.fetched = {"Sec-Fetch-Site": site}
        assert (await ana.send("/studio/slides/anunt/preview", title__ro="x", display="", lang="")).status == status


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_no_other_site_signs_somebody_in(ana: Browser, browser: NewBrowser, site: str) -> None:
    stranger = await browser()
    stranger.fetched = {"Sec-Fetch-Site": site}
    page = await stranger.send("/studio/sign-in", email="ana@oras.ro", password=PASSWORDS["Ana"], to="/studio")
    assert page.status == 403
    assert (await stranger.get("/studio")).path == "/studio/sign-in"


@pytest.mark.parametrize("path", ["/studio/sign-in", "/studio/join/" + "x" * 43])
async def test_a_form_of_a_stranger_is_not_read_beyond_what_one_has(browser: NewBrowser, path: str) -> None:
    stranger = await browser()
    page = await stranger.send(path, email="ana@oras.ro", name="Ana", password="x" * 100_000)
    assert page.status == 413
    assert (await stranger.send(path, email="ana@oras.ro", name="Ana", password="x" * 90_000)).status == 422


async def test_a_form_of_the_studio_has_its_bound(ana: Browser) -> None:
    assert (await ana.send("/studio/slides/anunt", title__ro="x" * 2_000_000)).status == 413


async def test_a_form_has_a_bound_of_fields_which_is_said(ana: Browser) -> None:
    many = {f"field-{number}": "x" for number in range(MOST_FIELDS - 10)}
    assert (await ana.send("/studio/playlists/toate", **many)).status != 413
    page = await ana.send("/studio/playlists/toate", **many, **{f"more-{number}": "x" for number in range(20)})
    assert page.status == 413 and "send it in smaller parts" in page.text


async def test_a_used_link_says_so(city: Simulated, browser: NewBrowser) -> None:
    secret = await city.server.sign_in.first_link()
    first, second = await browser(), await browser()
    await first.join(f"/studio/join/{secret}", "Ana")
    page = await second.get(f"/studio/join/{secret}")
    assert page.status == 404 and "was used or has ended" in page.text
    assert (await second.join(f"/studio/join/{secret}", "Dan")).status == 422


async def test_who_guesses_at_the_door_locks_out_strangers_only(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    stranger, wrong = await browser(), {"email": "ana@oras.ro", "password": "nu știu parola"}
    right = wrong | {"password": PASSWORDS["Ana"]}
    assert (await ana.send("/studio/sign-out")).path == "/studio/sign-in"
    for status in [*([422] * 8), 429]:
        assert (await stranger.send("/studio/sign-in", **wrong)).status == status
    assert (await stranger.send("/studio/sign-in", **right)).status == 429
    assert (await ana.send("/studio/sign-in", **right)).path == "/studio"
    city.clock.forward(minutes=6)
    page = await ana.send("/studio/people", role="author", **{"prove-password": PASSWORDS["Ana"]})
    assert page.status == 200 and "/studio/join/" in page.text


async def test_a_browser_in_which_the_password_was_changed_is_known_on(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    changed = {"password": PASSWORDS["Ana"], "new-password": "un afiș galben la colț"}
    assert "was changed" in (await ana.send("/studio/account/password", **changed)).text
    await ana.send("/studio/sign-out")
    stranger = await browser()
    for _ in range(9):
        await stranger.send("/studio/sign-in", email="ana@oras.ro", password="nu știu parola")
    page = await ana.send("/studio/sign-in", email="ana@oras.ro", password=changed["new-password"])
    assert page.path == "/studio"
