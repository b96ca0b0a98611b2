"""A player as a script: an event, then all the effects that follow from it, and nothing else."""

import random
from datetime import datetime, timedelta
from typing import Any, Self

import msgspec

from content.wire import Manifest, Status
from display_client import events
from display_client.bench.rehearsal import Rehearsal
from display_client.player import Player
from display_client.store import StoredManifest


class Latest(random.Random):
    """Chance that always takes the upper bound, so that every wait is known."""

    def uniform(self, a: float, b: float) -> float:
        return b


class Playbook:
    """One display with the wall clock at `now`. `status` is what the next report has to say, but for its time."""

    def __init__(self, city: Rehearsal, now: datetime) -> None:
        enrolment = city.enrolment
        self.city, self.now = city, now
        self.player = Player(enrolment.site, enrolment.display, enrolment.public_key(), Latest())
        self.status = Status(display=enrolment.display, online=True)

    def start(self, stored: StoredManifest | None = None, *effects: events.Effect) -> Self:
        """The agent starts with that in its store, and the first tick is over."""
        self.on(events.Started(stored), *effects)
        return self.on(events.Ticked(), self.report(), events.AskManifest(), events.SendPlays())

    def on(self, event: events.Event, *effects: events.Effect) -> Self:
        """These effects follow, in this order, and nothing else."""
        assert self.player.handle(event, self.now) == list(effects)
        return self

    def after(self, seconds: float) -> Self:
        self.now += timedelta(seconds=seconds)
        return self

    def report(self, **changes: Any) -> events.Report:
        """A report of now. The changes last: later reports say them too."""
        self.status = msgspec.structs.replace(self.status, **changes)
        return events.Report(msgspec.structs.replace(self.status, at=self.now))

    def stored(self, manifest: Manifest) -> StoredManifest:
        """The manifest as the store holds it."""
        return StoredManifest(manifest.version, self.city.sign(manifest))

    def received(self, manifest: Manifest) -> events.Received:
        return events.Received(self.city.sign(manifest))

    def fetches(self, manifest: Manifest, *kept: Manifest) -> list[events.Effect]:
        """Orders for what it names, but for what the others had."""
        had = {asset for other in kept for asset in other.assets}
        return [events.Fetch(asset, size) for asset, size in sorted(manifest.assets.items()) if asset not in had]

    def gather(self, manifest: Manifest, *kept: Manifest) -> Self:
        """It arrives, and so does everything it names: the order to write it is the last effect."""
        fetches = self.fetches(manifest, *kept)
        self.on(self.received(manifest), *fetches)
        *first, last = fetches
        for fetch in first:
            self.on(events.Stored(fetch.asset))  # type: ignore[attr-defined]
        return self.on(events.Stored(last.asset), events.Adopt(self.stored(manifest)))  # type: ignore[attr-defined]

    def adopt(self, manifest: Manifest, *kept: Manifest) -> Self:
        """The whole way from the message to the slots."""
        self.gather(manifest, *kept)
        stored = self.stored(manifest)
        report = self.report(adopted=stored.version, manifest=stored.digest)
        return self.on(events.Kept(stored.version), report, events.Collect(frozenset(manifest.assets)))
