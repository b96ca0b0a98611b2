"""When a campaign runs, as people fill it in: from a pack, and into one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import strict_yaml
from content.explain import occasions
from content.explain.occasions import WEEK, Occasions
from content.pack.model import Campaign

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MINUTES = st.integers(0, 1439)


@st.composite
def told(draw: st.DrawFn) -> Occasions:
    """What can be filled in."""
    first = draw(st.none() | DAYS)
    last = draw(st.none() | DAYS.filter(lambda day: first is None or day >= first))
    every = draw(st.sampled_from((1, 1, 2, 3, 21))) if first else 1
    hours = [(start, end if end > start else end + 1440) for start, end in draw(pairs())]
    weekdays = draw(
        st.sampled_from((WEEK, frozenset(range(5)), frozenset({0, 3}))) | st.frozensets(st.integers(0, 6), min_size=1)
    )
    return Occasions(first, last, weekdays, every, tuple(hours))


def pairs() -> st.SearchStrategy[list[tuple[int, int]]]:
    return st.lists(st.tuples(MINUTES, MINUTES).filter(lambda each: each[0] != each[1]), max_size=2)


def campaign(**keys: object) -> Campaign:
    own = {"id": "a", "playlist": "b", **{key.replace("_", ""): value for key, value in keys.items()}}
    made: Campaign = strict_yaml.typed(own, Campaign, "campaigns.yaml")
    return made


@given(told())
def test_what_is_filled_in_is_read_back_from_the_pack(filled: Occasions) -> None:
    assert occasions.of(campaign(**occasions.written(filled))) == filled


@pytest.mark.parametrize(
    ("keys", "filled"),
    [
        ({}, Occasions()),
        (
            {"dayparts": [{"days": "mon-fri", "from": "07:00", "to": "22:00"}]},
            Occasions(weekdays=frozenset(range(5)), hours=((420, 1320),)),
        ),
        (
            {"from": "2026-11-02", "rrule": "FREQ=WEEKLY;BYDAY=MO,TH"},
            Occasions(date(2026, 11, 2), weekdays=frozenset({0, 3})),
        ),
        ({"dayparts": [{"from": "22:00", "to": "02:00"}]}, Occasions(hours=((1320, 1560),))),
        ({"exdate": ["2026-12-26"]}, Occasions()),
    ],
)
def test_what_stands_in_a_pack_is_filled_in(keys: dict[str, object], filled: Occasions) -> None:
    assert occasions.of(campaign(**keys)) == filled


@pytest.mark.parametrize(
    "keys",
    [
        {"from": "2026-11-02T08:00"},
        {"rdate": ["2026-11-12"]},
        {"from": "2026-11-02", "rrule": "FREQ=MONTHLY;BYDAY=1MO"},
        {"from": "2026-11-02", "rrule": "FREQ=WEEKLY;BYDAY=MO;COUNT=4"},
        {
            "from": "2026-11-02",
            "rrule": "FREQ=WEEKLY;BYDAY=MO",
            "dayparts": [{"days": "mon", "from": "07:00", "to": "08:00"}],
        },
        {
            "dayparts": [
                {"days": "mon", "from": "07:00", "to": "08:00"},
                {"days": "tue", "from": "07:00", "to": "08:00"},
            ]
        },
    ],
)
def test_what_cannot_be_filled_in_is_told_as_none(keys: dict[str, object]) -> None:
    assert occasions.of(campaign(**keys)) is None


@pytest.mark.parametrize(
    ("filled", "problem"),
    [
        (Occasions(weekdays=frozenset()), "found no weekday"),
        (Occasions(first=date(2026, 12, 2), last=date(2026, 12, 1)), "before the first"),
        (Occasions(every=2), "without a first day"),
        (Occasions(hours=((60, 60),)), "two different times"),
    ],
)
def test_what_never_runs_is_refused(filled: Occasions, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        occasions.written(filled)
