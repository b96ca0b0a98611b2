"""An hour told shortly: each page once, then that it goes on; and each slide's share of it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.resolve import Schedule, Showing
from control_server.wall import next_hour

START = datetime(2026, 11, 23, 10, tzinfo=UTC)  # noon in Bucharest
EVERY = tuple(range(7))


def plan(slides: int, *, rush: bool = False, closes: int = 24) -> Plan:
    names = tuple(f"s{n}" for n in range(slides))
    turns = (Turn(lang="ro", seconds=10),)
    entries = [Entry(campaign="always", slides=names)]
    if rush:
        window = Window(days=EVERY, start=12 * 60 + 30, end=13 * 60)
        entries.append(Entry(campaign="rush", slides=names[:1], priority=1, dayparts=(window,)))
    hours = (Window(days=EVERY, start=0, end=closes * 60),)
    items = {name: Item(turns=turns) for name in names}
    return Plan(timezone="Europe/Bucharest", hours=hours, items=items, entries=tuple(entries))


def sections(of: Plan) -> list[next_hour.HourSection]:
    return next_hour.sections(next_hour.showings(Schedule(of), START))


def test_one_slide_is_said_once() -> None:
    (section,) = sections(plan(1))
    assert [(row.slide, row.since) for row in section.rows] == [("s0", START)]
    assert section.again
    assert section.until >= START + next_hour.LENGTH


def test_a_rotation_is_said_once_around() -> None:
    (section,) = sections(plan(3))
    assert [row.slide for row in section.rows] == ["s0", "s1", "s2"]
    assert [row.since - START for row in section.rows] == [timedelta(seconds=n) for n in (0, 10, 20)]
    assert section.again


def test_each_change_of_the_plan_begins_a_section() -> None:
    before, rush = sections(plan(2, rush=True))
    assert [row.campaign for row in (*before.rows, *rush.rows)] == ["always", "always", "rush"]
    assert before.until == rush.rows[0].since == START + timedelta(minutes=30)


def test_a_long_rotation_is_cut() -> None:
    (section,) = sections(plan(40))
    assert len(section.rows) == 12
    assert section.again


def test_off_is_said_once_and_not_again() -> None:
    (off,) = sections(plan(1, closes=12))
    assert [row.state for row in off.rows] == ["off"]
    assert not off.again


@given(slides=st.integers(1, 30), rush=st.booleans(), closes=st.integers(12, 14))
def test_nothing_is_left_out_unless_it_is_cut(slides: int, rush: bool, closes: int) -> None:
    hour = next_hour.showings(Schedule(plan(slides, rush=rush, closes=closes)), START)
    parts = next_hour.sections(hour)
    rows = [row for section in parts for row in section.rows]
    assert [row.since for row in rows] == sorted(row.since for row in rows)
    assert all(row in [each.showing for each in hour] for row in rows)
    assert {row.slide for row in rows} == {each.showing.slide for each in hour} or any(
        len(section.rows) == 12 for section in parts
    )
    shares = next_hour.shares(hour, START)
    assert sum(share.seconds for share in shares) == next_hour.LENGTH.total_seconds()
    assert sum(share.minutes for share in shares) == 60
    assert [share.seconds for share in shares] == sorted((share.seconds for share in shares), reverse=True)
    assert set(next_hour.colours(shares, [])) >= {share.slide for share in shares}


def share(slide: str) -> next_hour.HourShare:
    return next_hour.HourShare(slide, "", 0, 60, 1)


def test_a_slide_keeps_its_colour_from_hour_to_hour() -> None:
    planned = ["b", "a", "c", "call.announced", "call"]
    whole = next_hour.colours([share("c"), share("a"), share("b"), share("call")], planned)
    assert whole == {None: 0, "a": 1, "b": 2, "c": 3, "call": 4}
    assert next_hour.colours([share("call.announced"), share("c")], planned) == {None: 0, "call.announced": 4, "c": 3}


def test_slides_of_an_hour_differ_in_colour_while_there_are_colours() -> None:
    planned = [f"s{n:02}" for n in range(25)]
    colours = next_hour.colours([share(planned[n]) for n in (0, 10, 20, 1)], planned)
    assert sorted(colours.values()) == [0, 1, 2, 3, 4]
    assert len(next_hour.colours([share(each) for each in planned], planned)) == 26


def test_minutes_add_up() -> None:
    shares = next_hour.shares(next_hour.showings(Schedule(plan(7)), START), START)
    assert [each.minutes for each in shares] == [9, 9, 9, 9, 8, 8, 8]


def test_one_page_that_goes_on_is_one_row() -> None:
    def showing(slide: str, minute: int) -> Showing:
        since = START + timedelta(minutes=minute)
        return Showing(state="showing", since=since, until=since + timedelta(minutes=1), slide=slide, lang="ro")

    hour = [next_hour.ActiveShowing(showing(slide, n), ()) for n, slide in enumerate("aaab")]
    (section,) = next_hour.sections(hour)
    assert [row.slide for row in section.rows] == ["a", "b"]
    assert not section.again
