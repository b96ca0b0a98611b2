"""The desk that changes pass: begun, saved, submitted, approved by somebody else, published, undone.

Decides which step may follow which and that what is published is what was approved, by digest. Whether a person may
take a step at all is the route's to say (`http.auth`); that nobody approves their own work is said here.
"""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from content.findings import refused
from content.pack.folder import within_limits
from content.pack.review import Asked
from content.phrases import said
from control_server.changes import effect, merging, reach, touched, versions
from control_server.changes.effect import ChangeEffect
from control_server.changes.versions import Versions
from control_server.publishing.candidate import Candidate
from control_server.publishing.publisher import Publisher
from control_server.storage import audit, changes, people
from control_server.storage.audit import Act
from control_server.storage.causes import Cause
from control_server.storage.changes import OPEN, Change, ChangeStep, Comment, Files, Save, State
from control_server.storage.ground import Ground

UNDONE_WITHIN = timedelta(minutes=10)
"""For so long a change is undone with the right that published it; later its files are restored by a new change."""


LONGEST_COMMENT = 2_000


class PreparedChange(NamedTuple):
    """A change, prepared on what is published now, what it would do, and the approvals that it takes."""

    change: Change
    candidate: Candidate
    effect: ChangeEffect
    asked: Asked


class Desk:
    """Takes steps one at a time."""

    def __init__(self, publisher: Publisher, ground: Ground) -> None:
        self._publisher, self._ground = publisher, ground
        self._stepping = asyncio.Lock()

    # --- made --------------------------------------------------------------------------------------------------------

    async def begin(self, who: str, title: str, files: Files, undoes: str | None = None) -> Change:
        """A new change of what is published now. Raises RefusedError for what no pack may be."""
        within_limits({path: body for path, body in files.items() if body is not None})
        now = self._ground.clock()
        change = Change(
            id=secrets.token_hex(5),
            title=title,
            author=who,
            began=now,
            save=Save(number=1, by=who, at=now, base=self._publisher.published.revision, files=dict(files)),
            steps=(ChangeStep(number=1, state="draft", by=who, at=now),),
            undoes=undoes,
        )
        await changes.begin(self._ground.database, change, self._act(who, "began", change))
        return change

    async def save(self, change_id: str, number: int, files: Files, who: str) -> Change:
        """Keeps another version, made of version `number`. What was submitted or approved is a draft again.

        While others have published the same files otherwise it stays a version of the pack that it was made of: which
        of both it is to be, `resolve` takes.

        Raises MovedError when there is a newer version by then, RefusedError for what no pack may be.
        """
        within_limits({path: body for path, body in files.items() if body is not None})
        async with self._stepping:
            change = await self._open(change_id)
            if change.save.number != number:
                by = said("version {number} was saved by {by} since", number=change.save.number, by=change.save.by)
                raise refused(
                    "moved",
                    change.name,
                    said("is no longer version {number}: {by}; expected a change of that", number=number, by=by),
                )
            published = self._publisher.published
            base = change.save.base if await self.conflicts(change) else published.revision
            return await self._saved(change, files, who, base)

    async def resolve(
        self, change_id: str, number: int, revision: int, chosen: Mapping[str, Mapping[str, str]], who: str
    ) -> Change:
        """Keeps a version made of its own files and of those that others have published since, as a person chose.

        `chosen` is by path and place (`changes.merging`). Raises MovedError when there is a newer version, or another
        revision than was looked at; RefusedError when something is left open.
        """
        async with self._stepping:
            change = await self._open(change_id)
            published = self._publisher.published
            if (change.save.number, published.revision) != (number, revision):
                raise refused("moved", change.name, "is no longer what was looked at, expected a choice of what is")
            files = dict(change.files)
            for path, (was, mine, now) in (await self.conflicts(change)).items():
                files[path] = merging.merged(path, was, mine, now, chosen.get(path, {}))
            within_limits({path: body for path, body in files.items() if body is not None})
            return await self._saved(change, files, who, published.revision)

    async def conflicts(self, change: Change) -> dict[str, Versions]:
        """The files of the change that were published otherwise since it was made."""
        return await versions.conflicts(self._ground.database, change, self._publisher.published.files)

    async def one(self, change_id: str) -> Change:
        """Raises NotFoundError (`unknown`)."""
        change = await changes.one(self._ground.database, change_id)
        if change is None:
            raise refused("unknown", f"change {change_id!r}", "is not there, expected the id of a change")
        return change

    async def proposal(self, change_id: str) -> PreparedChange:
        """The change on what is published now. Raises RefusedError when it may not be published as it is."""
        return await self._proposed(await self.one(change_id))

    # --- decided -----------------------------------------------------------------------------------------------------

    async def submit(self, change_id: str, who: str, why: str = "") -> Change:
        """Asks for approval of what it would do now; publishes it where the city asks for none.

        Raises RefusedError when the gate refuses it, or it touches displays beyond a person's rights (`rights`), as
        every step that decides.
        """
        async with self._stepping:
            change = await self._open(change_id, "draft", "returned", "submitted", "approved")
            proposal = await self._proposed(change)
            await self._within_rights(proposal, who)
            if change.state in ("submitted", "approved") and change.submitted == proposal.effect.digest:
                raise refused("step", change.name, "is submitted as it is, expected an approval", form="submitted")
            submitted = self._step(change, "submitted", who, why, proposal.effect.digest)
            if not proposal.asked.approvals:
                return await self._published(proposal, who, why, submitted)
            return await self._taken(change, submitted)

    async def give_back(self, change_id: str, who: str, why: str) -> Change:
        """Returns it to its author, with the reason."""
        _reasoned(change_id, why, "is given back", "what is to be changed")
        async with self._stepping:
            change = await self._open(change_id, "submitted", "approved")
            return await self._taken(change, self._step(change, "returned", who, why))

    async def discard(self, change_id: str, who: str, why: str = "") -> Change:
        """Ends it without effect. It can still be read."""
        async with self._stepping:
            change = await self._open(change_id)
            return await self._taken(change, self._step(change, "discarded", who, why))

    async def approve(self, change_id: str, digest: str, who: str, why: str = "") -> Change:
        """Approves what was seen, named by its digest; the last approval that the city asks for publishes it.

        Raises RefusedError: who approves made it (`own`) or has approved it (`step`), or it would look otherwise than
        what was seen (`seen`).
        """
        async with self._stepping:
            change = await self._open(change_id, "submitted", "approved")
            if who in await self.makers(change):
                raise refused("own", change.name, "was made by who approves it, expected another person's approval")
            standing = await self._standing(change)
            if who in standing:
                message = said("has your approval already, expected another person's")
                raise refused("step", change.name, message, form="approved")
            proposal = await self._proposed(change)
            await self._within_rights(proposal, who)
            if not change.submitted == digest == proposal.effect.digest:
                message = said("would look otherwise by now than what was seen, expected somebody to look at it again")
                raise refused("seen", change.name, message)
            approved = self._step(change, "approved", who, why, digest)
            if len(standing) + 1 < proposal.asked.approvals:
                return await self._taken(change, approved)
            return await self._published(proposal, who, why, approved)

    async def publish_unreviewed(self, change_id: str, who: str, why: str) -> Change:
        """Publishes it at once, with a reason: nobody else has looked at it. Raises RefusedError without a reason."""
        _reasoned(change_id, why, "is published without review and", "one")
        async with self._stepping:
            proposal = await self._proposed(await self._open(change_id))
            await self._within_rights(proposal, who)
            return await self._published(proposal, who, why, as_="unreviewed")

    async def look(self, change_id: str, who: str, why: str = "") -> Change:
        """Keeps that somebody else has looked at what was published without review.

        Raises RefusedError: who looks made or published it (`own`).
        """
        async with self._stepping:
            change = await self._open(change_id, "unreviewed")
            if who in {*await self.makers(change), change.steps[-1].by}:
                raise refused("own", change.name, "was made or published by who looks, expected another person")
            return await self._taken(change, self._step(change, "reviewed", who, why))

    async def comment(self, change_id: str, who: str, text: str) -> None:
        """Keeps what somebody says of it. Raises RefusedError (`value`) for nothing, and for too much."""
        change, text = await self.one(change_id), text.strip()
        if not 0 < len(text) <= LONGEST_COMMENT:
            message = said(
                "has {text:,} characters, expected 1 to {longest_comment:,}",
                text=len(text),
                longest_comment=LONGEST_COMMENT,
            )
            raise refused("value", f"{change.name}:comment", message)
        async with self._stepping:
            number = len(await changes.comments(self._ground.database, change_id)) + 1
            comment = Comment(number=number, by=who, at=self._ground.clock(), text=text)
            act = Act(who=who, verb="commented", object=change.name, why=text)
            await changes.add_comment(self._ground.database, change_id, comment, act)

    async def undo(self, change_id: str, who: str) -> Change:
        """Publishes the inverse of a change that was published less than ten minutes ago.

        Raises RefusedError when it is too late, when what it wrote was changed since, or when what it would show again
        was: then a draft of it stays, for others to approve.
        """
        async with self._stepping:
            change = await self.one(change_id)
            last = change.publication
            if last is None:
                raise refused(
                    "step",
                    change.name,
                    said("is {state}, expected a published change", state=change.state),
                    form="state",
                )
            if self._ground.clock() - last.at > UNDONE_WITHIN:
                message = said(
                    "was published more than {seconds} minutes ago, expected a new change",
                    seconds=UNDONE_WITHIN.seconds // 60,
                )
                raise refused("step", change.name, message, form="late")
            undoing = await self.begin(who, f"↶ {change.title}"[:200], await self.inverse(change), undoes=change.id)
            # What nobody else had looked at, brought back by undoing its undoing, still waits for somebody to look.
            again = await self.one(change.undoes) if change.undoes else None
            as_: State = "unreviewed" if again and again.state == "unreviewed" else "published"
            proposal = await self._proposed(undoing)
            await self._within_rights(proposal, who)
            if other := await versions.shown_otherwise(self._ground.database, proposal.candidate, change):
                message = said(
                    "would show {other} again as nobody approved it there: it was changed since",
                    other=", ".join(other[:3]),
                )
                raise refused(
                    "moved",
                    change.name,
                    said(
                        "{message}; expected {name}, the draft of it, to be approved",
                        message=message,
                        name=undoing.name,
                    ),
                )
            return await self._published(proposal, who, f"undoes change:{change.id}", as_=as_)

    async def restored(self, change_id: str, who: str) -> Change:
        """A draft with the files as this change has them, of what is published now."""
        change = await self.one(change_id)
        return await self.begin(who, f"↻ {change.title}"[:200], change.files)

    async def reverted(self, change_id: str, who: str) -> Change:
        """A draft with the files as they were before this change was published. Raises RefusedError (`step`)."""
        change = await self.one(change_id)
        return await self.begin(who, f"↶ {change.title}"[:200], await versions.before(self._ground.database, change))

    async def inverse(self, change: Change) -> Files:
        """The edits that take a published change back. Raises MovedError when what it wrote was changed since."""
        return await versions.inverse(self._ground.database, change, self._publisher.published.files)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _open(self, change_id: str, *states: State) -> Change:
        """Raises RefusedError (`step`) when it is in another state, by default one in which nothing can be done."""
        change = await self.one(change_id)
        if change.state not in (states or OPEN):
            message = said("is {state}, expected {states}", state=change.state, states=" or ".join(states or OPEN))
            raise refused("step", change.name, message, form="state")
        return change

    async def _proposed(self, change: Change) -> PreparedChange:
        published = self._publisher.published
        files = await versions.carried_over(self._ground.database, change, published.files)
        candidate = await self._publisher.prepare(files, published)
        does = await asyncio.to_thread(effect.of, candidate, change.files)
        return PreparedChange(change, candidate, does, touched.approvals(candidate, change.files, does))

    async def _saved(self, change: Change, files: Files, who: str, base: int) -> Change:
        save = Save(number=change.save.number + 1, by=who, at=self._ground.clock(), base=base, files=dict(files))
        again = () if change.state == "draft" else (self._step(change, "draft", who),)
        act = self._act(who, "saved", change)
        await changes.go_on(self._ground.database, change, act, save=save, steps=again)
        return msgspec.structs.replace(change, save=save, steps=(*change.steps, *again))

    async def makers(self, change: Change) -> set[str]:
        """Everybody who saved a version of it."""
        return (await changes.makers(self._ground.database, [change.id])).get(change.id, set())

    async def _standing(self, change: Change) -> set[str]:
        """Whose approvals count: those of people who may still approve."""
        everybody = await people.everybody(self._ground.database)
        gone = {each.who for each in everybody if each.disabled or "approver" not in each.roles}
        return {step.by for step in change.approvals} - gone

    async def _within_rights(self, proposal: PreparedChange, who: str) -> None:
        person = await people.by_id(self._ground.database, who.removeprefix("person:"))
        if person:
            reach.check(proposal.candidate, proposal.change.files, person, proposal.change.name)

    async def _published(
        self, proposal: PreparedChange, who: str, why: str, *before: ChangeStep, as_: State = "published"
    ) -> Change:
        """Commits the candidate: pack, manifests, steps and audit in one transaction."""
        change, now = proposal.change, self._ground.clock()
        candidate = proposal.candidate
        differs = candidate.files != candidate.base.files
        number = change.steps[-1].number + len(before) + 1
        step = ChangeStep(
            number=number,
            state=as_,
            by=who,
            at=now,
            why=why,
            digest=proposal.effect.digest,
            revision=candidate.base.revision + 1 if differs else None,
        )
        steps = (*before, step)

        async def also(connection: AsyncConnection) -> None:
            await changes.add_steps(connection, change.id, steps)
            for each in steps:
                await audit.record(connection, self._act(who, each.state, change, each), now)

        await self._publisher.commit(candidate, Cause(actor=who, kind="change", why=change.id), also)
        return msgspec.structs.replace(change, steps=(*change.steps, *steps))

    def _step(self, change: Change, state: State, who: str, why: str = "", digest: str = "") -> ChangeStep:
        number = change.steps[-1].number + 1
        return ChangeStep(number=number, state=state, by=who, at=self._ground.clock(), why=why, digest=digest)

    async def _taken(self, change: Change, step: ChangeStep) -> Change:
        await changes.go_on(self._ground.database, change, self._act(step.by, step.state, change, step), steps=[step])
        return msgspec.structs.replace(change, steps=(*change.steps, step))

    @staticmethod
    def _act(who: str, verb: str, change: Change, step: ChangeStep | None = None) -> Act:
        after, why = (step.digest, step.why) if step else ("", "")
        return Act(who=who, verb=verb, object=change.name, before=change.steps[-1].digest, after=after, why=why)


def _reasoned(change_id: str, why: str, is_done: str, expected: str) -> None:
    if not why.strip():
        raise refused(
            "reason",
            f"change:{change_id}",
            said("{is_done} without a reason, expected {expected}", is_done=is_done, expected=expected),
        )
