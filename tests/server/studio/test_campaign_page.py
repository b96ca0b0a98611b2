"""The form of a campaign: what it says, and that whatever is done with it is kept in a change and nowhere else."""

import re
from typing import Any

import pytest

from content import strict_yaml
from control_server.publishing.edits import whole_pack
from control_server.storage.causes import Cause
from control_server.studio import campaign_page
from tests import sample
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, invited

CAMPAIGNS = """campaigns:
  - {id: bugete, name: {ro: Bugete, en: Budgets}, playlist: civic, share: 7}
  - {id: pareri, name: Păreri, playlist: civic, share: 3, from: 2026-11-01, to: 2026-12-20}
  - {id: rar, playlist: civic, priority: 2, from: 2026-11-02, rrule: FREQ=MONTHLY;BYDAY=1MO}
"""
FORM: dict[str, Any] = {"playlist": "civic", "which": "all", "weekday": list("0123456"), "every": "1", "priority": "0"}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
async def author(city: Simulated, ana: Browser, browser: NewBrowser) -> Browser:
    files = sample.files(city=sample.CITY.replace("id: proba", "id: oras"), campaigns=CAMPAIGNS)
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))
    return await invited(ana, browser, "Dan", "author")


async def kept(city: Simulated, path: str) -> list[dict[str, Any]]:
    change = await city.server.desk.one(path.partition("change=")[2])
    assert list(change.files) == ["campaigns.yaml"]
    campaigns: list[dict[str, Any]] = strict_yaml.mapping(change.files["campaigns.yaml"] or b"", "a")["campaigns"]
    return campaigns


async def sent(author: Browser, city: Simulated, where: str, **form: Any) -> list[dict[str, Any]]:
    """What the change has after the form was sent, which leads to the plan in it."""
    before = city.server.publisher.published
    page = await author.send(f"/studio/campaigns{where}", **form)
    assert page.path == "/studio/plan" and page.status == 200, page.text
    assert city.server.publisher.published is before
    change = re.search(r"/studio/changes/(\w+)", page.text)
    assert change
    return await kept(city, f"change={change[1]}")


async def test_the_form_says_what_part_of_the_time_a_campaign_gets(author: Browser) -> None:
    page = await author.get("/studio/campaigns/pareri")
    assert '<option value="3" selected>30 % of the time</option>' in page.text
    assert "Budgets 70 %" in page.text and "shares" not in page.text
    assert "It runs: <strong>every day, all day, from 1 Nov until 20 Dec</strong>" in page.text
    alone = await author.get("/studio/campaigns/rar")
    assert "all of the time in which it runs" in alone.text


async def test_a_rule_without_fields_is_said_in_words_and_kept(author: Browser, city: Simulated) -> None:
    page = await author.get("/studio/campaigns/rar")
    assert "by the rule FREQ=MONTHLY;BYDAY=1MO" in page.text and 'name="first"' not in page.text
    campaigns = await sent(author, city, "/rar", **{**FORM, "priority": "4"}, when="kept", name__ro="Rar")
    own = {"id": "rar", "name": {"ro": "Rar"}, "playlist": "civic", "priority": 4, "from": "2026-11-02"}
    assert campaigns[2] == own | {"rrule": "FREQ=MONTHLY;BYDAY=1MO"}


async def test_words_fill_the_fields(author: Browser) -> None:
    query = "priority=0&which=all&playlist=civic&read=1&words=every+Monday+and+Thursday,+9-17,+until+20+Dec"
    page = await author.get(f"/studio/campaigns/rar?{query}")
    assert re.search(r'name="last" type="date" value="2026-12-20"', page.text)
    assert re.findall(r'name="weekday" value="(\d)" checked', page.text) == ["0", "3"]
    assert re.search(r'name="from.0" type="time" value="09:00"', page.text)
    wrong = await author.get("/studio/campaigns/rar?priority=0&read=1&words=at+Easter")
    assert wrong.status == 422 and "which is not understood" in wrong.text and 'value="at Easter"' in wrong.text


async def test_a_new_campaign_is_planned_in_a_change(author: Browser, city: Simulated) -> None:
    assert (await author.get("/studio/campaigns")).status == 200
    once = {"first": "2026-12-01", "last": "2026-12-01", "from__0": "07:00", "to__0": "14:00"}
    form = {**FORM, **once, "which": "tags", "tags": ["centru"], "name__ro": HOSTILE, "priority": "9"}
    campaigns = await sent(author, city, "", **form)
    assert campaigns[-1] == {
        "id": "script-alert-1-script",
        "name": {"ro": HOSTILE},
        "playlist": "civic",
        "displays": {"tags": ["centru"]},
        "priority": 9,
        "from": "2026-12-01",
        "to": "2026-12-01",
        "dayparts": [{"from": "07:00", "to": "14:00"}],
    }
    plan = await author.get("/studio/plan?from=2026-12-01")
    assert HOSTILE not in plan.text


async def test_a_campaign_is_ended_taken_out_and_moved_by_buttons(author: Browser, city: Simulated) -> None:
    assert (await sent(author, city, "/bugete", step="end"))[0]["to"] == "2026-11-23"
    assert [each["id"] for each in await sent(author, city, "/bugete", step="out")] == ["pareri", "rar"]
    later = (await sent(author, city, "/pareri", step="later"))[1]
    assert (later["from"], later["to"]) == ("2026-11-02", "2026-12-21")
    assert (await author.send("/studio/campaigns/pareri", step="burn")).status == 422
    assert (await author.send("/studio/campaigns/bugete", step="later")).status == 422  # it has no dates


async def test_what_no_campaign_may_be_is_refused_with_what_was_typed(author: Browser, city: Simulated) -> None:
    page = await author.send("/studio/campaigns", **FORM, name__ro="Târg", first="2026-12-02", last="2026-12-01")
    assert page.status == 422 and "before the first" in page.text and 'value="Târg"' in page.text
    assert (await author.get("/studio/campaigns/nu-e")).status == 404
    dana = await author.get("/studio/campaigns/bugete?change=0123456789")
    assert dana.status == 404


def test_shares_are_told_as_parts_of_the_time_beside_those_on_the_same_display() -> None:
    pack = sample.parsed(campaigns=CAMPAIGNS)
    told = campaign_page.shares(pack, pack.campaigns["pareri"], "en")
    assert (3, 30) in told.choices and told.others == [("Budgets", 70)]
    percents = [percent for _, percent in told.choices]
    assert percents == sorted(set(percents)) and min(percents) <= 13 and max(percents) >= 90
    assert campaign_page.shares(pack, pack.campaigns["rar"], "en") == ([(1, 100)], [])
