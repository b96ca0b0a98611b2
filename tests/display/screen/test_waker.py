"""The screen sleeps until something happens."""

import os
import select
import signal
import threading
from pathlib import Path
from typing import ClassVar

import pytest

from display_client.runtime_files import Note
from display_client.screen.waker import LOOK_S, Waker

LONG_S = 3600.0
"""Whoever sleeps that long in a test was not woken."""


def test_the_word_of_another_thread_ends_the_sleep(tmp_path: Path) -> None:
    waker = Waker(tmp_path)
    threading.Timer(0.01, waker.wake).start()
    waker.sleep(LONG_S)


def test_a_word_before_the_sleep_ends_it_at_once_and_only_once(tmp_path: Path) -> None:
    slept: list[float] = []
    waker = Waker(tmp_path)
    waker.wake()
    waker.wake("what a future passes")
    waker.sleep(LONG_S)
    threading.Timer(0.01, lambda: (slept.append(1.0), waker.wake())).start()
    waker.sleep(LONG_S)
    assert slept == [1.0]


def test_a_signal_ends_the_sleep(tmp_path: Path) -> None:
    waker = Waker(tmp_path)
    before = signal.signal(signal.SIGUSR1, waker.wake)
    try:
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        waker.sleep(LONG_S)
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_a_note_ends_the_sleep(tmp_path: Path) -> None:
    waker = Waker(tmp_path)
    threading.Timer(0.01, Note(tmp_path / "note").write, (b"",)).start()
    waker.sleep(LONG_S)


def test_where_nothing_tells_of_notes_it_looks_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Poll:
        """In place of `select.poll`: notes how long it was asked to wait (milliseconds)."""

        waits: ClassVar[list[int]] = []

        def register(self, *_: object) -> None:
            pass

        def poll(self, milliseconds: int) -> None:
            self.waits.append(milliseconds)

    monkeypatch.setattr(select, "poll", Poll)
    waker = Waker(tmp_path)
    waker.sleep(LONG_S)
    waker.sleep(-1.0)
    waker.sleep(0.0001)
    assert Poll.waits == [LONG_S * 1000, 0, 1]
    without = Waker(tmp_path / "nowhere")
    without.sleep(LONG_S)
    assert Poll.waits[3:] == [round(LOOK_S * 1000 + 0.5)]
