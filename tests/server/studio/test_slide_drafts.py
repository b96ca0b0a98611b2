"""The slide that is edited: of a change, as published, or new; and its pack with nothing else in it."""

import pytest

from content.findings import NotFoundError, RefusedError
from content.pack.parse import parse
from control_server.studio import slide_drafts
from control_server.studio.slide_drafts import SlideDrafts
from tests.server.simulator import PACK, Simulated, slide


def drafts(city: Simulated) -> SlideDrafts:
    return SlideDrafts(city.server.publisher, city.server.desk)


async def test_a_slide_is_opened_as_the_change_has_it(city: Simulated) -> None:
    room = drafts(city)
    published = await room.opened("anunt", "")
    assert (published.headline, published.change, published.new) == ("Podul se inchide", None, False)
    change = await city.server.desk.begin("person:a", "x", {"slides/anunt.yaml": slide("Altfel")})
    assert (await room.opened("anunt", change.id)).headline == "Altfel"
    await city.server.desk.discard(change.id, "person:a")
    with pytest.raises(RefusedError, match="still open"):
        await room.opened("anunt", change.id)
    with pytest.raises(NotFoundError):
        await room.opened("nu-e", "")


async def test_a_slide_that_lacks_everything_is_opened_too(city: Simulated) -> None:
    change = await city.server.desk.begin("person:a", "x", {"slides/gol.yaml": b"kind: notice\n"})
    opened = await drafts(city).opened("gol", change.id)
    assert (opened.headline, opened.values) == ("gol", {"kind": "notice"})
    with pytest.raises(RefusedError):
        await drafts(city).pack(opened, opened.body)


async def test_a_new_slide_is_of_a_kind_or_of_another_slide(city: Simulated) -> None:
    room = drafts(city)
    assert (await room.fresh("consultation", "", "")).body == b"kind: consultation\n"
    copied = await room.fresh("notice", "anunt", "")
    assert copied.new and copied.body == city.published.slide("anunt")
    pack = await room.pack(copied, copied.body)
    assert slide_drafts.NEW in pack.slides


def test_the_pack_with_one_slide_plays_it_where_it_is_listed_else_everywhere() -> None:
    pack = parse({**PACK, "slides/alt.yaml": slide("Altul")})
    listed = slide_drafts.alone(pack, "anunt")
    assert (set(listed.slides), set(listed.campaigns)) == ({"anunt"}, {"mereu"})
    unlisted = slide_drafts.alone(pack, "alt")
    assert [campaign.displays for campaign in unlisted.campaigns.values()] == ["all"]
    assert [each.id for each in slide_drafts.displays(pack, "alt")] == ["gara", "piata"]


def test_a_change_takes_files_away() -> None:
    assert slide_drafts.with_change({"a": b"1", "b": b"2"}, {"a": None, "c": b"3"}) == {"b": b"2", "c": b"3"}
