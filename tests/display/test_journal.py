"""The journal of plays: complete, numbered, trimmed only when acknowledged."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from content.wire import Play, Tip
from display_client import journal
from display_client.journal import JournalReader, JournalWriter

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


def play(minute: int, boot: str = "boot") -> Play:
    since = START + timedelta(minutes=minute)
    return Play(
        number=0,
        slide=f"s{minute}",
        lang="ro",
        campaign="c",
        asset=None,
        since=since,
        until=since + timedelta(minutes=1),
        boot=boot,
    )


def writer_of(folder: Path) -> JournalWriter:
    card = folder / "card"
    card.mkdir(parents=True, exist_ok=True)
    return JournalWriter(folder / "memory", card)


def journal_of(folder: Path) -> JournalReader:
    return JournalReader(folder / "memory", folder / "card")


def write(folder: Path, minutes: range, *, orderly: bool = True, boot: str = "boot") -> None:
    """A screen that runs for so long, and ends orderly or is killed."""
    writer = writer_of(folder)
    for minute in minutes:
        writer.append(play(minute, boot))
    if orderly:
        writer.close()


def power_cut(folder: Path) -> None:
    shutil.rmtree(folder / "memory")


def tip(number: int) -> Tip:
    return Tip(number=number, hash=f"{number:064x}")


def told_journal(folder: Path, has: Tip | None = None) -> JournalReader:
    """One to which the server has said what it has."""
    (folder / "memory").mkdir(parents=True, exist_ok=True)
    reader = journal_of(folder)
    reader.told(has, "boot")
    return reader


def handed_out(reader: JournalReader, limit: int = 10_000) -> list[int]:
    """The numbers that the agent sends."""
    plays = reader.waiting(limit)
    if plays:
        reader.handed_out(plays[-1].number)
    return [play.number for play in plays]


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
    reader = told_journal(tmp_path)
    assert len(handed_out(reader, 9)) == 9
    reader.trim(tip(9))
    assert [play.number for play in reader.waiting(99)] == [10]
    assert numbers(tmp_path) == [10]  # after a restart too
    assert len(list((tmp_path / "memory").glob("*.jsonl"))) == 1
    assert handed_out(reader) == [10]
    reader.trim(tip(10))
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
    after = told_journal(tmp_path)
    assert len(handed_out(after, 4)) == 4
    after.trim(tip(4))
    assert on_card(tmp_path) == ["000000000004.jsonl"]
    assert handed_out(after) == [5]
    after.trim(tip(5))
    assert on_card(tmp_path) == []


def test_what_is_acknowledged_in_time_never_reaches_the_card(tmp_path: Path) -> None:
    reader, writer = told_journal(tmp_path), writer_of(tmp_path)
    for minute in range(60):
        writer.append(play(minute))
        reader.spill_late(minute * 60.0)
        reader.trim(tip(handed_out(reader)[-1]))
    assert on_card(tmp_path) == []


@pytest.mark.parametrize("number", [4, 2**53, 2**70])
def test_what_was_never_handed_out_cannot_be_acknowledged(tmp_path: Path, number: int) -> None:
    write(tmp_path, range(5))
    reader = told_journal(tmp_path)
    assert len(handed_out(reader, 3)) == 3
    reader.trim(tip(number))
    assert numbers(tmp_path) == [1, 2, 3, 4, 5] and reader.tip is None


def test_an_old_acknowledgement_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, range(3))
    reader = told_journal(tmp_path)
    assert len(handed_out(reader, 9)) == 3
    reader.trim(tip(2))
    reader.trim(tip(1))
    assert numbers(tmp_path) == [3] and journal_of(tmp_path).tip == tip(2)


def test_until_the_server_has_said_what_it_has_nothing_is_acknowledged(tmp_path: Path) -> None:
    write(tmp_path, range(3))
    reader = journal_of(tmp_path)
    assert not reader.is_told and handed_out(reader) == [1, 2, 3]
    reader.trim(tip(2))
    assert numbers(tmp_path) == [1, 2, 3] and not reader.is_told
    reader.told(None, "boot")
    assert reader.is_told and reader.tip is None
    assert journal_of(tmp_path).is_told  # an agent that starts again needs not ask
    power_cut(tmp_path)
    assert not journal_of(tmp_path).is_told  # a machine that does has to


def test_after_a_power_cut_the_chain_goes_on_where_the_server_has_it(tmp_path: Path) -> None:
    """What is on the card up to there it has."""
    write(tmp_path, range(5), boot="before")
    power_cut(tmp_path)
    write(tmp_path, range(5, 7), orderly=False)
    reader = told_journal(tmp_path, tip(4))
    assert reader.tip == tip(4) and handed_out(reader) == [5, 6, 7]
    reader.told(tip(2), "boot")  # said once; what is told again later is news of before
    assert reader.tip == tip(4) and handed_out(reader) == [5, 6, 7]


def test_numbers_that_a_card_did_not_keep_are_raised_above_what_the_server_has(tmp_path: Path) -> None:
    """The card took nothing for long, then power was cut: numbers begin below those that were used."""
    write(tmp_path, range(3), orderly=False)
    reader = told_journal(tmp_path, tip(5000))
    assert handed_out(reader) == [5001, 5002, 5003]
    reader.trim(tip(5002))
    write(tmp_path, range(3, 5), orderly=False)
    assert numbers(tmp_path) == [5003, 5004, 5005]
    for clock_s in (0.0, journal.SPILL_S):
        reader.spill_late(clock_s)
    assert on_card(tmp_path) == ["000000005003.jsonl"]
    assert numbers(tmp_path) == [5003, 5004, 5005]
    assert handed_out(reader) == [5003, 5004, 5005]
    reader.trim(tip(5005))
    assert on_card(tmp_path) == [] and numbers(tmp_path) == []
    power_cut(tmp_path)
    write(tmp_path, range(5, 6), orderly=False, boot="boot")
    assert handed_out(told_journal(tmp_path, tip(5005))) == [5006]


def test_so_are_those_of_this_start_that_wait_on_the_card(tmp_path: Path) -> None:
    """And those of before, which the server has, are not sent again."""
    before = msgspec.structs.replace(play(0, "before"), number=1)
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "000000000001.jsonl").write_bytes(msgspec.json.encode(before))
    write(tmp_path, range(1, 3))
    assert on_card(tmp_path) == ["000000000001.jsonl", "000000000002.jsonl"]
    reader = told_journal(tmp_path, tip(100))
    assert on_card(tmp_path) == ["000000000101.jsonl"]
    assert [(each.number, each.slide) for each in reader.waiting(9)] == [(101, "s1"), (102, "s2")]


def test_plays_that_begin_after_the_server_has_spoken_have_higher_numbers(tmp_path: Path) -> None:
    writer = writer_of(tmp_path)
    told_journal(tmp_path, tip(700))
    writer.append(play(0))
    assert numbers(tmp_path) == [701]


def test_memory_is_bounded_where_nothing_takes_the_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SEGMENT_PLAYS", 4)
    monkeypatch.setattr(journal, "MOST_SEGMENTS", 3)
    write(tmp_path, range(30), orderly=False)
    assert numbers(tmp_path) == list(range(21, 31))


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


def test_what_is_spilled_while_a_batch_is_gathered_is_in_the_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the screen that ends, or by a batch before this one: plays that are passed over would count as stored."""
    monkeypatch.setattr(journal, "SEGMENT_PLAYS", 3)
    write(tmp_path, range(7), orderly=False)
    agent, read = told_journal(tmp_path), Path.read_bytes

    def spilled_then_read(path: Path) -> bytes:
        monkeypatch.setattr(Path, "read_bytes", read)
        journal.spill(tmp_path / "memory", tmp_path / "card")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", spilled_then_read)
    assert [play.number for play in agent.waiting(99)] == [1, 2, 3, 4, 5, 6, 7]
