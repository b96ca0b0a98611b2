"""What comes on the displays in the next days, as the rules of this folder are given it.

Decides how far is looked, and how displays of which the same is true are named in one finding. Leaves out what plays
(`schedule.forecast`) and what of it is worth a warning (the modules beside this one). Times in sentences are local to
the display.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from content.checks.subject import Fault, Subject
from content.findings import RefusedError
from content.pack.model import Display
from content.publication.planner import Planner
from content.schedule.forecast import Forecast

DAYS = 30
STARVED = 0.5
"""A language, or a call, with less than this part of an even share is hardly seen."""
_NAMED = 8
"""So many displays are named one by one."""


class Coming(NamedTuple):
    """The subject of the rules, and the forecast of each of its displays."""

    subject: Subject
    forecasts: Mapping[str, Forecast]

    @property
    def different(self) -> Iterable[tuple[list[str], Forecast]]:
        """Each forecast once, with the displays that have it: most displays of a city share a few."""
        groups: dict[int, tuple[list[str], Forecast]] = {}
        for name, forecast in self.forecasts.items():
            groups.setdefault(id(forecast), ([], forecast))[0].append(name)
        return groups.values()

    def display(self, display_id: str) -> Display:
        return self.subject.pack.displays[display_id]

    def local(self, at: datetime, display_id: str) -> str:
        """`Mon 2026-11-23 08:00`, by the display's clock."""
        return f"{at.astimezone(self.subject.pack.zone(self.display(display_id))):%a %Y-%m-%d %H:%M}"

    def on(self, names: Iterable[str], among: Iterable[str]) -> str:
        """` on gara and piata`, or nothing when those are all there are among. In the order of the pack."""
        those = set(names)
        return "" if those >= set(among) else f" on {listed([name for name in self.forecasts if name in those])}"


def foreseen(subject: Subject) -> Coming:
    """The forecasts of the displays whose slides can be read; why the others cannot be is told by other rules."""
    planner = Planner(subject.pack, subject.counter)
    forecasts: dict[str, Forecast] = {}
    known: dict[bytes, Forecast] = {}
    for display in subject.pack.displays.values():
        try:
            plan = msgspec.structs.replace(planner.plan(display), phase=0)  # what plays is the same, only sooner
        except RefusedError:
            continue
        same = msgspec.json.encode(plan)
        if same not in known:
            known[same] = Forecast(plan, subject.now, DAYS)
        forecasts[display.id] = known[same]
    return Coming(subject, forecasts)


# --- findings that name displays -----------------------------------------------------------------------------------


def listed(names: Sequence[str]) -> str:
    """`gara`, `gara and piata`, and of more than a few how many more."""
    if len(names) > _NAMED:
        return f"{', '.join(names[: _NAMED - 2])} and {len(names) - _NAMED + 2} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def together(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults of displays; of those that say the same only the first, which then names the other displays."""
    groups: dict[tuple[str, str | None, str | None], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.message, fault.fix, fault.lang), []).append(fault)
    for first, *others in groups.values():
        more = "".join(f"; the same on {listed([each.display or '' for each in others])}" for _ in others[:1])
        yield first._replace(message=first.message + more, display=None if others else first.display)


def percent(part: float) -> str:
    """`12%` for 0.12, and never 0% of what there is a little of."""
    return "less than 1%" if 0 < part < 0.01 else f"{part:.0%}"


def campaign_at(name: str) -> str:
    return f"campaigns.yaml:{name}"


def display_at(name: str) -> str:
    return f"displays.yaml:{name}"
