"""What a demo notes of its displays: what was lit, and every failure in one sentence."""

from datetime import timedelta
from pathlib import Path

import pytest

from content import wire
from content.pack.parse import parse
from control_server.commands.demo_witness import DemoWitness
from control_server.devices.fleet import Event, Heard, Pictured, Presence
from tests.server.simulator import PACK, START, glass, picture

LATER = START + timedelta(minutes=1)


def witness(shots: Path | None = None) -> DemoWitness:
    """Of a city whose display `piata` has been lit and photographed well."""
    observer = DemoWitness(parse(PACK), START, shots)
    observer.note(heard(glass(1, START), display="piata"))
    observer.note(Pictured("piata", glass(1, START), picture(1)))
    return observer


def heard(shown: wire.Glass | None, *, display: str = "gara", rejected: str | None = None, restarts: int = 0) -> Event:
    status = wire.Status(display=display, online=True, glass=shown, rejected=rejected, screen_restarts=restarts)
    return Heard(display, status)


def test_changes_of_a_glass_are_counted_once_and_told() -> None:
    observer = witness()
    first, second = glass(1, START + timedelta(seconds=2)), glass(2, LATER)
    assert observer.note(heard(first)) == first
    assert observer.note(heard(first)) is None
    assert observer.note(heard(second)) == second
    record = observer.records["gara"]
    assert (record.first_lit_s, record.changes, record.slides) == (2, 2, ["anunt-ro"])
    assert observer.finish(LATER, restarts=0) == []


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (heard(glass(1, START), rejected="a forged one"), "gara rejected a manifest: a forged one"),
        (heard(glass(1, START), restarts=2), "gara its screen was restarted 2 times"),
        (heard(glass(1, START, matches=False)), "gara its glass did not match the frame of anunt-ro at 2026-11-23"),
        (Presence("gara", online=False), "gara went offline"),
        (heard(None), "gara never lit"),
        (heard(wire.Glass(state="off", since=START, lit=START)), "gara never lit"),
    ],
)
def test_each_failure_is_one_sentence_however_often_it_is_seen(event: Event, sentence: str) -> None:
    observer = witness()
    for each in (event, event, heard(glass(2, LATER)) if "never lit" not in sentence else event):
        observer.note(each)
    (failure,) = observer.finish(LATER, restarts=0)
    assert failure.startswith(sentence)


def test_a_broker_that_was_restarted_is_a_failure() -> None:
    observer = witness()
    observer.note(heard(glass(1, START)))
    assert observer.finish(LATER, restarts=3) == ["the broker was restarted 3 times"]


def test_pictures_are_kept_once_each_under_their_local_time(tmp_path: Path) -> None:
    observer = witness(tmp_path)
    observer.note(heard(glass(1, START)))
    for _ in range(2):
        observer.note(Pictured("gara", glass(1, START), picture(7)))
    (kept,) = (tmp_path / "gara").iterdir()
    assert (kept.name, kept.read_bytes()) == ("20261123T120000-anunt-ro.png", picture(7))
    assert observer.records["gara"].shots == 1
    assert observer.finish(LATER, restarts=0) == []


@pytest.mark.parametrize(("seconds", "failures"), [(3, 0), (4, 1)])
def test_a_picture_that_does_not_come_is_a_failure_after_three_seconds(
    tmp_path: Path, seconds: int, failures: int
) -> None:
    at = START + timedelta(seconds=seconds)
    at_the_end, at_a_change = witness(tmp_path), witness(tmp_path)
    at_the_end.note(heard(glass(1, START)))
    assert len(at_the_end.finish(at, restarts=0)) == failures
    at_a_change.note(heard(glass(1, START)))
    at_a_change.note(heard(glass(2, at)))
    at_a_change.note(Pictured("gara", glass(2, at), picture(2)))
    assert len(at_a_change.finish(at, restarts=0)) == failures
