"""The rule about campaigns that others of higher priority always hide."""

from collections.abc import Iterator

from content.checks.coming.coming import DAYS, Coming, Names, campaign_at
from content.checks.subject import Fault, listed


def masked(coming: Coming) -> Iterator[Fault]:
    """Campaigns that would run on a display and never play there: those of higher priority always do."""
    runs: dict[str, list[Names]] = {}
    hidden: dict[tuple[str, str], list[Names]] = {}
    for names, forecast in coming.different:
        by: dict[str, set[str]] = {}
        for interval in forecast.intervals:
            playing = {name for name, _, _ in interval.active}
            for name in interval.ready if interval.on else ():
                by.setdefault(name, set()).update(playing)
        for name, those in by.items():
            runs.setdefault(name, []).append(names)
            if name not in those:
                hidden.setdefault((name, listed(sorted(those))), []).append(names)
    for (name, by_whom), hiding in hidden.items():
        on = coming.on(hiding, runs[name])
        message = f"is masked by {by_whom}{on} whenever it runs in the next {DAYS} days"
        yield Fault(campaign_at(name), message, "another priority, or dates and dayparts that differ")
