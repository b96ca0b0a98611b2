"""The form of a display: what it shows, and that saving only ever makes a change."""

from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser
from tests.server.studio.test_settings_page import HOSTILE, author, form, only_change

__all__ = ["author"]


async def test_a_display_is_edited_and_sent_untouched_changes_no_byte(author: Browser, city: Simulated) -> None:
    page = await author.get("/studio/screens/gara/settings")
    assert page.status == 200 and "Gara" in page.text
    action = "/studio/screens/gara/settings"
    await author.send(action, **form(page, action))
    before = city.server.publisher.published.files
    assert (await only_change(city))["displays.yaml"] == before["displays.yaml"]


async def test_a_display_that_is_hung_upright_is_a_change_of_its_panel(author: Browser, city: Simulated) -> None:
    action = "/studio/screens/gara/settings"
    page = await author.get(action)
    turned = {**form(page, action), "hangs": "upright", "days.0": ["mon", "tue"], "from.0": "06:00", "to.0": "22:00"}
    kept = await author.send(action, **turned)
    assert kept.path.startswith("/studio/changes/")
    body = (await only_change(city))["displays.yaml"]
    assert body and b"width: 720, height: 1280" in body
    assert b'{days: "mon,tue", from: "06:00", to: "22:00"}' in body


async def test_a_new_display_and_one_that_goes(author: Browser, city: Simulated) -> None:
    page = await author.get("/studio/new-screen")
    kept = await author.send("/studio/new-screen", **{**form(page, "/studio/new-screen"), "name": "Hol"})
    assert kept.path.startswith("/studio/changes/")
    change = kept.path.rpartition("/")[2]
    action = "/studio/screens/hol/settings"
    there = await author.get(f"{action}?change={change}")
    gone = await author.send(action, **{**form(there, action), "step": "out"})
    assert gone.path == kept.path
    before = city.server.publisher.published.files
    body = (await only_change(city))["displays.yaml"]
    assert body and body.strip() == before["displays.yaml"].strip()
    assert (await author.get("/studio/screens/nicaieri/settings")).status == 404


async def test_nonsense_in_every_field_of_a_display_is_a_sentence(author: Browser) -> None:
    for action in ("/studio/screens/gara/settings", "/studio/new-screen"):
        untouched = form(await author.get(action), action)
        for name in untouched:
            if name not in ("change", "version", "change-title"):
                answer = await author.send(action, **{**untouched, name: HOSTILE})
                assert answer.status in (200, 422, 409) and "<script>alert" not in answer.text, (action, name)
