"""The disk of the emulated machine: a Debian with the display installed as packaging/README.md says.

Decides what is installed and how it is cached. The system with the libraries is made once for a list of packages and
of requirements, the disk once for a build of the program and the files of `packaging` and `guest`. Needs root.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "afisier" / "machine"
SUITE, PYTHON = "bookworm", "3.11"
PACKAGES = (
    "systemd systemd-sysv udev kmod dbus iproute2 procps util-linux linux-image-amd64 initramfs-tools zstd "
    "python3 python3-venv ca-certificates libgl1 libegl1 libgles2 libgbm1 libdrm2 libgl1-mesa-dri libmtdev1 libinput10"
)
MODULES = ("virtio_pci", "virtio_blk", "ext4")
"""What the first stage of the start needs: all else is loaded from the disk."""
LEFT_OUT = (
    "sound",
    "net/wireless",
    "drivers/net/wireless",
    "drivers/net/ethernet",
    "drivers/media",
    "drivers/infiniband",
    "drivers/gpu/drm/amd",
    "drivers/gpu/drm/i915",
    "drivers/gpu/drm/nouveau",
    "drivers/gpu/drm/radeon",
    "drivers/scsi",
    "drivers/staging",
    "drivers/iio",
    "drivers/isdn",
    "drivers/usb/gadget",
    "fs/btrfs",
    "fs/xfs",
    "fs/ocfs2",
)
"""Modules of the kernel that this machine has no use for: two thirds of its disk."""
PROGRAM = Path("/usr/lib/afisier-display")
DISK_MB = 1800
_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_27_x86_64", "manylinux_2_28_x86_64")
_OFF = (
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "fstrim.timer",
    "e2scrub_reap.service",
    "systemd-logind.service",
)


class Image(NamedTuple):
    """The files that the emulator starts from, and the number of the group `afisier` in it."""

    disk: Path
    kernel: Path
    initrd: Path
    group: int


def image() -> Image:
    """Made where it is not there yet, which takes 3–6 minutes the first time, 1 for another build of the program."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="making-") as folder:
        wheel = _wheel(Path(folder))
        base = _base(wheel, Path(folder))
        extra = [*sorted((ROOT / "packaging").iterdir()), *sorted((ROOT / "tests/machine/guest").iterdir())]
        name = _digest(base.name, Path(__file__).read_text(), wheel, *extra)
        done = CACHE / f"disk-{name}"
        if not done.exists():
            making = Path(folder) / "disk"
            making.mkdir()
            _disk(base, wheel, making)
            _forget("disk-")
            making.rename(done)
    group = int((done / "group").read_text())
    return Image(done / "root.qcow2", done / "vmlinuz", done / "initrd", group)


def _digest(*parts: str | Path) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return whole.hexdigest()[:16]


def _forget(prefix: str) -> None:
    for path in CACHE.glob(f"{prefix}*"):
        shutil.rmtree(path)


def _wheel(folder: Path) -> Path:
    """The program as it is in this folder. Its bytes depend on nothing else."""
    _pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    return next(folder.glob("afisier-*.whl"))


def _pip(*arguments: object) -> None:
    _run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def _run(*command: object) -> None:
    """Raises RuntimeError with the end of what it said."""
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {(done.stdout + done.stderr)[-2000:]}")


def _base(wheel: Path, folder: Path) -> Path:
    """A folder with the system and the libraries of the display, without the display."""
    with zipfile.ZipFile(wheel) as file:
        metadata = file.read(next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))).decode()
    needs = [line for line in metadata.splitlines() if line.startswith(("Requires-Dist", "Provides-Extra"))]
    base = CACHE / f"base-{_digest(SUITE, PACKAGES, json.dumps([MODULES, LEFT_OUT, needs]))}"
    if base.exists():
        return base
    root, wheels = folder / "base", folder / "wheels"
    lean = 'mkdir -p "$1/etc/initramfs-tools/conf.d"; echo MODULES=list > "$1/etc/initramfs-tools/conf.d/lean"'
    _run(
        "mmdebstrap",
        "--mode=root",
        "--variant=minbase",
        f"--include={PACKAGES.replace(' ', ',')}",
        *(f"--dpkgopt=path-exclude=/lib/modules/*/kernel/{part}/*" for part in LEFT_OUT),
        "--dpkgopt=path-exclude=/usr/share/doc/*",
        "--dpkgopt=path-exclude=/usr/share/locale/*",
        f"--essential-hook={lean}",
        SUITE,
        root,
    )
    (root / "etc/initramfs-tools/modules").write_text("\n".join(MODULES) + "\n")
    _inside(root, "update-initramfs", "-u")
    platforms = [f"--platform={each}" for each in _PLATFORMS]
    _pip("download", "--only-binary=:all:", f"--python-version={PYTHON}", *platforms, "-d", wheels, f"{wheel}[display]")
    shutil.copytree(wheels, root / "wheels")
    _inside(root, "python3", "-m", "venv", PROGRAM)
    _inside(
        root, PROGRAM / "bin/pip", "install", "--no-index", "--find-links=/wheels", f"/wheels/{wheel.name}[display]"
    )
    shutil.rmtree(root / "wheels")
    _forget("base-")
    root.rename(base)
    return base


