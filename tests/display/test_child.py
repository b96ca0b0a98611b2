"""A child of the supervisor: when it is started again, and when its silence is its end."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping

import pytest

from display_client import child
from display_client.child import Child, Launch
from display_client.forked import Process

PATIENCE_S = 60.0
BEATS = """
import sys
from config.system.lifeline import beat
beat()
sys.stdin.read()
"""
SLEEPS = "import time; time.sleep(600)"


@pytest.fixture
def children() -> Iterator[list[Child]]:
    made: list[Child] = []
    yield made
    for each in made:
        each.kill()
        if each.process is not None:
            each.process.wait()


def spawned(*command: str) -> Launch:
    """Starts that program."""

    def launch(environment: Mapping[str, str], pulse: int, flags: tuple[str, ...]) -> Process:
        return subprocess.Popen(
            [*command, *flags], env=os.environ | environment, stdin=subprocess.DEVNULL, pass_fds=(pulse,)
        )

    return launch


def never(pid: int) -> float:
    del pid
    return 0.0


def program(children: list[Child], *codes: str, held_up: Callable[[int], float] = never) -> Child:
    """A child that runs the next of these at each start, the last of them ever after."""
    left = list(codes)

    def launch(environment: Mapping[str, str], pulse: int, flags: tuple[str, ...]) -> Process:
        code = left.pop(0) if len(left) > 1 else left[0]
        return spawned(sys.executable, "-c", code)(environment, pulse, flags)

    made = Child("a child", launch, hung_s=8.0, starting_s=20.0, held_up=held_up)
    children.append(made)
    return made


def ended(one: Child) -> int:
    assert one.process is not None
    return one.process.wait(PATIENCE_S)


def await_beat(one: Child) -> None:
    assert one.pulse is not None
    assert select.select([one.pulse], [], [], PATIENCE_S)[0]


def waits(one: Child, times: int) -> list[float]:
    """Seconds from each end to the next start."""
    now, found = 100.0, []
    for _ in range(times):
        one.start(now)
        if one.process is not None:
            one.process.wait()
        began = now
        while not one.is_due(now):
            now += 0.01
        found.append(round(now - began, 1))
    return found


def test_one_that_keeps_crashing_waits_ever_longer(children: list[Child]) -> None:
    one = program(children, "raise SystemExit(3)")
    assert waits(one, 7) == [0.1, 0.3, 0.9, 2.7, 5.0, 5.0, 5.0]
    assert one.crashes == 7


def test_one_that_the_system_cannot_start_is_tried_again() -> None:
    one = Child("a child", spawned("/nonexistent/program"), 8.0, 20.0)
    assert waits(one, 4) == [0.1, 0.3, 0.9, 2.7]
    assert (one.crashes, one.starts) == (0, 0)


def test_one_that_others_kill_is_no_crash_and_comes_back_at_once(children: list[Child]) -> None:
    one = program(children, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert waits(one, 3) == [0.1, 0.3, 0.9]
    assert one.crashes == 0


def test_an_end_that_was_asked_for_is_no_crash(children: list[Child]) -> None:
    one = program(children, "")
    one.start(0.0)
    ended(one)
    one.is_due(child.AGAIN_FIRST_S)
    assert one.crashes == 0


def test_its_beat_reaches_the_pipe_and_its_end_is_seen_there(children: list[Child]) -> None:
    one = program(children, "from config.system.lifeline import beat; beat()")
    one.start(0.0)
    pulse = one.pulse
    ended(one)
    assert pulse is not None
    assert one.beats(1.0)
    assert not one.beats(1.1)
    assert not one.is_due(2.0)  # notices the end, and waits a little
    assert one.is_due(10.0)
    assert one.pulse is None


def test_what_a_child_starts_does_not_keep_its_pipe_open(children: list[Child]) -> None:
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]); print('up', flush=True)"
    one = program(children, "from config.system.lifeline import keep_pulse_to_oneself as k; k(); " + code)
    one.start(0.0)
    ended(one)
    deadline = time.monotonic() + PATIENCE_S
    while not one.is_due(time.monotonic() + 10):
        assert time.monotonic() < deadline
    assert one.pulse is None


def test_a_silent_one_is_killed_and_has_longer_the_next_time(children: list[Child]) -> None:
    one = program(children, SLEEPS)
    one.start(0.0)
    assert not one.beats(20.0)  # the first beat may take its time
    assert one.process is not None and one.process.poll() is None
    assert not one.beats(20.1)
    assert ended(one) == -signal.SIGKILL
    one.is_due(20.2)
    for now, patience in ((100.0, 40.0), (200.0, 80.0), (400.0, 160.0)):
        assert one.is_due(now)
        one.start(now)
        assert one.wakes_at == now + patience
        one.beats(now + patience + 0.1)
        ended(one)
        one.is_due(now)  # notices the end
    assert one.is_due(1000.0)
    assert one.crashes == 0  # silence is no crash


def test_after_a_beat_it_is_killed_for_a_shorter_silence(children: list[Child]) -> None:
    one = program(children, BEATS.replace("sys.stdin.read()", SLEEPS))
    one.start(0.0)
    await_beat(one)
    assert one.beats(30.0)
    assert not one.beats(38.0)
    assert one.process is not None and one.process.poll() is None
    assert not one.beats(38.1)
    assert ended(one) == -signal.SIGKILL


def test_one_that_was_steady_again_is_as_patient_as_at_first(children: list[Child]) -> None:
    one = program(children, SLEEPS, BEATS.replace("sys.stdin.read()", SLEEPS))
    one.start(0.0)
    one.beats(20.1)
    ended(one)
    one.is_due(20.2)
    assert one.is_due(30.0)
    one.start(30.0)
    await_beat(one)
    assert one.beats(30.0 + child.STABLE_S)
    assert one.wakes_at == 30.0 + child.STABLE_S + 8.0


def test_a_process_run_by_hand_beats_into_nothing() -> None:
    code = "from config.system.lifeline import beat; beat()"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_one_that_the_machine_kept_from_running_has_as_much_longer(children: list[Child]) -> None:
    """Four times as long in all, and no longer."""
    kept = [5.0]
    one = program(children, BEATS.replace("sys.stdin.read()", SLEEPS), held_up=lambda pid: kept[0])
    one.start(0.0)
    await_beat(one)
    assert one.beats(30.0) and one.wakes_at == 38.0
    kept[0] += 6.0
    assert not one.beats(38.1) and one.wakes_at == 44.1
    kept[0] += 100.0
    assert not one.beats(44.2) and one.wakes_at == 44.2 + 18.0
    kept[0] += 100.0
    assert one.process is not None and one.process.poll() is None
    assert not one.beats(62.3)
    assert ended(one) == -signal.SIGKILL


def test_how_long_a_process_waited_for_its_turn_is_told_by_the_kernel() -> None:
    assert child.held_up_s(os.getpid()) > 0.0
    assert child.held_up_s(2**22 + 1) == 0.0
