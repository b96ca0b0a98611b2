"""The whole display as a person starts it: it keeps a picture on the glass and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from tests.display.windows import DISPLAY, PATIENCE_S, SCREEN, Window, running, until


def child_of(window: Window, program: str) -> psutil.Process | None:
    for process in psutil.Process(window.process.pid).children():
        try:
            if process.name() == program:
                return process
        except psutil.NoSuchProcess:
            continue
    return None


def children(window: Window) -> list[psutil.Process]:
    screen = until(lambda: child_of(window, "afisier-screen"), "the screen")
    agent = until(lambda: child_of(window, "afisier-agent"), "the agent")
    return [screen, agent]


@pytest.fixture
def slide(city: Rehearsal) -> Rehearsal:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    return city


@pytest.mark.system
def test_it_plays_with_no_server_and_no_broker(slide: Rehearsal) -> None:
    with running(slide, DISPLAY) as window:
        assert window.slide().slide == "a"
        children(window)


@pytest.mark.system
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ended_it_leaves_no_process_and_no_lock(slide: Rehearsal, number: signal.Signals) -> None:
    with running(slide, DISPLAY) as window:
        window.slide()
        left = children(window)
        window.process.send_signal(number)
        assert window.process.wait(PATIENCE_S) == 0
        assert not [process for process in left if process.is_running()]
        for role in ("display", "agent", "screen"):
            with slide.store.own(role):
                pass


@pytest.mark.system
def test_killed_itself_it_leaves_no_orphan(slide: Rehearsal) -> None:
    with running(slide, DISPLAY) as window:
        window.slide()
        left = children(window)
        window.process.kill()
        _, alive = psutil.wait_procs(left, timeout=PATIENCE_S)
        assert alive == []


@pytest.mark.system
@pytest.mark.parametrize("module", ["afisier-screen", "afisier-agent"])
def test_what_dies_is_started_again_and_the_other_stays(slide: Rehearsal, module: str) -> None:
    with running(slide, DISPLAY) as window:
        window.slide()
        screen, agent = children(window)
        dead, other = (screen, agent) if module.endswith("screen") else (agent, screen)
        before = window.slide()
        dead.kill()
        until(lambda: (fresh := child_of(window, module)) and fresh.pid != dead.pid, "another one")
        assert other.is_running()
        if dead is screen:
            again = window.glass(lambda glass: glass.lit > before.lit)
            assert (again.slide, again.matches) == ("a", True)
            assert window.notes.restarts.read() == b"1"


@pytest.mark.system
def test_a_hung_screen_is_replaced(slide: Rehearsal) -> None:
    with running(slide, DISPLAY) as window:
        before = window.slide()
        screen, _ = children(window)
        until(window.notes.heartbeat.last, "the first heartbeat")
        screen.send_signal(signal.SIGSTOP)
        assert window.glass(lambda glass: glass.lit > before.lit).slide == "a"
        assert not screen.is_running()


@pytest.mark.system
def test_a_second_display_on_the_same_store_is_told_in_one_sentence(slide: Rehearsal) -> None:
    with running(slide, DISPLAY) as window:
        window.slide()
        command = [sys.executable, *DISPLAY, str(slide.path)]
        second = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        assert second.returncode == 1
        assert f"the display of process {window.process.pid} uses this store" in second.stderr
        assert len(second.stderr.splitlines()) == 1
        assert window.process.poll() is None


@pytest.mark.system
def test_a_screen_without_a_window_says_so_and_is_tried_again(slide: Rehearsal) -> None:
    command = [sys.executable, *SCREEN, str(slide.path)]
    environment = os.environ | {"SDL_VIDEODRIVER": "nonsense"}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=environment)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("nonsense: opens no window, expected SDL_VIDEODRIVER=")
    with running(slide, DISPLAY, SDL_VIDEODRIVER="nonsense") as window:
        until(lambda: int(window.notes.restarts.read() or 0) >= 3, "the third try")
        assert window.process.poll() is None


@pytest.mark.system
def test_systemd_is_told_that_it_is_ready_and_alive(slide: Rehearsal, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(PATIENCE_S)
        with running(slide, DISPLAY, NOTIFY_SOCKET=str(tmp_path / "notify")):
            assert listener.recv(99) == b"READY=1"
            assert listener.recv(99) == b"WATCHDOG=1"


def test_a_missing_enrolment_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, *DISPLAY, str(tmp_path / "none.yaml")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1 and "none.yaml: cannot be read" in ended.stderr
