"""Facts of the machine in a status: what cannot be told is left out, and the status goes out all the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.wire import Glass, Status
from display_client.bench.rehearsal import Rehearsal
from display_client.clock import DisplayClock
from display_client.runtime_files import RuntimeFiles
from display_client.status_facts import SILENT_S, StatusFacts, resident_mb
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
