"""Who plays what when: the edge cases by hand, the rest by property; `test_oracle` walks whole packs."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.resolve import Schedule, Showing, resolve, timeline
from tests.schedule.plans import crowded, planned_moments

BUCHAREST = ZoneInfo("Europe/Bucharest")
EVERY_DAY = tuple(range(7))


def local(text: str, zone: ZoneInfo = BUCHAREST, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def item(*langs: str, seconds: int = 10, opens: datetime | None = None, ends: datetime | None = None) -> Item:
    turns = tuple(Turn(lang=lang, seconds=seconds) for lang in langs or ("ro",))
    return Item(turns=turns, opens=opens, ends=ends)


def window(start: str, end: str, *days: int) -> Window:
    minutes = [int(text[:2]) * 60 + int(text[3:]) for text in (start, end)]
    return Window(days=days or EVERY_DAY, start=minutes[0], end=minutes[1] + (1440 if minutes[1] < minutes[0] else 0))


def plan(items: dict[str, Item], *entries: Entry, hours: tuple[Window, ...] = ()) -> Plan:
    return Plan(timezone="Europe/Bucharest", hours=hours, items=items, entries=entries)


def seen(of: Plan, text: str, fold: int = 0) -> str:
    showing = resolve(of, local(text, fold=fold))
    return showing.slide or showing.state


# --- the rules one by one ------------------------------------------------------------------------------------------


def test_the_rotation_starts_at_local_midnight_and_is_a_function_of_the_clock() -> None:
    of = plan({"a": item(), "b": item(seconds=20)}, Entry(campaign="c", slides=("a", "b")))
    midnight = local("2026-06-15T00:00")
    assert resolve(of, midnight + timedelta(seconds=3605)) == Showing(  # 120 loops of 30 s and 5 s
        state="showing",
        since=midnight + timedelta(seconds=3600),
        until=midnight + timedelta(seconds=3610),
        slide="a",
        lang="ro",
        campaign="c",
    )


def test_the_last_turn_of_a_day_is_cut_at_midnight() -> None:
    of = plan({"a": item(seconds=17)}, Entry(campaign="c", slides=("a",)))
    last = resolve(of, local("2026-06-15T23:59:59"))
    assert last.until == local("2026-06-16T00:00")
    assert resolve(of, last.until).since == last.until


def test_a_slide_leaves_at_its_very_minute() -> None:
    ends = local("2026-12-06T23:59")
    of = plan({"call": item(ends=ends), "b": item()}, Entry(campaign="c", slides=("call", "b")))
    around = list(timeline(of, ends - timedelta(minutes=1), ends + timedelta(minutes=1)))
    assert any(s.slide == "call" for s in around if s.since < ends)
    assert {s.slide for s in around if s.until > ends} == {"b"}
    assert all(s.until <= ends or s.since >= ends for s in around)


def test_a_slide_that_opens_restarts_the_rotation_at_that_minute() -> None:
    opens = local("2026-06-15T10:00:30")
    of = plan({"a": item(seconds=19), "b": item(opens=opens)}, Entry(campaign="c", slides=("a", "b")))
    before, after = resolve(of, opens - timedelta(seconds=1)), resolve(of, opens)
    assert before.until == opens == after.since
    assert (after.slide, after.until) == ("a", opens + timedelta(seconds=19))


def test_the_highest_active_priority_plays_alone() -> None:
    of = plan(
        {"a": item(), "b": item()},
        Entry(campaign="low", slides=("a",), share=1000),
        Entry(campaign="high", slides=("b",), priority=5, dayparts=(window("10:00", "11:00"),)),
    )
    shown = {s.slide for s in timeline(of, local("2026-06-15T10:00"), local("2026-06-15T11:00"))}
    assert shown == {"b"}
    assert seen(of, "2026-06-15T09:59:59") == seen(of, "2026-06-15T11:00") == "a"


def test_a_campaign_of_high_priority_without_an_open_slide_gives_way() -> None:
    over = item(ends=local("2026-06-01T00:00"))
    of = plan(
        {"a": item(), "b": over}, Entry(campaign="x", slides=("a",)), Entry(campaign="y", slides=("b",), priority=9)
    )
    assert seen(of, "2026-06-15T12:00") == "a"


def test_a_daypart_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    friday_night = window("22:00", "02:00", 4)
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",), dayparts=(friday_night,)))
    shown = {text: seen(of, text) for text in ("2026-06-19T01:00", "2026-06-19T22:00", "2026-06-20T01:59:59")}
    assert shown == {"2026-06-19T01:00": "neutral", "2026-06-19T22:00": "a", "2026-06-20T01:59:59": "a"}
    assert seen(of, "2026-06-20T02:00") == seen(of, "2026-06-20T22:00") == "neutral"


def test_nothing_active_is_neutral_until_something_is() -> None:
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",), dayparts=(window("07:00", "22:00"),)))
    showing = resolve(of, local("2026-06-15T05:00"))
    assert showing == Showing(state="neutral", since=local("2026-06-15T00:00"), until=local("2026-06-15T07:00"))


def test_outside_hours_a_display_is_off() -> None:
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",)), hours=(window("06:00", "23:00"),))
    night = Showing(state="off", since=local("2026-06-15T23:00"), until=local("2026-06-16T06:00"))
    assert [resolve(of, local(f"2026-06-{at}")) for at in ("15T23:00", "16T00:00", "16T05:59:59")] == [night] * 3
    assert seen(of, "2026-06-16T06:00") == "a"


def test_off_is_said_until_the_display_is_on_whatever_midnights_are_between() -> None:
    """A weekend, and a week whose only hours the change of the clocks swallows."""
    weekdays = window("08:00", "17:00", 0, 1, 2, 3, 4)
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",)), hours=(weekdays,))
    weekend = Showing(state="off", since=local("2026-06-12T17:00"), until=local("2026-06-15T08:00"))
    assert [resolve(of, local(f"2026-06-{day}T12:00")) for day in (13, 14)] == [weekend] * 2
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",)), hours=(window("03:30", "04:15", 6),))
    weeks = Showing(state="off", since=local("2026-03-22T04:15"), until=local("2026-04-05T03:30"))
    assert [resolve(of, local(f"2026-{day}T12:00")) for day in ("03-22", "03-29", "04-04")] == [weeks] * 3


def test_a_display_that_is_never_on_is_off_day_by_day() -> None:
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",)), hours=(Window(days=(), start=0, end=60),))
    assert resolve(of, local("2026-06-15T12:00")) == Showing(
        state="off", since=local("2026-06-15T00:00"), until=local("2026-06-16T00:00")
    )


def test_a_showing_is_cut_when_the_display_goes_off() -> None:
    of = plan({"a": item(seconds=17)}, Entry(campaign="c", slides=("a",)), hours=(window("06:00", "23:00"),))
    first, last = resolve(of, local("2026-06-15T06:00")), resolve(of, local("2026-06-15T22:59:59"))
    assert (first.since, last.until) == (local("2026-06-15T06:00"), local("2026-06-15T23:00"))
    assert first.until - first.since < timedelta(seconds=17)
    assert last.until - last.since < timedelta(seconds=17)


def test_hours_hide_the_rotation_and_do_not_restart_it() -> None:
    items = {"a": item("ro", "en", seconds=11), "b": item("ro", "en", seconds=13)}
    entry = Entry(campaign="c", slides=("a", "b"))
    early = plan(items, entry, hours=(window("06:00", "23:00"),))
    late = plan(items, entry, hours=(window("06:30", "21:00"),))
    for minute in range(30 * 60, 40 * 60, 7):
        now = local("2026-06-15T06:00") + timedelta(seconds=minute)
        one, other = resolve(early, now), resolve(late, now)
        assert (one.slide, one.lang, one.until) == (other.slide, other.lang, other.until)


def test_an_edge_that_changes_nothing_does_not_cut_a_showing() -> None:
    of = plan(
        {"a": item(seconds=20)},
        Entry(campaign="c", slides=("a",), dayparts=(window("08:00", "10:00"), window("09:00", "12:00"))),
    )
    assert resolve(of, local("2026-06-15T09:00")).since == local("2026-06-15T09:00")  # 3,600 s are 180 whole turns
    assert len({s.since for s in timeline(of, local("2026-06-15T08:00"), local("2026-06-15T12:00"))}) == 720


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("03:30", "05:00", ("04:30", "05:00")),  # 03:30 does not exist: read with the offset before, it is 04:30
        ("02:00", "03:30", ("02:00", "04:30")),  # the same instant, as an end
        ("03:15", "03:45", ("04:15", "04:45")),
        ("03:30", "04:15", None),  # 04:30 to 04:15: no length
    ],
)
def test_the_gap_in_spring(start: str, end: str, expected: tuple[str, str] | None) -> None:
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",), dayparts=(window(start, end),)))
    shown = [s for s in timeline(of, local("2026-03-29T00:00"), local("2026-03-29T12:00")) if s.slide]
    if expected is None:
        assert shown == []
    else:
        first, last = (local(f"2026-03-29T{text}") for text in expected)
        assert (shown[0].since, shown[-1].until) == (first, last)


def test_the_fold_in_autumn_is_its_first_occurrence() -> None:
    of = plan({"a": item()}, Entry(campaign="c", slides=("a",), dayparts=(window("03:30", "03:45"),)))
    assert seen(of, "2026-10-25T03:30", fold=0) == "a"
    assert seen(of, "2026-10-25T03:30", fold=1) == "neutral"
    through = plan({"a": item()}, Entry(campaign="c", slides=("a",), dayparts=(window("03:30", "04:30"),)))
    shown = [s for s in timeline(through, local("2026-10-25T00:00"), local("2026-10-25T12:00")) if s.slide]
    assert shown[-1].until - shown[0].since == timedelta(hours=2)


def test_a_daypart_that_should_have_ended_on_a_day_that_did_not_happen() -> None:
    """Apia had no 30 December 2011: 30 December 00:30 is read with the offset of before, 31 December 00:30."""
    night = Window(days=(3,), start=22 * 60, end=24 * 60 + 30)
    of = Plan(
        timezone="Pacific/Apia", items={"a": item()}, entries=(Entry(campaign="c", slides=("a",), dayparts=(night,)),)
    )
    apia = ZoneInfo("Pacific/Apia")
    shown = [s for s in timeline(of, local("2011-12-29T00:00", apia), local("2012-01-01T00:00", apia)) if s.slide]
    assert (shown[0].since, shown[-1].until) == (local("2011-12-29T22:00", apia), local("2011-12-31T00:30", apia))


def test_an_empty_plan_is_neutral() -> None:
    showing = resolve(Plan(timezone="Europe/Bucharest"), local("2026-10-25T12:00"))
    assert showing.state == "neutral"
    assert showing.until - showing.since == timedelta(hours=25)


def test_a_plan_from_elsewhere_may_name_slides_it_does_not_have() -> None:
    of = plan({"a": item(seconds=0), "b": Item(turns=())}, Entry(campaign="c", slides=("a", "b", "gone"), share=0))
    shown = list(itertools.islice(timeline(of, local("2026-06-15T00:00"), local("2026-06-16T00:00")), 5))
    assert [s.slide for s in shown] == ["a"] * 5


# --- properties ----------------------------------------------------------------------------------------------------


@given(planned_moments(), st.floats(0, 1, exclude_max=True))
@settings(deadline=None)
def test_a_showing_holds_until_it_says(planned: tuple[Plan, datetime], part: float) -> None:
    of, now = planned
    showing = resolve(of, now)
    assert showing.since <= now < showing.until
    within = showing.since + (showing.until - showing.since) * part
    assert resolve(of, min(within, showing.until - timedelta(microseconds=1))) == showing
    assert resolve(of, showing.since) == showing
    assert resolve(of, showing.until).since == showing.until


@given(planned_moments())
@settings(max_examples=40, deadline=None)
def test_a_timeline_has_no_gap_and_no_overlap_and_remembers_nothing(planned: tuple[Plan, datetime]) -> None:
    of, start = planned
    end = start + timedelta(hours=2)
    showings = list(timeline(of, start, end))
    assert showings[0].since <= start < showings[0].until
    assert showings[-1].since < end <= showings[-1].until
    assert all(one.until == next_.since for one, next_ in itertools.pairwise(showings))
    asked_backwards = Schedule(of)
    for showing in reversed(showings):
        assert asked_backwards.resolve(showing.since) == showing


@given(crowded())
@settings(max_examples=60, deadline=None)
def test_a_day_of_many_edges_walks_as_it_is_asked(planned: tuple[Plan, date]) -> None:
    of, day = planned
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(microseconds=1)
    schedule, end = Schedule(of), at + timedelta(hours=24)
    for showing in Schedule(of).timeline(at, end):
        assert schedule.resolve(at) == showing
        at = showing.until
    assert at >= end


@given(planned_moments(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_entries_and_items_does_not_matter(planned: tuple[Plan, datetime], random: object) -> None:
    of, now = planned
    entries, items = list(of.entries), list(of.items.items())
    random.shuffle(entries)  # type: ignore[attr-defined]
    random.shuffle(items)  # type: ignore[attr-defined]
    other = msgspec.structs.replace(of, items=dict(items), entries=tuple(entries))
    assert list(timeline(of, now, now + timedelta(minutes=20))) == list(
        timeline(other, now, now + timedelta(minutes=20))
    )


def test_a_schedule_ahead_is_the_one_of_that_phase_and_the_other_stays_as_it_is() -> None:
    of = plan({"a": item(), "b": item(seconds=20)}, Entry(campaign="c", slides=("a", "b")))
    other = msgspec.structs.replace(of, phase=7)
    schedule, at = Schedule(of), local("2026-06-15T12:00")
    assert schedule.ahead(0) is schedule
    ahead = schedule.ahead(7)
    assert ahead.plan == other
    for seconds in range(0, 120, 7):
        then = at + timedelta(seconds=seconds)
        assert (ahead.resolve(then), schedule.resolve(then)) == (resolve(other, then), resolve(of, then))
