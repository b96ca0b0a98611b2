"""The fields of a campaign's form: what is typed comes to what is meant, or is named."""

from datetime import date

import pytest
from multidict import MultiDict

from content.explain.occasions import Occasions
from content.findings import RefusedError
from control_server.studio import campaign_fields
from control_server.studio.campaign_form import Filled, WantedDisplays
from tests import sample

PACK = sample.parsed(
    campaigns="""campaigns:
  - id: mereu
    name: Mereu
    playlist: civic
    displays: [gara]
    share: 3
    dayparts: [{days: mon-fri, from: "22:00", to: "02:00"}]
  - {id: rar, playlist: civic, from: 2026-11-02, rrule: FREQ=MONTHLY}
"""
)
TYPED = MultiDict(
    [
        ("name.ro", " Târg "),
        ("playlist", "civic"),
        ("which", "tags"),
        ("tags", "centru"),
        ("named", "gara"),
        ("first", "2026-12-01"),
        ("last", ""),
        ("weekday", "0"),
        ("weekday", "3"),
        ("every", "2"),
        ("from.0", "09:00"),
        ("to.0", "17:00"),
        ("from.1", "22:00"),
        ("to.1", "00:00"),
        ("priority", "-1"),
        ("share", "3"),
    ]
)


def changed(**other: str) -> MultiDict[str]:
    sent = TYPED.copy()
    for key, value in other.items():
        sent[key.replace("__", ".")] = value
    return sent


def filled(sent: MultiDict[str]) -> Filled:
    return campaign_fields.filled(campaign_fields.typed(sent, PACK), PACK)


def test_what_is_typed_comes_to_what_is_meant() -> None:
    hours = ((540, 1020), (1320, 1440))
    assert filled(TYPED) == Filled(
        names={"ro": "Târg", "en": "", "hu": ""},
        playlist="civic",
        target=WantedDisplays("tags", tags=("centru",)),
        occasions=Occasions(date(2026, 12, 1), None, frozenset({0, 3}), 2, hours),
        priority=-1,
        share=3,
    )
    assert filled(changed(when="kept")).occasions is None
    assert filled(changed(which="named")).target == WantedDisplays("named", named=("gara",))


def test_a_campaign_fills_the_fields_that_come_to_itself() -> None:
    fields = campaign_fields.of_campaign(PACK.campaigns["mereu"], PACK)
    assert fields.hours == (("22:00", "02:00"),) and not fields.kept
    told = campaign_fields.filled(fields, PACK)
    assert told.occasions == Occasions(weekdays=frozenset(range(5)), hours=((1320, 1560),))
    assert told.target == WantedDisplays("named", named=("gara",))
    assert campaign_fields.of_campaign(PACK.campaigns["rar"], PACK).kept


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"playlist": "nu-e"}, "expected one of the playlists"),
        ({"which": "altele"}, "expected all, tags or named"),
        ({"first": "mâine"}, "expected a day as"),
        ({"from__0": ""}, "expected both hours of a pair"),
        ({"to__0": "25:00"}, "expected both hours of a pair"),
        ({"every": "53"}, "from 1 to 52"),
        ({"share": "0"}, "from 1 to 1000"),
        ({"priority": "multă"}, "from -100 to 100"),
        ({"weekday": "7"}, "from 0 to 6"),
    ],
)
def test_what_cannot_be_read_is_named(other: dict[str, str], problem: str) -> None:
    with pytest.raises(RefusedError, match=problem):
        filled(changed(**other))
