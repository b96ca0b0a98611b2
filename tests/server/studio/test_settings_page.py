"""The page of settings: what it shows, that saving only ever makes a change, and rights."""

import re
from html import unescape

import pytest

from control_server.publishing.edits import whole_pack
from control_server.storage import changes
from control_server.storage.causes import Cause
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, Page, invited
from tests.server.studio.test_city_form import FILES

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
async def author(city: Simulated, ana: Browser, browser: NewBrowser) -> Browser:
    """Somebody who may edit, in a city with settings of each part."""
    files = {path: body.replace(b"id: proba", b"id: oras") for path, body in FILES.items()}
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))
    return await invited(ana, browser, "Dan", "author")


def form(page: Page, action: str) -> dict[str, str | list[str]]:
    """What a browser would send of the form with this action, untouched."""
    body = re.search(rf'<form method="post" action="{re.escape(action)}".*?</form>', page.text, re.DOTALL)
    assert body, page.text
    fields: dict[str, str | list[str]] = {}
    for attributes in re.findall(r"<input ([^>]*)>", body[0]):
        own = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if own.get("type") in ("checkbox", "radio"):
            if re.search(r"\bchecked\b", attributes):
                before = fields.setdefault(own["name"], [])
                assert isinstance(before, list)
                before.append(own["value"])
        else:
            fields[own["name"]] = unescape(own.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', body[0]):
        fields[name] = unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', body[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    return fields


async def only_change(city: Simulated) -> dict[str, bytes | None]:
    """The files of the one change that there is."""
    (listed,) = await changes.listed(city.server.ground.database, changes.OPEN)
    change = await changes.one(city.server.ground.database, listed.id)
    assert change
    return dict(change.files)


@pytest.mark.parametrize("part", ["city", "airtime", "review", "names", "sources"])
async def test_a_form_that_is_sent_untouched_changes_no_byte(author: Browser, city: Simulated, part: str) -> None:
    page = await author.get("/studio/settings")
    assert page.status == 200
    kept = await author.send(f"/studio/settings/{part}", **form(page, f"/studio/settings/{part}"))
    assert kept.path.startswith("/studio/changes/")
    before = city.server.publisher.published.files
    assert {path: body for path, body in (await only_change(city)).items() if body != before[path]} == {}


async def test_a_part_is_kept_in_a_change_and_publishes_nothing(author: Browser, city: Simulated) -> None:
    page = await author.get("/studio/settings")
    before = city.server.publisher.published
    kept = await author.send("/studio/settings/city", **{**form(page, "/studio/settings/city"), "name": "Altul"})
    assert city.server.publisher.published is before
    body = (await only_change(city))["city.yaml"]
    assert body and b"name: Altul" in body
    again = await author.get(f"/studio/settings?change={kept.path.rpartition('/')[2]}")
    assert 'value="Altul"' in again.text
    await author.send("/studio/settings/review", **{**form(again, "/studio/settings/review"), "general": "2"})
    body = (await only_change(city))["city.yaml"]
    assert body and b"name: Altul" in body and b"approvals: 2}" in body


async def test_what_is_refused_is_said_at_its_part_and_what_was_typed_stays(author: Browser, city: Simulated) -> None:
    page = await author.get("/studio/settings")
    typed = {**form(page, "/studio/settings/city"), "value": "multi", "name": HOSTILE}
    refused = await author.send("/studio/settings/city", **typed)
    assert refused.status == 422
    assert 'role="alert"' in refused.text[refused.text.index('id="city"') : refused.text.index('id="airtime"')]
    assert 'value="multi"' in refused.text and "<script>alert" not in refused.text
    assert await changes.listed(city.server.ground.database, changes.OPEN) == []


async def test_who_may_not_edit_reads_only(author: Browser, ana: Browser, browser: NewBrowser) -> None:
    eva = await invited(ana, browser, "Eva", "approver")
    page = await eva.get("/studio/settings")
    assert page.status == 200 and "<fieldset disabled>" in page.text and "Keep as a change" not in page.text
    assert (await eva.send("/studio/settings/city", name="X")).status == 403
    assert (await eva.send("/studio/screens/gara/settings", name="X")).status == 403


async def test_nonsense_in_every_field_is_a_sentence(author: Browser, city: Simulated) -> None:
    for action in [f"/studio/settings/{part}" for part in ("city", "sources")]:
        page = await author.get("/studio/settings")
        untouched = form(page, action)
        for name in untouched:
            if name not in ("change", "version", "change-title"):
                answer = await author.send(action, **{**untouched, name: HOSTILE})
                assert answer.status in (200, 422, 409) and "<script>alert" not in answer.text, (action, name)


async def test_a_city_without_the_file_gets_it_with_its_first_value(
    city: Simulated, ana: Browser, browser: NewBrowser
) -> None:
    dan = await invited(ana, browser, "Dan", "author")  # the small pack has neither names nor sources
    page = await dan.get("/studio/settings")
    for part in ("names", "sources"):
        await dan.send(f"/studio/settings/{part}", **form(page, f"/studio/settings/{part}"))
    listed = await changes.listed(city.server.ground.database, changes.OPEN)
    assert [dict(each.files) for each in listed] == [{}, {}]
    hosts = {**form(page, "/studio/settings/sources"), "hosts": "data.oras.ro"}
    kept = await dan.send("/studio/settings/sources", **hosts)
    change = await changes.one(city.server.ground.database, kept.path.rpartition("/")[2])
    assert change and dict(change.files) == {"sources.yaml": b"hosts: [data.oras.ro]\n"}
