"""The made-up city of the benches: of the size that was asked for, and the same in every run."""

import pytest

from content.publication.planner import plan_for
from control_server.bench.made_up_city import characters, made_up, size_of


def test_a_display_has_as_many_campaigns_and_slides_as_are_asked_for() -> None:
    pack = made_up(40, 200, 9)
    plans = [plan_for(pack, display, characters) for display in pack.displays.values()]
    assert {(len(plan.entries), len(plan.items)) for plan in plans} == {(40, 200)}


@pytest.mark.parametrize("size", [(2, 2, 1), (6, 12, 24), (40, 200, 9)])
def test_its_size_can_be_told_and_made_again(size: tuple[int, int, int]) -> None:
    pack = made_up(*size)
    assert size_of(pack) == size
    assert made_up(*size) == pack


def test_every_slide_is_in_some_campaign_and_every_campaign_has_slides() -> None:
    pack = made_up(20, 100, 9)
    playlists = [pack.playlists[campaign.playlist] for campaign in pack.campaigns.values()]
    assert all(playlist.slides for playlist in playlists)
    assert {slide for playlist in playlists for slide in playlist.slides} == set(pack.slides)
