"""What displays will show in the next seven days that they would not have shown, and the other way round.

Decides what counts as a difference: a slide in a rotation while the display is on, at times at which it was not, or
with another picture. Asks the forecasts of both plans, which are the schedule's own. Leaves out the order of turns.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from content.schedule.forecast import Forecast, Forecasts
from content.schedule.intervals import Interval, united, without
from content.wire import Frame, Programme
from control_server.publishing.candidate import Candidate

DAYS = 7
MOST = 24
"""So many groups of displays that are told alike are reckoned; of the others is said that they are not."""


class ComingSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide that is shown otherwise, from the instant `since` (UTC) on for the first time."""

    slide: str
    since: datetime


class ComingChange(msgspec.Struct, frozen=True, kw_only=True):
    """What displays that are told alike will show otherwise.

    `fresh` are slides that they would not have shown at all in these days, `otherwise` those with another picture,
    `longer` and `shorter` those at more or fewer times, `gone` those that they will not show any more.
    """

    displays: tuple[str, ...]
    fresh: tuple[ComingSlide, ...] = ()
    otherwise: tuple[ComingSlide, ...] = ()
    longer: tuple[ComingSlide, ...] = ()
    shorter: tuple[ComingSlide, ...] = ()
    gone: tuple[ComingSlide, ...] = ()

    def all_slides(self) -> Iterator[ComingSlide]:
        for slides in (self.fresh, self.otherwise, self.longer, self.shorter, self.gone):
            yield from slides

    @property
    def since(self) -> datetime | None:
        """When the first difference is seen (UTC); None when there is none in these days."""
        return min((each.since for each in self.all_slides()), default=None)


class ComingDays(msgspec.Struct, frozen=True, kw_only=True):
    """`changes` of the displays that would be told something else; those `left_out` were too many to be reckoned."""

    changes: tuple[ComingChange, ...]
    left_out: tuple[str, ...] = ()


def of(candidate: Candidate, displays: Sequence[str], now: datetime) -> ComingDays:
    """The seven days from `now` (aware) on, of these displays."""
    groups: dict[object, list[str]] = {}
    for display in displays:
        last = candidate.base.latest.get(display)
        before = (last.manifest.programme, last.manifest.hours) if last else None
        told = candidate.told[display]
        groups.setdefault((before, told.programme, told.hours), []).append(display)
    forecasts = Forecasts(now, DAYS)
    alike = list(groups.values())
    changes = tuple(_change(candidate, tuple(each), forecasts) for each in alike[:MOST])
    return ComingDays(changes=changes, left_out=tuple(display for each in alike[MOST:] for display in each))


def _change(candidate: Candidate, displays: tuple[str, ...], forecasts: Forecasts) -> ComingChange:
    base, told = candidate.base, candidate.told[displays[0]]
    after = candidate.programmes[told.programme].programme
    before = base.programme(displays[0]) if displays[0] in base.latest else None
    was = _times(forecasts.of(base.plan(displays[0]))) if before else {}
    now = _times(forecasts.of(after.plan_of(told)))
    kinds: dict[str, list[ComingSlide]] = {}
    for slide in sorted(was.keys() | now.keys()):
        for kind, since in _differences(
            was.get(slide, ()), now.get(slide, ()), _looks(before, slide) != _looks(after, slide)
        ):
            kinds.setdefault(kind, []).append(ComingSlide(slide=slide, since=since))
    return ComingChange(displays=displays, **{kind: tuple(slides) for kind, slides in kinds.items()})


def _differences(was: Sequence[Interval], now: Sequence[Interval], another: bool) -> Iterator[tuple[str, datetime]]:
    if not was:
        yield "fresh", now[0][0]
    elif not now:
        yield "gone", was[0][0]
    elif another:
        yield "otherwise", now[0][0]
    else:
        for kind, more in (("longer", without(now, was)), ("shorter", without(was, now))):
            if first := next(more, None):
                yield kind, first[0]


def _times(forecast: Forecast) -> dict[str, list[Interval]]:
    """Slide → when it is in a rotation while the display is on."""
    times: dict[str, list[Interval]] = {}
    for interval in forecast.intervals:
        for slide in {slide for _, _, slides in interval.active for slide in slides}:
            times.setdefault(slide, []).extend(interval.lit)
    return {slide: list(united(each)) for slide, each in times.items() if each}


def _looks(programme: Programme | None, slide: str) -> Mapping[str, Frame]:
    return programme.frames.get(slide, {}) if programme else {}
