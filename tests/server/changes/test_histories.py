"""Random histories of changes: nothing is ever told to a display that was not approved as the rules of the city say.

Each history is played on a real desk, publisher and database, and beside it on a model (`histories`): after each step
what is published is what the model has. At its end the rows alone must prove the same, and the audit chain verify.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from control_server.changes.desk import Desk
from control_server.storage import audit, changes, people
from control_server.storage.audit import Act
from control_server.storage.changes import Change
from control_server.storage.people import Person, Session
from tests.rounds import rounds
from tests.server.changes.histories import Model, ModelChange
from tests.server.simulator import PACK, Clock, Simulated, simulated, slide

NAMES = ("ana", "ion", "dan", "eva")
"""All may do all: what a role may is the guard's, and held in `test_rights`."""
Step = tuple[str, str, int, str, str]
"""What, who, to the how many-newest change, in which file, with which words."""
PATHS = ("slides/anunt.yaml", "slides/alt.yaml")
TEXTS = ("Podul se deschide", "Podul ramane inchis", "Podul se muta")
EPISODES = (
    ("begin", "submit", "approve", "approve", "approve"),
    ("begin", "edit", "submit", "approve", "edit", "approve", "submit", "approve", "approve"),
    ("begin", "submit", "approve", "put", "approve", "submit", "resolve", "submit", "approve", "approve"),
    ("begin", "submit", "approve", "disable", "approve", "approve", "undo"),
    ("begin", "silent", "publish", "look", "look", "undo", "undo"),
    ("undo", "wait", "undo", "undo"),
    ("begin", "submit", "give back", "edit", "submit", "stale", "approve", "approve"),
    ("begin", "begin", "submit", "submit", "approve", "approve", "approve", "discard"),
    ("approve", "submit", "publish", "resolve", "edit", "put", "undo", "wait"),
)
"""What follows on what, so that histories come to something; who does it, to which change and how, is drawn."""
STEP = st.tuples(
    st.sampled_from(NAMES), st.sampled_from((0, 0, 0, 0, 1, 2)), st.sampled_from(PATHS), st.sampled_from(TEXTS)
)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Three to six episodes, some steps of which are left out."""
    episodes = draw(st.lists(st.sampled_from(EPISODES), min_size=3, max_size=6))
    steps = [step for episode in episodes for step in episode if draw(st.integers(0, 9)) < 9]
    return [(step, *draw(STEP)) for step in steps]


class History:
    """One city, its four people, and the model beside it."""

    def __init__(self, city: Simulated, asked: int) -> None:
        self.city, self.desk, self.asked = city, city.server.desk, asked
        self.model = Model(dict(city.published.files), asked)
        self.ids: list[str] = []
        self.published_by: dict[str, str] = {}

    async def play(self, step: str, who: str, number: int, path: str, text: str) -> None:
        session = await self.city.server.sign_in.who(f"{who:x<43}")
        assert (session is None) == (f"person:{who}" in self.model.gone)
        if step == "wait":
            self.city.clock.forward(minutes=6)
        elif session is not None or step == "put":
            told = self.told()
            edits = {path: slide(text).lstrip()}  # as two versions that are made one are written
            await self._step(step, f"person:{who}", number, edits)
            assert self.city.published.files == self.model.files, (step, who)
            if self.city.published.files == told[0]:
                assert self.told() == told

    def told(self) -> tuple[Any, dict[str, str]]:
        """What is published, and what each display is told to play."""
        published = self.city.published
        return published.files, {display: each.manifest.programme for display, each in published.latest.items()}

    async def _step(self, step: str, who: str, number: int, edits: dict[str, bytes]) -> None:
        model, now = self.model, self.city.clock.now
        if step == "begin":
            model.begin(who, edits)
            self.ids.append((await self.desk.begin(who, "modificare", dict(edits))).id)
        elif step == "put":
            model.put(edits)
            ((path, body),) = edits.items()
            await self.city.put_slide(path[7:-5], body)
        elif step == "disable":
            await self._disable(who)
        elif self.ids:
            at = -1 - number % len(self.ids)
            id_, change = self.ids[at], model.changes[at]
            stands = await self.desk.one(id_)
            await self._decide(step, who, stands, change, edits)
            assert (await self.desk.one(id_)).state == change.state, step
            assert model.asked == self.asked and now == self.city.clock.now

    async def _decide(self, step: str, who: str, stands: Change, change: ModelChange, edits: dict[str, bytes]) -> None:
        desk, model, now, id_ = self.desk, self.model, self.city.clock.now, stands.id
        if step == "edit":
            files = {**change.edits, **edits}
            await tried(model.edit(change, who, files), lambda: desk.save(id_, stands.save.number, dict(files), who))
        elif step == "resolve":
            chosen = {path: dict.fromkeys(("", "title.ro"), "mine") for path in PATHS}
            revision = self.city.published.revision
            await tried(
                model.resolve(change, who), lambda: desk.resolve(id_, stands.save.number, revision, chosen, who)
            )
        elif step == "submit":
            await tried(model.submit(change, now), lambda: desk.submit(id_, who))
        elif step in ("approve", "stale"):
            digest = await seen(desk, id_) if step == "approve" else "0" * 64
            await tried(step == "approve" and model.approve(change, who, now), lambda: desk.approve(id_, digest, who))
        elif step == "give back":
            await tried(model.give_back(change), lambda: desk.give_back(id_, who, "de ce"))
        elif step == "discard":
            await tried(model.discard(change), lambda: desk.discard(id_, who))
        elif step in ("publish", "silent"):
            why = "avarie" if step == "publish" else " "
            taken = model.publish(change, why.strip(), now)
            await tried(taken, lambda: desk.publish_unreviewed(id_, who, why))
            self.published_by |= {id_: who} if taken else {}
        elif step == "look":
            await tried(model.look(change, who, self.published_by.get(id_, "")), lambda: desk.look(id_, who))
        elif step == "undo":
            await tried(model.undo(change, now), lambda: desk.undo(id_, who))

    async def _disable(self, who: str) -> None:
        """Nobody but the last administrator stays."""
        if who == "person:ana":
            return
        person = await people.by_id(self.city.server.ground.database, who.removeprefix("person:"))
        ana = await people.by_id(self.city.server.ground.database, "ana")
        assert person is not None and ana is not None
        act = Act(who=ana.who, verb="disabled", object=who)
        await people.disable(self.city.server.ground.database, person, act, self.city.clock.now)
        self.model.gone.add(who)


async def tried(taken: bool, step: Callable[[], Awaitable[object]]) -> None:
    """The step is taken, or refused, as the model says."""
    if taken:
        await step()
        return
    with pytest.raises(RefusedError):
        await step()


async def seen(desk: Desk, change: str) -> str:
    """The digest of what a person would look at; none of what cannot be published."""
    try:
        return (await desk.proposal(change)).effect.digest
    except RefusedError:
        return ""


async def known(city: Simulated) -> None:
    """Everybody has joined and has a session."""
    database, now = city.server.ground.database, city.clock.now
    for name in NAMES:
        roles = ("author", "approver", "publisher", "administrator") if name == "ana" else ("author", "approver")
        invitation = people.Invitation(digest=name, roles=roles, by="console", until=now.replace(year=2099))
        await people.invite(database, invitation, Act(who="console", verb="invited", object=name), now)
        person = Person(id=name, email=f"{name}@oras.ro", name=name, roles=roles, password="", added=now)
        await people.add(database, person, name, now)
        digest = people.digest(f"{name:x<43}")
        session = Session(digest=digest, person=name, began=now, seen=now, proved=now, address="", browser="")
        await people.begin(database, session, Act(who=person.who, verb="signed in", object=name))


async def proved_by_rows(city: Simulated, asked: int) -> None:
    """What the database has is enough to see that each publication was approved, or has its reason."""
    database = city.server.ground.database
    for change in await changes.listed(database, changes.PUBLISHED, most=1_000):
        step, saves = change.publication, await changes.saves(database, change.id)
        assert step is not None
        if not change.author.startswith("person:") or change.undoes:
            continue
        if step.state == "unreviewed":
            assert step.why.strip()
            continue
        approved = {each.by for each in change.approvals if each.digest == step.digest != ""}
        assert len(approved - {save.by for save in saves}) >= asked
        submitted = next(each for each in reversed(change.steps) if each.state == "submitted")
        assert submitted.digest == step.digest and submitted.at >= saves[-1].at
    chain = await audit.rows(database, most=10_000)
    assert audit.verified(chain) == len(chain)
    for publication in city.published.latest.values():
        assert audit.place(chain, publication.manifest.audit)


async def played(asked: int, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with simulated(Path(folder), Clock()) as city:
            await known(city)
            rule = f"review: [{{approvals: {asked}}}]\n".encode()
            playlists = b"playlists: [{id: toate, slides: [anunt, alt]}]"
            own = {"city.yaml": PACK["city.yaml"] + rule, "playlists.yaml": playlists, PATHS[1]: slide("Alt titlu")}
            await city.publish({**PACK, **own})
            history = History(city, asked)
            for step in steps:
                await history.play(*step)
            await proved_by_rows(city, asked)


@rounds
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.sampled_from((1, 2, 2, 0)), steps=histories())
def test_nothing_is_shown_that_was_not_approved(again: int, asked: int, steps: list[Step]) -> None:
    asyncio.run(played(asked, steps))


@pytest.mark.parametrize("asked", [1, 2])
def test_what_is_undone_is_told_as_before(asked: int) -> None:
    """The same programmes, by their digests, on every display."""

    async def undone() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with simulated(Path(folder), Clock()) as city:
                rule = f"review: [{{approvals: {asked}}}]\n".encode()
                await city.publish({**PACK, "city.yaml": PACK["city.yaml"] + rule})
                before = History(city, asked).told()
                change = await city.server.desk.begin("person:ana", "x", {PATHS[0]: slide("Podul se deschide")})
                await city.server.desk.submit(change.id, "person:ana")
                for who in NAMES[2 : 2 + asked]:
                    await city.server.desk.approve(change.id, await seen(city.server.desk, change.id), who)
                assert History(city, asked).told() != before
                await city.server.desk.undo(change.id, "person:dan")
                assert History(city, asked).told() == before

    asyncio.run(undone())
