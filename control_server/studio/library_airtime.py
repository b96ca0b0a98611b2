"""Which part of the time each slide and each kind gets in the next days, by the forecast of what is published.

Decides that a slide's part is of the time of the displays that show it, a kind's of all displays, and that both are
reckoned once for a revision and anew after a while, as days pass. Leaves out how it is written (`library`).
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from content.schedule.forecast import Forecasts
from control_server.publishing.published import Published

DAYS = 7
_FRESH = timedelta(minutes=10)


class AirtimeParts(NamedTuple):
    """Parts of the time in which displays show slides (0 to 1), by the id of a slide and by kind."""

    slides: Mapping[str, float]
    kinds: Mapping[str, float]


class LibraryAirtime:
    """Keeps what was reckoned last."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: tuple[int, datetime, AirtimeParts] | None = None

    async def of(self, published: Published) -> AirtimeParts:
        """Of the next seven days."""
        now = self._clock()
        if self._known is None or self._known[0] != published.revision or now - self._known[1] >= _FRESH:
            self._known = published.revision, now, await asyncio.to_thread(parts, published, now)
        return self._known[2]


def parts(published: Published, now: datetime) -> AirtimeParts:
    """Of the seven days from `now` (aware) on. What displays are told alike is looked at once."""
    displays = published.city_pack().displays.keys() & published.latest.keys()
    manifests = [published.manifest(display) for display in displays]
    alike = Counter((each.programme, each.hours) for each in manifests)
    told = {(each.programme, each.hours): each for each in manifests}
    forecasts = Forecasts(now, DAYS)
    own, of, kinds = (defaultdict[str, float](float) for _ in range(3))
    for key, count in alike.items():
        plan = published.programmes[key[0]].programme.plan_of(told[key])
        got = forecasts.of(plan).airtime(lambda slide, _lang: slide)
        whole = sum(got.values()) * count
        for slide, seconds in got.items():
            own[slide.partition(".")[0]] += seconds * count
            kinds[plan.items[slide].kind] += seconds * count
        for slide in {slide.partition(".")[0] for slide in got}:
            of[slide] += whole
    every = sum(kinds.values())
    return AirtimeParts(
        {slide: seconds / of[slide] for slide, seconds in own.items() if seconds},
        {kind: seconds / every for kind, seconds in kinds.items() if seconds},
    )
