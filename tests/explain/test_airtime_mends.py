"""A mend of a short topic does what it says, by the forecast of the pack in which it is written; else there is none."""

import msgspec
import pytest

from content.explain.airtime import topics
from content.explain.airtime_mends import mends
from content.pack.model import Pack
from content.publication.planner import plan_for
from content.schedule.plan import Plan
from tests import sample
from tests.explain.cases import characters
from tests.explain.test_airtime import ASKED, LISTS, TWO, coming


def plans(pack: Pack) -> dict[str, Plan]:
    return {name: plan_for(pack, display, characters) for name, display in pack.displays.items()}


def with_share(pack: Pack, campaign: str, share: int) -> Pack:
    other = msgspec.structs.replace(pack.campaigns[campaign], share=share)
    return msgspec.structs.replace(pack, campaigns={**pack.campaigns, campaign: other})


def test_the_smallest_share_with_which_nothing_is_short() -> None:
    pack = sample.parsed(city=ASKED, playlists=LISTS, campaigns=TWO)
    told = topics(coming(plans(pack)))
    (mend,) = mends(told, plans(pack), coming)
    assert (mend.kind, mend.campaign, set(mend.displays)) == ("consultation", "calls", {"gara", "piata"})
    then = topics(coming(plans(with_share(pack, "calls", mend.share))))
    assert [each.short for each in then] == [(), ()]
    assert mend.after == {each.kind: each.part for each in then}
    assert mend.topics == {each.kind: each.part for each in told}
    less = topics(coming(plans(with_share(pack, "calls", mend.share - 1))))
    assert [each.short for each in less if each.kind == "consultation"] == [("gara",)]
    assert mend.was < 0.42 < 0.6 < mend.part == pytest.approx(mend.share / (mend.share + 3))


def test_no_mend_where_another_topic_would_be_short_then() -> None:
    asked = ASKED.replace("{consultation: 0.4}", "{consultation: 0.4, notice: 0.59}")
    pack = sample.parsed(city=asked, playlists=LISTS, campaigns=TWO)
    assert mends(topics(coming(plans(pack))), plans(pack), coming) == []


@pytest.mark.parametrize(
    "campaigns",
    [
        TWO.replace("12:00", "23:00"),  # masked for nearly all of the day
        "campaigns: [{id: notices, playlist: notices}]",  # nobody shows the topic
    ],
)
def test_no_mend_where_no_share_is_enough(campaigns: str) -> None:
    pack = sample.parsed(city=ASKED, playlists=LISTS, campaigns=campaigns)
    assert mends(topics(coming(plans(pack))), plans(pack), coming) == []
