"""When something regular is due next. The player asks; nothing here reads a clock."""

from datetime import UTC, datetime, timedelta

NEVER = datetime.max.replace(tzinfo=UTC)


class Timer:
    """An instant (UTC), `NEVER` until it is set.

    Once the clock is followed it lies at most `most_s` seconds ahead, so that a clock set back silences nothing.
    """

    def __init__(self, most_s: float) -> None:
        self.at, self._most = NEVER, timedelta(seconds=most_s)

    def is_due(self, now: datetime) -> bool:
        return self.at <= now

    def set(self, now: datetime, seconds: float) -> None:
        """It is due in that many seconds."""
        self.at = now + timedelta(seconds=seconds)

    def follow_clock(self, now: datetime) -> None:
        if self.at - now > self._most:
            self.at = now + self._most
