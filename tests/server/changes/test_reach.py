"""How far a change reaches, and that nobody decides beyond the displays whose tags bound them."""

import pytest

from content.findings import RefusedError
from control_server.changes import reach
from control_server.people.sign_in import Browser
from control_server.storage.people import Role
from tests.server.simulator import PACK, Simulated, slide

TAGGED = {
    **PACK,
    "displays.yaml": PACK["displays.yaml"]
    .replace(b"  - id: gara", b"  - id: gara\n    tags: [calatori]")
    .replace(b"  - id: piata", b"  - id: piata\n    tags: [centru]"),
    "playlists.yaml": b"playlists: [{id: toate, slides: [anunt]}, {id: unul, slides: [anunt]}]",
    "campaigns.yaml": b"""
campaigns:
  - {id: gara, playlist: toate, displays: [gara]}
  - {id: centru, playlist: unul, displays: {tags: [centru]}}
""",
}
OF_GARA = {"campaigns.yaml": TAGGED["campaigns.yaml"].replace(b"[gara]}", b"[gara], from: 2026-12-01}")}
OF_BOTH = {"slides/anunt.yaml": slide("Podul se deschide")}
RENAMED = {"displays.yaml": TAGGED["displays.yaml"].replace(b"name: Gara", b"name: Gara Mare")}
TAKEN = {"displays.yaml": TAGGED["displays.yaml"].replace(b"[centru]", b"[calatori]")}
OF_CITY = {"city.yaml": PACK["city.yaml"].replace(b"1000", b"1001")}


async def person(city: Simulated, name: str, role: Role, *tags: str) -> str:
    door = city.server.sign_in
    link = await door.invite([role], "console", tags)
    signed_in = await door.who(
        await door.join(link, f"{name}@oras.ro", name, "tramvai verde spre Fabric", Browser("127.0.0.1", ""))
    )
    assert signed_in
    return signed_in.person.who


@pytest.fixture
async def tagged(city: Simulated) -> Simulated:
    await city.publish(TAGGED)
    return city


@pytest.mark.parametrize(
    ("files", "tags", "sentence"),
    [
        (OF_GARA, {"calatori"}, None),
        (OF_GARA, {"centru"}, "touches Gara"),
        (OF_BOTH, {"calatori"}, "touches Piața"),
        (OF_BOTH, {"calatori", "centru"}, None),
        (RENAMED, {"calatori"}, None),
        (RENAMED, {"centru"}, "touches Gara Mare"),
        (TAKEN, {"calatori"}, "touches Piața"),
        (OF_CITY, {"calatori", "centru"}, "edits city.yaml, which is the whole city's"),
    ],
)
async def test_what_a_change_touches(
    tagged: Simulated, files: dict[str, bytes], tags: set[str], sentence: str | None
) -> None:
    candidate = await tagged.server.publisher.prepare({**TAGGED, **files})
    assert reach.beyond(candidate, files, tags) == sentence


async def test_nobody_decides_beyond_their_displays(tagged: Simulated) -> None:
    desk = tagged.server.desk
    ana = await person(tagged, "ana", "author", "calatori")
    dan = await person(tagged, "dan", "approver", "centru")
    eva = await person(tagged, "eva", "approver", "calatori")
    far = await desk.begin(ana, "Podul", OF_BOTH)
    with pytest.raises(RefusedError, match="touches Piața, expected displays tagged calatori only: ana's own"):
        await desk.submit(far.id, ana)
    with pytest.raises(RefusedError, match="touches Piața, expected displays tagged calatori only"):
        await desk.publish_unreviewed(far.id, ana, "grabă")
    near = await desk.begin(ana, "Gara", OF_GARA)
    await desk.submit(near.id, ana)
    digest = (await desk.proposal(near.id)).effect.digest
    with pytest.raises(RefusedError, match="touches Gara, expected displays tagged centru only"):
        await desk.approve(near.id, digest, dan)
    assert (await desk.one(near.id)).state == "submitted"
    assert (await desk.approve(near.id, digest, eva)).state == "published"
    with pytest.raises(RefusedError, match="touches Gara"):
        await desk.undo(near.id, dan)
    assert (await desk.undo(near.id, eva)).state == "published"
