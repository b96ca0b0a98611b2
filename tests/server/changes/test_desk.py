"""A change on its way: nothing reaches a display that somebody else has not seen, and all of it is in the audit."""

from datetime import timedelta

import pytest

from content.findings import MovedError, NotFoundError, RefusedError
from control_server.changes.desk import UNDONE_WITHIN, Desk
from control_server.people.sign_in import Browser
from control_server.storage import audit, changes, people
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
    with pytest.raises(MovedError, match="which was published otherwise since"):
        await desk.submit(again.id, ANA)
    chosen = {"slides/anunt.yaml": {"title.ro": "mine"}}
    for number, revision in ((1, city.published.revision), (2, city.published.revision - 1)):
        with pytest.raises(MovedError, match="is no longer what was looked at"):
            await desk.resolve(again.id, number, revision, chosen, ANA)
    with pytest.raises(RefusedError, match="was changed by both"):
        await desk.resolve(again.id, 2, city.published.revision, {}, ANA)
    resolved = await desk.resolve(again.id, 2, city.published.revision, chosen, ANA)
    assert (await desk.submit(resolved.id, ANA)).state == "submitted"
    kept = await changes.saves(city.server.ground.database, mine.id)
    titles = [(save.files["slides/anunt.yaml"] or b"").partition(b'{ro: "')[2].partition(b'"')[0] for save in kept]
    assert titles == [b"Unu", "Unu și doi".encode(), "Unu și doi".encode()]


