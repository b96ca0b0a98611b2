"""A candidate has no effect, can be looked at from all sides, and becomes what is published, or not, as a whole."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content.findings import MovedError, NotFoundError, RefusedError
from content.publication.differences import Difference
from control_server.devices.fleet import PlanChanged
from control_server.publishing.published import Published
from control_server.publishing.publisher import load_published as stored
from control_server.storage import causes, documents, publications
from control_server.storage.causes import Cause, Recorded
from tests.server.simulator import PACK, START, TOO_LONG, Clock, Simulated, simulated, slide

CAUSE = Cause(actor="Ana", kind="slide", why="o literă")
CHANGED = {**PACK, "slides/anunt.yaml": slide("Podul se deschide")}


def everything(city: Simulated) -> object:
    """All that a publication changes, as far as the server holds it."""
    return city.published, list(city.link.announced), list(city.link.sent)


async def durable(city: Simulated) -> object:
    """All that a publication changes, as the database has it."""
    database = city.server.ground.database
    return (
        await documents.current(database),
        await publications.envelopes(database),
        await causes.history(database),
    )


async def test_preparing_changes_nothing_anywhere(city: Simulated) -> None:
    with city.server.fleet.subscribed() as listener:
        before = everything(city), await durable(city)
        await city.server.publisher.prepare(CHANGED)
        with pytest.raises(RefusedError):
            await city.server.publisher.prepare({**PACK, "slides/anunt.yaml": slide(TOO_LONG)})
        assert (everything(city), await durable(city)) == before
        city.server.fleet.close()
        assert [event async for event in listener] == []


async def test_it_says_what_differs_on_which_display(city: Simulated) -> None:
    candidate = await city.server.publisher.prepare(CHANGED)
    assert candidate.differences() == [
        Difference(display="gara", plan=False, neutral=False, changed=(("anunt", "ro"),)),
        Difference(display="piata", plan=False, neutral=False, changed=(("anunt", "ro"),)),
    ]
    assert (await city.server.publisher.prepare(PACK)).differences() == []
    more = {**PACK, "slides/nou.yaml": slide("Altul"), "playlists.yaml": b"playlists: [{id: toate, slides: [nou]}]"}
    gara, piata = (await city.server.publisher.prepare(more)).differences()
    assert (gara.plan, gara.added, gara.removed) == (
        True,
        (("nou", "en"), ("nou", "ro")),
        (("anunt", "en"), ("anunt", "ro")),
    )
    assert (piata.added, piata.removed) == ((("nou", "ro"),), (("anunt", "ro"),))


async def test_a_display_that_leaves_is_told_of_an_empty_plan(city: Simulated) -> None:
    only = PACK["displays.yaml"][: PACK["displays.yaml"].index(b"  - id: piata")]
    candidate = await city.server.publisher.prepare({**PACK, "displays.yaml": only})
    (gone,) = candidate.differences()
    assert (gone.display, gone.plan, gone.removed) == ("piata", True, (("anunt", "ro"),))


async def test_any_of_its_frames_can_be_previewed_and_any_plan_at_any_instant(city: Simulated) -> None:
    candidate = await city.server.publisher.prepare(CHANGED)
    frame = candidate.frame("gara", "anunt", "ro")
    assert frame != city.published.programme("gara").frames["anunt"]["ro"]
    assert city.server.surroundings.blobs.path(frame.asset).is_file()
    assert candidate.frame("gara", "anunt", "en") == city.published.programme("gara").frames["anunt"]["en"]
    assert candidate.schedule("gara").resolve(START).slide == "anunt"
    assert candidate.neutral("gara") == city.published.programme("gara").neutral
    with pytest.raises(NotFoundError):
        candidate.frame("piata", "anunt", "en")
    with pytest.raises(NotFoundError):
        candidate.frame("gara", "anunt", "ro", "high-contrast")  # it is not touched
    with pytest.raises(NotFoundError):
        candidate.schedule("nicaieri")


async def test_what_was_approved_is_what_is_published_with_its_cause_in_one_transaction(
    city: Simulated, clock: Clock
) -> None:
    candidate = await city.server.publisher.prepare(CHANGED)
    before = city.published
    at = clock.forward(minutes=5)
    with city.server.fleet.subscribed() as listener:
        published = await city.server.publisher.commit(candidate, CAUSE)
        city.server.fleet.close()
        assert [event async for event in listener] == [PlanChanged("gara", (1, 2)), PlanChanged("piata", (1, 2))]
    assert published is city.published and before is not published
    assert before.revision == 1 and before.files == PACK  # a snapshot that somebody holds stays as it was
    assert (published.revision, published.files, published.pack) == (2, CHANGED, candidate.pack)
    assert published.cause == Recorded(cause=CAUSE, at=at, revision=2)
    assert (await causes.history(city.server.ground.database))[0] == published.cause
    for display, publication in published.latest.items():
        told, manifest = candidate.told[display], publication.manifest
        versioned = {name: getattr(manifest, name) for name in ("epoch", "sequence", "issued", "valid_until", "audit")}
        assert manifest == msgspec.structs.replace(told, **versioned)
    assert await stored(city.server.ground) == msgspec.structs.replace(published, findings=())


async def test_a_candidate_of_what_is_no_more_is_refused_and_changes_nothing(city: Simulated) -> None:
    first = await city.server.publisher.prepare(CHANGED)
    second = await city.server.publisher.prepare({**PACK, "slides/anunt.yaml": slide("Podul e gata")})
    await city.server.publisher.commit(first, CAUSE)
    before = everything(city), await durable(city)
    with pytest.raises(MovedError, match=r"slide by Ana \(o literă\), revision 2"):
        await city.server.publisher.commit(second, CAUSE)
    assert (everything(city), await durable(city)) == before


async def test_an_edit_is_made_again_of_what_was_committed_meanwhile(city: Simulated) -> None:
    """Nothing of either change is lost."""
    publisher = city.server.publisher
    candidate = await publisher.prepare({**PACK, "slides/alt.yaml": slide("Altul")})
    seen: list[int] = []

    def edit(published: Published) -> dict[str, bytes]:
        seen.append(published.revision)
        return {**published.files, "slides/anunt.yaml": slide("Podul se deschide")}

    async def another_commits() -> None:
        await publisher.commit(candidate, CAUSE)

    city.pages.meanwhile = another_commits
    published = await publisher.change(edit, Cause(actor="Ion", kind="slide"))
    assert seen == [1, 2]
    assert published.files.keys() >= {"slides/alt.yaml", "slides/anunt.yaml"}
    assert published.files["slides/anunt.yaml"] == slide("Podul se deschide")


async def test_a_change_that_changes_nothing_leaves_no_cause(city: Simulated) -> None:
    before = await durable(city)
    published = await city.server.publisher.change(lambda published: published.files, CAUSE)
    assert await durable(city) == before
    assert published.cause and published.cause.cause.actor == "Ana" and published.cause.cause.kind == "pack"


async def test_a_server_that_starts_again_knows_what_it_published_and_why(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as first:
        await first.publish()
        published = first.published
    async with simulated(tmp_path, clock) as second:
        assert second.published == msgspec.structs.replace(published, findings=())


async def test_frames_in_other_themes_can_be_previewed_too(city: Simulated) -> None:
    touched = PACK["displays.yaml"].replace(b"languages: [ro, en]", b"languages: [ro, en]\n    touch: true")
    candidate = await city.server.publisher.prepare({**PACK, "displays.yaml": touched})
    themes = [candidate.frame("gara", "anunt", "ro", theme) for theme in (None, "high-contrast", "large-text")]
    assert len({frame.asset for frame in themes}) == 3
    assert all(city.server.surroundings.blobs.path(frame.asset).is_file() for frame in themes)


async def test_a_commit_that_changes_nothing_leaves_every_candidate_good(city: Simulated) -> None:
    candidate = await city.server.publisher.prepare(CHANGED)
    await city.server.publisher.renew()  # nothing is old yet
    await city.publish(PACK)
    published = await city.server.publisher.commit(candidate, CAUSE)
    assert published.revision == 2


async def test_manifests_that_are_renewed_leave_the_cause_of_the_revision(city: Simulated, clock: Clock) -> None:
    made = city.published.cause
    clock.forward(days=24)
    await city.server.publisher.renew()
    assert city.published.versions() == {"gara": (1, 2), "piata": (1, 2)}
    assert city.published.cause == made
    assert (await stored(city.server.ground)).cause == made
    assert [each.cause.kind for each in await causes.history(city.server.ground.database)] == ["renewal", "pack"]


async def test_whoever_is_cancelled_in_a_commit_leaves_database_and_snapshot_saying_the_same(
    city: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = await city.server.publisher.prepare(CHANGED)
    durable_now, go_on = asyncio.Event(), asyncio.Event()
    real = publications.publish

    async def publish_and_wait(*arguments: Any) -> int:
        revision = await real(*arguments)
        durable_now.set()
        await go_on.wait()
        return revision

    monkeypatch.setattr(publications, "publish", publish_and_wait)
    committing = asyncio.create_task(city.server.publisher.commit(candidate, CAUSE))
    await durable_now.wait()
    committing.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await committing
    assert city.published.revision == 2
    assert await stored(city.server.ground) == msgspec.structs.replace(city.published, findings=())
    await city.put_slide("anunt", slide("Si mai tarziu"))
    assert city.published.versions() == {"gara": (1, 3), "piata": (1, 3)}
