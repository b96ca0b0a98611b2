"""Notes between agent, screen and supervisor: read once, and no fault when they cannot be written."""

from pathlib import Path

import msgspec
import pytest

from content.findings import RefusedError
from content.wire import Glass
from display_client import runtime_files
from display_client.runtime_files import Heartbeat, Note, RuntimeFiles, Watch, glass_of


def test_a_note_that_cannot_be_written_is_no_error_and_leaves_no_rubbish(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()  # a file cannot be renamed over a folder, as it cannot be written on a full disk
    assert not Note(tmp_path / "taken").write(b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert not Note(tmp_path / "missing" / "glass.json").write(b"data")


def test_runtime_files_are_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    one, other = runtime_files.folder(tmp_path / "one"), runtime_files.folder(tmp_path / "other")
    assert one.parent == other.parent == Path("/dev/shm")
    assert one != other
    assert runtime_files.folder(tmp_path, memory=tmp_path / "none") == tmp_path / "run"
    monkeypatch.setenv("RUNTIME_DIRECTORY", "/run/afisier")
    assert runtime_files.folder(tmp_path) == Path("/run/afisier")


def test_a_folder_of_somebody_else_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 4711)
    with pytest.raises(RefusedError, match="belongs to somebody else"):
        RuntimeFiles(tmp_path / "run").prepare()


def test_a_folder_that_cannot_be_made_costs_the_notes_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notes = RuntimeFiles(tmp_path / "file" / "run")
    notes.prepare()
    assert not notes.glass.write(b"data")
    notes.report_damaged("a" * 64)
    assert notes.take_damaged() == []


def test_a_note_is_news_once(tmp_path: Path) -> None:
    writer, reader = Note(tmp_path / "note"), Note(tmp_path / "note")
    assert reader.news() is None
    assert writer.write(b"one")
    assert (reader.news(), reader.news()) == (b"one", None)
    writer.write(b"two")
    assert reader.news() == b"two"
    writer.clear()
    assert reader.news() is None


def test_a_change_hidden_behind_another_is_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("display_client.runtime_files.time.monotonic", lambda: clock[0])
    watch = Watch(tmp_path)
    assert watch.changed()
    clock[0] += 0.05
    assert watch.changed()  # the stamp is the same, but a second change may have had the same one
    clock[0] += 0.06
    assert watch.changed()
    assert not watch.changed()
    (tmp_path / "new").touch()
    assert watch.changed()


def test_damage_is_taken_once(tmp_path: Path) -> None:
    notes = RuntimeFiles(tmp_path)
    notes.prepare()
    notes.report_damaged("a" * 64)
    assert notes.take_damaged() == ["a" * 64]
    assert notes.take_damaged() == []


def test_half_written_notes_of_a_killed_process_are_swept_and_whole_ones_stay(tmp_path: Path) -> None:
    notes = RuntimeFiles(tmp_path / "run")
    notes.prepare()
    notes.glass.write(b"whole")
    (notes.path / ".glass.json.4711").write_bytes(b"ha")
    notes.report_damaged("a" * 64)
    notes.sweep()
    assert sorted(path.name for path in notes.path.iterdir()) == ["damaged", "glass.json"]
    assert notes.take_damaged() == ["a" * 64]


def test_a_heartbeat_that_never_beat_has_no_time(tmp_path: Path) -> None:
    heartbeat = Heartbeat(tmp_path / "beat")
    assert heartbeat.last() is None
    heartbeat.beat()
    assert heartbeat.last() is not None


@pytest.mark.parametrize("data", [None, b"", b"{}", b"\xff", b'{"state":"showing","since":"0001-01-01T00:00:00Z"}'])
def test_what_is_no_glass_is_none(data: bytes | None) -> None:
    assert glass_of(data) is None


def test_a_glass_comes_back_as_it_was_written() -> None:
    glass = msgspec.json.decode(
        b'{"state":"off","since":"2026-11-20T08:00:00Z","lit":"2026-11-20T08:00:01Z","count":3}', type=Glass
    )
    assert glass_of(msgspec.json.encode(glass)) == glass
