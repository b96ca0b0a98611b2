"""Two players with one identity: each ends the other's connection, and neither shows that to people.

Decides how they are told from one player that was started again: an instance that was followed by another and speaks
again is one of two.
"""

from datetime import datetime, timedelta

_NAMED_FOR = timedelta(minutes=10)
"""How long they are named after they were last heard in turn."""
_REMEMBERED = 8
"""Of the instances that spoke for a display, so many."""


class Rivals:
    """Every method takes `now` (aware)."""

    def __init__(self) -> None:
        self._instances: dict[str, list[str]] = {}
        self._heard: dict[str, datetime] = {}

    def spoke(self, display: str, instance: str, now: datetime) -> None:
        """Who spoke for the display; empty from one that does not say."""
        former = self._instances.setdefault(display, [])
        if not instance or former[-1:] == [instance]:
            return
        if instance in former:
            self._heard[display] = now
            former.remove(instance)
        former.append(instance)
        del former[:-_REMEMBERED]

    def are(self, display: str, now: datetime) -> bool:
        """Whether two players have spoken in turn for this display in the last ten minutes."""
        return display in self._heard and now - self._heard[display] < _NAMED_FOR
