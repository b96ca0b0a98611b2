"""The rule about screens that are on and have nothing to show."""

from collections.abc import Iterator

from content.checks.coming.coming import DAYS, Coming, Names, together
from content.checks.subject import Fault
from content.phrases import said


def dark(coming: Coming) -> Iterator[Fault]:
    """Displays with hours in which only the neutral card shows. `unlisted.idle` names those without any campaign."""
    return together(coming.subject.pack, _dark(coming))


def _dark(coming: Coming) -> Iterator[tuple[Names, Fault]]:
    for names, forecast in coming.different:
        empty = [interval for interval in forecast.intervals if interval.on and not interval.active]
        if not empty or not forecast.plan.entries:
            continue
        seconds = sum(interval.on for interval in empty)
        long = (
            f"{seconds / 3600:,.1f} h" if seconds >= 3600 else said("{seconds:.0f} min", seconds=max(seconds / 60, 1))
        )
        first = coming.local(empty[0].lit[0][0], names[0])
        message = said(
            "shows only the neutral card for {long} of its hours in the next {days} days, first on {first}",
            long=long,
            days=DAYS,
            first=first,
        )
        yield names, Fault("", message, "a campaign without dayparts and dates fills them")
