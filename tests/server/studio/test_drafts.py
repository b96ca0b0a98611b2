"""The pack as it is edited: with an open change, and what may be kept in one."""

import pytest

from content.findings import RefusedError
from content.publication.planner import plan_for
from control_server.studio.drafts import Drafts
from tests.server.simulator import PACK, Simulated

NAMED = b"playlists: [{id: toate, name: Toate, slides: [anunt]}]"


def drafts(city: Simulated) -> Drafts:
    return Drafts(city.server.publisher, city.server.desk, city.server.ground.clock)


async def test_the_pack_is_as_published_until_there_is_a_change(city: Simulated) -> None:
    own = drafts(city)
    edited = await own.edited("")
    assert edited.pack is city.server.publisher.published.pack and edited.version == 0
    change = await own.keep(edited, {"playlists.yaml": NAMED}, 0, "  Un   nume ", "ana")
    assert (change.title, change.files) == ("Un nume", {"playlists.yaml": NAMED})
    again = await own.edited(change.id)
    assert (again.pack.playlist_name("toate", "ro"), again.version) == ("Toate", 1)
    gone = await own.keep(again, {"slides/alt.yaml": None}, 1, "", "ana")
    assert gone.files == {"playlists.yaml": NAMED, "slides/alt.yaml": None}


async def test_what_is_no_pack_is_not_kept_and_a_change_that_ended_is_not_edited(city: Simulated) -> None:
    own, desk = drafts(city), city.server.desk
    edited = await own.edited("")
    with pytest.raises(RefusedError, match="nu-e"):
        await own.keep(edited, {"playlists.yaml": NAMED.replace(b"anunt", b"nu-e")}, 0, "x", "ana")
    change = await own.keep(edited, {"playlists.yaml": NAMED}, 0, "x", "ana")
    with pytest.raises(RefusedError, match="is no longer version 2"):
        await own.keep(await own.edited(change.id), {"playlists.yaml": NAMED}, 2, "x", "ana")
    await desk.discard(change.id, "ana")
    with pytest.raises(RefusedError, match="is discarded, expected a change that is still open"):
        await own.edited(change.id)


async def test_plans_are_those_that_displays_are_told(city: Simulated) -> None:
    own = drafts(city)
    pack = (await own.edited("")).pack
    plans = own.plans(pack, list(pack.displays.values()))
    assert plans == {name: plan_for(pack, display) for name, display in pack.displays.items()}
    assert plans["gara"] == city.server.publisher.published.plan("gara")
    assert set(PACK) <= set(city.server.publisher.published.files)
