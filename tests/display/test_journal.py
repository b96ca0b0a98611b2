"""The journal of plays: complete, numbered, trimmed only when acknowledged."""

import shutil
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


def writer_of(folder: Path) -> JournalWriter:
    card = folder / "card"
    card.mkdir(parents=True, exist_ok=True)
    return JournalWriter(folder / "memory", card)


def journal_of(folder: Path) -> JournalReader:
    return JournalReader(folder / "memory", folder / "card")


def write(folder: Path, minutes: range, *, orderly: bool = True) -> None:
    """A screen that runs for so long, and ends orderly or is killed."""
    writer = writer_of(folder)
    for minute in minutes:
        writer.append(play(minute))
    if orderly:
        writer.close()


def power_cut(folder: Path) -> None:
    shutil.rmtree(folder / "memory")


def numbers(folder: Path, limit: int = 10_000) -> list[int]:
    return [play.number for play in journal_of(folder).waiting(limit)]


def on_card(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "card").glob("*.jsonl"))


@pytest.mark.parametrize("orderly", [True, False])
def test_numbers_go_on_over_restarts(tmp_path: Path, orderly: bool) -> None:
    write(tmp_path, range(3), orderly=orderly)
    write(tmp_path, range(3, 5), orderly=orderly)
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    assert [play.slide for play in journal_of(tmp_path).waiting(9)] == ["s0", "s1", "s2", "s3", "s4"]


def test_after_an_orderly_end_of_the_machine_nothing_is_lost_and_no_number_left_out(tmp_path: Path) -> None:
    write(tmp_path, range(3))
    power_cut(tmp_path)
    write(tmp_path, range(3, 5))
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]


def test_after_a_power_cut_no_number_is_used_twice(tmp_path: Path) -> None:
    """What was in memory is lost, and the server may have stored it."""
    write(tmp_path, range(3), orderly=False)
    power_cut(tmp_path)
    write(tmp_path, range(3, 5), orderly=False)
    assert numbers(tmp_path) == [1 + journal.RESERVE + 1, 1 + journal.RESERVE + 2]
    for _ in range(3):
        power_cut(tmp_path)
        write(tmp_path, range(5, 6), orderly=False)
    assert numbers(tmp_path)[0] > 4 * journal.RESERVE


def test_a_batch_is_the_oldest_plays(tmp_path: Path) -> None:
    write(tmp_path, range(10))
    assert numbers(tmp_path, limit=4) == [1, 2, 3, 4]


@pytest.mark.parametrize("orderly", [True, False])
def test_only_an_acknowledgement_trims_and_numbers_never_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, orderly: bool
) -> None:
    monkeypatch.setattr(journal, "SEGMENT_PLAYS", 4)
    write(tmp_path, range(10), orderly=orderly)
    reader = journal_of(tmp_path)
    assert len(reader.waiting(9)) == 9
    reader.trim(9)
    assert [play.number for play in reader.waiting(99)] == [10]
    assert numbers(tmp_path) == [10]  # after a restart too
    assert len(list((tmp_path / "memory").glob("*.jsonl"))) == 1
    reader.trim(10)
    assert on_card(tmp_path) == []
    write(tmp_path, range(10, 11), orderly=orderly)
    assert numbers(tmp_path) == [11]


def test_plays_that_wait_too_long_go_to_the_card(tmp_path: Path) -> None:
    reader = journal_of(tmp_path)
    write(tmp_path, range(3), orderly=False)
    for clock_s in (0.0, journal.SPILL_S - 1):
        reader.spill_late(clock_s)
        assert on_card(tmp_path) == []
    reader.spill_late(journal.SPILL_S)
    assert on_card(tmp_path) == ["000000000001.jsonl"]
    write(tmp_path, range(3, 5), orderly=False)
    for clock_s in (1000.0, 1000.0 + journal.SPILL_S, 2000.0, 3000.0):  # nothing is spilled twice
        reader.spill_late(clock_s)
    assert on_card(tmp_path) == ["000000000001.jsonl", "000000000004.jsonl"]
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    power_cut(tmp_path)
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    after = journal_of(tmp_path)
    (tmp_path / "memory").mkdir()
    assert len(after.waiting(4)) == 4
    after.trim(4)
    assert on_card(tmp_path) == ["000000000004.jsonl"]
    assert [play.number for play in after.waiting(9)] == [5]
    after.trim(5)
    assert on_card(tmp_path) == []


def test_what_is_acknowledged_in_time_never_reaches_the_card(tmp_path: Path) -> None:
    reader, writer = journal_of(tmp_path), writer_of(tmp_path)
    for minute in range(60):
        writer.append(play(minute))
        reader.spill_late(minute * 60.0)
        reader.trim(max(play.number for play in reader.waiting(99)))
    assert on_card(tmp_path) == []


@pytest.mark.parametrize("number", [4, 2**53, 2**70])
def test_what_was_never_handed_out_cannot_be_acknowledged(tmp_path: Path, number: int) -> None:
    write(tmp_path, range(5))
    reader = journal_of(tmp_path)
    reader.trim(number)
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    assert len(reader.waiting(3)) == 3
    reader.trim(number)
    assert numbers(tmp_path) == [4, 5]


def test_an_old_acknowledgement_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, range(3))
    reader = journal_of(tmp_path)
    assert len(reader.waiting(9)) == 3
    reader.trim(2)
    reader.trim(1)
    assert numbers(tmp_path) == [3]


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_torn_last_line_costs_that_play_only(tmp_path: Path, cut: int) -> None:
    write(tmp_path, range(3), orderly=False)
    (path,) = (tmp_path / "memory").glob("*.jsonl")
    path.write_bytes(path.read_bytes()[:-cut])
    whole = numbers(tmp_path)
    assert whole in ([1, 2], [1, 2, 3])
    write(tmp_path, range(3, 4), orderly=False)
    assert numbers(tmp_path) == [*whole, whole[-1] + 1]


def test_a_card_and_a_memory_that_take_nothing_cost_the_record_not_the_screen(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    writer = JournalWriter(tmp_path / "file" / "gone", tmp_path / "gone")
    writer.append(play(1))
    writer.close()
    assert writer.next == 1


def test_only_what_was_handed_out_as_it_is_counts_as_acknowledged(tmp_path: Path) -> None:
    """A card that was lost: numbers begin anew, and an acknowledgement of before is as genuine as ever."""
    write(tmp_path, range(3))
    reader = journal_of(tmp_path)
    first, second, third = (play(minute).until for minute in range(3))
    assert not reader.handed_out(2, second)
    assert [each.number for each in reader.waiting(2)] == [1, 2]
    assert reader.handed_out(2, second) and reader.handed_out(1, first)
    assert not reader.handed_out(2, first)
    assert not reader.handed_out(3, third) and not reader.handed_out(2, None)
