"""Blocks of media become playlists and campaigns of the slides there are."""

from content.authored import Moment
from content.exchange.media_blocks import adopted
from tests import sample
from tests.exchange.smil.test_reader import read as read_smil
from tests.exchange.test_xibo import read as read_xibo


def test_display_groups_become_displays_or_tags() -> None:
    pack = sample.parsed()
    for groups, displays, lost in (
        (["Piața"], ("piata",), []),
        (["gara"], ("gara",), []),
        (["Centru"], ("centru",), []),
        (["Malluri"], ("malluri",), ["is for the group malluri, expected displays with that tag"]),
        (["Gara", "Centru"], ("gara",), ["is for gara and the groups centru; only the displays were kept"]),
    ):
        made = adopted(read_xibo({"displayGroups": [{"displayGroup": name} for name in groups]}), pack)
        (campaign,) = made.campaigns
        assert getattr(campaign.displays, "tags", campaign.displays) == displays
        assert [finding.message for finding in made.findings] == lost


def test_blocks_become_playlists_and_campaigns_of_slides_there_are() -> None:
    schedule = read_smil(
        '<seq id="mereu" begin="wallclock(2026-12-01T08:00)" end="wallclock(2026-12-02)">'
        '<img src="m/strada.png"/><img src="lipsa.png"/><img src="strada.jpg"/></seq>'
    )
    made = adopted(schedule, sample.parsed())
    assert [(each.id, each.slides) for each in made.playlists] == [("mereu-2", ("strada",))]
    assert [(each.id, each.playlist, each.first) for each in made.campaigns] == [
        ("mereu-2", "mereu-2", Moment("2026-12-01T08:00:00"))
    ]
    assert [each.message for each in made.findings] == [
        "plays lipsa, of which the pack has no slide; make slides with these ids and add them to its playlist",
        "plays strada more than once in a round; a playlist plays a slide once",
    ]


def test_what_is_left_out_for_want_of_slides_says_so_however_often_it_plays_them() -> None:
    made = adopted(read_smil('<seq><img src="lipsa.png"/><img src="lipsa.png"/></seq>'), sample.parsed())
    assert made.campaigns == ()
    assert made.findings[0].message.startswith("was left out: it plays lipsa, of which")