def _inside(root: Path, *command: object) -> None:
    _run("chroot", root, "env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", *command)


def _disk(base: Path, wheel: Path, making: Path) -> None:
    root = making / "root"
    _run("cp", "-a", "--reflink=auto", base, root)
    shutil.copy(wheel, root / wheel.name)
    install = ("install", "--no-index", "--no-deps", "--force-reinstall", f"/{wheel.name}")
    _inside(root, PROGRAM / "bin/pip", *install)
    (root / wheel.name).unlink()
    _equip(root)
    group = next(
        line.split(":")[2] for line in (root / "etc/group").read_text().splitlines() if line.startswith("afisier:")
    )
    (making / "group").write_text(group)
    shutil.copy(next((root / "boot").glob("vmlinuz-*")), making / "vmlinuz")
    shutil.copy(next((root / "boot").glob("initrd.img-*")), making / "initrd")
    raw = making / "root.raw"
    _run("mke2fs", "-q", "-t", "ext4", "-d", root, raw, f"{DISK_MB}M")
    _run("qemu-img", "convert", "-O", "qcow2", raw, making / "root.qcow2")
    raw.unlink()
    shutil.rmtree(root)


def _equip(root: Path) -> None:
    """The files of `packaging` where its README says, and those of the bench."""
    packaging, guest = ROOT / "packaging", Path(__file__).parent / "guest"
    places = {
        packaging / "afisier-display.service": "lib/systemd/system/afisier-display.service",
        packaging / "afisier-display.sysusers": "usr/lib/sysusers.d/afisier-display.conf",
        packaging / "afisier-display.watchdog.conf": "usr/lib/systemd/system.conf.d/afisier-display.conf",
        guest / "bench-shell": "usr/local/sbin/bench-shell",
        guest / "bench-shell.service": "lib/systemd/system/bench-shell.service",
        guest / "fstab": "etc/fstab",
        guest / "wired.network": "etc/systemd/network/wired.network",
    }
    for source, place in places.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / place)
        (root / place).chmod(0o755 if "sbin" in place else 0o644)
    for folder in ("etc/afisier", "var/lib/afisier-display"):
        (root / folder).mkdir(exist_ok=True)
    (root / "etc/systemd/journald.conf.d").mkdir(exist_ok=True)
    (root / "etc/systemd/journald.conf.d/memory.conf").write_text("[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\n")
    (root / "etc/hostname").write_text("ecran\n")
    _inside(root, "systemd-sysusers")
    _inside(root, "systemd-machine-id-setup")
    _inside(root, "systemctl", "enable", "afisier-display", "bench-shell", "systemd-networkd")
    _inside(root, "systemctl", "mask", *_OFF)


def small_disk(path: Path, label: str, size_mb: int, content: Path | None = None) -> Path:
    """An ext4 file system of its own, with what is in a folder: owners and rights go along."""
    raw = path.with_suffix(".raw")
    _run("mke2fs", "-q", "-t", "ext4", "-L", label, *(["-d", content] if content else []), raw, f"{size_mb}M")
    _run("qemu-img", "convert", "-O", "qcow2", raw, path)
    raw.unlink()
    return path


def copy_on_write(path: Path, backing: Path) -> Path:
    """A disk that reads from another and keeps what is written itself."""
    _run("qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", backing, path)
    return path


if __name__ == "__main__":
    print(image())
