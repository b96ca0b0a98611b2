"""A change on its way: nothing reaches a display that somebody else has not seen, and all of it is in the audit."""

from datetime import timedelta

import pytest

from content.findings import MovedError, NotFoundError, RefusedError
from control_server.changes.desk import UNDONE_WITHIN, Desk
from control_server.storage import audit, changes
from control_server.storage.changes import Change
from tests.server.simulator import PACK, TOO_LONG, Simulated, slide

ANA, DAN, EVA = "person:ana", "person:dan", "person:eva"
OPENED = {"slides/anunt.yaml": slide("Podul se deschide")}


@pytest.fixture
def desk(city: Simulated) -> Desk:
    return city.server.desk


async def begun(desk: Desk, title: str = "Podul se deschide") -> Change:
    return await desk.begin(ANA, "Podul", {"slides/anunt.yaml": slide(title)})


async def seen(desk: Desk, change: Change) -> str:
    return (await desk.proposal(change.id)).effect.digest


async def verbs(city: Simulated) -> list[str]:
    chain = await audit.rows(city.server.ground.database)
    assert audit.verified(chain) == len(chain)
    return [f"{row.act.who} {row.act.verb}" for row in chain]


def titled(city: Simulated) -> bytes:
    return city.published.slide("anunt").partition(b'{ro: "')[2].partition(b'"')[0]


async def test_from_a_draft_to_the_glass_and_back(city: Simulated, desk: Desk) -> None:
    before = len(await verbs(city))
    change = await begun(desk)
    assert titled(city) == b"Podul se inchide"
    submitted = await desk.submit(change.id, ANA)
    assert submitted.state == "submitted"
    published = await desk.approve(change.id, await seen(desk, change), DAN, "văzut")
    assert [step.state for step in published.steps] == ["draft", "submitted", "approved", "published"]
    assert titled(city) == b"Podul se deschide"
    assert city.published.cause and city.published.cause.cause.actor == DAN
    assert await changes.one(city.server.ground.database, change.id) == published
    undone = await desk.undo(change.id, DAN)
    assert (undone.state, undone.undoes) == ("published", change.id)
    assert titled(city) == b"Podul se inchide"
    assert (await verbs(city))[before:] == [
        f"{ANA} began",
        f"{ANA} submitted",
        f"{DAN} approved",
        f"{DAN} published",
        f"{DAN} change",
        f"{DAN} began",
        f"{DAN} published",
        f"{DAN} change",
    ]


