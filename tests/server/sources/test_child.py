"""The jailed child as its keeper meets it: a process of its own, message by message."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from content.imports.conversation import Told
from control_server.sources.protocol import MAX_OUT_OF_JAIL, Assignment, ReaderMessage, encoded, received
from tests.server.simulator import PACK, START

TABLE = b"an,valoare\n2018,10\n2019,12\n"
OPTIONS = {
    "id": "tramvaie",
    "title": "Mai multe tramvaie",
    "x": "an",
    "y": "valoare",
    "source-name": "INS",
    "licence": "CC BY",
    "page": "https://ins.ro",
    "short": "ins.ro",
    "as-of": "2019-12-31",
}


class Child:
    """The running process, and the keeper's side of the pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def send(self, message: Assignment | Told) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encoded(message))
        self.process.stdin.flush()

    def next(self) -> ReaderMessage:
        return received(self.process.stdout, ReaderMessage, MAX_OUT_OF_JAIL)


@contextmanager
def child(reader: str, module: str = "control_server.sources.child") -> Iterator[Child]:
    command = [sys.executable, "-X", "utf8", "-m", module, str(os.getpid()), reader]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
        try:
            yield Child(process)
        finally:
            process.kill()


def assignment(source: str = "https://date.oras.ro/a.csv", **options: str) -> Assignment:
    return Assignment(reader="dataset", source=source, options=options, files=PACK, now=START)


def test_it_is_ready_then_asks_and_ends_with_files() -> None:
    with child("dataset") as reader:
        assert reader.next() == ReaderMessage(ready=True)
        reader.send(assignment(**OPTIONS))
        ask = reader.next().ask
        assert ask and ask.address == "https://date.oras.ro/a.csv"
        reader.send(Told(address=ask.address, kind="text/csv", body=TABLE))
        done = reader.next().done
        assert done and done.slides == ("tramvaie",)
        assert b"2019" in done.files["data/tramvaie.csv"]
        assert reader.process.wait() == 0
        with pytest.raises(EOFError):
            reader.next()


def test_a_reader_that_is_not_there_never_gets_ready() -> None:
    """The keeper refuses such a name before it starts a process."""
    with child("weather") as reader:
        with pytest.raises(EOFError):
            reader.next()
        assert reader.process.wait() == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"zz": "1"}, "is no option of this reader"), ({"since": "ieri"}, "expected a whole number")],
)
def test_options_are_refused_by_the_child(options: dict[str, str], sentence: str) -> None:
    with child("dataset") as reader:
        reader.next()
        reader.send(assignment(**options))
        (fault,) = reader.next().refused
        assert sentence in str(fault)


def test_a_bug_of_a_reader_is_one_sentence_and_a_trace_for_the_log() -> None:
    with child("bug", "tests.server.sources.inmates") as reader:
        reader.next()
        reader.send(assignment())
        message = reader.next()
        assert [fault.code for fault in message.refused] == ["reader"]
        assert "could not be read (ZeroDivisionError" in message.refused[0].message
        assert message.trace.rstrip().endswith("ZeroDivisionError: integer division or modulo by zero")


def test_a_keeper_that_hangs_up_ends_it_without_a_word() -> None:
    with child("dataset") as reader:
        reader.next()
        assert reader.process.stdin is not None
        reader.process.stdin.close()
        assert reader.process.wait() == 0
        with pytest.raises(EOFError):
            reader.next()
