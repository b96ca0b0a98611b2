"""The versions of a slide, and a draft made of an old one."""

import re

from control_server.storage import changes
from tests.server.simulator import PACK, Simulated, slide
from tests.server.studio.conftest import Browser


async def test_every_version_and_a_draft_of_an_old_one(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", slide("Podul se deschide"))
    await city.publish({path: body for path, body in PACK.items() if path != "slides/anunt.yaml"} | {
        "slides/alt.yaml": slide("Alt"),
        "playlists.yaml": PACK["playlists.yaml"].replace(b"[anunt]", b"[alt]"),
    })  # fmt: skip
    page = await ana.get("/studio/slides/anunt/history")
    listed = re.findall(r"<li><strong>(.*?)</strong>", page.text)
    assert listed == ["taken away", "Podul se deschide", "Podul se inchide"]
    assert re.findall(r'name="revision" value="(\d+)"', page.text) == ["2", "1"]
    draft = await ana.send("/studio/slides/anunt/restore", revision="1")
    (change,) = await changes.listed(city.server.ground.database, ["draft"])
    assert (draft.path, change.title) == (f"/studio/changes/{change.id}", "↻ Podul se inchide")
    assert change.files == {"slides/anunt.yaml": PACK["slides/anunt.yaml"]}
    assert "slides/anunt.yaml" not in city.published.files


async def test_what_was_not_is_not_there(city: Simulated, ana: Browser) -> None:
    assert (await ana.get("/studio/slides/nu-e/history")).status == 404
    for revision in ("7", "", "x"):
        assert (await ana.send("/studio/slides/anunt/restore", revision=revision)).status == 404
