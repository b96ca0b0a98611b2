"""A change keeps every version and every step; nothing of it is overwritten."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from content.findings import TroubleError
from control_server.storage import audit, changes, tables
from control_server.storage.audit import Act
from control_server.storage.changes import Change, ChangeStep, Comment, Save, State
from control_server.storage.database import Database
from tests.server.simulator import START

ANA, DAN = "person:ana", "person:dan"


def change(number: int = 1, **files: bytes | None) -> Change:
    return Change(
        id=f"c{number}",
        title="Podul",
        author=ANA,
        began=START,
        save=Save(number=1, by=ANA, at=START, base=3, files={"slides/a.yaml": b"x", **files}),
        steps=(ChangeStep(number=1, state="draft", by=ANA, at=START),),
    )


def act(verb: str) -> Act:
    return Act(who=ANA, verb=verb, object="change:c1")


def step(number: int, state: State, minutes: int = 0) -> ChangeStep:
    at = START + timedelta(minutes=minutes)
    return ChangeStep(number=number, state=state, by=DAN, at=at, why="de ce", digest="d" * 64)


async def test_what_was_begun_is_there_whole(database: Database) -> None:
    begun = change(**{"media/b.png": b"\0\xff", "slides/c.yaml": None})
    await changes.begin(database, begun, act("began"))
    assert await changes.one(database, "c1") == begun
    assert await changes.one(database, "c2") is None
    assert begun.name == "change:c1"
    assert [row.act.verb for row in await audit.rows(database)] == ["began"]


async def test_each_save_is_kept_and_the_last_one_stands(database: Database) -> None:
    await changes.begin(database, change(), act("began"))
    later = Save(number=2, by=DAN, at=START, base=4, files={"slides/a.yaml": b"y"})
    await changes.go_on(database, change(), act("saved"), save=later)
    stands = await changes.one(database, "c1")
    assert stands is not None
    assert (stands.save, stands.files, stands.state) == (later, {"slides/a.yaml": b"y"}, "draft")
    assert await changes.saves(database, "c1") == [change().save, later]


async def test_the_last_step_is_the_state(database: Database) -> None:
    await changes.begin(database, change(), act("began"))
    await changes.go_on(database, change(), act("approved"), steps=[step(2, "submitted"), step(3, "approved")])
    stands = await changes.one(database, "c1")
    assert stands is not None
    assert [each.state for each in stands.steps] == ["draft", "submitted", "approved"]
    assert stands.steps[2] == step(3, "approved")


async def test_two_who_go_on_at_once_are_not_both_kept(database: Database) -> None:
    await changes.begin(database, change(), act("began"))
    await changes.go_on(database, change(), act("submitted"), steps=[step(2, "submitted")])
    with pytest.raises(TroubleError):
        await changes.go_on(database, change(), act("discarded"), steps=[step(2, "discarded")])
    assert [row.act.verb for row in await audit.rows(database)] == ["began", "submitted"]


async def test_changes_are_listed_by_state_the_newest_first(database: Database) -> None:
    for number in (1, 2, 3):
        await changes.begin(database, change(number), act("began"))
        await changes.go_on(database, change(number), act("s"), steps=[step(2, "submitted", minutes=number)])
    await changes.go_on(database, change(2), act("discarded"), steps=[step(3, "discarded")])
    assert [each.id for each in await changes.listed(database, changes.OPEN)] == ["c3", "c1"]
    assert [each.id for each in await changes.listed(database, ["discarded"])] == ["c2"]
    assert [each.id for each in await changes.listed(database, changes.OPEN, most=1)] == ["c3"]
    assert await changes.listed(database, ["published"]) == []


async def test_who_worked_on_which_change(database: Database) -> None:
    for number in (1, 2):
        await changes.begin(database, change(number), act("began"))
    later = Save(number=2, by=DAN, at=START, base=4, files={"slides/a.yaml": b"y"})
    await changes.go_on(database, change(1), act("saved"), save=later)
    assert await changes.makers(database, ["c1", "c2", "c3"]) == {"c1": {ANA, DAN}, "c2": {ANA}}


async def test_comments_are_of_their_change_and_stay(database: Database) -> None:
    await changes.begin(database, change(), act("began"))
    said = Comment(number=1, by=DAN, at=START, text="De ce joi?")
    await changes.add_comment(database, "c1", said, act("commented"))
    assert await changes.comments(database, "c1") == [said]
    assert await changes.comments(database, "c2") == []
    with pytest.raises(TroubleError):
        async with database.writing() as connection:
            await connection.execute(update(tables.comments).values(text="Altceva"))
    with pytest.raises(TroubleError):
        await changes.add_comment(database, "c1", said, act("commented"))