async def test_nobody_approves_what_they_made(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.save(change.id, 1, {"slides/anunt.yaml": slide("Podul se deschide azi")}, DAN)
    await desk.submit(change.id, ANA)
    digest = await seen(desk, change)
    for maker in (ANA, DAN):
        with pytest.raises(RefusedError, match="expected another person's approval"):
            await desk.approve(change.id, digest, maker)
    assert (await desk.approve(change.id, digest, EVA)).state == "published"


async def test_an_approval_is_of_what_was_seen(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    first = await seen(desk, change)
    await desk.submit(change.id, ANA)
    await desk.save(change.id, 1, {"slides/anunt.yaml": slide("Altceva")}, ANA)
    with pytest.raises(RefusedError, match="is draft, expected submitted"):
        await desk.approve(change.id, first, DAN)
    await desk.submit(change.id, ANA)
    with pytest.raises(RefusedError, match="would look otherwise by now than what was seen"):
        await desk.approve(change.id, first, DAN)
    assert titled(city) == b"Podul se inchide"


async def test_what_others_publish_is_carried_over_while_it_looks_the_same(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.submit(change.id, ANA)
    digest = await seen(desk, change)
    await city.publish({**PACK, "drafts/x.yaml": b"kind: notice"})
    await desk.approve(change.id, digest, DAN)
    assert titled(city) == b"Podul se deschide"
    assert city.published.files["drafts/x.yaml"] == b"kind: notice"


async def test_what_would_look_otherwise_by_now_is_looked_at_again(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.submit(change.id, ANA)
    digest = await seen(desk, change)
    await city.publish({**PACK, "campaigns.yaml": b"campaigns: [{id: alta, playlist: toate}]"})
    with pytest.raises(RefusedError, match="would look otherwise by now"):
        await desk.approve(change.id, digest, DAN)


async def test_two_who_edit_one_slide_lose_nothing(city: Simulated, desk: Desk) -> None:
    mine, theirs = await begun(desk, "Unu"), await begun(desk, "Doi")
    await desk.submit(theirs.id, ANA)
    await desk.approve(theirs.id, await seen(desk, theirs), DAN)
    with pytest.raises(MovedError, match=r"edits slides/anunt\.yaml, which was published otherwise since"):
        await desk.submit(mine.id, ANA)
    with pytest.raises(MovedError, match="is no longer version 0: version 1 was saved by person:ana"):
        await desk.save(mine.id, 0, OPENED, ANA)
    again = await desk.save(mine.id, 1, {"slides/anunt.yaml": slide("Unu și doi")}, ANA)
    assert (await desk.submit(again.id, ANA)).state == "submitted"
    kept = await changes.saves(city.server.ground.database, mine.id)
    assert [save.files["slides/anunt.yaml"] for save in kept] == [slide("Unu"), slide("Unu și doi")]


async def test_what_the_gate_refuses_is_not_submitted(city: Simulated, desk: Desk) -> None:
    change = await begun(desk, TOO_LONG)
    with pytest.raises(RefusedError, match="does not fit"):
        await desk.submit(change.id, ANA)
    assert (await desk.one(change.id)).state == "draft"


async def test_given_back_with_a_reason_and_submitted_again(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.submit(change.id, ANA)
    with pytest.raises(RefusedError, match="without a reason"):
        await desk.give_back(change.id, DAN, " ")
    returned = await desk.give_back(change.id, DAN, "lipsește ora")
    assert (returned.state, returned.steps[-1].why) == ("returned", "lipsește ora")
    assert (await desk.submit(change.id, ANA)).state == "submitted"


async def test_without_review_it_takes_a_reason(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    with pytest.raises(RefusedError, match="without a reason"):
        await desk.publish_unreviewed(change.id, ANA, "")
    published = await desk.publish_unreviewed(change.id, ANA, "avarie")
    assert [step.state for step in published.steps] == ["draft", "published"]
    assert titled(city) == b"Podul se deschide"


async def test_an_ended_change_takes_no_step(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.discard(change.id, ANA)
    for step in (desk.submit(change.id, ANA), desk.discard(change.id, ANA), desk.save(change.id, 1, OPENED, ANA)):
        with pytest.raises(RefusedError, match="is discarded, expected"):
            await step
    with pytest.raises(NotFoundError):
        await desk.one("nu-e")


async def test_undo_is_for_what_stands_and_for_ten_minutes(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    with pytest.raises(RefusedError, match="is draft, expected a published change"):
        await desk.undo(change.id, ANA)
    await desk.publish_unreviewed(change.id, ANA, "avarie")
    later = await begun(desk, "Altceva")
    await desk.publish_unreviewed(later.id, ANA, "avarie")
    with pytest.raises(MovedError, match="which was changed since"):
        await desk.undo(change.id, ANA)
    city.clock.forward(seconds=(UNDONE_WITHIN + timedelta(seconds=1)).total_seconds())
    with pytest.raises(RefusedError, match="more than 10 minutes ago"):
        await desk.undo(later.id, ANA)
    assert titled(city) == b"Altceva"


async def test_a_file_that_was_taken_away_comes_back(city: Simulated, desk: Desk) -> None:
    await city.publish({**PACK, "slides/alt.yaml": slide("Alt")})
    change = await desk.begin(ANA, "fără alt", {"slides/alt.yaml": None})
    await desk.publish_unreviewed(change.id, ANA, "greșit")
    assert "slides/alt.yaml" not in city.published.files
    await desk.undo(change.id, ANA)
    assert city.published.files["slides/alt.yaml"] == slide("Alt")
