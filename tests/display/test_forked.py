"""A copy of a process is a program of its own: what it keeps, how it ends, and that it never goes on as its original.

Each test copies a process with one thread, started for it.
"""

import subprocess
import sys
import textwrap

import pytest

HEAD = """
import json, os, signal, sys, time
from display_client.forked import fork
def say(**words):
    os.write(1, (json.dumps(words) + "\\n").encode())
def open_descriptors():
    return sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}"))
"""


def run(code: str) -> tuple[str, str, int]:
    """What it wrote, what it wrote of errors, and its code."""
    ended = subprocess.run(
        [sys.executable, "-c", HEAD + textwrap.dedent(code)], capture_output=True, text=True, check=False, timeout=120
    )
    return ended.stdout, ended.stderr, ended.returncode


def test_it_keeps_its_environment_and_the_descriptors_it_needs_and_nothing_else() -> None:
    out, errors, code = run("""
        keeps, other = os.memfd_create("keeps"), os.memfd_create("other")
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.set_wakeup_fd(os.pipe2(os.O_NONBLOCK)[1])
        def work():
            say(
                descriptors=open_descriptors() == [0, 1, 2, keeps],
                input=os.readlink("/proc/self/fd/0"),
                said=os.environ["TOLD"],
                name=open("/proc/self/comm").read().strip(),
                handler=signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
                wakes=signal.set_wakeup_fd(-1),
                blocked=sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
                leads=os.getpgrp() == os.getpid(),
            )
        child = fork(work, "afisier-copy", {"TOLD": "so"}, (keeps,))
        say(code=child.wait(), told="TOLD" in os.environ, blocked=sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))
    """)
    assert (errors, code) == ("", 0)
    assert out.splitlines() == [
        '{"descriptors": true, "input": "/dev/null", "said": "so", "name": "afisier-copy", "handler": true, '
        '"wakes": -1, "blocked": [], "leads": true}',
        '{"code": 0, "told": false, "blocked": []}',
    ]


@pytest.mark.parametrize(
    ("work", "code", "last_error"),
    [
        ("lambda: None", 0, ""),
        ("lambda: sys.exit(3)", 3, ""),
        ("lambda: sys.exit()", 0, ""),
        ("lambda: sys.exit('cannot be')", 1, "cannot be"),
        ("lambda: 1 / 0", 1, "ZeroDivisionError: division by zero"),
        ("lambda: os.abort()", -6, ""),
        ("lambda: os.kill(os.getpid(), signal.SIGTERM)", -15, ""),
    ],
)
def test_however_it_ends_its_original_alone_goes_on(work: str, code: int, last_error: str) -> None:
    out, errors, ended = run(f"""
        try:
            child = fork({work}, "copy", {{}})
            say(code=child.wait(), again=child.poll(), kept=child.returncode)
        finally:
            say(once=True)
    """)
    assert out.splitlines() == [f'{{"code": {code}, "again": {code}, "kept": {code}}}', '{"once": true}']
    assert ended == 0
    assert (errors.splitlines() or [""])[-1] == last_error


def test_it_is_asked_to_end_and_killed_and_waited_for() -> None:
    out, _, _ = run("""
        import subprocess
        child = fork(lambda: time.sleep(600), "copy", {})
        before = child.poll()
        try:
            child.wait(0.02)
        except subprocess.TimeoutExpired as error:
            say(before=before, late=str(error.cmd))
        child.terminate()
        say(asked=child.wait(60))
        child.kill()
        other = fork(lambda: time.sleep(600), "copy", {})
        other.kill()
        say(killed=other.wait(), again=other.poll())
    """)
    assert out.splitlines() == ['{"before": null, "late": "copy"}', '{"asked": -15}', '{"killed": -9, "again": -9}']


def test_an_end_that_somebody_else_noted_is_an_end() -> None:
    out, _, _ = run("""
        child = fork(lambda: sys.exit(5), "copy", {})
        os.waitpid(child.pid, 0)
        say(code=child.poll())
    """)
    assert out == '{"code": 0}\n'


def test_a_system_that_makes_none_says_so() -> None:
    out, _, _ = run("""
        def none():
            raise BlockingIOError(11, "no more processes")
        os.fork = none
        try:
            fork(lambda: None, "copy", {})
        except OSError as error:
            say(why=error.strerror, blocked=sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))
    """)
    assert out == '{"why": "no more processes", "blocked": []}\n'
