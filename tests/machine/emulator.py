"""QEMU as the machine of a display: its power, its panel, its clock, its snapshots.

Decides the hardware, and how it is asked (QMP, QEMU Machine Protocol). Pure emulation (TCG), so that it runs where no
virtual machine may. Leaves out what runs inside (`guest`).
"""

import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image as Picture

from tests.machine.image import Image

SIZE = (1280, 720)
"""Pixels of the panel: SDL on KMSDRM takes the mode that the panel wants."""
ANSWER_S = 300.0
"""The longest wait for an answer of QEMU: a snapshot writes the whole memory."""
MEMORY_MB = 1024
FIRST = "-6"
"""Niceness of its session: on a machine that others use as well it goes before them."""
KERNEL_LINE = "root=/dev/vda ro console=ttyS0 quiet loglevel=3 vt.global_cursor_default=0 consoleblank=0"


class Disks(NamedTuple):
    """Root, state and enrolment, each a qcow2 file."""

    root: Path
    state: Path
    enrolment: Path


class Emulator:
    """A running machine. `kernel_line` is added to the kernel's; `extra` to QEMU's own arguments."""

    def __init__(
        self,
        folder: Path,
        image: Image,
        disks: Disks,
        *,
        kernel_line: str = "",
        rtc: str = "base=utc",
        extra: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.shell_path = folder / "shell"
        self.log = folder / "console"
        command = [*_hardware(folder, image, disks), "-append", f"{KERNEL_LINE} {kernel_line}".strip()]
        command += ["-rtc", f"{rtc},clock=vm", *extra]
        with (folder / "qemu").open("ab") as said:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            )
        with contextlib.suppress(OSError):  # sched(7): the kernel weighs sessions against each other
            Path(f"/proc/{self._process.pid}/autogroup").write_text(FIRST)
        self._qmp = self._connected(folder / "qmp")
        self._lines = self._qmp.makefile("rb")
        json.loads(self._lines.readline())
        self._events: list[str] = []
        self.ask("qmp_capabilities")

    def _connected(self, path: Path) -> socket.socket:
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(ANSWER_S)
        deadline = time.monotonic() + ANSWER_S
        while True:
            try:
                link.connect(str(path))
                return link
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "qemu").read_text()) from None
                time.sleep(0.05)

    def ask(self, command: str, **arguments: Any) -> Any:
        """Raises RuntimeError when QEMU refuses."""
        asked = {"execute": command, **({"arguments": arguments} if arguments else {})}
        self._qmp.sendall(json.dumps(asked).encode() + b"\n")
        while line := self._lines.readline():
            told = json.loads(line)
            if "error" in told:
                raise RuntimeError(f"{command}: {told['error']['desc']}")
            if "return" in told:
                return told["return"]
            self._events.append(told["event"])
        raise RuntimeError(f"{command}: QEMU has ended")

    def _monitor(self, line: str) -> None:
        if said := self.ask("human-monitor-command", **{"command-line": line}).strip():
            raise RuntimeError(f"{line}: {said}")

    def save(self, name: str) -> None:
        """Memory and disks, to begin from again."""
        self._monitor(f"savevm {name}")

    def load(self, name: str) -> None:
        self._monitor(f"loadvm {name}")

    def unplug_network(self, out: bool = True) -> None:
        self.ask("set_link", name="n0", up=not out)

    def panel(self, head: int = 0) -> Picture.Image:
        """What the panel at that output shows now."""
        path = self.folder / "panel.ppm"
        self.ask("screendump", filename=str(path), device="gpu", head=head)
        with Picture.open(path) as picture:
            return picture.convert("RGB")

    def await_reset(self) -> None:
        """Until the hardware starts the machine anew. Raises TimeoutError when it does not."""
        while "RESET" not in self._events:
            self._events.append(json.loads(self._lines.readline()).get("event", ""))
        self._events.clear()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait(self, within_s: float) -> None:
        """Until it ends by itself. Raises TimeoutExpired."""
        self._process.wait(within_s)

    def cut_power(self) -> None:
        """Nothing inside is told; what QEMU itself has not yet written is lost as well."""
        if self.running:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._lines.close()
        self._qmp.close()


def _hardware(folder: Path, image: Image, disks: Disks) -> list[str]:
    for name in ("qmp", "shell"):
        (folder / name).unlink(missing_ok=True)
    drives = []
    for name, path in disks._asdict().items():
        only_read = name == "enrolment"
        node = f"driver=qcow2,node-name={name},read-only={'on' if only_read else 'off'}"
        drives += ["-blockdev", f"{node},file.driver=file,file.filename={path}"]
        drives += ["-device", f"virtio-blk-pci,drive={name}"]
    return [
        *("qemu-system-x86_64", "-M", "q35", "-cpu", "Nehalem", "-accel", "tcg,thread=multi", "-smp", "2"),
        *("-m", str(MEMORY_MB), "-nodefaults", "-display", "none"),
        *("-kernel", str(image.kernel), "-initrd", str(image.initrd), *drives),
        *("-device", f"virtio-gpu-pci,id=gpu,xres={SIZE[0]},yres={SIZE[1]},max_outputs=2"),
        *("-netdev", "user,id=n0", "-device", "virtio-net-pci,netdev=n0,romfile="),
        *("-device", "i6300esb", "-action", "watchdog=reset", "-device", "virtio-rng-pci"),
        *("-device", "virtio-serial-pci", "-chardev", f"socket,id=shell,path={folder / 'shell'},server=on,wait=off"),
        *("-device", "virtserialport,chardev=shell,name=bench.shell"),
        *("-serial", f"file:{folder / 'console'}", "-qmp", f"unix:{folder / 'qmp'},server=on,wait=off"),
    ]


def digest(picture: Picture.Image) -> str:
    """As the display reckons what it sees: SHA-256 of the RGB rows from the top."""
    return hashlib.sha256(picture.tobytes()).hexdigest()


def is_black(picture: Picture.Image) -> bool:
    """Whether no channel of any pixel is brighter than a fifteenth."""
    return max(high for _, high in picture.getextrema()) < 17  # type: ignore[misc]
