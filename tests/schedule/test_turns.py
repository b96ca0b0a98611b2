"""Every turn of campaign sets that hypothesis makes up keeps the rules, whatever the order is; `turns` is the judge."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs import LANGUAGES
from tests.rounds import rounds
from tests.schedule.alone import Alone
from tests.schedule.turns import CampaignSet, Seen, judge

KINDS = ("budget", "consultation", "notice")


@st.composite
def campaign_sets(draw: st.DrawFn) -> CampaignSet:
    """One to six campaigns of one to five slides, or of fewer that no other has; many of turns of one length."""
    slides = [f"s{n}" for n in range(draw(st.integers(2, 9)))]
    campaigns = [f"c{n}" for n in range(draw(st.integers(1, 6)))]
    if draw(st.booleans()):
        some = st.lists(st.sampled_from(slides), min_size=1, max_size=5, unique=True)
        playlists = [draw(some) for _ in campaigns]
    else:
        playlists = [own for n in range(len(campaigns)) if (own := slides[n :: len(campaigns)])]
    shares = st.integers(1, 9)
    seconds = draw(st.sampled_from((st.integers(8, 20), st.just(12))))
    languages = st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True)
    return CampaignSet(
        active=tuple((name, draw(shares), tuple(own)) for name, own in zip(campaigns, playlists, strict=False)),
        seconds={slide: {lang: draw(seconds) for lang in draw(languages)} for slide in slides},
        kinds={slide: draw(st.sampled_from(KINDS)) for slide in slides},
        minimums=draw(st.just({}) | st.dictionaries(st.sampled_from(KINDS), st.sampled_from((0.05, 0.2, 0.33)))),
    )


@rounds
@given(campaign_sets())
@settings(max_examples=100, deadline=None)
def test_every_turn_keeps_the_rules(again: int, campaigns: CampaignSet) -> None:
    judge(list(Alone(campaigns).seen(0, 3 * 3600)), campaigns)


@rounds
@given(campaign_sets(), st.integers(1, 3600))
@settings(max_examples=20, deadline=None)
def test_a_phase_shifts_every_turn_by_its_seconds(again: int, campaigns: CampaignSet, phase: int) -> None:
    later = [
        Seen(max(0, each.begin - phase), each.end - phase, each.slide, each.lang, each.campaign)
        for each in Alone(campaigns).seen(phase, phase + 3600)
    ]
    assert list(Alone(campaigns, phase).seen(0, 3600)) == later
