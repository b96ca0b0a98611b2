"""Before a step that matters the password is asked for again, and what was sent comes through with it."""

import json
import re

from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS, Browser, NewBrowser, Page, invited
from tests.server.studio.test_review import digest, edited


def fields(page: Page) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page.text))


async def test_an_approval_asks_who_is_there_and_goes_on_as_it_was_sent(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    change = await edited(ana, "Podul se deschide")
    await ana.send(f"{change.path}/submit")
    seen = digest(await dan.get(change.path))
    city.clock.forward(minutes=6)
    asked = await dan.send(f"{change.path}/approve", digest=seen, why='"<b>')
    assert asked.status == 403 and "Is it you?" in asked.text
    assert fields(asked) == {"digest": seen, "why": "&#34;&lt;b&gt;"}
    wrong = await dan.send(f"{change.path}/approve", digest=seen, **{"prove-password": "nu știu parola"})
    assert wrong.status == 422 and "The password is not right" in wrong.text and fields(wrong) == {"digest": seen}
    assert b"Podul se inchide" in city.published.slide("anunt")
    done = await dan.send(f"{change.path}/approve", digest=seen, **{"prove-password": PASSWORDS["Dan"]})
    assert done.status == 200 and "published" in done.text
    assert b"Podul se deschide" in city.published.slide("anunt")


async def test_who_guesses_there_waits(city: Simulated, ana: Browser) -> None:
    city.clock.forward(minutes=6)
    for _ in range(8):
        wrong = await ana.send("/studio/people", role="author", **{"prove-password": "nu știu parola"})
        assert wrong.status == 422
    page = await ana.send("/studio/people", role="author", **{"prove-password": PASSWORDS["Ana"]})
    assert page.status == 429 and "Wait a few minutes" in page.text
    city.clock.forward(minutes=11)
    page = await ana.send("/studio/people", role="author", **{"prove-password": PASSWORDS["Ana"]})
    assert page.status == 200 and "/studio/join/" in page.text


async def test_what_does_not_matter_so_much_asks_nothing(city: Simulated, ana: Browser) -> None:
    city.clock.forward(minutes=6)
    change = await edited(ana, "Podul se deschide")
    assert "submitted" in (await ana.send(f"{change.path}/submit")).text
    assert (await ana.send(f"{change.path}/discard")).status == 200


async def test_identities_of_screens_are_keys_too_also_over_the_api(city: Simulated, ana: Browser) -> None:
    city.clock.forward(minutes=6)
    asked = await ana.send("/api/displays/gara/enrolment")
    assert asked.status == 403 and "needs the password again" in json.loads(asked.text)["error"]
    given = await ana.send("/studio/screens/gara/enrolment", **{"prove-password": PASSWORDS["Ana"]})
    assert given.status == 200 and given.text.startswith("display: gara")
    assert (await ana.send("/api/displays/gara/enrolment")).status == 200
