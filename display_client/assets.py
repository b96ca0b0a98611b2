"""Which assets are on the card, what is on its way here, and when a fetch that failed is tried again.

Decides by what the player tells it; it touches neither the card nor the network.
"""

import random
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from config.system.backoff import Backoff
from content.wire import Programme

RETRY_FIRST_S, RETRY_MOST_S = 0.5, 60.0
"""Between two tries to get the same asset."""
PROGRAMMES, PROGRAMMES_S = 5, 5.0
"""Programmes that are asked for in so many seconds."""


class Assets:
    """The assets and programmes of one display, by their SHA-256 (hex). All instants are UTC."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._kept: set[str] = set()
        self._fetching: set[str] = set()
        self._collected: set[str] = set()
        """On their way when they were deleted: whether they are on the card when they arrive is not known."""
        self._backoffs: dict[str, Backoff] = {}
        self._due: dict[str, datetime] = {}
        self._refused: set[str] = set()
        """Those that arrived, and that nothing here takes."""
        self._programmes: set[str] = set()
        """Those on their way that are programmes."""
        self._abandoned: set[str] = set()
        self._asked: list[datetime] = []
        """When programmes were asked for lately."""

    def are_complete(self, programme: Programme) -> bool:
        """Whether everything the programme names is here, as far as the card and memory take it.

        What was withdrawn must not stay on the glass because a card is full.
        """
        return all(asset in self._kept or asset in self._refused for asset in programme.assets)

    @property
    def lacks_some(self) -> bool:
        """Whether something arrived that nothing here takes."""
        return bool(self._refused)

    def fetch_missing(self, needed: Mapping[str, int], now: datetime) -> list[tuple[str, int]]:
        """What (and its bytes) is neither on the card nor on its way nor waiting to be tried again: on its way now."""
        missing = [asset for asset in needed if asset not in self._kept and asset not in self._fetching]
        due = [asset for asset in missing if self._due.get(asset, now) <= now]
        self._fetching.update(due)
        self._due = {asset: at for asset, at in self._due.items() if at > now}
        return [(asset, needed[asset]) for asset in due]

    def hold_back(self, programmes: Collection[str], now: datetime) -> None:
        """At most `PROGRAMMES` are asked for in `PROGRAMMES_S` seconds: what is told too fast is soon superseded."""
        window = timedelta(seconds=PROGRAMMES_S)
        self._asked = [at for at in self._asked if timedelta(0) <= now - at < window]
        for programme in programmes:
            if programme in self._fetching:
                continue
            if len(self._asked) >= PROGRAMMES:
                self._due[programme] = max(self._due.get(programme, now), self._asked[0] + window)
            elif self._due.get(programme, now) <= now:
                self._asked.append(now)
                self._programmes.add(programme)

    def abandon(self, needed: Collection[str], *, is_known: bool) -> frozenset[str]:
        """What is on its way and needed no more, told once.

        Until it `is_known` what a new manifest needs, no asset is given up for it: it mostly needs the same.
        """
        unwanted = self._fetching.difference(needed) - self._abandoned
        if not is_known:
            unwanted &= self._programmes
        self._abandoned |= unwanted
        return frozenset(unwanted)

    def _ended(self, digest: str) -> None:
        for some in (self._fetching, self._programmes, self._abandoned):
            some.discard(digest)

    def stored(self, asset: str) -> None:
        """It is on the card, unless it was deleted meanwhile: then it is ordered again, which verifies it."""
        self._ended(asset)
        self._forget(asset)
        if asset in self._collected:
            self._collected.discard(asset)
        else:
            self._kept.add(asset)

    def passed(self, programme: str) -> None:
        """A programme arrived, which is fetched as assets are and not kept as they are."""
        self._ended(programme)
        self._collected.discard(programme)
        self._forget(programme)

    def failed(self, asset: str, needed: Collection[str], now: datetime, *, is_here: bool = False) -> bool:
        """It did not arrive, or nothing here takes it (`is_here`); whether it is needed and so tried again."""
        self._ended(asset)
        self._collected.discard(asset)
        if asset not in needed:
            return False
        if is_here:
            self._refused.add(asset)
        backoff = self._backoffs.setdefault(asset, Backoff(RETRY_FIRST_S, RETRY_MOST_S, self._chance))
        self._due[asset] = now + timedelta(seconds=backoff.after())
        return True

    def damaged(self, asset: str) -> None:
        """What is on the card is not it any more."""
        self._kept.discard(asset)

    def keep_only(self, needed: Collection[str]) -> None:
        """The others are deleted from the card."""
        self._kept.intersection_update(needed)
        self._collected |= self._fetching.difference(needed)
        for asset in set(self._backoffs).difference(needed):
            self._forget(asset)

    def forget_failures(self) -> None:
        """A new manifest: everything is tried at once."""
        self._backoffs.clear()
        self._due.clear()
        self._refused.clear()

    def is_due(self, now: datetime) -> bool:
        """Whether something is to be tried again."""
        return any(at <= now for at in self._due.values())

    @property
    def wakes_at(self) -> datetime | None:
        """When the next asset is to be tried again."""
        return min(self._due.values(), default=None)

    def follow_clock(self, now: datetime) -> None:
        """After the clock was set back nothing waits longer than the longest wait."""
        latest = now + timedelta(seconds=RETRY_MOST_S)
        self._due = {asset: min(at, latest) for asset, at in self._due.items()}

    def _forget(self, asset: str) -> None:
        self._refused.discard(asset)
        self._backoffs.pop(asset, None)
        self._due.pop(asset, None)
