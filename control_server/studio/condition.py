"""What is the matter with a display: one condition, since when, and what mends it.

Decides what a person is told first where several things are wrong: what must be mended before the others can be. Agrees
with `display_list` about who is in trouble. Leaves out the words (the templates).
"""

from datetime import datetime
from typing import Literal, NamedTuple

from control_server.http.display_list import LATE
from control_server.http.status_card import Card

Kind = Literal[
    "silent", "rivals", "newer", "untimed", "unseen", "stale", "other", "refuses", "late", "never", "neutral", "off",
    "behind", "well",
]  # fmt: skip
ILL: tuple[Kind, ...] = ("silent", "rivals", "newer", "untimed", "unseen", "stale", "other", "refuses", "late")
"""With these it is in trouble."""
Mend = Literal["", "plan", "restart", "enrol"]
"""What the server can do about it: send the plan again, have the player start anew, give another identity."""


class Condition(NamedTuple):
    """`since` is when it began, as far as that is known."""

    kind: Kind
    since: datetime | None
    mend: Mend

    @property
    def ill(self) -> bool:
        """Whether somebody should do something."""
        return self.kind in ILL


def condition(card: Card, issued: datetime | None) -> Condition:
    """Of a display, at the instant of its card; `issued` is when its newest manifest was."""
    if card.agreement is None:
        return Condition("never", None, "enrol")
    kind, since = card.agreement.kind, card.agreement.since
    shown = card.glass.state if card.glass else "showing"
    late = kind == "older" and issued is not None and card.now - issued >= LATE
    holds: tuple[tuple[bool, Condition], ...] = (
        (kind == "silent", Condition("silent", card.heard, "")),
        (card.rivals, Condition("rivals", None, "enrol")),
        (kind == "newer", Condition("newer", None, "")),
        (kind == "untimed", Condition("untimed", None, "")),
        (kind == "unseen", Condition("unseen", None, "restart")),
        (kind == "stale", Condition("stale", since, "restart")),
        (kind in {"other", "foreign"}, Condition("other", since, "restart")),
        (card.rejected is not None, Condition("refuses", issued, "plan")),
        (late, Condition("late", issued, "plan")),
        (kind == "older", Condition("behind", issued, "")),
        (shown == "neutral", Condition("neutral", since, "")),
        (shown == "off", Condition("off", since, "")),
    )
    return next((each for true, each in holds if true), Condition("well", since, ""))
