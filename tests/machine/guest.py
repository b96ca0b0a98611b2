"""What runs inside the emulated machine, as the bench's hand there tells it.

Decides how a command goes in and how the display's own word on its glass comes out. Leaves out the hardware
(`emulator`).
"""

import itertools
import json
import socket
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from content.wire import Glass
from display_client.runtime_files import glass_of

RUN = "/run/afisier-display"
STORE = "/var/lib/afisier-display/store"
PATIENCE_S = 420.0
"""An emulated machine on a busy one starts in minutes."""
T = TypeVar("T")


class Said(NamedTuple):
    """The end of a command inside."""

    code: int
    text: str


class Guest:
    """The hand behind that socket. One command at a time."""

    def __init__(self, path: str) -> None:
        self._path, self._numbers = path, itertools.count(time.monotonic_ns())
        self._link: socket.socket | None = None

    def run(self, command: str, within_s: float = 60.0) -> Said:
        """Runs it with a shell as root. Raises TimeoutError when no answer comes."""
        number = next(self._numbers)
        asked = json.dumps({"id": number, "run": command, "within_s": within_s}).encode() + b"\n"
        link, heard = self._linked(), b""
        link.settimeout(within_s + PATIENCE_S)
        link.sendall(asked)
        while True:
            part = link.recv(1 << 20)
            if not part:
                raise TimeoutError(f"{command}: the machine has ended")
            heard += part
            while b"\n" in heard:
                line, _, heard = heard.partition(b"\n")
                told = json.loads(line)
                if told["id"] == number:
                    return Said(told["code"], told["said"])

    def drop(self, command: str) -> None:
        """Runs what lets nobody answer."""
        self._linked().sendall(json.dumps({"id": 0, "run": command, "within_s": 60}).encode() + b"\n")

    def do(self, command: str, within_s: float = 60.0) -> str:
        """What it said. Raises RuntimeError when it failed."""
        said = self.run(command, within_s)
        if said.code:
            raise RuntimeError(f"{command}: {said.code}: {said.text}")
        return said.text.strip()

    def _linked(self) -> socket.socket:
        if self._link is None:
            self._link = socket.socket(socket.AF_UNIX)
            self._link.connect(self._path)
        return self._link

    def glass(self) -> Glass | None:
        """What the display says is on its glass."""
        return glass_of(self.run(f"cat {RUN}/glass.json").text.encode())

    def processes(self) -> dict[str, int]:
        """The display's programs: what they are → their number."""
        listed = self.run("ps -u afisier -o pid=,comm=").text.splitlines()
        names = {"afisier-screen": "screen", "afisier-agent": "agent", "afisier-painter": "painter"}
        names["afisier"] = "supervisor"
        programs = (line.split(maxsplit=1) for line in listed)
        return {names[name]: int(number) for number, name in programs if name in names}


def until(ask: Callable[[], T | None], what: str, within_s: float = PATIENCE_S, every_s: float = 0.5) -> T:
    """The first true answer. Raises AssertionError when none comes."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(every_s)
    raise AssertionError(f"{what}: not within {within_s:.0f} s")
