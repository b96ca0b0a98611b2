"""The files of a change beside what others have published: carried over, in conflict, before, and taken back."""

import pytest

from content.findings import MovedError, RefusedError
from control_server.changes import versions
from control_server.changes.versions import Versions
from tests.server.simulator import PACK, Simulated, slide

MINE, THEIRS = slide("Al meu"), slide("Al lor")


async def test_other_files_are_carried_over_and_the_same_file_is_not(city: Simulated) -> None:
    database, path = city.server.ground.database, "slides/anunt.yaml"
    change = await city.server.desk.begin("person:ana", "x", {path: MINE, "slides/alt.yaml": slide("Nou")})
    await city.put_slide("altul", THEIRS)
    carried = await versions.carried_over(database, change, city.published.files)
    assert carried == {**PACK, "slides/altul.yaml": THEIRS, path: MINE, "slides/alt.yaml": slide("Nou")}
    await city.put_slide("anunt", THEIRS)
    assert await versions.conflicts(database, change, city.published.files) == {
        path: Versions(PACK[path], MINE, THEIRS)
    }
    with pytest.raises(MovedError, match="published otherwise since"):
        await versions.carried_over(database, change, city.published.files)
    await city.put_slide("anunt", MINE)
    assert await versions.conflicts(database, change, city.published.files) == {}


async def test_what_was_before_and_what_takes_it_back(city: Simulated) -> None:
    database, path = city.server.ground.database, "slides/anunt.yaml"
    change = await city.server.desk.begin("person:ana", "x", {path: MINE, "slides/alt.yaml": THEIRS})
    with pytest.raises(RefusedError, match="is draft, expected a published change"):
        await versions.before(database, change)
    published = await city.server.desk.publish_unreviewed(change.id, "person:ana", "avarie")
    taken_back = {path: PACK[path], "slides/alt.yaml": None}
    assert await versions.inverse(database, published, city.published.files) == taken_back
    await city.put_slide("anunt", THEIRS)
    assert await versions.before(database, published) == taken_back
    with pytest.raises(MovedError, match=r"wrote slides/anunt\.yaml, which was changed since"):
        await versions.inverse(database, published, city.published.files)


async def test_what_changed_nothing_takes_nothing_back(city: Simulated) -> None:
    """Somebody else had published the same before."""
    await city.put_slide("anunt", MINE)
    change = await city.server.desk.begin("person:ana", "x", {"slides/anunt.yaml": MINE})
    published = await city.server.desk.publish_unreviewed(change.id, "person:ana", "avarie")
    with pytest.raises(RefusedError, match="changed nothing when it was published"):
        await versions.inverse(city.server.ground.database, published, city.published.files)
    assert city.published.files == {**PACK, "slides/anunt.yaml": MINE}
