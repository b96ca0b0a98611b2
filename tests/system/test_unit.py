"""The unit that is shipped: by systemd's own checker, and under a real systemd where the machine lets it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.runtime_files import RuntimeFiles, glass_of
from tests.display.windows import until
from tests.figures import shown

pytestmark = pytest.mark.system

UNIT = Path(__file__).parents[2] / "packaging" / "afisier-display.service"
SYSTEMD = Path("/lib/systemd/systemd")
SIZE = (640, 360)
INIT = """
mount --make-rprivate /
mount -t tmpfs none /run
umount -R /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup || exit 3
export container=lxc SYSTEMD_UNIT_PATH="$1"
exec /lib/systemd/systemd --system --unit=only.target --log-target=console --show-status=no
"""
HERE = """[Unit]
ConditionPathExists=
[Service]
ExecStart=
ExecStart={python} -c "from config.commands.cli import main; main()" display {enrolment}
User=
Group=
SupplementaryGroups=
Environment=SDL_VIDEODRIVER=offscreen PYTHONPATH={source}
WatchdogSec=12
PrivateTmp=no
ProtectHome=no
ReadWritePaths={folder}
"""
"""What is other than on a player: no panel, no user of its own; program and store lie below folders of this machine."""


def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("found no systemd-analyze")
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/usr/lib/afisier-display/bin/afisier", "/bin/true"))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


class Machine:
    """A systemd that has nothing to do but this unit."""

    def __init__(self, init: psutil.Process) -> None:
        self._init = init
        self._notes = RuntimeFiles(Path(f"/proc/{init.pid}/root/run/afisier-display"))

    def supervisor(self) -> psutil.Process:
        def ask() -> psutil.Process | None:
            for process in self._init.children(recursive=True):
                try:
                    copy = process.name().startswith("afisier-")
                    if "display" in process.cmdline() and not copy and process.status() != psutil.STATUS_ZOMBIE:
                        return process
                except psutil.NoSuchProcess:
                    continue
            return None

        return until(ask, "the supervisor")

    def lit(self, after: float) -> float:
        """When the slide was lit, later than that (Unix seconds)."""

        def ask() -> float | None:
            glass = glass_of(self._notes.glass.read())
            return glass.lit.timestamp() if glass and glass.slide and glass.lit.timestamp() > after else None

        return until(ask, "the slide")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if os.getuid() or not SYSTEMD.exists() or not shutil.which("unshare"):
        pytest.skip("a systemd of its own needs root and namespaces")
    city = Rehearsal(tmp_path / "display", SIZE)
    city.enrol()
    city.hang({"a": SyntheticSlide(draw(1, SIZE), 3600)})
    units = tmp_path / "units"
    (units / f"{UNIT.name}.d").mkdir(parents=True)
    shutil.copy(UNIT, units)
    values = {"python": sys.executable, "enrolment": city.path, "folder": tmp_path, "source": Path(__file__).parents[2]}
    (units / f"{UNIT.name}.d" / "here.conf").write_text(HERE.format(**values))
    (units / "only.target").write_text(f"[Unit]\nWants={UNIT.name}\n")
    for name in ("basic.target", "sysinit.target", "shutdown.target"):
        (units / name).write_text("[Unit]\nDefaultDependencies=no\n")
    with (tmp_path / "log").open("wb") as log:
        command = ["unshare", "-mpCiu", "--fork", "--mount-proc", "--kill-child", "sh", "-c", INIT, "sh", str(units)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield Machine(until(lambda: _init(process), f"systemd: see {tmp_path / 'log'}"))
        finally:
            process.kill()
            process.wait()


def _init(process: subprocess.Popen[bytes]) -> psutil.Process | None:
    if process.poll() is not None:
        pytest.skip("systemd does not run here: no cgroup2")
    children = psutil.Process(process.pid).children()
    return children[0] if children and children[0].name() == "systemd" else None


def test_under_a_real_systemd_it_comes_back_from_every_end(machine: Machine) -> None:
    lit = machine.lit(0.0)
    for what, number in (("killed", signal.SIGKILL), ("crashed", signal.SIGSEGV), ("hung", signal.SIGSTOP)):
        supervisor = machine.supervisor()
        children = supervisor.children(recursive=True)
        os.kill(supervisor.pid, number)
        lit = machine.lit(lit)
        again = machine.supervisor()
        left = [each for each in children if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
        holds = again.pid != supervisor.pid and not left
        shown(f"supervisor {what} under systemd: slide again", "yes" if holds else "no", "yes", holds=holds)
