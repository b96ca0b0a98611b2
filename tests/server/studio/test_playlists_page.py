"""The pages of playlists: what they show, steps without a script, and that saving only ever makes a change."""

import re

import pytest

from content import strict_yaml
from control_server.publishing.edits import whole_pack
from control_server.storage import changes
from control_server.storage.causes import Cause
from tests import sample
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, invited

LISTS = """playlists:
  - {id: civic, name: {ro: Civice, en: Civic}, slides: [strada, restrictii]}
  - {id: rest, slides: [restrictii]}
"""
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
async def author(city: Simulated, ana: Browser, browser: NewBrowser) -> Browser:
    """Somebody who may edit, in a city with two playlists."""
    asked = sample.CITY.replace("id: proba", "id: oras") + "minimum_airtime: [{kinds: {consultation: 0.9}}]\n"
    files = sample.files(city=asked, playlists=LISTS)
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))
    return await invited(ana, browser, "Dan", "author")


async def test_all_playlists_are_listed_with_their_campaigns_and_the_time_of_topics(author: Browser) -> None:
    page = await author.get("/studio/playlists")
    assert page.status == 200
    assert re.search(r'href="/studio/playlists/civic">Civic</a>', page.text)
    assert "in the campaign mereu" in page.text and "in no campaign: it is not shown" in page.text
    assert "at least 90 %" in page.text
    only = await author.get("/studio/playlists?q=civ")
    assert "/studio/playlists/rest" not in only.text
    assert "No playlist is called so" in (await author.get("/studio/playlists?q=xyz")).text


async def test_steps_stand_in_the_address_and_the_focus_stays(author: Browser, city: Simulated) -> None:
    page = await author.send(
        "/studio/playlists/civic", slide=["strada", "restrictii"], step="down:strada", name__en="Both"
    )
    assert page.path == "/studio/playlists/civic"
    assert page.text.index('data-slide="restrictii"') < page.text.index('data-slide="strada"')
    assert re.search(r'value="down:strada"[^>]* autofocus', page.text)
    assert 'value="Both"' in page.text
    assert not re.search(r'id="unsaved" hidden', page.text)
    assert await changes.listed(city.server.ground.database, changes.OPEN) == []


async def test_saving_makes_a_change_then_extends_it_and_publishes_nothing(author: Browser, city: Simulated) -> None:
    before = city.server.publisher.published
    page = await author.send("/studio/playlists/civic", slide=["restrictii", "strada"], name__ro="Civice")
    change = page.path.rpartition("/")[2]
    assert page.path.startswith("/studio/changes/") and "Civice" in page.text
    again = await author.get(f"/studio/playlists/civic?change={change}")
    assert again.text.index('data-slide="restrictii"') < again.text.index('data-slide="strada"')
    await author.send("/studio/playlists/civic", change=change, version="1", slide=["restrictii"], name__ro="Una")
    kept = await city.server.desk.one(change)
    lists = strict_yaml.mapping(kept.files["playlists.yaml"] or b"", "a")["playlists"]
    assert lists[0] == {"id": "civic", "name": {"ro": "Una"}, "slides": ["restrictii"]}
    assert (kept.save.number, list(kept.files)) == (2, ["playlists.yaml"])
    assert city.server.publisher.published is before
    stale = await author.send("/studio/playlists/civic", change=change, version="1", slide=["strada"])
    assert stale.status == 412 and "Somebody else has saved it since" in stale.text


async def test_what_is_no_pack_is_refused_and_nothing_is_kept(author: Browser, city: Simulated) -> None:
    page = await author.send("/studio/playlists/civic", slide=["nu-e"])
    assert page.status == 422 and "nu-e" in page.text
    assert (await author.send("/studio/playlists/civic", slide=[])).status == 422
    assert (await author.get("/studio/playlists/nu-e")).status == 404
    assert (await author.get("/studio/playlists/civic?change=0123456789")).status == 404


async def test_a_new_playlist_begins_a_change_and_its_name_is_never_markup(author: Browser) -> None:
    page = await author.send("/studio/playlists", name=HOSTILE, slide="strada")
    assert page.path == "/studio/playlists/script-alert-1-script"
    assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text
    refused = await author.send("/studio/playlists", name="", slide="strada")
    assert refused.status == 422 and "found a name of 0 characters" in refused.text


async def test_who_may_not_edit_sees_the_order_and_no_button(
    author: Browser, ana: Browser, browser: NewBrowser
) -> None:
    eva = await invited(ana, browser, "Eva", "auditor")
    page = await eva.get("/studio/playlists/civic")
    assert page.status == 200 and 'data-slide="strada"' in page.text and 'name="step"' not in page.text
