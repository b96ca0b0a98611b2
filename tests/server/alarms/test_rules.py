"""An alarm is raised once and cleared once, however a display wavers, and soon enough."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from control_server.alarms.rules import CLEARED_AFTER, GATHERED, RAISED_AFTER, AlarmNews, Alarms
from tests.server.simulator import START

SECOND = timedelta(seconds=1)


def run(alarms: Alarms, seconds: range, *ill: str, unknown: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    """What is told in these seconds, while these displays are in trouble: `+gara` is raised, `-gara` cleared."""
    told = []
    for second in seconds:
        now = START + second * SECOND
        news = alarms.look(dict.fromkeys(ill, now), unknown, now)
        told += [(second, f"+{each}") for each in news.raised] + [(second, f"-{each}") for each in news.cleared]
    return told


def test_trouble_is_told_once_and_so_is_its_end() -> None:
    alarms = Alarms({})
    assert run(alarms, range(300), "gara") == [(55, "+gara")]
    assert alarms.open == {"gara": START + 45 * SECOND}
    assert run(alarms, range(300, 900)) == [(420, "-gara")]
    assert alarms.open == {}


def test_what_is_over_soon_is_not_told() -> None:
    alarms = Alarms({})
    assert run(alarms, range(44), "gara") == run(alarms, range(44, 900)) == []


def test_one_that_wavers_raises_one_alarm() -> None:
    alarms, told = Alarms({}), []
    for start in range(0, 3000, 100):
        told += run(alarms, range(start, start + 60), "gara") + run(alarms, range(start + 60, start + 100))
    assert told == [(55, "+gara")]


def test_what_is_raised_together_is_one_message() -> None:
    alarms = Alarms({})
    news = [AlarmNews({}, {})]
    for second in range(60):
        ill = {"gara": START} | ({"piata": START} if second >= 5 else {})
        news.append(alarms.look(ill, (), START + second * SECOND))
    assert [sorted(each.raised) for each in news if each] == [["gara", "piata"]]


def test_of_what_is_unknown_nothing_changes() -> None:
    alarms = Alarms({"gara": START})
    assert run(alarms, range(600), unknown=("gara", "piata")) == []
    assert run(alarms, range(600, 800)) == [(720, "-gara")]


def test_trouble_counts_from_when_it_began_not_from_when_it_was_seen() -> None:
    alarms, now = Alarms({}), START + RAISED_AFTER
    assert not alarms.look({"gara": START}, (), now)
    assert alarms.look({"gara": START}, (), now + GATHERED).raised == {"gara": now}


def test_a_clock_that_is_set_back_neither_raises_nor_holds_back() -> None:
    alarms = Alarms({})
    assert run(alarms, range(10_000, 10_030), "gara") == []
    assert run(alarms, range(0, 60), "gara") == [(55, "+gara")]
    assert run(alarms, range(10_000, 10_100)) == []
    assert run(alarms, range(0, 200)) == [(120, "-gara")]


@given(st.lists(st.tuples(st.sampled_from(["ill", "well", "unknown"]), st.integers(1, 200)), max_size=20))
def test_raised_and_cleared_take_turns_and_come_in_time(history: list[tuple[str, int]]) -> None:
    alarms, told, second, ill, well = Alarms({}), [], 0, 0, 0
    for state, lasts in history:
        for _ in range(lasts):
            second += 1
            ill = ill + 1 if state == "ill" else 0 if state == "well" else ill
            well = well + 1 if state == "well" else 0 if state == "ill" else well
            now = START + second * SECOND
            news = alarms.look({"gara": now} if state == "ill" else {}, ("gara",) if state == "unknown" else (), now)
            told += [1] * len(news.raised) + [0] * len(news.cleared)
            if state == "ill" and ill > (RAISED_AFTER + GATHERED) / SECOND + 1 and "unknown" not in dict(history):
                assert told and told[-1] == 1
            if state == "well" and well > CLEARED_AFTER / SECOND + 1 and "unknown" not in dict(history):
                assert not told or told[-1] == 0
    assert all(told[at] == (at + 1) % 2 for at in range(len(told)))
