"""What is outside the emulated machine: a real control server with its broker, and the sample city on it.

Decides the addresses by which the machine reaches them. QEMU's own network leads from 10.0.2.2 to the loopback of the
host.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from content.pack.folder import read_folder
from content.pack.sample import moved, sample_city
from tests.machine.image import small_disk

DISPLAY = "gara"
HOST = "10.0.2.2"
AFISIER = (sys.executable, "-m", "config.commands.cli")
STARTS_S = 240.0


class City:
    """The sample city on a server of its own."""

    def __init__(self, folder: Path) -> None:
        self._number = 300
        self._publishing: subprocess.Popen[bytes] | None = None
        port, broker_port = _free_port(), _free_port()
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"
        self.pack = folder / "pack"
        for name, data in moved(read_folder(sample_city()), datetime.now(UTC).date()).items():
            (self.pack / name).parent.mkdir(parents=True, exist_ok=True)
            (self.pack / name).write_bytes(data)
        settings = {
            "data": str(folder / "data"),
            "port": port,
            "public_url": f"http://{HOST}:{port}",
            "broker": {"port": broker_port, "advertise": {"host": HOST}},
        }
        (folder / "server.yaml").write_text(yaml.safe_dump(settings))
        with (folder / "server.log").open("ab") as log:
            command = [*AFISIER, "server", "--config", str(folder / "server.yaml"), "--pack", str(self.pack)]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._await()

    def _await(self) -> None:
        deadline = time.monotonic() + STARTS_S
        while "API token" not in (said := (self.folder / "server.log").read_text()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(said)
            time.sleep(0.2)

    def end(self) -> None:
        for process in (self._publishing, self._process):
            if process is not None:
                process.terminate()
                process.wait(30)

    def enrolment_disk(self, path: Path, group: int) -> Path:
        """A disk with the enrolment file as a player has it: readable by the group of the display alone."""
        content = path.parent / "enrolment"
        content.mkdir()
        written = content / "enrolment.yaml"
        self._afisier("provision", DISPLAY, "--out", written)
        enrolment = yaml.safe_load(written.read_text()) | {"store": "/var/lib/afisier-display/store"}
        written.write_text(yaml.safe_dump(enrolment, allow_unicode=True))
        written.chmod(0o640)
        os.chown(written, 0, group)
        content.chmod(0o755)
        return small_disk(path, "enrolment", 8, content)

    def _command(self, *arguments: object) -> list[str]:
        options = ("--server", self.url, "--token-file", str(self.folder / "data/token"))
        return [*AFISIER, *(str(each) for each in arguments), *options]

    def _afisier(self, *arguments: object) -> None:
        done = subprocess.run(self._command(*arguments), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def said(self) -> dict[str, Any]:
        """What the wall knows of the display, for staff."""
        token = (self.folder / "data/token").read_text().strip()
        request = urllib.request.Request(f"{self.url}/api/displays", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return next(each for each in json.loads(answer.read()) if each["id"] == DISPLAY)

    def withdraw(self, slide: str) -> list[int]:
        """Publishes every playlist without that slide; the version that the display is to adopt."""
        path = self.pack / "playlists.yaml"
        playlists = yaml.safe_load(path.read_text())
        for each in playlists["playlists"]:
            each["slides"] = [name for name in each["slides"] if name != slide]
        path.write_text(yaml.safe_dump(playlists, allow_unicode=True))
        return self._publish()

    def draw_all_anew(self) -> list[int]:
        """Publishes another telephone number, which stands on the slides; the version that the display is to adopt."""
        path = self.pack / "city.yaml"
        city = yaml.safe_load(path.read_text())
        self._number += 1
        city["contact"]["phone"] = f"0256 408 {self._number:03}"
        path.write_text(yaml.safe_dump(city, allow_unicode=True))
        return self._publish()

    def _publish(self) -> list[int]:
        """As soon as the display may know of it: the command itself ends later."""
        before = self.wanted()
        command = self._command("publish", self.pack, "--replace")
        self._publishing = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while (wanted := self.wanted()) == before:
            if self._publishing.poll() not in {None, 0}:
                raise RuntimeError("the pack was refused: see above")
            time.sleep(0.05)
        return wanted

    def wanted(self) -> list[int]:
        """The version that the display is to go by."""
        wanted: list[int] = self.said()["wanted"]
        return wanted

    def adopted(self) -> list[int]:
        """The version that the display says it goes by."""
        return self.said()["adopted"] or [0, 0]


def _free_port() -> int:
    """One that nobody listens on now; displays are told it before the server is there."""
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        port: int = link.getsockname()[1]
        return port
