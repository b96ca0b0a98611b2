"""What cannot be confined does not read: each reason is one sentence."""

import platform
import subprocess
import sys

import pyseccomp
import pytest

from config.system import confinement
from content.findings import RefusedError


def test_without_libseccomp_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    with pytest.raises(RefusedError, match="install Debian's package libseccomp2"):
        confinement.reader()


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "i686")])
def test_on_another_kind_of_machine_nothing_is_read(monkeypatch: pytest.MonkeyPatch, system: str, machine: str) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises(RefusedError, match=f"found {system} on {machine}, expected Linux on x86_64 or aarch64"):
        confinement.artist()


def test_every_rule_is_known_to_the_library_of_both_machines() -> None:
    """A name that is misspelt would be left out in silence."""
    for name in (
        *confinement.FREE_CALLS,
        *confinement.REFUSED_CALLS,
        "openat",
        "open",
        "prlimit64",
        "fcntl",
        "ioctl",
        "clone",
        "clone3",
    ):
        pyseccomp.resolve_syscall(pyseccomp.Arch.X86_64, name)
        pyseccomp.resolve_syscall(pyseccomp.Arch.AARCH64, name)


def test_reading_ends_with_its_parent() -> None:
    """A child whose parent is not the one it was told of has been orphaned: it goes before it reads a byte."""
    child = [sys.executable, "-m", "control_server.sources.child", "1", "dataset"]
    done = subprocess.run(child, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
