"""What the server knows of its displays right now, by the clock."""

from datetime import timedelta

import pytest

from content import wire
from control_server.devices.fleet import Fleet, Heard, Pictured, Presence
from tests.server.simulator import START, glass

SECOND = timedelta(seconds=1)


def status(display: str = "gara", count: int | None = None, *, online: bool = True) -> wire.Status:
    shown = None if count is None else glass(count, START)
    return wire.Status(display=display, online=online, glass=shown)


async def test_a_listener_hears_everything_in_order_from_when_it_listens() -> None:
    fleet = Fleet()
    fleet.heard(status("piata"), START)
    with fleet.subscribed() as listener:
        assert fleet.listeners == 1
        fleet.heard(status(count=1), START)
        fleet.pictured("gara", b"png", None, START)
        fleet.look_round(START + 60 * SECOND)
        fleet.close()
        assert [event async for event in listener] == [
            Heard("gara", status(count=1), changed=True),
            Presence("gara", online=True),
            Pictured("gara", glass(1, START), b"png"),
            Presence("piata", online=False),
            Presence("gara", online=False),
        ]
    assert fleet.listeners == 0


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
    fleet = Fleet()
    assert not fleet.picture_behind("gara", START)
    fleet.heard(status(count=1), START)
    assert fleet.picture_behind("gara", START)
    fleet.pictured("gara", b"png", glass(1, START), START)
    assert not fleet.picture_behind("gara", START)
    fleet.heard(status(count=2), START)
    assert fleet.picture_behind("gara", START)
    assert not fleet.picture_behind("gara", START + 61 * SECOND)
