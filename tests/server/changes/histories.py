"""What a history of changes must come to: the rules of review once more, without digests, rows or prepared packs.

A change is its edits, whoever saved them, and what they would make of what is published. Leaves out rights of roles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Files = dict[str, bytes]
Outcome = tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, bytes], ...] | None]
TEN_MINUTES = timedelta(minutes=10)


@dataclass
class ModelChange:
    """`base` is what its paths were when it was saved; `submitted` what would have become of the city by it then.

    `before` is what its paths were before it was published, `at` when it was.
    """

    edits: Files
    base: Mapping[str, bytes | None]
    makers: set[str]
    state: str = "draft"
    submitted: Outcome | None = None
    approvals: list[str] = field(default_factory=list)
    before: Mapping[str, bytes | None] = field(default_factory=dict)
    at: datetime | None = None


@dataclass
class Model:
    """Every step answers whether it is taken. A step that is not taken changes nothing."""

    files: Files
    asked: int
    changes: list[ModelChange] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def begin(self, who: str, edits: Files) -> None:
        self.changes.append(ModelChange(edits, self._now(edits), {who}))

    def edit(self, change: ModelChange, who: str, edits: Files) -> bool:
        if change.state not in ("draft", "submitted", "approved", "returned"):
            return False
        if not self._conflict(change):
            change.base = self._now(edits)
        change.edits = edits
        change.makers.add(who)
        change.state, change.approvals, change.submitted = "draft", [], None
        return True

    def resolve(self, change: ModelChange, who: str) -> bool:
        """Everything of the change's own is chosen."""
        if change.state not in ("draft", "submitted", "approved", "returned"):
            return False
        change.base = self._now(change.edits)
        return self.edit(change, who, change.edits)

    def submit(self, change: ModelChange, now: datetime) -> bool:
        if change.state not in ("draft", "returned", "submitted", "approved") or self._conflict(change):
            return False
        if change.state in ("submitted", "approved") and change.submitted == self._outcome(change):
            return False
        change.state, change.approvals, change.submitted = "submitted", [], self._outcome(change)
        if not self.asked:
            self._publish(change, now, "published")
        return True

    def approve(self, change: ModelChange, who: str, now: datetime) -> bool:
        standing = set(change.approvals) - self.gone
        own = who in change.makers or who in standing
        if change.state not in ("submitted", "approved") or own or self._conflict(change):
            return False
        if change.submitted != self._outcome(change):
            return False
        change.approvals.append(who)
        change.state = "approved"
        if len(standing) + 1 >= self.asked:
            self._publish(change, now, "published")
        return True

    def give_back(self, change: ModelChange) -> bool:
        return self._end(change, ("submitted", "approved"), "returned")

    def discard(self, change: ModelChange) -> bool:
        return self._end(change, ("draft", "submitted", "approved", "returned"), "discarded")

    def publish(self, change: ModelChange, why: str, now: datetime) -> bool:
        open_ = change.state in ("draft", "submitted", "approved", "returned")
        if not why or not open_ or self._conflict(change):
            return False
        self._publish(change, now, "unreviewed")
        return True

    def look(self, change: ModelChange, who: str, published_by: str) -> bool:
        if change.state != "unreviewed" or who in {*change.makers, published_by}:
            return False
        change.state = "reviewed"
        return True

    def undo(self, change: ModelChange, now: datetime) -> bool:
        """What it brings back is not followed as a change of its own."""
        if change.at is None or now - change.at > TEN_MINUTES or change.before == change.edits:
            return False
        if any(self.files.get(path) != body for path, body in change.edits.items()):
            return False
        self._write(change.before)
        return True

    def put(self, edits: Files) -> None:
        self.files |= edits

    # --- how

    def _end(self, change: ModelChange, states: tuple[str, ...], state: str) -> bool:
        if change.state not in states:
            return False
        change.state, change.approvals = state, []
        return True

    def _now(self, edits: Files) -> dict[str, bytes | None]:
        return {path: self.files.get(path) for path in edits}

    def _conflict(self, change: ModelChange) -> bool:
        """Others have published one of its files otherwise."""
        return any(self.files.get(path) not in (change.base.get(path), body) for path, body in change.edits.items())

    def _outcome(self, change: ModelChange) -> Outcome:
        """What is approved: the edits, and all that would be shown, if anything would be shown otherwise."""
        whole = self.files | change.edits
        shown = tuple(sorted(whole.items())) if whole != self.files else None
        return tuple(sorted(change.edits.items())), shown

    def _publish(self, change: ModelChange, now: datetime, state: str) -> None:
        change.before, change.at, change.state = self._now(change.edits), now, state
        self._write(change.edits)

    def _write(self, edits: Mapping[str, bytes | None]) -> None:
        for path, body in edits.items():
            if body is None:
                self.files.pop(path, None)
            else:
                self.files[path] = body
