"""What a machine tells is read, and what it does not tell is None: on a Pi, and on this machine."""

from pathlib import Path

import pytest

from content.wire import Health
from display_client.machine import Connector, Machine, StoreCard
from tests.display.machine_files import PI, lay_out

STORE = Path("/home/afisier/store")


def test_a_pi_tells_everything(tmp_path: Path) -> None:
    machine = Machine(lay_out(tmp_path))
    assert machine.health(STORE) == Health(
        temperature_c=61.322,
        under_voltage=False,
        slowed=False,
        memory_free_mb=1433.6,
        up_s=86400.0,
        store_writable=True,
        card_errors=0,
        card_worn=2,
    )
    assert machine.model() == "Raspberry Pi 4 Model B Rev 1.4"
    assert machine.connectors() == [Connector("HDMI-A-1", True, "1920x1080"), Connector("HDMI-A-2", False, "")]
    assert (machine.renderer(), machine.watchdog()) == ("v3d", "Broadcom BCM2835 Watchdog timer")
    assert machine.hardware_clock() == "2026-11-30"
    assert machine.card(STORE) == StoreCard("mmcblk0p2", "MMC", True, 0, 2)


def test_a_machine_that_tells_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.health(STORE) == Health()
    assert (machine.model(), machine.connectors(), machine.renderer(), machine.watchdog()) == ("", [], "", "")


@pytest.mark.parametrize(
    ("bits", "low", "slowed"),
    [("50000", True, True), ("0x10000", True, False), ("4", False, True), ("8", False, False)],
)
def test_low_voltage_and_slowing_since_the_start_are_told(tmp_path: Path, bits: str, low: bool, slowed: bool) -> None:
    health = Machine(lay_out(tmp_path, {"sys/devices/platform/soc/soc:firmware/get_throttled": bits})).health(STORE)
    assert (health.under_voltage, health.slowed) == (low, slowed)


@pytest.mark.parametrize("text", ["", "nonsense", "-", "\udcff", "0x", "9" * 400])
def test_nonsense_of_the_kernel_is_no_fact(tmp_path: Path, text: str) -> None:
    machine = Machine(lay_out(tmp_path, {path: text.encode(errors="replace").decode() for path in PI}))
    health = machine.health(STORE)
    assert (health.store_writable, health.under_voltage, health.temperature_c, health.up_s) == (None,) * 4


def test_the_mount_that_is_nearest_counts_and_a_card_turned_read_only_is_told(tmp_path: Path) -> None:
    mounts = (
        "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\n"
        "/dev/sda1 /home/afisier/store\\040x ext4 rw 0 0\n"
        "/dev/mmcblk0p2 /home/afisier ext4 ro,noatime 0 0\n"
    )
    machine = Machine(lay_out(tmp_path, {"proc/self/mounts": mounts}))
    card = machine.card(STORE)
    assert card and (card.device, card.writable) == ("mmcblk0p2", False)
    assert machine.card(Path("/home/afisier/store x/a")) == StoreCard("sda1", "sda1", True, None, None)
    assert machine.card(Path("/dev/shm/x")) == StoreCard("mmcblk0p2", "MMC", True, 0, 2)


def test_this_machine_is_read() -> None:
    health = Machine().health(Path.cwd())
    assert health.memory_free_mb and health.up_s
