"""A slide begun, copied and removed, and pictures sent: each a change like any other."""

import io

import pytest
from PIL import Image

from control_server.storage import changes
from tests.server.simulator import PACK, Simulated, picture, slide
from tests.server.studio.conftest import Browser

EMPTY = {"change": "", "version": "0", "change-title": ""}


def files(city: Simulated) -> set[str]:
    return set(city.published.files)


async def test_a_notice_is_begun_with_the_fields_it_needs(city: Simulated, ana: Browser) -> None:
    chosen = await ana.get("/studio/new-slide")
    assert 'href="/studio/new-slide/notice"' in chosen.text
    form = await ana.get("/studio/new-slide/notice")
    assert form.status == 200 and form.text.count("Still to be written.") == 2 and "NaN" not in form.text
    values = {"title.ro": "Târgul de Crăciun", "body.ro": "La Operă.", "playlist": "toate"}
    change = await ana.send("/studio/new-slide/notice", **EMPTY, **values)
    assert change.path.startswith("/studio/changes/")
    (kept,) = await all_changes(city)
    assert set(kept) == {"slides/targul-de-craciun.yaml", "playlists.yaml"}
    assert b"[anunt, targul-de-craciun]" in (kept["playlists.yaml"] or b"")
    assert "slides/targul-de-craciun.yaml" not in files(city)


async def all_changes(city: Simulated) -> list[dict[str, bytes | None]]:
    return [dict(each.files) for each in await changes.listed(city.server.ground.database, changes.OPEN)]


async def test_a_copy_has_everything_of_the_original_and_an_id_of_its_own(city: Simulated, ana: Browser) -> None:
    form = await ana.get("/studio/new-slide/notice?copy=anunt")
    assert "Podul se inchide" in form.text and "Joi, la ora 9." in form.text
    await ana.send("/studio/new-slide/notice?copy=anunt", **EMPTY, **{"title.ro": "Podul se inchide"})
    (kept,) = await all_changes(city)
    assert list(kept) == ["slides/podul-se-inchide.yaml"]
    assert kept["slides/podul-se-inchide.yaml"] == city.published.slide("anunt")


@pytest.mark.parametrize("path", ["vot", "notice?copy=nu-e", "notice?change=0000000000"])
async def test_what_cannot_be_begun_is_said(ana: Browser, path: str) -> None:
    page = await ana.get(f"/studio/new-slide/{path}")
    assert (page.status, "This cannot be done" in page.text) == (404, True)


async def test_a_removal_says_from_where_and_leaves_no_playlist_empty(city: Simulated, ana: Browser) -> None:
    asked = await ana.get("/studio/slides/anunt/remove")
    assert "and leaves these playlists: <strong>toate</strong>" in asked.text and "Gara" in asked.text
    refused = await ana.send("/studio/slides/anunt/remove")
    assert refused.status == 422 and "„toate” would be left without a slide" in refused.text
    lists = b"playlists: [{id: toate, slides: [anunt, alt]}]"
    await city.publish({**PACK, "slides/alt.yaml": slide("Altul"), "playlists.yaml": lists})
    change = await ana.send("/studio/slides/anunt/remove")
    assert change.path.startswith("/studio/changes/") and "Removed: Podul se inchide" in change.text
    assert await all_changes(city) == [
        {"slides/anunt.yaml": None, "playlists.yaml": b"playlists: [{id: toate, slides: [alt]}]\n"}
    ]
    assert "slides/anunt.yaml" in files(city)


def photograph(width: int = 400, height: int = 300) -> bytes:
    """A JPEG with what a camera writes into it."""
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Casa mea, 45.75 N 21.23 E"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def test_a_picture_is_cut_made_anew_and_drawn_before_it_is_saved(city: Simulated, ana: Browser) -> None:
    sent = await ana.upload("/studio/pictures", photograph(), left="50", right="100", top="0", bottom="50")
    path = sent["path"]
    stored = (await city.server.surroundings.blobs.located(path[len("images/") :].partition(".")[0])).read_bytes()
    with Image.open(io.BytesIO(stored)) as image:
        assert image.size == (200, 150) and not image.getexif()
    assert b"Casa mea" not in stored
    before = len(city.pages.drawn)
    page = await ana.send("/studio/slides/anunt/preview", image=path, display="gara", lang="ro", **{"alt.ro": "O casă"})
    assert page.status == 200
    (job,) = city.pages.drawn[before:]
    assert job.files == {path: stored}
    await ana.send("/studio/slides/anunt", **EMPTY, image=path, **{"alt.ro": "O casă"})
    (kept,) = await all_changes(city)
    assert kept[path] == stored and path.encode() in (kept["slides/anunt.yaml"] or b"")


async def test_a_picture_that_is_kept_is_cut_anew_and_stays_as_it_was(city: Simulated, ana: Browser) -> None:
    path = (await ana.upload("/studio/pictures", photograph()))["path"]
    saved = await ana.send("/studio/slides/anunt", **EMPTY, image=path, **{"alt.ro": "O casă"})
    change = saved.path.rpartition("/")[2]
    for query in ({"of": path}, {"of": path, "change": change}):
        seen = await ana.get("/studio/pictures", **query)
        assert seen.status == 200 and "PNG" in seen.text[:8]
    again = (await ana.upload("/studio/pictures", b"", of=path, change=change, right="50"))["path"]
    blobs = city.server.surroundings.blobs
    sizes = []
    for each in (path, again):
        with Image.open(await blobs.located(each[len("images/") :].partition(".")[0])) as image:
            sizes.append(image.size)
    assert sizes == [(400, 300), (200, 300)]
    for nothing in ("city.yaml", "images/x.png", f"images/{'0' * 64}.png", ""):
        assert (await ana.get("/studio/pictures", of=nothing)).status == 404


@pytest.mark.parametrize(
    ("data", "crop", "words"),
    [
        (b"<svg onload=alert(1)>", {}, "This is no picture"),
        (b"", {}, "This is no picture"),
        (picture(7, (20, 20)), {}, "Too little of the picture"),
        (photograph(), {"left": "90", "right": "91"}, "Too little of the picture"),
        (photograph(), {"left": "60", "right": "40"}, "Too little of the picture"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00", {}, "no picture"),
    ],
)
async def test_what_is_no_picture_is_refused_in_words(
    ana: Browser, data: bytes, crop: dict[str, str], words: str
) -> None:
    assert words in (await ana.upload("/studio/pictures", data, **crop))["error"]


async def test_a_picture_that_is_too_large_is_refused_before_it_is_read(ana: Browser) -> None:
    answer = await ana.upload("/studio/pictures", b"x" * 20_100_000)
    assert "at most 20 MB" in answer["error"]


async def test_a_form_without_scripts_leads_back_to_its_editor(ana: Browser) -> None:
    back = "/studio/slides/anunt?change=&image=images/old.png"
    page = await ana.upload_page("/studio/pictures", photograph(), to=back)
    assert page.path.startswith("/studio/slides/anunt") and "selected" in page.text
    for elsewhere in ("https://evil.example/studio/", "//evil.example", "/etc", "/studio/..\\x"):
        page = await ana.upload_page("/studio/pictures", photograph(), to=elsewhere)
        assert page.path == "/studio"
