"""A campaign as a form: what it says is written, and what it cannot say stays as a person wrote it."""

from datetime import date
from typing import Any

import pytest

from content import strict_yaml
from content.explain import occasions
from content.explain.occasions import Occasions
from content.findings import RefusedError
from control_server.studio import campaign_form
from control_server.studio.campaign_form import Filled, WantedDisplays
from tests import sample

WRITTEN = """# of the press office
campaigns:
  - id: mereu
    playlist: civic   # the only one
    from: 2026-11-01
    to: 2026-12-31
    rrule: FREQ=MONTHLY;BYDAY=1MO
    exdate: [2026-12-07]
  - id: luni
    playlist: civic
    displays: {all_of: [centru], none_of: [vechi]}
    dayparts: [{days: mon, from: "07:00", to: "09:00"}]
"""
PACK = sample.parsed(campaigns=WRITTEN)
NEW = Filled({"ro": "Târg"}, "civic", WantedDisplays("all"), Occasions(), 0, 1)


def filled(campaign_id: str, **changes: Any) -> Filled:
    own = PACK.campaigns[campaign_id]
    now = Filled({}, own.playlist, campaign_form.target(own), occasions.of(own), own.priority, own.share)
    return now._replace(**changes)


def edited(campaign_id: str, **changes: Any) -> str:
    body = campaign_form.edited(WRITTEN.encode(), PACK.campaigns[campaign_id], filled(campaign_id, **changes), PACK)
    sample.parsed(campaigns=body.decode())
    return body.decode()


def entries(text: str) -> list[dict[str, Any]]:
    campaigns: list[dict[str, Any]] = strict_yaml.mapping(text.encode(), "campaigns.yaml")["campaigns"]
    return campaigns


def test_nothing_filled_in_otherwise_leaves_the_bytes_as_they_are() -> None:
    assert edited("mereu") == edited("luni") == WRITTEN


def test_a_rule_that_the_form_cannot_say_stays_while_the_rest_changes() -> None:
    text = edited("mereu", names={"ro": "Mereu"}, priority=3, share=2, target=WantedDisplays("named", named=("gara",)))
    assert "# of the press office" in text and "# the only one" in text
    own, other = entries(text)
    assert own == {
        "id": "mereu",
        "name": {"ro": "Mereu"},
        "playlist": "civic",
        "from": "2026-11-01",
        "to": "2026-12-31",
        "rrule": "FREQ=MONTHLY;BYDAY=1MO",
        "exdate": ["2026-12-07"],
        "displays": ["gara"],
        "priority": 3,
        "share": 2,
    }
    assert other == entries(WRITTEN)[1]


def test_when_it_runs_is_written_as_people_write_it() -> None:
    weekly = Occasions(date(2026, 12, 1), date(2026, 12, 20), frozenset({0, 3}), 1, ((540, 1020),))
    text = edited("luni", occasions=weekly, target=WantedDisplays("kept"))
    assert """dayparts: [{days: 'mon,thu', from: "09:00", to: "17:00"}]""" in text
    assert entries(text)[1]["displays"] == {"all_of": ["centru"], "none_of": ["vechi"]}
    assert entries(text)[1]["from"] == "2026-12-01"
    gone = edited("luni", occasions=Occasions(), target=WantedDisplays("all"))
    assert entries(gone)[1] == {"id": "luni", "playlist": "civic", "displays": "all"}


def test_a_new_campaign_has_an_id_of_its_name() -> None:
    once = Occasions(date(2026, 12, 1), date(2026, 12, 1), hours=((420, 840),))
    fresh, body = campaign_form.begun(
        WRITTEN.encode(),
        NEW._replace(
            names={"ro": "Mereu"}, occasions=once, target=WantedDisplays("tags", tags=("centru",)), priority=9
        ),
        PACK,
    )
    assert fresh == "mereu-2"
    assert entries(body.decode())[-1] == {
        "id": "mereu-2",
        "name": {"ro": "Mereu"},
        "playlist": "civic",
        "displays": {"tags": ["centru"]},
        "priority": 9,
        "from": "2026-12-01",
        "to": "2026-12-01",
        "dayparts": [{"from": "07:00", "to": "14:00"}],
    }
    assert sample.parsed(campaigns=body.decode()).campaigns["mereu-2"].priority == 9


def test_a_campaign_is_moved_and_taken_out() -> None:
    moved = campaign_form.changed(WRITTEN.encode(), "mereu", {"to": "2027-01-02"}).decode()
    assert "to: 2027-01-02" in moved and entries(moved)[0]["from"] == "2026-11-01"
    assert [each["id"] for each in entries(campaign_form.removed(WRITTEN.encode(), "mereu").decode())] == ["luni"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"names": {"ro": " "}}, "found no name"),
        ({"target": WantedDisplays("tags")}, "found no display"),
        ({"occasions": Occasions(weekdays=frozenset())}, "found no weekday"),
    ],
)
def test_what_no_campaign_may_be_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(RefusedError, match=problem):
        campaign_form.begun(WRITTEN.encode(), NEW._replace(**changes), PACK)
