"""Displays are alike when campaigns and trait are the same; work is for groups of them, and not for each."""

import pytest

from content.checks.alike import GroupedDisplays
from tests.checks import packs
from tests.checks.crowd import KINDS, crowded, work_for


def test_displays_of_the_same_campaigns_and_trait_are_one_group() -> None:
    pack = crowded(30)
    groups = GroupedDisplays(pack).by(lambda display: display.audience)
    assert [(group.display.id, group.only, group.campaigns) for group in groups] == [
        ("d0", None, ("mereu",)),
        ("d6", None, ("mereu",)),
    ]
    assert sorted(name for group in groups for name in group.names) == sorted(pack.displays)


def test_a_campaign_for_one_display_puts_it_apart() -> None:
    pack = packs.parsed(("campaigns.yaml", "toate}", "toate}, {id: o, playlist: toate, displays: [piata]}"))
    groups = GroupedDisplays(pack).by(lambda _: None)
    assert {group.only: group.campaigns for group in groups} == {"hol": ("mereu",), "piata": ("mereu", "o")}


def test_work_grows_with_kinds_of_displays_and_not_with_displays() -> None:
    few, many = work_for(crowded(5 * KINDS)), work_for(crowded(100 * KINDS))
    assert many[:3] == few[:3]
    assert [finding.code for finding in many.findings] == [finding.code for finding in few.findings]


@pytest.mark.parametrize(
    ("change", "code", "where", "sentence"),
    [
        (("displays.yaml", "name: ", "name: ş "), "cedilla", "displays.yaml:d0:$.name", "found 'ş' with a cedilla"),
        (
            ("campaigns.yaml", "toate}", "toate, displays: {tags: [nowhere]}}"),
            "idle",
            "displays.yaml:d0",
            "has no campaign, it shows only the neutral card",
        ),
    ],
)
def test_what_is_true_of_each_of_many_displays_is_one_finding(
    change: tuple[str, str, str], code: str, where: str, sentence: str
) -> None:
    (finding,) = [each for each in work_for(crowded(60, packs.parsed(change))).findings if each.code == code]
    assert (finding.where, finding.display) == (where, None)
    assert finding.message.startswith(sentence)
    assert finding.message.endswith("; the same on d1, d2, d3, d4, d5, d6 and 53 more")
    of_few = [each for each in work_for(crowded(3, packs.parsed(change))).findings if each.code == code]
    assert [each.display for each in of_few] == ["d0", "d1", "d2"]
