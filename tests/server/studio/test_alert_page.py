"""Alerts in the studio: written by one, confirmed by another, proved by the glass, ended by any who may."""

import re

import msgspec

from content import wire
from content.pack.alert import ALERTS
from control_server.storage import audit, changes
from tests.server.simulator import PACK, TOO_LONG, Simulated, glass
from tests.server.studio.conftest import Browser, NewBrowser, Page, invited

TEXTS = {
    "title__ro": "Apa nu este potabilă",
    "body__ro": "Nu o bea şi nu găti cu ea.",
    "issuer": "Aquatim",
    "minutes": "120",
}


async def written(browser: Browser, **changed: str | list[str]) -> Page:
    return await browser.send("/studio/alert", **{**TEXTS, "where": "all", **changed})


def alerts(city: Simulated) -> list[str]:
    """The alerts of what is published."""
    return [path for path in city.published.files if path.startswith(ALERTS)]


def confirming(page: Page) -> tuple[str, str]:
    """The address and the digest of the form that confirms."""
    match = re.search(
        r'action="(/studio/alert/\w+/confirm)"><input type="hidden" name="digest" value="(\w+)"', page.text
    )
    assert match, page.text
    return match[1], match[2]


def ending(page: Page) -> str:
    match = re.search(r'action="(/studio/alert/on/[\w-]+/end)"', page.text)
    assert match, page.text
    return match[1]


async def confirmed(city: Simulated, ana: Browser, dan: Browser) -> str:
    """Puts an alert on. Returns its id."""
    await written(ana)
    address, digest = confirming(await dan.get("/studio/alert"))
    assert (await dan.send(address, digest=digest)).status == 200
    (path,) = alerts(city)
    return path[len(ALERTS) : -len(".yaml")]


async def test_the_whole_thread(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    before = dict(city.published.files)
    assert "Alert that waits" not in (await dan.get("/studio/slides")).text
    assert (await written(ana)).status == 200
    assert alerts(city) == []
    for path in ("/studio/slides", "/studio/plan", "/studio/alert/strip"):
        assert "Alert that waits" in (await dan.get(path)).text, path
    own = await ana.get("/studio/alert")
    assert "another person who approves or publishes has to confirm it" in own.text
    address, digest = confirming(await dan.get("/studio/alert"))
    await dan.send(address, digest=digest)
    (path,) = alerts(city)
    name = path[len(ALERTS) : -len(".yaml")]
    assert "Nu o bea și nu găti" in city.published.files[path].decode()
    for display in ("gara", "piata"):
        plan = city.published.plan(display)
        top = max(plan.entries, key=lambda entry: entry.priority)
        assert (top.slides, plan.items[name].kind) == ((name,), "alert")
    page = await ana.get("/studio/slides")
    assert "0 of 2 screens show it" in page.text
    proof = msgspec.structs.replace(
        glass(2, city.clock.now, asset=city.published.programme("gara").frames[name]["ro"].asset), slide=name
    )
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=proof))
    shown = await dan.get("/studio/alert")
    assert "1 of 2 screens show it" in shown.text
    assert "was never started" in shown.text
    await dan.send(ending(shown))
    assert dict(city.published.files) == before
    assert "End the alert" not in (await dan.get("/studio/slides")).text
    rows = await audit.rows(city.server.ground.database)
    assert audit.verified(rows) == len(rows)
    steps = [row.act.verb for row in rows if row.act.object.startswith("change:")]
    assert steps == ["published", "began", "submitted", "approved", "published", "began", "submitted", "published"]


async def test_who_wrote_it_does_not_confirm_it_and_may_publish_alone_with_a_reason(
    city: Simulated, ana: Browser
) -> None:
    await written(ana)
    (waiting,) = await changes.listed(city.server.ground.database, ("submitted",))
    refused = await ana.send(f"/studio/alert/{waiting.id}/confirm", digest=waiting.submitted)
    assert (refused.status, alerts(city)) == (422, [])
    assert "another person has to look at it" in refused.text
    assert (await ana.send(f"/studio/alert/{waiting.id}/publish", why=" ")).status == 422
    await ana.send(f"/studio/alert/{waiting.id}/publish", why="Noaptea, singură la birou")
    assert len(alerts(city)) == 1
    (change,) = await changes.listed(city.server.ground.database, ("unreviewed",))
    assert change.publication and change.publication.why == "Noaptea, singură la birou"


