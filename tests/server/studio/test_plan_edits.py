"""What is changed from the plan: each makes a change and nothing else, and says before what it does."""

import re
from typing import Any

import pytest

from content import strict_yaml
from control_server.publishing.edits import whole_pack
from control_server.storage.causes import Cause
from tests import sample
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, invited
from tests.server.studio.test_campaign_places import HALL

WEEK = "/studio/plan?from=2026-11-23"
CAMPAIGNS = """campaigns:
  - {id: vorbe, name: {ro: Vorbe, en: Words}, playlist: vorbe, share: 3}
  - {id: apel, name: {ro: Apel, en: "<b>Call"}, playlist: apel, displays: {tags: [centru]}}
  - id: parada
    name: {ro: Parada, en: Parade}
    playlist: vorbe
    priority: 1
    displays: [piata]
    dayparts: [{from: "06:00", to: "12:00"}]
"""
LISTS = "playlists: [{id: vorbe, slides: [restrictii]}, {id: apel, slides: [strada]}]"
ASKED = (
    sample.CITY.replace("id: proba", "id: oras")
    + "minimum_airtime: [{displays: [piata], kinds: {consultation: 0.4}}]\n"
)


@pytest.fixture
async def author(city: Simulated, ana: Browser, browser: NewBrowser) -> Browser:
    files = sample.files(city=ASKED, displays=sample.DISPLAYS + HALL, playlists=LISTS, campaigns=CAMPAIGNS)
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))
    return await invited(ana, browser, "Dan", "author")


async def kept(city: Simulated, text: str, campaign: str) -> dict[str, Any]:
    """The campaign as the change of that page has it."""
    found = re.search(r"/studio/changes/(\w+)", text)
    assert found
    files = (await city.server.desk.one(found[1])).files
    assert files.keys() == {"campaigns.yaml"}
    listed = strict_yaml.mapping(files["campaigns.yaml"] or b"", "a")["campaigns"]
    own: dict[str, Any] = next(each for each in listed if each["id"] == campaign)
    return own


async def test_a_mend_of_the_airtime_says_what_it_does_and_does_it(author: Browser, city: Simulated) -> None:
    before = city.published
    page = await author.get(f"{WEEK}&display=piata")
    assert "less than the city asked for on: Piața" in page.text.replace("\n", " ")
    told = re.search(r"Give “&lt;b&gt;Call” (\d+) % of the time", page.text)
    effect = re.search(r'id="effect-consultation">(.*?)</p>', page.text, re.DOTALL)
    share = re.search(r'name="share" value="(\d+)"', page.text)
    assert told and effect and share
    promised = re.search(r"Consultations\s+(\d+) % instead of", effect[1])
    assert promised and "Notices" in effect[1]
    form = {"campaign": "apel", "share": share[1], "from": "2026-11-23", "version": "0"}
    then = await author.send("/studio/plan/share", **form)
    assert then.path == "/studio/plan" and "less than the city asked for" not in then.text
    assert re.search(rf"&lt;b&gt;Call</strong>\s+{told[1]} %", then.text)
    own = await kept(city, then.text, "apel")
    assert own == {
        "id": "apel",
        "name": own["name"],
        "playlist": "apel",
        "displays": {"tags": ["centru"]},
        "share": int(share[1]),
    }
    assert city.published is before


async def test_to_another_screen_is_asked_first(author: Browser, city: Simulated) -> None:
    where = "&place=apel&off=piata&onto=hol,gara"
    asked = (await author.get(f"{WEEK}{where}")).text.partition('id="place"')[2].partition("</section>")[0]
    for words in (
        "Move “&lt;b&gt;Call” to another screen?",
        "<dd>Piața</dd>",
        "<dd>Gara, Hol</dd>",
        "no other screen",
        "bound to the tag centru",
    ):
        assert words in asked
    form = {"campaign": "apel", "off": "piata", "onto": "hol,gara", "from": "2026-11-23", "version": "0"}
    page = await author.send("/studio/plan/place", **form)
    assert page.path == "/studio/plan" and 'id="place"' not in page.text
    assert (await kept(city, page.text, "apel"))["displays"] == ["gara", "hol"]


@pytest.mark.parametrize(
    ("path", "form", "problem"),
    [
        ("place", {"campaign": "parada", "off": "gara", "onto": "hol"}, "is not on that display"),
        ("place", {"campaign": "vorbe", "off": "gara", "onto": "hol"}, "is on that display already"),
        ("place", {"campaign": "nu-e"}, "expected the id of a campaign"),
        ("share", {"campaign": "apel", "share": "0"}, "1"),
        ("share", {"campaign": "apel", "share": "mult"}, "expected a whole number"),
    ],
)
async def test_what_cannot_be_is_refused_on_the_plan(
    author: Browser, path: str, form: dict[str, str], problem: str
) -> None:
    page = await author.send(f"/studio/plan/{path}", **form)
    assert page.status in (404, 422) and "<table" in page.text
    assert problem in page.text.partition("note bad")[2]


async def test_a_question_that_cannot_be_asked_is_said_on_the_plan(author: Browser) -> None:
    page = await author.get(f"{WEEK}&place=vorbe&off=gara&onto=hol")
    assert page.status == 422 and "is on that display already" in page.text and 'id="place"' not in page.text


async def test_who_may_not_edit_is_offered_nothing(
    author: Browser, ana: Browser, browser: NewBrowser, city: Simulated
) -> None:
    eva = await invited(ana, browser, "Eva", "auditor")
    page = await eva.get(f"{WEEK}&place=apel&off=piata&onto=gara")
    assert page.status == 200 and "less than the city asked for" in page.text
    for words in ('id="place"', "/studio/plan/share", "data-displays"):
        assert words not in page.text
