"""Who gives back a place. With real connections: test_connections."""

import resource

import pytest

from content.findings import BusyError
from control_server.http.places import ConnectionLimits, Places, fitting_limits, network_of
from control_server.metrics import Metrics


class Waiting:
    """A connection that remembers why it ended."""

    def __init__(self, places: Places, network: str) -> None:
        self.network, self.why = network, ""
        self._places = places

    def end(self, why: str) -> None:
        self.why = why
        self._places.free(self)


def test_the_largest_network_gives_back_the_place_that_waits_longest() -> None:
    places = Places(ConnectionLimits(places=6), Metrics())
    many, few = [Waiting(places, "10.0.0.1") for _ in range(4)], [Waiting(places, "10.0.0.2") for _ in range(2)]
    assert all(places.take(each) for each in (*few, *many))
    places.running(many[0])
    assert places.take(Waiting(places, "10.0.0.3"))
    assert [each.why for each in (*many, *few)] == ["", "place", "", "", "", ""]
    places.waiting(many[0])  # answered: it waits since then, and many[2] for longer
    assert places.take(Waiting(places, "10.0.0.3"))
    assert [each.why for each in (*many, *few)] == ["", "place", "place", "", "", ""]
    assert places.taken == 6


def test_a_place_is_given_back_once() -> None:
    places = Places(ConnectionLimits(places=2), Metrics())
    one, other = Waiting(places, "10.0.0.1"), Waiting(places, "10.0.0.1")
    assert places.take(one) and places.take(other)
    for _ in range(2):
        places.free(one)
    places.waiting(one)
    places.running(one)
    assert places.taken == 1


def test_running_requests_keep_their_places_and_leave_a_quarter_to_other_networks() -> None:
    places = Places(ConnectionLimits(places=4), Metrics())
    busy = [Waiting(places, "10.0.0.1") for _ in range(4)]
    for each in busy:
        assert places.take(each)
    for each in busy[:3]:
        places.running(each)
    with pytest.raises(BusyError, match="3 requests from there are answered, expected to be asked again soon"):
        places.running(busy[3])
    other = Waiting(places, "10.0.0.2")
    assert places.take(other)
    places.running(other)
    assert busy[3].why == "place"
    assert not places.take(Waiting(places, "10.0.0.3"))


def test_answers_that_nobody_takes_are_bounded_together() -> None:
    places = Places(ConnectionLimits(places=100, answers=1_000), Metrics())
    many, few = [Waiting(places, "10.0.0.1") for _ in range(20)], [Waiting(places, "10.0.0.2") for _ in range(2)]
    for each in (*few, *many):
        assert places.take(each)
        places.running(each)
    for each in (*few, *many[:8]):
        places.waiting(each, sending=100)
    assert not any(each.why for each in (*many, *few))
    for each in many[8:]:
        places.waiting(each, sending=100)
    assert [each.why for each in many] == ["answers"] * 12 + [""] * 8
    assert [each.why for each in few] == ["", ""]
    for each in (*many, *few):
        places.waiting(each)  # all is sent
    large = Waiting(places, "10.0.0.3")
    assert places.take(large)
    places.waiting(large, sending=5_000)  # alone it may be larger
    assert large.why == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_whom_a_connection_counts_for(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(("descriptors", "places"), [(1_024, 384), (19_000, 8_000), (256, 32)])
def test_there_are_as_many_places_as_descriptors_for_them(descriptors: int, places: int) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, before[1]))
    try:
        assert fitting_limits().places == places
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
