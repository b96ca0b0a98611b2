"""The example of docs/scheduling.md: what the page says of its week is what plays."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.checks import gate
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.publication.planner import plan_for
from content.schedule.resolve import Schedule

PACK = parse(read_folder(Path(__file__).parents[2] / "docs" / "examples" / "week"))
ZONE = ZoneInfo("Europe/Bucharest")


@pytest.mark.parametrize(
    ("at", "plays"),
    [
        ("2026-10-19T08:00", {"navetisti"}),
        ("2026-10-19T12:00", {"mereu", "consultare"}),
        ("2026-10-22T09:00", {"targ"}),  # the added Thursday
        ("2026-10-23T11:59", {"mereu", "consultare"}),
        ("2026-10-23T12:00", {"mereu"}),  # the call has closed
        ("2026-10-24T09:00", {"targ"}),  # every other Saturday, from the 10th
        ("2026-10-17T09:00", {"mereu", "consultare"}),
        ("2026-10-24T22:00", {"noapte"}),
        ("2026-10-25T03:29", {"noapte"}),
        ("2026-10-25T03:30", {"mereu"}),
    ],
)
def test_what_the_page_says_plays(at: str, plays: set[str]) -> None:
    schedule = Schedule(plan_for(PACK, PACK.displays["piata"]))
    moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    assert {name for name, _, _ in schedule.active(moment)} == plays


def test_it_has_no_error() -> None:
    sample = PACK.city.sample_day
    assert sample is not None
    now = sample.instant(ZONE)
    assert not [finding for finding in gate.check(PACK, now) if finding.level == "error"]
    assert {finding.code for finding in gate.foresee(PACK, now)} == {"airtime"}
