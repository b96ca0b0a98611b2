"""What a display is told from its page, by whom, and that it is in the audit."""

import re

from content import wire
from control_server.storage import audit
from tests.server.simulator import START, Simulated, glass
from tests.server.studio.conftest import Browser, NewBrowser, invited


async def acts(city: Simulated) -> list[str]:
    return [row.act.verb for row in await audit.rows(city.server.ground.database, about="display:gara")]


async def test_a_publisher_tells_it_and_somebody_else_may_not(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "publisher")
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START)))
    city.link.sent.clear()
    city.link.announced.clear()
    assert "Its plan is on its way." in (await dan.send("/studio/screens/gara/plan")).text
    assert city.link.announced == ["gara"]
    assert "The player starts anew." in (await dan.send("/studio/screens/gara/restart")).text
    assert [(topic, display) for topic, display, _ in city.link.sent] == [("command", "gara")]
    assert await acts(city) == ["sent the plan to", "restarted"]
    text = (await dan.get("/studio/screens/gara")).text
    assert "sent the plan again to" in text and "Make another identity" not in text
    eva = await invited(ana, browser, "Eva", "auditor")
    assert (await eva.send("/studio/screens/gara/restart")).status == 403
    assert "asked for a picture" in (await eva.send("/studio/screens/gara/picture")).text
    assert len(await acts(city)) == 2


async def test_a_technician_gives_an_identity_and_ends_it(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "technician")
    assert "Make an identity" in (await dan.get("/studio/screens/gara")).text
    file = await dan.send("/studio/screens/gara/enrolment")
    assert file.status == 200 and "display: gara" in file.text
    password = re.search("password: (.+)", file.text)
    assert password and city.server.enrolments.known("gara", password[1])
    assert "Make another identity" in (await dan.get("/studio/screens/gara")).text
    assert "Its identity has ended." in (await dan.send("/studio/screens/gara/end")).text
    assert not city.server.enrolments.known("gara", password[1])
    assert "has no identity" in (await dan.send("/studio/screens/gara/end")).text
    assert await acts(city) == ["enrolled", "revoked"]
    assert "gave an identity to" in (await dan.get("/studio/screens/gara")).text


async def test_who_is_bounded_to_other_displays_does_not_reach_it(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    secret = await city.server.sign_in.invite(["technician"], "console", ["parc"])
    dan = await browser()
    await dan.join(f"/studio/join/{secret}", "Dan")
    for step in ("plan", "restart", "enrolment", "end"):
        refused = await dan.send(f"/studio/screens/gara/{step}")
        assert refused.status == 422 and "expected one tagged parc" in refused.text
    assert await acts(city) == []