async def test_each_may_only_what_their_roles_say(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    author = await invited(ana, browser, "Dan", "author")
    auditor = await invited(ana, browser, "Eva", "auditor")
    assert (await written(auditor)).status == 403
    await written(ana)
    (waiting,) = await changes.listed(city.server.ground.database, ("submitted",))
    step = f"/studio/alert/{waiting.id}"
    assert "Look at it" in (await author.get("/studio/slides")).text
    assert 'href="/studio/alert"' not in re.sub(r'(?s)<div id="alerts".*', "", (await auditor.get("/studio/plan")).text)
    for person, deed in ((author, "confirm"), (author, "publish"), (auditor, "discard")):
        assert (await person.send(f"{step}/{deed}", digest=waiting.submitted, why="x")).status == 403, deed
    assert (await author.send("/studio/alert/on/alerta-00000000/end")).status == 403
    assert (await ana.send("/studio/alert/on/alerta-00000000/end")).status == 404
    given_up = await ana.send(f"{step}/discard")
    assert "Apa nu este potabilă" in given_up.text
    assert await changes.listed(city.server.ground.database, ("submitted",)) == []


async def test_rights_by_tag_hold(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    await city.publish(
        {
            **PACK,
            "displays.yaml": PACK["displays.yaml"].replace(
                b"languages: [ro, en]", b"languages: [ro, en]\n    tags: [gara]"
            ),
        }
    )
    dan = await invited(ana, browser, "Dan", "approver", tags=["gara"])
    await written(ana)
    address, digest = confirming(await dan.get("/studio/alert"))
    assert "It touches more than your screens" in (await dan.send(address, digest=digest)).text
    assert alerts(city) == []
    (waiting,) = await changes.listed(city.server.ground.database, ("submitted",))
    await ana.send(f"/studio/alert/{waiting.id}/discard")
    await written(ana, where="some", tag=["gara"])
    address, digest = confirming(await dan.get("/studio/alert"))
    await dan.send(address, digest=digest)
    (path,) = alerts(city)
    assert b"gara" in city.published.files[path]
    assert path[len(ALERTS) : -5] not in city.published.plan("piata").items


async def test_what_cannot_be_read_is_refused_and_nothing_waits(city: Simulated, ana: Browser) -> None:
    for field, told in (("title__ro", TOO_LONG), ("title__ro", ""), ("body__ro", "x" * 401)):
        page = await written(ana, **{field: told})
        assert page.status == 422, told
        assert "Nu o bea" in page.text or field == "body__ro"
    assert (await written(ana, where="some")).status == 422
    assert (await written(ana, title__en="Water")).status == 422
    assert await changes.listed(city.server.ground.database, ("submitted", "draft", "discarded")) == []


async def test_others_publish_meanwhile_and_it_is_confirmed_all_the_same(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    await written(ana)
    address, digest = confirming(await dan.get("/studio/alert"))
    await city.put_slide("anunt", PACK["slides/anunt.yaml"].replace(b"Joi", b"Vineri"))
    await dan.send(address, digest=digest)
    assert len(alerts(city)) == 1


async def test_a_pack_that_is_sent_ends_no_alert_and_puts_up_none(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    name = await confirmed(city, ana, dan)
    body = city.published.files[f"{ALERTS}{name}.yaml"]
    await city.publish(PACK)
    assert alerts(city) == [f"{ALERTS}{name}.yaml"]
    await dan.send(f"/studio/alert/on/{name}/end")
    await city.publish({**PACK, f"{ALERTS}{name}.yaml": body})
    assert alerts(city) == []


async def test_it_leaves_by_itself(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    name = await confirmed(city, ana, dan)
    item = city.published.plan("gara").items[name]
    assert item.ends == city.clock.forward(hours=2)
    assert city.server.studio.alert.receipts.shown() == []
    await city.server.publisher.renew()
    assert alerts(city) == []


async def test_a_page_that_is_open_keeps_no_session(city: Simulated, ana: Browser) -> None:
    for _ in range(4):
        assert (await ana.get("/studio/alert/strip")).path == "/studio/alert/strip"
        city.clock.forward(minutes=10)
    assert (await ana.get("/studio/alert/strip")).path == "/studio/sign-in"
