"""Facts of the machine in a status: what cannot be told is left out, and the status goes out all the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from content.wire import Glass, Quarantined, Status
from display_client.bench.rehearsal import Rehearsal
from display_client.clock import DisplayClock
from display_client.machine import Machine
from display_client.quarantine import Quarantine, Suspect
from display_client.runtime_files import RuntimeFiles
from display_client.status_facts import SILENT_S, StatusFacts, plugged_in, resident_mb
from display_client.store import DisplayStore

BARE = Status(display="repetitie", online=True)


class UnreadableDisk(DisplayStore):
    """A store whose file system answers no question."""

    def free_mb(self) -> float:
        raise OSError(5, "Input/output error")


@pytest.fixture
def notes(tmp_path: Path) -> RuntimeFiles:
    notes = RuntimeFiles(tmp_path / "run")
    notes.prepare()
    return notes


def test_the_machine_is_told(city: Rehearsal, notes: RuntimeFiles) -> None:
    notes.restarts.write(b"3")
    status = StatusFacts(city.store, notes, DisplayClock(city.store, notes)).complete(BARE)
    assert status.rss_mb > 1 and status.disk_free_mb > 1 and status.version
    assert status.screen_restarts == 3
    assert status.rss_mb == pytest.approx(resident_mb(), rel=0.5)


def test_a_fact_that_cannot_be_had_is_left_out_and_logged_once(
    city: Rehearsal, notes: RuntimeFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    notes.restarts.write(b"many")
    facts = StatusFacts(UnreadableDisk(city.store.folder), notes, DisplayClock(city.store, notes))
    for _ in range(3):
        status = facts.complete(BARE)
        assert (status.disk_free_mb, status.screen_restarts) == (0.0, 0)
        assert status.rss_mb > 1
    logged = capsys.readouterr()
    assert (logged.out + logged.err).count("Input/output error") == 1


def test_every_fact_may_fail(city: Rehearsal, notes: RuntimeFiles) -> None:
    def broken() -> float:
        raise MemoryError

    facts = StatusFacts(city.store, notes, DisplayClock(city.store, notes))
    facts.facts = dict.fromkeys(facts.facts, broken)
    assert facts.complete(BARE).online


def test_a_glass_that_nobody_saw_lately_is_not_told(city: Rehearsal, notes: RuntimeFiles) -> None:
    facts = StatusFacts(city.store, notes, DisplayClock(city.store, notes))
    long_ago = datetime.now(UTC) - timedelta(seconds=SILENT_S + 5)
    old = Status(display="repetitie", online=True, glass=Glass(state="showing", since=long_ago, lit=long_ago))
    assert facts.complete(old).glass is None
    notes.heartbeat.beat()
    assert facts.complete(old).glass == old.glass


@pytest.mark.parametrize(
    ("sockets", "told"),
    [([], None), (["disconnected"], "disconnected"), (["disconnected", "connected"], "connected")],
)
def test_whether_a_panel_is_plugged_in(tmp_path: Path, sockets: list[str], told: str | None) -> None:
    for number, status in enumerate(sockets):
        folder = tmp_path / "sys/class/drm" / f"card0-HDMI-A-{number}"
        folder.mkdir(parents=True)
        (folder / "status").write_text(status + "\n")
    assert plugged_in(Machine(tmp_path)) == told


def test_what_is_in_quarantine_is_told(city: Rehearsal, notes: RuntimeFiles) -> None:
    for _ in range(2):
        Quarantine(notes).strike(Suspect("frame", "a" * 64), "ended by SIGABRT")
    status = StatusFacts(city.store, notes, DisplayClock(city.store, notes)).complete(BARE)
    assert status.quarantined == (Quarantined(kind="frame", name="a" * 64, reason="ended by SIGABRT"),)


def test_what_no_panel_shows_is_on_no_glass(
    city: Rehearsal, notes: RuntimeFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    glass = Glass(state="showing", slide="a", since=now, lit=now)
    notes.heartbeat.beat()
    facts = StatusFacts(city.store, notes, DisplayClock(city.store, notes))
    lit = msgspec.structs.replace(BARE, glass=glass)
    for waits, told in ((False, glass), (True, None)):
        monkeypatch.setattr("display_client.status_facts.awaits_panel", lambda driver, waits=waits: waits)
        assert facts.complete(lit).glass == told
