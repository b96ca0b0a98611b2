"""What the server knows of its displays right now, by the clock."""

from datetime import datetime, timedelta

import pytest

from content import wire
from control_server.devices.fleet import Fleet, Heard, Pictured, Presence
from control_server.storage.glasses import GlassPicture
from tests.server.simulator import START, glass

SECOND = timedelta(seconds=1)


def status(display: str = "gara", count: int | None = None, *, online: bool = True) -> wire.Status:
    shown = None if count is None else glass(count, START)
    return wire.Status(display=display, online=online, glass=shown)


def of(count: int) -> GlassPicture:
    return GlassPicture(glass=glass(count, START), at=START, number=1)


async def test_a_listener_hears_everything_in_order_from_when_it_listens() -> None:
    fleet = Fleet(pictures={"gara": of(1)})
    fleet.heard(status("piata"), START)
    with fleet.subscribed() as listener:
        fleet.heard(status(count=1), START)
        fleet.heard(status(count=1), START)
        fleet.pictured("gara", b"png")
        fleet.look_round(START + 60 * SECOND)
        fleet.close()
        assert [event async for event in listener] == [
            Heard("gara", status(count=1)),
            Presence("gara", online=True),
            Pictured("gara", glass(1, START), b"png"),
            Presence("gara", online=False),
            Presence("piata", online=False),
        ]


async def test_a_listener_that_falls_behind_loses_the_oldest() -> None:
    fleet = Fleet()
    with fleet.subscribed() as listener:
        for number in range(1001):
            fleet.tell(Presence(str(number), online=True))
        fleet.close()
        heard = [event.display async for event in listener]
    assert heard == [str(number) for number in range(2, 1001)]


def test_what_was_stored_is_known_from_the_start_and_kept_once() -> None:
    fleet = Fleet({"gara": (status(), START)})
    assert fleet.online("gara", START)
    assert fleet.take_dirty() == {}
    fleet.heard(status("piata"), START)
    assert fleet.take_dirty() == {"piata": (status("piata"), START)}
    assert fleet.take_dirty() == {}


@pytest.mark.parametrize(
    ("asked_again_after", "count", "wanted"),
    [(0.9, 2, False), (1.0, 2, True), (4.9, 1, False), (5.0, 1, True)],
)
def test_a_picture_is_asked_for_at_a_pace(asked_again_after: float, count: int, wanted: bool) -> None:
    fleet = Fleet()
    fleet.heard(status(count=1), START)
    assert fleet.wants_picture("gara", START)
    fleet.asked("gara", START)
    later = START + asked_again_after * SECOND
    fleet.heard(status(count=count), later)
    assert fleet.wants_picture("gara", later) is wanted


def test_only_a_display_that_is_online_and_has_changed_is_behind() -> None:
    pictures: dict[str, GlassPicture] = {}
    fleet = Fleet(pictures=pictures)
    assert not fleet.picture_behind("gara", START)
    fleet.heard(status(count=1), START)
    assert fleet.picture_behind("gara", START)
    pictures["gara"] = of(1)
    assert not fleet.picture_behind("gara", START)
    fleet.heard(status(count=2), START)
    assert fleet.picture_behind("gara", START)
    assert not fleet.picture_behind("gara", START + 61 * SECOND)


def test_at_most_twenty_displays_a_second_are_asked() -> None:
    fleet, displays = Fleet(), [f"d{number}" for number in range(50)]
    for display in displays:
        fleet.heard(status(display, 1), START)
    asked: list[str] = []
    with fleet.watches.watching(displays):
        for tenths in range(0, 31):
            now = START + SECOND * tenths / 10
            for display in fleet.to_ask(now):
                fleet.asked(display, now)
                asked.append(display)
            assert len(asked) == min(50, 20 * (1 + tenths // 10))
    assert sorted(asked) == sorted(displays)
    fleet.heard(status("d0", 2), START - 3600 * SECOND)
    with fleet.watches.watching(["d0"]):
        assert fleet.to_ask(START - 3600 * SECOND) == ["d0"]  # the clock was set back


# --- the look round ------------------------------------------------------------------------------------------------


class CountingFleet(Fleet):
    """Counts how often it is asked whether a display is online."""

    asked_online = 0

    def online(self, display: str, now: datetime) -> bool:
        self.asked_online += 1
        return super().online(display, now)


def test_a_look_costs_work_for_those_that_may_have_gone() -> None:
    fleet, displays = CountingFleet(), [f"d{number}" for number in range(1000)]
    for second in range(120):  # each is heard every 20 s
        for display in displays[second % 20 :: 20]:
            fleet.heard(status(display), START + second * SECOND)
        before = fleet.asked_online
        fleet.look_round(START + second * SECOND)
        assert fleet.asked_online - before <= 2 * len(displays) / 20
    before = fleet.asked_online
    fleet.look_round(START + 120 * SECOND)
    fleet.look_round(START + 120 * SECOND)
    assert fleet.asked_online - before <= len(displays) / 20


async def test_who_went_is_noticed_also_after_the_clock_was_set_back() -> None:
    fleet, back = Fleet(), START - 3600 * SECOND
    fleet.heard(status("gara"), START)
    fleet.heard(status("piata"), START)
    fleet.look_round(START)
    with fleet.subscribed() as listener:
        fleet.look_round(back)
        fleet.heard(status("gara"), back + SECOND)
        fleet.look_round(back + 60 * SECOND)
        fleet.look_round(back + 61 * SECOND)
        fleet.close()
        assert [event async for event in listener] == [Presence("gara", online=False)]


async def test_who_was_online_when_the_server_stopped_is_looked_at_when_it_starts() -> None:
    fleet = Fleet({"gara": (status(), START), "piata": (status("piata"), START - 3600 * SECOND)})
    with fleet.subscribed() as listener:
        fleet.look_round(START + SECOND)
        fleet.look_round(START + 60 * SECOND)
        fleet.close()
        assert [event async for event in listener] == [Presence("gara", online=True), Presence("gara", online=False)]


async def test_who_comes_and_goes_often_is_looked_at_once() -> None:
    fleet = CountingFleet()
    for second in range(30):
        fleet.heard(status(), START + second * SECOND)
        fleet.heard(status(online=False), START + second * SECOND)
    before = fleet.asked_online
    fleet.look_round(START + 100 * SECOND)
    assert fleet.asked_online - before == 1


@pytest.mark.parametrize("only", [None, "gara", "piata"])
def test_only_displays_that_somebody_looks_at_are_to_be_asked(only: str | None) -> None:
    fleet = Fleet()
    for display in ("gara", "piata"):
        fleet.heard(status(display, 1), START)
    assert fleet.to_ask(START, only) == []
    with fleet.watches.watching(["gara", "necunoscut"]), fleet.watches.watching():
        assert fleet.to_ask(START, only) == (["gara"] if only != "piata" else [])
    with fleet.subscribed(pictures=True):
        assert sorted(fleet.to_ask(START, only)) == (["gara", "piata"] if only is None else [only])


async def test_what_another_server_has_heard_is_told_once_and_not_kept_again() -> None:
    fleet = Fleet()
    with fleet.subscribed() as listener:
        for word in (status(), status(), status(online=False)):
            fleet.take_up({"gara": (word, START)}, START)
        fleet.close()
        assert [event async for event in listener] == [
            Heard("gara", status()),
            Presence("gara", online=True),
            Heard("gara", status(online=False)),
            Presence("gara", online=False),
        ]
    assert fleet.statuses == {"gara": (status(online=False), START)}
    assert fleet.take_dirty() == {}
