"""A plan travels: what comes off the wire plays as what was sent, and what an older player does not know passes."""

from datetime import datetime, timedelta

import msgspec
from hypothesis import given, settings

from content.schedule.plan import ALL_DAY, Entry, Item, Plan, Turn
from content.schedule.resolve import timeline
from content.wire import decode, encode
from tests.schedule.plans import planned_moments


@given(planned_moments())
@settings(max_examples=40, deadline=None)
def test_a_plan_off_the_wire_plays_the_same(planned: tuple[Plan, datetime]) -> None:
    of, now = planned
    again = decode(encode(of), Plan, "plan")
    assert again == of
    assert list(timeline(again, now, now + timedelta(minutes=20))) == list(
        timeline(of, now, now + timedelta(minutes=20))
    )


def test_fields_of_newer_servers_pass() -> None:
    plan = Plan(
        timezone="Europe/Bucharest",
        items={"a": Item(turns=(Turn(lang="ro", seconds=9),), kind="notice")},
        entries=(Entry(campaign="c", slides=("a",), dayparts=ALL_DAY),),
    )
    sent = msgspec.json.decode(encode(plan))
    for part in (sent, sent["items"]["a"], sent["items"]["a"]["turns"][0], sent["entries"][0]):
        part["of-the-year-2030"] = {"x": 1}
    sent["entries"][0]["dayparts"][0]["of-the-year-2030"] = 1
    assert decode(msgspec.json.encode(sent), Plan, "plan") == plan


def test_all_day_is_every_minute_of_the_week() -> None:
    (window,) = ALL_DAY
    assert (window.days, window.start, window.end) == (tuple(range(7)), 0, 24 * 60)
