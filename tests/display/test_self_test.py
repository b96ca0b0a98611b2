"""Twelve checks: of a Pi that is well, of one with each fault, and of a machine that is none."""

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.settings import BrokerAddress, Enrolment
from content.wire import dsse
from display_client.commands import display
from display_client.machine import Machine
from display_client.self_test import CHECKS, Checked, MachineTested, self_test
from tests.display.machine_files import lay_out


@pytest.fixture
def port() -> Iterator[int]:
    """Where something listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def enrolment(port: int, tmp_path: Path) -> Enrolment:
    key = dsse.public_text(Ed25519PrivateKey.generate().public_key())
    return Enrolment(
        display="gara",
        site="oras",
        city="Orasul",
        password="parola",
        broker=BrokerAddress(host="127.0.0.1", port=port),
        server=f"http://127.0.0.1:{port}",
        key=key,
        width=1920,
        height=1080,
    )


def checked(
    enrolment: Enrolment, root: Path, other: Mapping[str, str | None] | None = None, synchronised: float | None = 0.01
) -> dict[str, Checked]:
    store = root / "store"
    store.mkdir()
    place = MachineTested(Machine(lay_out(root, other)), enrolment, store, lambda: synchronised)
    results = {each.name: each for each in self_test(place)}
    assert list(results) == list(CHECKS) and len(CHECKS) == 12
    assert [each.name for each in results.values() if each.verdict != "well" and not each.mend] == []
    assert list(store.iterdir()) == []
    return results


def not_well(results: Mapping[str, Checked]) -> dict[str, str]:
    """But for `board` and `flush`, which are of the machine that runs the tests."""
    told = {name: each.verdict for name, each in results.items() if name not in ("board", "flush")}
    return {name: verdict for name, verdict in told.items() if verdict != "well"}


def test_a_pi_that_is_well(enrolment: Enrolment, tmp_path: Path) -> None:
    results = checked(enrolment, tmp_path)
    assert not_well(results) == {}
    assert results["card"].seen == "mmcblk0p2 (MMC), writable, 0 errors, 20 % of its life used"
    assert results["panel"].seen == "HDMI-A-1 1920x1080"


@pytest.mark.parametrize(
    ("path", "text", "name", "verdict"),
    [
        ("sys/class/drm/card1-HDMI-A-1/status", "disconnected", "panel", "ill"),
        ("sys/class/drm/card1-HDMI-A-1/modes", "1024x768\n", "panel", "ill"),
        ("sys/devices/platform/soc/soc:firmware/get_throttled", "50005", "power", "ill"),
        ("sys/devices/platform/soc/soc:firmware/get_throttled", None, "power", "unknown"),
        ("sys/class/thermal/thermal_zone0/temp", "84100", "heat", "ill"),
        ("sys/fs/ext4/mmcblk0p2/errors_count", "3", "card", "ill"),
        ("sys/block/mmcblk0/device/life_time", "0x03 0x0b", "card", "ill"),
        ("proc/self/mounts", "/dev/mmcblk0p2 / ext4 ro 0 0\n", "card", "ill"),
        ("proc/self/mounts", "tmpfs / tmpfs rw 0 0\n", "card", "unknown"),
        ("sys/class/rtc/rtc0/date", "1970-01-01", "clock", "ill"),
        ("sys/class/rtc/rtc0/date", None, "clock", "ill"),
        ("sys/class/watchdog/watchdog0/identity", None, "watchdog", "ill"),
        ("proc/meminfo", "MemTotal: 480000 kB\nMemAvailable: 200000 kB\n", "memory", "ill"),
    ],
)
def test_each_fault_is_found_and_nothing_else(
    enrolment: Enrolment, tmp_path: Path, path: str, text: str | None, name: str, verdict: str
) -> None:
    assert not_well(checked(enrolment, tmp_path, {path: text})) == {name: verdict}


def test_a_clock_that_nothing_synchronises_is_ill(enrolment: Enrolment, tmp_path: Path) -> None:
    assert not_well(checked(enrolment, tmp_path, synchronised=None)) == {"clock": "ill"}


def test_a_broker_that_is_not_there_is_told(enrolment: Enrolment, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    away = msgspec.structs.replace(enrolment, broker=BrokerAddress(host="127.0.0.1", port=port))
    results = checked(away, tmp_path)
    assert not_well(results) == {"broker": "ill"}
    assert results["broker"].seen == f"127.0.0.1:{port}: Connection refused"


def test_a_store_that_takes_nothing_says_so(enrolment: Enrolment, tmp_path: Path) -> None:
    place = MachineTested(Machine(lay_out(tmp_path)), enrolment, tmp_path / "missing", lambda: 0.01)
    (flush,) = (each for each in self_test(place) if each.name == "flush")
    assert (flush.verdict, flush.seen.partition(":")[0]) == ("unknown", "FileNotFoundError")


def test_the_command_prints_all_and_what_is_left_to_try_by_hand(enrolment: Enrolment, tmp_path: Path) -> None:
    path = tmp_path / "gara.yaml"
    path.write_bytes(msgspec.yaml.encode(enrolment))
    (tmp_path / "store").mkdir()
    result = CliRunner().invoke(display, ["self-test", str(path)])
    lines = result.output.splitlines()
    names = [line[9:].split()[0] for line in lines if line[:7] in ("well   ", "ILL    ", "unknown")]
    assert names == list(CHECKS)
    assert result.exit_code == int(any(line.startswith("ILL") for line in lines))
    assert "Pull the plug ten times" in result.output
