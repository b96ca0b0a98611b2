"""A campaign taken to other displays: those that it keeps, those that it loses, and how it is bound then."""

import pytest

from content.findings import RefusedError
from control_server.studio import campaign_places
from control_server.studio.campaign_form import WantedDisplays
from tests import sample

HALL = """  - id: hol
    name: Hol
    panel: {diagonal_inch: 43, width: 1920, height: 1080}
    viewing_distance_m: 3
    languages: [ro]
    tags: [interior]
"""


def placed(displays: str, off: list[str], onto: list[str]) -> campaign_places.Placing:
    campaigns = f"campaigns: [{{id: c, playlist: civic, displays: {displays}}}]"
    return campaign_places.placed(sample.parsed(displays=sample.DISPLAYS + HALL, campaigns=campaigns), "c", off, onto)


def test_the_others_keep_it() -> None:
    placing = placed("[gara, piata]", ["gara"], ["hol"])
    assert (placing.off, placing.onto, placing.stays) == (("gara",), ("hol",), ("piata",))
    assert placing.after == WantedDisplays("named", named=("piata", "hol"))
    assert placing.bound.which == "named"


def test_what_is_bound_otherwise_is_bound_by_names_then() -> None:
    tagged = placed("{tags: [interior]}", ["hol"], ["gara", "hol"])
    assert tagged.bound == WantedDisplays("tags", tags=("interior",))
    assert (tagged.onto, tagged.after.named) == (("gara",), ("gara",))


@pytest.mark.parametrize(
    ("displays", "off", "onto", "problem"),
    [
        ("[gara]", ["piata"], ["hol"], "is not on that display"),
        ("[gara, piata]", ["gara"], ["piata"], "is on that display already"),
        ("all", ["gara"], ["nu-e"], "is on that display already"),
    ],
)
def test_what_cannot_be_is_refused(displays: str, off: list[str], onto: list[str], problem: str) -> None:
    with pytest.raises(RefusedError, match=problem):
        placed(displays, off, onto)
