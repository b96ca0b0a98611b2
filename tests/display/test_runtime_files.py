"""Notes between agent and screen: no note is worth the picture."""

from pathlib import Path

from display_client.runtime_files import Note


def test_a_note_is_read_once(tmp_path: Path) -> None:
    reader, writer = Note(tmp_path / "glass.json"), Note(tmp_path / "glass.json")
    assert reader.news() is None
    assert writer.write(b"one")
    assert reader.news() == b"one"
    assert reader.news() is None


def test_a_note_that_cannot_be_written_is_no_error_and_leaves_no_rubbish(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()  # a file cannot be renamed over a folder, as it cannot be written on a full disk
    assert not Note(tmp_path / "taken").write(b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert not Note(tmp_path / "missing" / "glass.json").write(b"data")
