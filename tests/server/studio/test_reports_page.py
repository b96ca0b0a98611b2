"""The page of reports: figures by the plays, at once or by an errand."""

import json
import re
from datetime import timedelta

from content import wire
from control_server.http.play_sums import PlaySums
from control_server.storage import displays
from tests.server.simulator import START, Simulated
from tests.server.studio.conftest import Browser, NewBrowser, Page, invited

LAST = START - timedelta(days=30)
"""In the month before."""


async def played(city: Simulated, count: int = 240) -> None:
    asset = city.published.programme("gara").frames["anunt"]["ro"].asset
    plays = tuple(
        wire.Play(
            number=number,
            slide="anunt",
            lang="ro" if number % 4 else "en",
            campaign="mereu",
            asset=asset,
            since=LAST + timedelta(seconds=15 * number),
            until=LAST + timedelta(seconds=15 * number + 15),
        )
        for number in range(count)
    )
    await displays.add_plays(city.server.ground.database, [displays.PlaysOf(display="gara", plays=plays)])


async def test_the_month_before_is_told_in_figures(city: Simulated, ana: Browser) -> None:
    assert "No screen has told of this time." in (await ana.get("/studio/reports")).text
    await played(city)
    text = (await ana.get("/studio/reports")).text
    assert "<strong>240</strong> plays" in text and "<strong>1</strong> hours on the glass" in text
    assert '<th scope="row">notices</th>' in text and "75 %" in text and '<th scope="row">Gara</th>' in text
    assert "Podul se inchide" in text
    assert "still grow" not in text
    now = (await ana.get("/studio/reports?from=2026-11-01&to=2026-11-30")).text
    assert "No screen has told of this time." in now and "still grow" in now
    old = (await ana.get("/studio/reports?from=2025-01-01&to=2025-01-31")).text
    assert "Plays are kept since" in old
    assert (await ana.get("/studio/reports?from=x&to=y")).status == 422


async def long(city: Simulated) -> PlaySums:
    """240 plays were shown in October, and 100 are too many to be summed at once."""
    await played(city)
    sums = city.server.studio.reports.sums
    sums.long = 100
    return sums


def errand_in(page: Page) -> str:
    found = re.search(r"/studio/reports/([0-9a-f]{10})/cancel", page.text)
    assert found, page.text
    return found[1]


async def test_many_plays_are_summed_by_an_errand_that_outlives_its_page(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    await played(city)
    eva = await invited(ana, browser, "Eva", "auditor")
    names = ("airtime.csv", "airtime.pdf")
    at_once = [(await ana.get(f"/studio/reports/{name}")).text for name in names]
    tables = (await ana.get("/studio/reports")).text.partition('<div class="sum">')[2]
    sums = await long(city)
    offer = await ana.get("/studio/reports")
    assert "About 100 plays have to be counted." in offer.text and "Make the report" in offer.text
    assert '<div class="sum">' not in offer.text and "airtime.pdf" not in offer.text
    for name in names:  # neither is made while somebody waits
        assert (await ana.get(f"/studio/reports/{name}")).path == "/studio/reports"
    async with sums.turn:
        page = await ana.send("/studio/reports", **ana.fields(offer))
        assert page.path == "/studio/reports" and '<meta http-equiv="refresh"' in page.text
        errand = errand_in(page)
        await city.server.errands.settled(errand, 0)
        progress = json.loads((await ana.get(f"/studio/reports/{errand}/progress")).text)
        assert progress == {"state": "working", "step": "counts", "done": 0, "needed": 5}
        assert '<progress value="0" max="5"' in (await ana.get("/studio/reports")).text
        assert (await eva.get(f"/studio/reports/{errand}/progress")).status == 404
        assert (await eva.send(f"/studio/reports/{errand}/cancel")).status == 404
        assert "Make the report" in (await eva.get("/studio/reports")).text
    await city.server.errands.settled(errand)  # nobody has its page open
    done = await ana.get("/studio/reports")
    assert "Counted on" in done.text and "Count again" in done.text and "data-progress" not in done.text
    assert done.text.partition('<div class="sum">')[2] == tables
    assert "Make the report" in (await eva.get("/studio/reports")).text
    await played(city, 480)  # twice as many since: what is kept is shown
    assert [(await ana.get(f"/studio/reports/{name}")).text for name in names] == at_once
    assert json.loads((await ana.get("/api/reports/airtime")).text)["plays"] == 480
    assert (await ana.get("/api/reports/airtime.csv")).text != at_once[0]


async def test_it_can_be_stopped_and_a_restart_says_so(city: Simulated, ana: Browser) -> None:
    sums = await long(city)
    async with sums.turn:
        errand = errand_in(await ana.send("/studio/reports", **{"from": "2026-10-01", "to": "2026-10-31"}))
        await city.server.errands.settled(errand, 0)
        stopped = await ana.send(f"/studio/reports/{errand}/cancel")
        assert stopped.path == "/studio/reports" and "You stopped it. Nothing was kept." in stopped.text
        assert "Make the report" in stopped.text
        city.clock.forward(seconds=1)
        errand = errand_in(await ana.send("/studio/reports", **ana.fields(stopped)))
        await city.server.errands.settled(errand, 0)
    await city.server.errands.close()
    await city.server.errands.tidy()  # as the next server does when it starts
    assert "The server was started again meanwhile" in (await ana.get("/studio/reports")).text


async def test_a_person_has_two_under_way(city: Simulated, ana: Browser) -> None:
    sums = await long(city)
    async with sums.turn:
        for last in ("2026-10-31", "2026-10-30"):
            await ana.send("/studio/reports", **{"from": "2026-10-01", "to": last})
        third = await ana.send("/studio/reports", **{"from": "2026-10-01", "to": "2026-10-29"})
        assert third.status == 503 and "The server is busy." in third.text and "Make the report" in third.text
    assert (await ana.send("/studio/reports", **{"from": "x", "to": "y"})).status == 422


async def test_an_import_is_no_report(city: Simulated, ana: Browser) -> None:
    sums = await long(city)
    async with sums.turn:
        errand = errand_in(await ana.send("/studio/reports", **{"from": "2026-10-01", "to": "2026-10-31"}))
        assert (await ana.get(f"/studio/source/{errand}")).status == 404
        assert errand not in (await ana.get("/studio/source")).text
