"""One simulated display without a connection: what it notes of the heads that it is told, and what it asks for."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import wire
from content.wire import play_chain
from control_server.bench.fleet_tally import Round, Tally
from control_server.bench.simulated_display import SimulatedDisplay
from tests.server.bench.test_fleet_tally import signed

TOPIC = "x/manifest"


class Street:
    """What is around it: notes what it is asked for."""

    def __init__(self) -> None:
        self.chance, self.tally, self.round = random.Random(1), Tally(), Round()
        self.site = "oras"
        self.waits: list[float] = []
        self.asked = 0
        self.adopting: list[tuple[int, int]] = []

    def topic(self, name: str, display: str) -> str:
        return f"{display}/{name}"

    def note(self, when: dict[str, float], display: SimulatedDisplay) -> None:
        when.setdefault(display.name, len(when))

    def plays_kept(self, seconds: float) -> None:
        self.round.acks.append(seconds)

    def connect_after(self, wait_s: float, display: SimulatedDisplay) -> None:
        self.waits.append(wait_s)

    def ask(self, display: SimulatedDisplay) -> None:
        self.asked += 1

    def adopt(self, display: SimulatedDisplay, head: wire.Manifest) -> None:
        self.adopting.append(head.version)


@pytest.fixture
def street() -> Street:
    return Street()


def envelope(sequence: int, display: str = "gara") -> bytes:
    return signed(display, sequence)


@given(sequences=st.lists(st.integers(1, 9), max_size=12))
def test_in_whatever_order_heads_come_only_newer_ones_are_adopted(sequences: list[int]) -> None:
    street = Street()
    display = SimulatedDisplay(street, "gara", "secret")
    for sequence in sequences:
        display.heard(TOPIC, envelope(sequence))
    newer = [s for n, s in enumerate(sequences) if all(s > before for before in sequences[:n])]
    assert [sequence for _, sequence in street.adopting] == newer
    tally = street.tally
    assert tally.heads == len(newer) + tally.twice + tally.late == len(sequences)
    assert display.version == ((1, max(sequences)) if sequences else (0, 0))


def test_it_asks_for_its_manifest_whenever_it_is_connected(street: Street) -> None:
    display = SimulatedDisplay(street, "gara", "secret")
    display.accepted()
    display.subscribed()
    assert (street.asked, street.tally.connections, street.tally.statuses) == (1, 1, 1)
    display.lost()
    assert (display.is_up, street.tally.lost) == (False, 1)


def test_waits_grow_while_it_is_not_let_in_and_count_as_nothing_lost(street: Street) -> None:
    display = SimulatedDisplay(street, "gara", "secret")
    for _ in range(12):
        display.refused("full")
        display.lost()
    assert (street.tally.refused, street.tally.lost) == (12, 0)
    assert max(street.waits[:1]) <= 1.0 < max(street.waits) <= 60.0


def test_a_head_of_another_is_strange_and_other_topics_are_none(street: Street) -> None:
    display = SimulatedDisplay(street, "gara", "secret")
    display.heard("x/command", envelope(1))
    display.heard(TOPIC, envelope(1, "piata"))
    assert (street.tally.heads, street.tally.strange, street.adopting) == (1, 1, [])


def test_it_reports_what_it_adopted_and_not_what_it_was_only_told(street: Street) -> None:
    display = SimulatedDisplay(street, "gara", "secret")
    display.heard(TOPIC, envelope(1))
    assert display.adopted is None
    display.adopt()
    assert display.adopted is not None and display.adopted[0] == (1, 1)
    display.heard(TOPIC, envelope(2))
    assert display.adopted[0] == (1, 1)


def test_plays_are_numbered_without_gaps_and_their_acknowledgement_is_timed(street: Street) -> None:
    sent: list[bytes] = []

    class Heard(SimulatedDisplay):
        def send(self, packet: bytes) -> None:
            sent.append(packet)

    display = Heard(street, "gara", "secret")
    display.send_plays()
    display.send_plays()
    links = [play_chain.opened(packet[packet.index(b"{") :]) for packet in sent]
    batches = [link.batch for link in links]
    assert [batch.after for batch in batches] == [None, links[0].tip]
    assert [play.number for batch in batches for play in batch.plays] == [1, 2, 3, 4, 5, 6]
    assert all(play.since < play.until for batch in batches for play in batch.plays)
    display.heard("x/plays/ack", b"{}")
    display.heard("x/plays/ack", b"{}")
    assert len(street.round.acks) == 1 and street.tally.plays == 2


def test_what_it_shows_is_a_status_with_a_glass(street: Street) -> None:
    sent: list[bytes] = []

    class Seen(SimulatedDisplay):
        def send(self, packet: bytes) -> None:
            sent.append(packet)

    Seen(street, "gara", "secret").show()
    status = wire.decode(sent[0][sent[0].index(b"{") :], wire.Status, "x")
    assert status.online and status.glass is not None and status.glass.state == "showing"