async def test_an_old_version_comes_back_as_a_draft(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    with pytest.raises(RefusedError, match="is draft, expected a published change"):
        await desk.reverted(change.id, DAN)
    await desk.publish_unreviewed(change.id, ANA, "avarie")
    await city.put_slide("anunt", slide("Altceva"))
    city.clock.forward(days=30)
    before, itself = await desk.reverted(change.id, DAN), await desk.restored(change.id, DAN)
    assert (before.files, before.state, before.author) == (
        {"slides/anunt.yaml": PACK["slides/anunt.yaml"]},
        "draft",
        DAN,
    )
    assert itself.files == OPENED
    assert (await desk.submit(itself.id, DAN)).state == "submitted"


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
    assert [step.state for step in published.steps] == ["draft", "unreviewed"]
    assert titled(city) == b"Podul se deschide"


async def test_an_ended_change_takes_no_step(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.discard(change.id, ANA)
    for step in (desk.submit(change.id, ANA), desk.discard(change.id, ANA), desk.save(change.id, 1, OPENED, ANA)):
        with pytest.raises(RefusedError, match="is discarded, expected"):
            await step
    with pytest.raises(NotFoundError):
        await desk.one("nu-e")


async def test_undoing_a_removal_shows_nothing_that_was_written_since(city: Simulated, desk: Desk) -> None:
    rules = b"review: [{approvals: 0}, {tags: [centru], approvals: 2}]\n"
    both = b"playlists: [{id: toate, slides: [anunt, alt]}]"
    await city.publish(
        {
            **PACK,
            "city.yaml": PACK["city.yaml"] + rules,
            "displays.yaml": PACK["displays.yaml"] + b"    tags: [centru]\n",
            "playlists.yaml": both,
            "slides/alt.yaml": slide("Alt anunt"),
        }
    )
    taken = await desk.begin(ANA, "scos", {"playlists.yaml": PACK["playlists.yaml"]})
    await desk.submit(taken.id, ANA)
    for who in (DAN, EVA):
        taken = await desk.approve(taken.id, await seen(desk, taken), who)
    assert taken.state == "published"
    alone = await desk.begin(EVA, "alt", {"slides/alt.yaml": slide("Ce vrea Eva")})
    assert (await desk.submit(alone.id, EVA)).state == "published"  # no display shows it
    with pytest.raises(MovedError, match="would show alt again as nobody approved it there"):
        await desk.undo(taken.id, EVA)
    assert "alt" not in city.published.programme("piata").frames
    await desk.undo(alone.id, EVA)
    assert (await desk.undo(taken.id, EVA)).state == "published"
    assert "alt" in city.published.programme("piata").frames


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


TWICE = {**PACK, "city.yaml": PACK["city.yaml"] + b"review: [{kinds: [notice], approvals: 2}]\n"}


async def test_two_approvals_where_the_city_asks_for_two(city: Simulated, desk: Desk) -> None:
    await city.publish(TWICE)
    change = await begun(desk)
    await desk.submit(change.id, ANA)
    digest = await seen(desk, change)
    once = await desk.approve(change.id, digest, DAN)
    assert (once.state, [step.by for step in once.approvals]) == ("approved", [DAN])
    assert titled(city) == b"Podul se inchide"
    with pytest.raises(RefusedError, match="has your approval already"):
        await desk.approve(change.id, digest, DAN)
    with pytest.raises(RefusedError, match="is submitted as it is"):
        await desk.submit(change.id, ANA)
    published = await desk.approve(change.id, digest, EVA)
    assert [step.state for step in published.steps] == ["draft", "submitted", "approved", "approved", "published"]
    assert titled(city) == b"Podul se deschide"


async def test_a_version_saved_since_takes_the_approvals_away(city: Simulated, desk: Desk) -> None:
    await city.publish(TWICE)
    change = await begun(desk)
    await desk.submit(change.id, ANA)
    await desk.approve(change.id, await seen(desk, change), DAN)
    again = await desk.save(change.id, 1, {"slides/anunt.yaml": slide("Podul se deschide joi")}, ANA)
    assert (again.state, again.approvals) == ("draft", ())
    await desk.submit(change.id, ANA)
    digest = await seen(desk, change)
    assert (await desk.approve(change.id, digest, EVA)).state == "approved"
    assert (await desk.approve(change.id, digest, DAN)).state == "published"


async def test_what_would_look_otherwise_is_submitted_again_and_approved_anew(city: Simulated, desk: Desk) -> None:
    await city.publish(TWICE)
    change = await begun(desk)
    await desk.submit(change.id, ANA)
    digest = await seen(desk, change)
    await desk.approve(change.id, digest, DAN)
    await city.publish({**TWICE, "campaigns.yaml": b"campaigns: [{id: alta, playlist: toate}]"})
    with pytest.raises(RefusedError, match="would look otherwise by now"):
        await desk.approve(change.id, digest, EVA)
    assert (await desk.submit(change.id, ANA)).approvals == ()


async def test_where_the_city_asks_for_none_it_is_published_when_it_is_submitted(city: Simulated, desk: Desk) -> None:
    await city.publish({**PACK, "city.yaml": PACK["city.yaml"] + b"review: [{kinds: [notice], approvals: 0}]\n"})
    change = await begun(desk)
    published = await desk.submit(change.id, ANA)
    assert [step.state for step in published.steps] == ["draft", "submitted", "published"]
    assert titled(city) == b"Podul se deschide"


async def test_published_without_review_it_waits_for_somebody_else_to_look(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    assert (await desk.publish_unreviewed(change.id, DAN, "avarie")).state == "unreviewed"
    for own in (ANA, DAN):
        with pytest.raises(RefusedError, match="expected another person"):
            await desk.look(change.id, own)
    looked = await desk.look(change.id, EVA, "e bine")
    assert (looked.state, looked.publication and looked.publication.by) == ("reviewed", DAN)
    with pytest.raises(RefusedError, match="is reviewed, expected unreviewed"):
        await desk.look(change.id, EVA)
    assert (await desk.undo(change.id, DAN)).state == "published"


async def test_what_nobody_has_looked_at_comes_back_as_that(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.publish_unreviewed(change.id, ANA, "avarie")
    undone = await desk.undo(change.id, DAN)
    assert undone.state == "published"
    assert (await desk.undo(undone.id, DAN)).state == "unreviewed"


async def test_comments_are_kept_in_order_and_in_the_audit(city: Simulated, desk: Desk) -> None:
    change = await begun(desk)
    await desk.comment(change.id, DAN, " De ce joi? ")
    await desk.comment(change.id, ANA, "Așa e în hotărâre.")
    kept = await changes.comments(city.server.ground.database, change.id)
    assert [(each.number, each.by, each.text) for each in kept] == [
        (1, DAN, "De ce joi?"),
        (2, ANA, "Așa e în hotărâre."),
    ]
    assert f"{DAN} commented" in await verbs(city)
    for text in (" ", "x" * 2_001):
        with pytest.raises(RefusedError, match="expected 1 to 2,000"):
            await desk.comment(change.id, DAN, text)


@pytest.mark.parametrize("leaves", [True, False])
async def test_the_approval_of_who_may_no_longer_approve_does_not_count(
    city: Simulated, desk: Desk, leaves: bool
) -> None:
    await city.publish(TWICE)
    sign_in, here = city.server.sign_in, Browser("127.0.0.1", "")
    for name, role in (("ana", "administrator"), ("dan", "approver"), ("eva", "approver"), ("ion", "approver")):
        secret = await sign_in.invite([role], "console")  # type: ignore[list-item]
        await sign_in.join(secret, f"{name}@oras.ro", name, "tramvai verde spre Fabric", here)
    named = {each.name: each for each in await people.everybody(city.server.ground.database)}
    ana, dan, eva, ion = named["ana"], named["dan"], named["eva"], named["ion"]
    change = await desk.begin(ana.who, "Podul", OPENED)
    await desk.submit(change.id, ana.who)
    digest = await seen(desk, change)
    await desk.approve(change.id, digest, dan.who)
    staff = city.server.staff
    await (staff.disable(dan.id, ana) if leaves else staff.change_rights(dan.id, ["author"], [], ana))
    assert (await desk.approve(change.id, digest, eva.who)).state == "approved"
    assert (await desk.approve(change.id, digest, ion.who)).state == "published"
