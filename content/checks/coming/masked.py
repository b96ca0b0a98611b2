"""The rule about campaigns that others of higher priority always hide."""

from collections.abc import Iterator

from content.checks.coming.coming import DAYS, Coming, Names, campaign_at
from content.checks.subject import Fault, listed
from content.phrases import said


def masked(coming: Coming) -> Iterator[Fault]:
    """Campaigns that would run on a display and never play there: those of higher priority always do."""
    runs: dict[str, list[Names]] = {}
    hidden: dict[tuple[str, str], list[Names]] = {}
    for names, forecast in coming.different:
        for entry in forecast.plan.entries:
            if forecast.lit_while_ready(entry):
                runs.setdefault(entry.campaign, []).append(names)
                if not any(forecast.lit(*each) for each in forecast.plays(entry)):
                    lit = (interval for interval in forecast.running(entry) if interval.on)
                    by = {name for interval in lit for name, _, _ in interval.active}
                    hidden.setdefault((entry.campaign, listed(sorted(by))), []).append(names)
    for (name, by_whom), hiding in hidden.items():
        on = coming.on(hiding, runs[name])
        message = said(
            "is masked by {by_whom}{on} whenever it runs in the next {days} days", by_whom=by_whom, on=on, days=DAYS
        )
        yield Fault(campaign_at(name), message, "another priority, or dates and dayparts that differ")
