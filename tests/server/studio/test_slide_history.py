"""The versions of a slide, and a draft made of an old one."""

import re

from sqlalchemy import update

from control_server.storage import changes, tables
from tests.server.simulator import PACK, Simulated, slide
from tests.server.studio.conftest import Browser


async def test_every_version_and_a_draft_of_an_old_one(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", slide("Podul se deschide"))
    await city.publish({path: body for path, body in PACK.items() if path != "slides/anunt.yaml"} | {
        "slides/alt.yaml": slide("Alt"),
        "playlists.yaml": PACK["playlists.yaml"].replace(b"[anunt]", b"[alt]"),
    })  # fmt: skip
    page = await ana.get("/studio/slides/anunt/history")
    listed = re.findall(r"<div><strong>(.*?)</strong>", page.text)
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


async def test_every_version_has_its_picture(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", slide("Podul se deschide"))
    page = await ana.get("/studio/slides/anunt/history")
    pictures = re.findall(r'<img src="(/studio/slides/anunt/history/\d+)"', page.text)
    assert pictures == ["/studio/slides/anunt/history/2", "/studio/slides/anunt/history/1"]
    drawn = [await ana.get(picture) for picture in pictures]
    assert all(each.status == 200 and "PNG" in each.text[:8] for each in drawn) and drawn[0].text != drawn[1].text
    assert (await ana.get("/studio/slides/anunt/history/9")).status == 404


async def test_a_version_that_cannot_be_drawn_any_more_says_so(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", slide("Podul se deschide"))
    table = tables.revisions
    async with city.server.ground.database.writing() as connection:
        broken = update(table).where(table.c.revision == 1, table.c.path == "slides/anunt.yaml")
        await connection.execute(broken.values(body=b"kind: nu-mai-e\n"))
    page = await ana.get("/studio/slides/anunt/history/1")
    assert page.status == 200 and "It cannot be drawn any more" in page.text and page.text.startswith("<svg")
