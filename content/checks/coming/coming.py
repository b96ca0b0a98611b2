"""What comes on the displays in the next days, as the rules of this folder are given it.

Decides how far is looked, and how displays of which the same is true are named in one finding. Leaves out what plays
(`schedule.forecast`) and what of it is worth a warning (the modules beside this one). Times in sentences are local to
the display.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from content.checks.subject import Fault, Subject, listed
from content.findings import RefusedError
from content.pack.binding import Binding
from content.pack.model import Display, Pack
from content.publication.planner import Planner
from content.schedule.forecast import Forecast, Forecasts

DAYS = 30
STARVED = 0.5
"""A language, or a call, with less than this part of an even share is hardly seen."""

Names = Sequence[str]
"""The ids of displays that have the same forecast."""


class Coming:
    """The subject of the rules, and what comes on its displays, each forecast with the displays that have it."""

    def __init__(self, subject: Subject, different: Sequence[tuple[Names, Forecast]]) -> None:
        self.subject, self.different = subject, different

    def display(self, display_id: str) -> Display:
        return self.subject.pack.displays[display_id]

    def local(self, at: datetime, display_id: str) -> str:
        """`Mon 2026-11-23 08:00`, by the display's clock."""
        return f"{at.astimezone(self.subject.pack.zone(self.display(display_id))):%a %Y-%m-%d %H:%M}"

    def on(self, those: Iterable[Names], among: Iterable[Names]) -> str:
        """` on gara and piata`, or nothing when those are all there are among. In the order of the pack."""
        groups = {names[0]: names for names in those}  # a display is in one group
        if groups.keys() >= {names[0] for names in among}:
            return ""
        known = set(chain.from_iterable(groups.values()))
        return f" on {listed([name for name in self.subject.pack.displays if name in known])}"


def foreseen(subject: Subject) -> Coming:
    """The forecasts of the displays whose slides can be read; why the others cannot be is told by other rules."""
    planner = Planner(subject.pack, subject.counter)
    bound = Binding({number: each.displays for number, each in enumerate(subject.pack.city.minimum_airtime)})
    forecasts = Forecasts(subject.now, DAYS)
    different: dict[Forecast, list[str]] = {}
    for group in subject.displays.by(
        lambda each: (each.languages, each.audience, each.timezone, each.hours, bound.of(each))
    ):
        try:
            forecast = forecasts.of(planner.plan(group.display))
        except RefusedError:
            continue
        different.setdefault(forecast, []).extend(group.names)
    return Coming(subject, [(names, forecast) for forecast, names in different.items()])


# --- findings that name displays -----------------------------------------------------------------------------------


def together(pack: Pack, faults: Iterable[tuple[Names, Fault]]) -> Iterator[Fault]:
    """The faults of displays, each with those of which it is true; of those that say the same only one, that names all.

    Its place is the first display.
    """
    groups: dict[tuple[str, str | None, str | None], tuple[list[str], Fault]] = {}
    for names, fault in faults:
        groups.setdefault((fault.message, fault.fix, fault.lang), ([], fault))[0].extend(names)
    for names, fault in groups.values():
        first, *others = dict.fromkeys(names)
        more = f"; the same on {listed(others)}" if others else ""
        yield fault._replace(
            where=pack.display_at(first), message=fault.message + more, display=None if others else first
        )


def percent(part: float) -> str:
    """`12%` for 0.12, and never 0% of what there is a little of."""
    return "less than 1%" if 0 < part < 0.01 else f"{part:.0%}"


def campaign_at(name: str) -> str:
    return f"campaigns.yaml:{name}"
