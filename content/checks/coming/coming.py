"""What is ahead of the displays, and the rules about what is wanting in it: dark hours, masked campaigns, languages.

Decides for how long is looked ahead, how displays of which the same is true are said in one finding, and what of the
plan is worth a warning; what will play is reckoned by `forecast`. Times in sentences are local to the display.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from content.checks.subject import Case, Fault
from content.findings import RefusedError
from content.pack.model import Display
from content.publication.planner import Planner
from content.schedule.forecast import Forecast

DAYS = 30
STARVED = 0.5
"""A language, or a call, with less than this part of an even share is hardly seen."""
_NAMED = 8
"""So many displays are named one by one."""


class Ahead(NamedTuple):
    """A case and what is ahead of each of its displays."""

    case: Case
    forecasts: Mapping[str, Forecast]

    @property
    def different(self) -> Iterable[tuple[list[str], Forecast]]:
        """Each forecast once, with the displays that have it: most displays of a city share a few."""
        found: dict[int, tuple[list[str], Forecast]] = {}
        for name, forecast in self.forecasts.items():
            found.setdefault(id(forecast), ([], forecast))[0].append(name)
        return found.values()

    def display(self, display_id: str) -> Display:
        return self.case.pack.displays[display_id]

    def said(self, at: datetime, display_id: str) -> str:
        local = at.astimezone(self.case.pack.zone(self.display(display_id)))
        return f"{local:%a %Y-%m-%d %H:%M}"

    def on(self, names: Iterable[str], among: Iterable[str]) -> str:
        """` on gara and piata`, or nothing when those are all there are among. In the order of the pack."""
        those = set(names)
        return "" if those >= set(among) else f" on {listed([name for name in self.forecasts if name in those])}"


def looked(case: Case) -> Ahead:
    """What is ahead of the displays whose slides can be read; the others' faults are said elsewhere."""
    planner = Planner(case.pack, case.reading)
    found: dict[str, Forecast] = {}
    known: dict[bytes, Forecast] = {}
    for display in case.pack.displays.values():
        try:
            plan = msgspec.structs.replace(planner.plan(display), phase=0)  # what plays is the same, only sooner
        except RefusedError:
            continue
        same = msgspec.json.encode(plan)
        if same not in known:
            known[same] = Forecast(plan, case.now, DAYS)
        found[display.id] = known[same]
    return Ahead(case, found)


def listed(names: Sequence[str]) -> str:
    """`gara`, `gara and piata`, and of more than a few how many more."""
    if len(names) > _NAMED:
        return f"{', '.join(names[: _NAMED - 2])} and {len(names) - _NAMED + 2} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def together(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Faults of displays; of those that say the same the first, which then names the others."""
    groups: dict[tuple[str, str | None, str | None], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.message, fault.fix, fault.lang), []).append(fault)
    for first, *others in groups.values():
        more = "".join(f"; the same on {listed([each.display or '' for each in others])}" for _ in others[:1])
        yield first._replace(message=first.message + more, display=None if others else first.display)


def percent(part: float) -> str:
    """Of 0 to 1, and never none of what there is a little of."""
    return "less than 1%" if 0 < part < 0.01 else f"{part:.0%}"


def campaign_at(name: str) -> str:
    return f"campaigns.yaml:{name}"


def display_at(name: str) -> str:
    return f"displays.yaml:{name}"


def dark(ahead: Ahead) -> Iterator[Fault]:
    """Displays that are on with nothing to show. One without any campaign is said to be idle elsewhere."""
    return together(_dark(ahead))


def _dark(ahead: Ahead) -> Iterator[Fault]:
    for names, forecast in ahead.different:
        empty = [interval for interval in forecast.intervals if interval.on and not interval.active]
        if not empty or not forecast.plan.entries:
            continue
        seconds = sum(interval.on for interval in empty)
        long = f"{seconds / 3600:,.1f} h" if seconds >= 3600 else f"{max(seconds / 60, 1):.0f} min"
        for name in names:
            first = ahead.said(empty[0].lit[0][0], name)
            message = f"shows only the neutral card for {long} of its hours in the next {DAYS} days, first on {first}"
            yield Fault(display_at(name), message, "a campaign without dayparts and dates fills them", display=name)


def masked(ahead: Ahead) -> Iterator[Fault]:
    """Campaigns that would run on a display and never play there: those of higher priority always do."""
    runs: dict[str, list[str]] = {}
    hidden: dict[tuple[str, str], list[str]] = {}
    for names, forecast in ahead.different:
        by: dict[str, set[str]] = {}
        for interval in forecast.intervals:
            playing = {name for name, _, _ in interval.active}
            for name in interval.ready if interval.on else ():
                by.setdefault(name, set()).update(playing)
        for name, those in by.items():
            runs.setdefault(name, []).extend(names)
            if name not in those:
                hidden.setdefault((name, listed(sorted(those))), []).extend(names)
    for (name, by_whom), names in hidden.items():
        on = ahead.on(names, runs[name])
        message = f"is masked by {by_whom}{on} whenever it runs in the next {DAYS} days"
        yield Fault(campaign_at(name), message, "another priority, or dates and dayparts that differ")


def starved(ahead: Ahead) -> Iterator[Fault]:
    """Languages of a display that are hardly seen; that nothing is in one at all is said elsewhere."""
    return together(_starved(ahead))


def _starved(ahead: Ahead) -> Iterator[Fault]:
    for names, forecast in ahead.different:
        heard = forecast.airtime(lambda _slide, lang: lang)
        total = sum(heard.values())
        for name in names if total else ():
            languages = ahead.display(name).languages
            for lang in languages if len(languages) > 1 else ():
                part = heard.get(lang, 0.0) / total
                if 0 < part < STARVED / len(languages):
                    of = f"one of {len(languages)} languages"
                    message = f"shows {lang}, {of}, for {percent(part)} of the next {DAYS} days' airtime"
                    yield Fault(display_at(name), message, "translate more of its slides", display=name, lang=lang)
