"""The steps that a change can take: which right each needs, which are offered to who asks, and taking one.

Decides the rights, the same for pages and programs. Leaves out the rules of the steps (`changes.desk`).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
from aiohttp import web

from control_server.changes.desk import UNDONE_WITHIN, Desk
from control_server.http.auth import PRINCIPAL, Permission, may
from control_server.storage.changes import Change, State

STEPS: dict[str, Permission] = {
    "submit": Permission.EDIT,
    "discard": Permission.EDIT,
    "approve": Permission.APPROVE,
    "return": Permission.APPROVE,
    "publish": Permission.PUBLISH,
    "look": Permission.APPROVE,
    "undo": Permission.UNDO,
    "comment": Permission.COMMENT,
    "merge": Permission.EDIT,
    "restore": Permission.EDIT,
    "revert": Permission.EDIT,
}
"""What can be done with a change, and the right that allows it."""
BEGIN = ("restore", "revert")
"""Steps that begin another change."""
_OFFERED: dict[State, tuple[str, ...]] = {
    "draft": ("submit", "publish", "discard"),
    "returned": ("submit", "publish", "discard"),
    "submitted": ("approve", "submit", "return", "publish", "discard"),
    "approved": ("approve", "submit", "return", "publish", "discard"),
    "published": ("undo", "revert", "restore"),
    "unreviewed": ("look", "undo", "revert", "restore"),
    "reviewed": ("undo", "revert", "restore"),
    "discarded": ("restore",),
}


class StepWords(msgspec.Struct, frozen=True, kw_only=True):
    """What is said with a step: why, and of an approval the digest of what was seen."""

    why: str = ""
    digest: str = ""


class ChangeSteps(msgspec.Struct, frozen=True, kw_only=True):
    """Takes steps for who asks, whom the route has let through."""

    desk: Desk

    async def take(self, request: web.Request, change_id: str, step: str, spoken: StepWords) -> Change:
        """The change after the step; of a step that begins another one, that. Raises RefusedError as `Desk`.

        Raises HTTPForbidden for who may only take back what they have published themselves, and has not.
        """
        who, why = request[PRINCIPAL].name, spoken.why
        if step == "undo" and not may_undo(request, await self.desk.one(change_id)):
            raise web.HTTPForbidden(text="was published by somebody else, expected who did, or who may approve")
        steps: dict[str, Callable[[], Awaitable[Change]]] = {
            "submit": lambda: self.desk.submit(change_id, who, why),
            "discard": lambda: self.desk.discard(change_id, who, why),
            "approve": lambda: self.desk.approve(change_id, spoken.digest, who, why),
            "return": lambda: self.desk.give_back(change_id, who, why),
            "publish": lambda: self.desk.publish_unreviewed(change_id, who, why),
            "look": lambda: self.desk.look(change_id, who, why),
            "undo": lambda: self.desk.undo(change_id, who),
            "restore": lambda: self.desk.restored(change_id, who),
            "revert": lambda: self.desk.reverted(change_id, who),
        }
        return await steps[step]()


def offered(request: web.Request, change: Change, now: datetime, digest: str | None) -> tuple[str, ...]:
    """The steps that who asks may take now. `digest` is of what the change would do, where that is known."""
    submitted = change.state in ("submitted", "approved") and digest is not None and digest == change.submitted
    published = change.publication is not None and change.publication.revision is not None
    held = {
        "undo": undoable(change, now) and may_undo(request, change),
        "submit": not submitted,
        "revert": change.save.base > 0 and published,
    }
    may_now = [step for step in _OFFERED[change.state] if may(request, STEPS[step])]
    return tuple(step for step in may_now if held.get(step, True))


def may_undo(request: web.Request, change: Change) -> bool:
    """Who edits only may undo what they have published themselves, where the city asks for no approval."""
    own = change.publication is not None and change.publication.by == request[PRINCIPAL].name
    return own or may(request, Permission.APPROVE) or may(request, Permission.PUBLISH)


def undoable(change: Change, now: datetime) -> bool:
    """Whether it was published less than ten minutes ago, and something was published before it."""
    published = change.publication
    if published is None or published.revision is None:
        return False
    return now - published.at <= UNDONE_WITHIN and change.save.base > 0
