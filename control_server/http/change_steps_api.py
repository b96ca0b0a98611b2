"""The API of the steps of a change: an operation for each, so that its right stands in the table of routes.

Decides requests and answers only. Leaves out the rules of the steps (`changes.desk`).
"""

from typing import Annotated

import msgspec
from aiohttp import web

from control_server.changes.desk import LONGEST_COMMENT
from control_server.http import bodies
from control_server.http.auth import PRINCIPAL
from control_server.http.change_steps import BEGIN, ChangeSteps, StepWords
from control_server.http.changes_api import ChangesApi
from control_server.http.words import words

LONGEST_REASON = 500


class GivenReason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a step is taken."""

    why: Annotated[str, msgspec.Meta(max_length=LONGEST_REASON)] = ""


class Approval(GivenReason, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An approval of what was seen, named by the digest of its effect."""

    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class NewComment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody says of a change."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_COMMENT)]


class ChangeStepsApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of the steps. Each answers the change as it stands then."""

    changes: ChangesApi
    steps: ChangeSteps

    async def submit_change(self, request: web.Request) -> web.Response:
        """Asks others to approve what it would do now; publishes it where the city asks for no approval."""
        return await self._step(request, "submit")

    async def discard_change(self, request: web.Request) -> web.Response:
        """Ends it without effect. It can still be read."""
        return await self._step(request, "discard")

    async def approve_change(self, request: web.Request) -> web.Response:
        """Approves what was seen, by its digest; the last approval that is asked for publishes it.

        Nobody approves what they made: a program of a person is that person. Refused when it would look otherwise by
        then.
        """
        return await self._step(request, "approve", Approval)

    async def return_change(self, request: web.Request) -> web.Response:
        """Gives it back to its author, with the reason."""
        return await self._step(request, "return")

    async def publish_change(self, request: web.Request) -> web.Response:
        """Publishes it without review, with the reason. It waits then for somebody else to look."""
        return await self._step(request, "publish")

    async def look_at_change(self, request: web.Request) -> web.Response:
        """Keeps that somebody else has looked at what was published without review."""
        return await self._step(request, "look")

    async def undo_change(self, request: web.Request) -> web.Response:
        """Publishes the inverse of what was published less than ten minutes ago; the answer is that change.

        Who edits only may undo what they have published themselves.
        """
        return await self._step(request, "undo")

    async def restore_change(self, request: web.Request) -> web.Response:
        """Begins another change, of what is published now, with the files as this one has them."""
        return await self._step(request, "restore")

    async def revert_change(self, request: web.Request) -> web.Response:
        """Begins another change, with the files as they were before this one was published."""
        return await self._step(request, "revert")

    async def comment_on_change(self, request: web.Request) -> web.Response:
        """Says something of it, to all who may see it."""
        change_id, desk = request.match_info["change"], self.steps.desk
        async with self.changes.bodies.read(request, bodies.MAX_STEP) as body:
            comment = await bodies.decoded(body, NewComment, "is no comment", "{text}")
            for line in comment.text.splitlines():
                words(line, LONGEST_COMMENT, "text")
            await desk.comment(change_id, request[PRINCIPAL].name, comment.text)
        return await self.changes.told(request, await desk.one(change_id), 201)

    async def _step(self, request: web.Request, step: str, kind: type[GivenReason] = GivenReason) -> web.Response:
        async with self.changes.bodies.read(request, bodies.MAX_STEP) as body:
            asked = await bodies.decoded(body or bytearray(b"{}"), kind, "is no step", "{why}, all of it known fields")
            why = words(asked.why, LONGEST_REASON, "why")
            spoken = StepWords(why=why, digest=asked.digest if isinstance(asked, Approval) else "")
            change = await self.steps.take(request, request.match_info["change"], step, spoken)
        begun = step in BEGIN
        response = await self.changes.told(request, change, 201 if begun else 200)
        if begun:
            response.headers["Location"] = f"/api/changes/{change.id}"
        return response
