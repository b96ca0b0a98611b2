"""A line that loses packets: a program in a network namespace of its own, and a relay that carries what it says.

Both ends are TUN devices of this process (Documentation/networking/tuntap.rst); one lies in the other namespace. So
every packet passes here, where it is lost by chance or for good, and counted.
"""

import contextlib
import fcntl
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

HERE, THERE = "10.203.77.1", "10.203.77.2"
"""Addresses of the two ends."""
_TUNSETIFF, _TUN, _BARE = 0x400454CA, 0x1, 0x1000
_FIN, _SYN, _RST = 0x1, 0x2, 0x4
_PROGRAM = (
    "ip link set lo up && echo there && read -r _ && ip addr add {there}/30 dev {device} && "
    'ip link set {device} up && exec "$@"'
)


class Line:
    """`loss` (0 to 1) and `dead` may be set at any time. `carried` counts bytes that arrived at the far end."""

    def __init__(self, near: int, far: int, seed: int, pid: int) -> None:
        """`pid` is the program at the far end."""
        self.pid = pid
        self.loss, self.dead = 0.0, False
        self.carried = self.lost = self.packets = 0
        self.gave_up_at: dict[int, float] = {}
        """By port here: when the far end ended a connection to it, or began another, as the line heard it (monotonic).

        (The end of one whose bytes were never acknowledged is not sent.)
        """
        self._near, self._far, self._chance = near, far, random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._relay)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _relay(self) -> None:
        others = {self._near: self._far, self._far: self._near}
        while not self._over.is_set():
            for descriptor in select.select(list(others), [], [], 0.2)[0]:
                packet = os.read(descriptor, 65536)
                self.packets += 1
                if descriptor == self._far:
                    self._note_end(packet)
                if self.dead or self._chance.random() < self.loss:
                    self.lost += 1
                    continue
                self.carried += len(packet) if descriptor == self._near else 0
                with contextlib.suppress(OSError):  # that end is gone
                    os.write(others[descriptor], packet)

    def _note_end(self, packet: bytes) -> None:
        if len(packet) < 40 or packet[0] >> 4 != 4 or packet[9] != 6:
            return
        segment = packet[(packet[0] & 15) * 4 :]
        if segment[13] & (_FIN | _SYN | _RST):
            self.gave_up_at.setdefault(int.from_bytes(segment[2:4]), time.monotonic())


def _device(name: str) -> int:
    """The descriptor of a new TUN device. Raises OSError."""
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _TUN | _BARE))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextlib.contextmanager
def lossy_line(command: list[str], seed: int, **environ: str) -> Iterator[Line]:
    """The program at the far end of a line. Skips where nobody may make namespaces and devices."""
    if os.getuid() or not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("a lossy line needs root, unshare and ip: sudo make test-faults")
    name = f"afi{os.getpid() % 10**6}"
    with contextlib.ExitStack() as stack:
        try:
            near, far = _device(f"{name}n"), _device(f"{name}f")
        except OSError as error:
            pytest.skip(f"a lossy line needs TUN devices: {error}")
        for descriptor in (near, far):
            stack.callback(os.close, descriptor)
        script = _PROGRAM.format(there=THERE, device=f"{name}f")
        process = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", script, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | environ,
        )
        assert process.stdin and process.stdout
        stack.callback(_end, process)
        if process.stdout.readline() != b"there\n":
            pytest.skip("a lossy line needs network namespaces")
        for words in (
            ["addr", "add", f"{HERE}/30", "dev", f"{name}n"],
            ["link", "set", f"{name}n", "up"],
            ["link", "set", f"{name}f", "netns", str(process.pid)],
        ):
            subprocess.run(["ip", *words], check=True)
        line = Line(near, far, seed, process.pid)
        line.begin()
        stack.callback(line.end)
        process.stdin.write(b"\n")
        process.stdin.flush()
        yield line


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
