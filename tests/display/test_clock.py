"""The clocks of a machine, and what of the time outlasts a program and a start of the machine."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from display_client import clock
from display_client.bench.rehearsal import Rehearsal
from display_client.clock import KEEP_S, Clocks
from display_client.timekeeping import RELEASED
from tests.display.machine_clocks import TRUE, Machine


@pytest.fixture
def machine(city: Rehearsal) -> Machine:
    return Machine(city)


def test_a_program_that_starts_again_knows_what_another_was_told(machine: Machine) -> None:
    machine.told()
    machine.after(hours=1)
    machine.set_to(datetime(1970, 1, 1, tzinfo=UTC))
    again = machine.program().read()
    assert (again.now, again.state.source) == (machine.true, "server")


def test_a_program_that_runs_takes_up_what_another_is_told(machine: Machine) -> None:
    other = machine.program()
    assert not other.read().trusted
    machine.told()
    other.look()
    assert other.read().trusted


def test_a_start_of_the_machine_ends_all_trust(machine: Machine) -> None:
    machine.told()
    kept = machine.notes.clock.read()
    assert kept
    machine.start()
    machine.notes.clock.write(kept)  # a folder that is not in memory
    assert not machine.program().read().trusted


def test_the_trusted_time_is_kept_once_an_hour_and_is_the_next_floor(machine: Machine) -> None:
    machine.told()
    path = machine.city.store.folder / "time"
    machine.clock.keep()
    first = path.read_text()
    machine.after(seconds=KEEP_S - 1)
    machine.clock.keep()
    assert path.read_text() == first
    machine.after(seconds=1)
    machine.clock.keep()
    assert path.read_text() != first
    kept = machine.true
    machine.after(days=40)
    machine.start()
    machine.set_to(datetime(1970, 1, 1, tzinfo=UTC))
    reading = machine.clock.read()
    assert kept - timedelta(seconds=2) <= reading.now <= kept and not reading.trusted


@pytest.mark.parametrize("content", [b"", b"\xff", b"yesterday", b"9999-12-31T23:59:59-14:00"])
def test_a_floor_that_cannot_be_read_is_none(machine: Machine, content: bytes) -> None:
    (machine.city.store.folder / "time").write_bytes(content)
    machine.set_to(datetime(1970, 1, 1, tzinfo=UTC))
    assert machine.program().now() == RELEASED


def test_what_is_not_trusted_is_not_kept(machine: Machine) -> None:
    machine.clock.keep()
    assert not (machine.city.store.folder / "time").exists()


def test_a_card_that_takes_nothing_costs_nothing(machine: Machine) -> None:
    machine.told()
    (machine.city.store.folder / "time").mkdir()
    machine.clock.keep()


def test_a_synchronised_clock_is_trusted_and_a_step_of_it_is_not_followed(machine: Machine) -> None:
    machine.synchronised_s = 0.2
    machine.after(seconds=1)
    assert machine.state().source == "ntp"
    machine.synchronised_s = None  # settimeofday(2) takes the kernel's word back
    machine.set_to(machine.true - timedelta(hours=2))
    machine.after(seconds=5)
    assert machine.clock.now() == machine.true
    assert machine.state().offset_s == -7200.0


@pytest.mark.parametrize(
    ("offset", "told", "right"),
    [
        (timedelta(0), False, False),
        (timedelta(0), True, True),
        (timedelta(hours=-2), True, True),
        (timedelta(days=-40), True, False),
    ],
)
def test_whether_the_system_can_judge_certificates(
    machine: Machine, offset: timedelta, told: bool, right: bool
) -> None:
    machine.offset = offset
    if told:
        machine.told()
    assert machine.clock.system_is_right == right


def test_half_of_the_way_there_and_back_is_doubt(machine: Machine) -> None:
    asked_s = machine.clock.clocks.boot_s()
    machine.after(seconds=8)
    machine.clock.told(TRUE + timedelta(seconds=1), asked_s)
    reading = machine.clock.read()
    assert abs(reading.now - machine.true) <= timedelta(seconds=4)
    assert reading.state.doubt_s == 4.0


def test_when_it_was_that_the_system_called_otherwise(machine: Machine) -> None:
    machine.set_to(datetime(1970, 1, 1, tzinfo=UTC))
    machine.told()
    assert machine.clock.of_system(datetime(1970, 1, 1, tzinfo=UTC) - timedelta(seconds=3)) == TRUE - timedelta(
        seconds=3
    )


def test_the_machines_own_clocks() -> None:
    clocks = Clocks()
    assert clocks.boot_id()
    assert clocks.boot_s() >= time.monotonic() - 1
    error_s = clock.synchronised_s()
    assert error_s is None or 0 <= error_s < 20
