"""The plan: rows, lanes, what is seen at an instant; and that a move makes a change and nothing else."""

import re

import pytest

from content import strict_yaml
from control_server.publishing.edits import whole_pack
from control_server.storage.causes import Cause
from tests import sample
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, invited

CAMPAIGNS = """campaigns:
  - {id: mereu, name: {ro: Mereu, en: Always}, playlist: civic}
  - id: targ
    name: {ro: "<b>Târg</b>"}
    playlist: civic
    priority: 5
    from: 2026-11-24
    to: 2026-11-25
    displays: [piata]
    dayparts: [{from: "10:00", to: "14:00"}]
"""
WEEK = "/studio/plan?from=2026-11-23"


@pytest.fixture
async def author(city: Simulated, ana: Browser, browser: NewBrowser) -> Browser:
    files = sample.files(city=sample.CITY.replace("id: proba", "id: oras"), campaigns=CAMPAIGNS)
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))
    return await invited(ana, browser, "Dan", "author")


async def test_a_week_reads_as_lists(author: Browser) -> None:
    page = await author.get(WEEK)
    assert page.status == 200
    assert "Tuesday 24 Nov, 10:00 – 14:00: is shown" in page.text
    assert "Tuesday 24 Nov, 10:00 – 14:00: is covered by one with a higher priority" in page.text
    assert "&lt;b&gt;Târg&lt;/b&gt;" in page.text and "<b>Târg" not in page.text
    assert "6–23" in page.text and "day and night" in page.text
    assert '<i class="off" data-s="0" data-e="360">' in page.text
    assert page.text.count("<tr data-display") == 2


async def test_holidays_are_named_and_a_month_is_told_by_the_day(author: Browser) -> None:
    week = await author.get("/studio/plan?from=2026-11-30&lang=ro")
    assert "Sfântul Apostol Andrei<" in week.text and "Ziua Națională" in week.text
    month = await author.get(f"{WEEK}&view=month&lang=en")
    assert "Tuesday 24 Nov – Wednesday 25 Nov: is shown for a part, covered for a part" in month.text
    one = await author.get(f"{WEEK}&view=display&display=piata")
    assert one.text.count("<tr data-display") == 7


async def test_what_is_seen_is_said_by_the_function_that_plays(author: Browser, city: Simulated) -> None:
    page = await author.get(f"{WEEK}&display=piata&at=2026-11-24T10:20")
    told = page.text.partition('id="seen"')[2]
    assert "for the campaign “&lt;b&gt;Târg&lt;/b&gt;”" in told and "“Always” (priority 0) is masked by" in told
    asset = re.search(r"/studio/frames/([0-9a-f]{64})", told)
    frames = city.server.publisher.published.programme("piata").frames
    assert asset and asset[1] in {frame.asset for own in frames.values() for frame in own.values()}
    off = await author.get(f"{WEEK}&display=gara&at=2026-11-24T23:30")
    assert "The display is off until Wednesday 25 November at 06:00" in off.text
    assert (await author.get(f"{WEEK}&at=curand")).status == 422


async def test_a_move_is_kept_in_a_change_and_leads_back(author: Browser, city: Simulated) -> None:
    before = city.server.publisher.published
    where = {"from": "2026-11-23", "view": "week"}
    page = await author.send("/studio/plan/move", campaign="targ", days="1", minutes="30", version="0", **where)
    assert page.path == "/studio/plan" and "Wednesday 25 Nov, 10:30 – 14:30: is shown" in page.text
    assert re.search(r'class="lane consultation draft"|class="lane notice draft"', page.text)
    change = re.search(r"/studio/changes/(\w+)", page.text)
    assert change
    kept = await city.server.desk.one(change[1])
    own = strict_yaml.mapping(kept.files["campaigns.yaml"] or b"", "a")["campaigns"][1]
    assert (own["from"], own["to"], own["dayparts"]) == ("2026-11-25", "2026-11-26", [{"from": "10:30", "to": "14:30"}])
    again = {"change": change[1], "version": "1", **where}
    await author.send("/studio/plan/move", campaign="targ", edge="end", minutes="-60", **again)
    own = strict_yaml.mapping((await city.server.desk.one(change[1])).files["campaigns.yaml"] or b"", "a")["campaigns"][
        1
    ]
    assert own["dayparts"] == [{"from": "10:30", "to": "13:30"}]
    assert city.server.publisher.published is before
    assert "Planned in other changes" in (await author.get(WEEK)).text


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"campaign": "mereu", "days": "1"}, "has no dates or recurs"),
        ({"campaign": "nu-e"}, "expected the id of a campaign"),
        ({"campaign": "targ", "days": "azi"}, "expected a whole number"),
        ({"campaign": "targ", "edge": "end", "days": "-3"}, "would end before it begins"),
    ],
)
async def test_a_move_that_cannot_be_is_refused_on_the_plan(
    author: Browser, city: Simulated, form: dict[str, str], problem: str
) -> None:
    page = await author.send("/studio/plan/move", **form)
    assert page.status in (404, 422) and problem in page.text and "<table" in page.text


async def test_displays_are_looked_for_and_nothing_is_told_kindly(author: Browser) -> None:
    assert (await author.get(f"{WEEK}&q=gara")).text.count("<tr data-display") == 1
    assert "No screen is called so" in (await author.get(f"{WEEK}&q=nu+e")).text
    assert (await author.get("/studio/plan?from=ieri")).status == 422


async def test_who_may_not_edit_reads_the_plan(author: Browser, ana: Browser, browser: NewBrowser) -> None:
    eva = await invited(ana, browser, "Eva", "auditor")
    page = await eva.get(WEEK)
    assert page.status == 200 and "data-by-minutes" not in page.text and 'id="move"' not in page.text
    form = await eva.get("/studio/campaigns/targ")
    assert form.status == 200 and 'name="step"' not in form.text


async def test_a_headline_has_its_figures_filled_in(author: Browser, city: Simulated) -> None:
    trees = """kind: dataset
data: data/copaci.csv
x: an
y: valoare
title: {ro: "Copaci plantați: {last}"}
source: {name: INS, url: "https://ins.ro", licence: CC BY, as_of: 2026-01-01}
"""
    lists = "playlists: [{id: civic, slides: [copaci]}]"
    asked = sample.CITY.replace("id: proba", "id: oras")
    files = sample.files(city=asked, playlists=lists, campaigns=CAMPAIGNS, slides__copaci=trees)
    files["data/copaci.csv"] = b"an;valoare\n2021;1200\n2022;1250\n"
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))
    told = (await author.get(f"{WEEK}&display=piata&at=2026-11-24T10:20")).text.partition('id="seen"')[2]
    assert "Copaci plantați: 1.250" in told and "{last}" not in told
