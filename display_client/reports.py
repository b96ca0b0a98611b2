"""What a display says of itself: its heartbeat, the glass, and the last thing it refused.

Decides what stands in a status. Leaves out when one is due (`player`) and the facts of the machine, which the agent
adds.
"""

from datetime import datetime

from content import wire
from content.wire.trusted import TrustedManifest
from display_client import events

LONGEST_REASON = 300
"""Characters of `rejected` that are sent."""


class Reports:
    """One display's status. All instants are UTC."""

    def __init__(self, display: str) -> None:
        self._display = display
        self.adopted: TrustedManifest | None = None
        self.glass: wire.Glass | None = None
        self.rejected: str | None = None

    def report(self, now: datetime) -> list[events.Effect]:
        """The order to publish how things are."""
        status = wire.Status(
            display=self._display,
            online=True,
            at=now,
            adopted=self.adopted.version if self.adopted else None,
            manifest=self.adopted.digest if self.adopted else None,
            glass=self.glass,
            rejected=self.rejected,
        )
        return [events.Report(status)]

    def reject(self, reason: str) -> bool:
        """Notes why something was refused; whether that is another reason than before."""
        reason = wire.printable(reason, LONGEST_REASON)
        changed, self.rejected = reason != self.rejected, reason
        return changed
