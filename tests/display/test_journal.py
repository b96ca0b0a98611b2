"""The journal of plays: complete, numbered, trimmed only when acknowledged."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.wire import Play
from display_client import journal
from display_client.journal import JournalReader, JournalWriter

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


def play(minute: int) -> Play:
    since = START + timedelta(minutes=minute)
    return Play(
        number=0,
        slide=f"s{minute}",
        lang="ro",
        campaign="c",
        asset=None,
        since=since,
        until=since + timedelta(minutes=1),
    )


def write(folder: Path, minutes: range) -> None:
    writer = JournalWriter(folder)
    for minute in minutes:
        writer.append(play(minute), clock_s=minute * 60.0)
    writer.close()


def numbers(folder: Path, limit: int = 10_000) -> list[int]:
    return [play.number for play in JournalReader(folder).waiting(limit)]


def test_numbers_go_on_over_restarts(tmp_path: Path) -> None:
    write(tmp_path, range(3))
    write(tmp_path, range(3, 5))
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    assert [play.slide for play in JournalReader(tmp_path).waiting(9)] == ["s0", "s1", "s2", "s3", "s4"]


def test_a_batch_is_the_oldest_plays(tmp_path: Path) -> None:
    write(tmp_path, range(10))
    assert numbers(tmp_path, limit=4) == [1, 2, 3, 4]


def test_only_an_acknowledgement_trims_and_numbers_never_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SEGMENT_PLAYS", 4)
    write(tmp_path, range(10))
    reader = JournalReader(tmp_path)
    assert len(list(tmp_path.glob("*.jsonl"))) == 3
    assert len(reader.waiting(9)) == 9
    reader.trim(9)
    assert [play.number for play in reader.waiting(99)] == [10]
    assert len(list(tmp_path.glob("*.jsonl"))) == 1
    assert numbers(tmp_path) == [10]  # after a restart too
    reader.trim(10)
    for path in tmp_path.glob("*.jsonl"):
        path.unlink()
    write(tmp_path, range(10, 11))
    assert numbers(tmp_path) == [11]


@pytest.mark.parametrize("number", [4, 2**53, 2**70])
def test_what_was_never_handed_out_cannot_be_acknowledged(tmp_path: Path, number: int) -> None:
    write(tmp_path, range(5))
    reader = JournalReader(tmp_path)
    reader.trim(number)
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    assert len(reader.waiting(3)) == 3
    reader.trim(number)
    assert numbers(tmp_path) == [4, 5]


def test_an_old_acknowledgement_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, range(3))
    reader = JournalReader(tmp_path)
    assert len(reader.waiting(9)) == 3
    reader.trim(2)
    reader.trim(1)
    assert numbers(tmp_path) == [3]


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_torn_last_line_costs_that_play_only(tmp_path: Path, cut: int) -> None:
    write(tmp_path, range(3))
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(path.read_bytes()[:-cut])
    whole = numbers(tmp_path)
    assert whole in ([1, 2], [1, 2, 3])
    write(tmp_path, range(3, 4))
    assert numbers(tmp_path) == [*whole, whole[-1] + 1]


def test_a_disk_that_takes_nothing_costs_the_record_not_the_screen(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path / "gone")
    writer.append(play(1), clock_s=0.0)
    assert writer.next == 1


def test_only_what_was_handed_out_as_it_is_counts_as_acknowledged(tmp_path: Path) -> None:
    """A card that was lost: numbers begin anew, and an acknowledgement of before is as genuine as ever."""
    write(tmp_path, range(3))
    reader = JournalReader(tmp_path)
    first, second, third = (play(minute).until for minute in range(3))
    assert not reader.handed_out(2, second)
    assert [each.number for each in reader.waiting(2)] == [1, 2]
    assert reader.handed_out(2, second) and reader.handed_out(1, first)
    assert not reader.handed_out(2, first)
    assert not reader.handed_out(3, third) and not reader.handed_out(2, None)
