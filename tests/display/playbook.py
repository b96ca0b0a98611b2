"""A player as a script: an event, then all the effects that follow from it, and nothing else."""

import random
from datetime import datetime, timedelta
from typing import Any, Self

import msgspec

from content.wire import Status
from display_client import events
from display_client.bench.rehearsal import Rehearsal, Rehearsed
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
        self.earliest: datetime | None = None
        self.player = Player(enrolment.site, enrolment.display, enrolment.public_key(), Latest())
        self.status = Status(display=enrolment.display, online=True)

    def start(self, stored: StoredManifest | None = None, *effects: events.Effect) -> Self:
        """The agent starts with that in its store, and the first tick is over."""
        self.on(events.Started(stored), *effects)
        self.on(events.NewestTold(stored.version if stored else None))
        return self.on(events.Ticked(), self.report(), events.AskManifest(), events.SendPlays())

    def on(self, event: events.Event, *effects: events.Effect) -> Self:
        """These effects follow, in this order, and nothing else."""
        assert self.player.handle(event, self.now, earliest=self.earliest) == list(effects)
        return self

    def after(self, seconds: float) -> Self:
        self.now += timedelta(seconds=seconds)
        return self

    def report(self, **changes: Any) -> events.Report:
        """A report of now. The changes last: later reports say them too."""
        self.status = msgspec.structs.replace(self.status, **changes)
        return events.Report(msgspec.structs.replace(self.status, at=self.now))

    def stored(self, told: Rehearsed) -> StoredManifest:
        """The manifest and its programme as the store holds them."""
        return self.city.stored(told)

    def received(self, told: Rehearsed) -> events.Received:
        return events.Received(self.city.sign(told))

    def programme(self, told: Rehearsed) -> events.FetchProgramme:
        """The order for its programme."""
        return events.FetchProgramme(told.manifest.programme, told.manifest.size)

    def arrived(self, told: Rehearsed) -> events.ProgrammeArrived:
        return events.ProgrammeArrived(told.manifest.programme, told.data)

    def fetches(self, told: Rehearsed, *kept: Rehearsed) -> list[events.Fetch]:
        """Orders for the assets it needs, but for what the others had."""
        had = {asset for other in kept for asset in other.assets}
        return [events.Fetch(asset, size) for asset, size in sorted(told.assets.items()) if asset not in had]

    def told(self, told: Rehearsed, *effects: events.Effect) -> Self:
        """Its manifest arrives, then its programme, from which these effects follow."""
        self.on(self.received(told), self.programme(told))
        return self.on(self.arrived(told), *effects)

    def gather(self, told: Rehearsed, *kept: Rehearsed) -> Self:
        """It arrives, and so does everything it needs: the order to write it is the last effect."""
        fetches = self.fetches(told, *kept)
        self.told(told, *fetches)
        *first, last = fetches
        for fetch in first:
            self.on(events.Stored(fetch.asset))
        return self.on(events.Stored(last.asset), events.Adopt(self.stored(told)))

    def adopt(self, told: Rehearsed, *kept: Rehearsed) -> Self:
        """The whole way from the message to the slots."""
        return self.gather(told, *kept).kept(told)

    def kept(self, told: Rehearsed, *effects: events.Effect, **changes: Any) -> Self:
        """The card took it, and nothing newer is on its way: what is not needed goes, then these effects follow."""
        stored = self.stored(told)
        report = self.report(adopted=stored.version, manifest=stored.digest, **changes)
        return self.on(events.Kept(stored.version), report, events.Collect(frozenset(told.assets)), *effects)
