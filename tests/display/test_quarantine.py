"""Two failures put something in quarantine, each charged to what was being done."""

from pathlib import Path

import pytest

from content.wire import Quarantined
from display_client.quarantine import FORGOTTEN_S, Quarantine, Suspect, quarantined
from display_client.runtime_files import RuntimeFiles

FRAME, PLAN = Suspect("frame", "a" * 64, 7), Suspect("manifest", "b" * 64)


@pytest.fixture
def notes(tmp_path: Path) -> RuntimeFiles:
    notes = RuntimeFiles(tmp_path / "run")
    notes.prepare()
    return notes


def test_two_failures_hold_it_and_nothing_else_and_the_server_is_told_why(notes: RuntimeFiles) -> None:
    quarantine = Quarantine(notes, lambda: 100.0)
    quarantine.strike(FRAME, "first")
    assert not quarantine.holds(FRAME)
    assert quarantined(notes, 100.0) == ()
    quarantine.strike(FRAME, "ended by SIGABRT\n\ud800")
    assert quarantine.holds(FRAME)
    assert not quarantine.holds(Suspect("frame", "a" * 64)) and not quarantine.holds(PLAN)
    assert quarantined(notes, 100.0) == (Quarantined(kind="frame", name="a" * 64, reason="ended by SIGABRT�?"),)


def test_the_next_process_knows_it_and_what_went_well_is_forgiven(notes: RuntimeFiles) -> None:
    for _ in range(2):
        Quarantine(notes, lambda: 100.0).strike(FRAME, "why")
    again = Quarantine(notes, lambda: 101.0)
    assert again.holds(FRAME)
    again.forgive(FRAME)
    assert not again.holds(FRAME) and not Quarantine(notes, lambda: 102.0).holds(FRAME)


def test_an_end_in_the_middle_is_charged_to_what_was_being_done(notes: RuntimeFiles) -> None:
    for _ in range(2):
        Quarantine(notes).begin(PLAN)
        Quarantine(notes).recover()
    assert Quarantine(notes).holds(PLAN)
    with Quarantine(notes).doing(FRAME):
        pass
    after = Quarantine(notes)
    after.recover()
    assert after.strikes(FRAME) == 0


def test_what_failed_hours_ago_is_forgotten_and_so_is_what_an_earlier_start_of_the_machine_left(
    notes: RuntimeFiles,
) -> None:
    for _ in range(2):
        Quarantine(notes, lambda: 1000.0).strike(FRAME, "why")
    assert not Quarantine(notes, lambda: 1000.0 + FORGOTTEN_S).holds(FRAME)
    assert quarantined(notes, 1000.0 + FORGOTTEN_S) == ()
    assert not Quarantine(notes, lambda: 5.0).holds(FRAME)


def test_it_is_never_long(notes: RuntimeFiles) -> None:
    quarantine = Quarantine(notes)
    for number in range(2 * 120):
        quarantine.strike(Suspect("frame", f"{number // 2:064x}"), "x" * 10_000)
    told = quarantined(notes)
    assert len(told) == 50
    assert max(len(each.reason) for each in told) == 200


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 50_000])
def test_a_note_that_is_none_is_as_if_it_were_not_there(notes: RuntimeFiles, data: bytes) -> None:
    notes.quarantine.write(data)
    notes.doing.write(data)
    quarantine = Quarantine(notes)
    quarantine.recover()
    assert not quarantine.holds(FRAME) and quarantined(notes) == ()
