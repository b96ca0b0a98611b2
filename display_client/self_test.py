"""Twelve checks of the machine itself: what no test on another machine can show.

Decides what is well, what is not, and what to do about it. Each says what was found. What a machine does not tell is
`unknown`, never well. Leaves out where Linux says it (`machine`).
"""

import os
import socket
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from config.settings import Enrolment
from display_client.machine import Machine
from display_client.timekeeping import RELEASED

_HOT_C, _LEAST_MEMORY_MB = 80.0, 900.0
_FLUSHES = 20
_NO_FLUSH_S = 20e-6
"""A flush that is faster than this reached no flash memory."""
_ANSWER_S = 5.0

Verdict = Literal["well", "ill", "unknown"]


class Checked(NamedTuple):
    """What one check found. `mend` says what to do, where something is ill or unknown."""

    name: str
    verdict: Verdict
    seen: str
    mend: str = ""


class MachineTested(NamedTuple):
    """The machine, the enrolment of its display, and its store. `synchronised_s` is the kernel's word on its clock."""

    machine: Machine
    enrolment: Enrolment
    store: Path
    synchronised_s: Callable[[], float | None]


def self_test(place: MachineTested) -> list[Checked]:
    """All twelve, in order. A check that fails by itself is unknown."""
    return [_checked(name, check, place) for name, check in CHECKS.items()]


def _checked(name: str, check: Callable[[MachineTested], Checked], place: MachineTested) -> Checked:
    try:
        return check(place)._replace(name=name)
    except Exception as error:  # whatever the machine answers
        return Checked(name, "unknown", f"{type(error).__name__}: {error}"[:200], "look into the log of the kernel")


def _verdict(well: bool, seen: str, mend: str) -> Checked:
    return Checked("", "well" if well else "ill", seen, "" if well else mend)


def _unknown(seen: str, mend: str) -> Checked:
    return Checked("", "unknown", seen, mend)


def _board(place: MachineTested) -> Checked:
    model, arch = place.machine.model(), os.uname().machine
    if not model:
        return _unknown(f"no device tree, {arch}", "these checks are for a Raspberry Pi")
    return _verdict(arch == "aarch64", f"{model}, {arch}", "install the 64-bit system: Kivy has no wheel for 32 bits")


def _panel(place: MachineTested) -> Checked:
    sockets, wanted = place.machine.connectors(), f"{place.enrolment.width}x{place.enrolment.height}"
    if not sockets:
        return _unknown("no graphics card that the kernel knows", "enable the vc4-kms-v3d overlay")
    lit = [each for each in sockets if each.connected]
    told = ", ".join(f"{each.name} {each.mode or 'without a mode'}" for each in lit)
    turned = f"{place.enrolment.height}x{place.enrolment.width}"
    well = any(each.mode in (wanted, turned) for each in lit)
    mend = f"set the panel's mode to {wanted}, or enrol the display anew with the size of the panel"
    return _verdict(well, told or "nothing is plugged in", mend if lit else "plug the panel in, and switch it on")


def _renderer(place: MachineTested) -> Checked:
    driver = place.machine.renderer()
    return _verdict(bool(driver), driver or "the processor draws", "enable the vc4-kms-v3d overlay")


def _power(place: MachineTested) -> Checked:
    bits = place.machine.throttled()
    if bits is None:
        return _unknown("the firmware does not say", "these checks are for a Raspberry Pi")
    low = bits & (1 << 0 | 1 << 16)
    return _verdict(not low, f"throttled={bits:#x}", "use the power supply made for this board, and a short cable")


def _heat(place: MachineTested) -> Checked:
    degrees = place.machine.temperature_c()
    if degrees is None:
        return _unknown("no sensor", "feel it")
    return _verdict(degrees < _HOT_C, f"{degrees:.0f} °C", "give it air: the firmware slows it down from 80 °C on")


def _card(place: MachineTested) -> Checked:
    card = place.machine.card(place.store)
    if card is None:
        return _unknown(
            f"{place.store} is on no card", "keep the store on the card: what is in memory ends with the power"
        )
    what = f"{card.device} ({card.kind}), {'writable' if card.writable else 'read-only'}"
    errors = "errors not counted" if card.errors is None else f"{card.errors} errors"
    life = "life not told" if card.worn is None else f"{min(card.worn, 10) * 10} % of its life used"
    well = card.writable and not card.errors and (card.worn or 0) < 9
    return _verdict(
        well, f"{what}, {errors}, {life}", "take another card; the display keeps its identity with its file"
    )


def _flush(place: MachineTested) -> Checked:
    """Whether what is said to be kept can have reached the card; one that lies about it loses it with the power."""
    path, took = place.store / ".self-test", []
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            for number in range(_FLUSHES):
                os.pwrite(descriptor, os.urandom(4096), 4096 * number)
                began = time.perf_counter()
                os.fsync(descriptor)
                took.append(time.perf_counter() - began)
        finally:
            os.close(descriptor)
    finally:
        with suppress(OSError):
            path.unlink()
    median = statistics.median(took)
    times = f"{median * 1000:.2f} ms at the median of {_FLUSHES}, {max(took) * 1000:.1f} ms at most"
    return _verdict(median > _NO_FLUSH_S, times, "take another card: this one says that it keeps what it has not kept")


def _clock(place: MachineTested) -> Checked:
    day, error = place.machine.hardware_clock(), place.synchronised_s()
    well = error is not None and bool(day) and day >= RELEASED.date().isoformat()
    network = "not synchronised" if error is None else f"synchronised to {error:.3f} s"
    mend = (
        "let the network pass NTP" if error is None else "fit a battery: without one it knows no time after a power cut"
    )
    return _verdict(well, f"{network}, clock with a battery: {day or 'none'}", mend)


def _watchdog(place: MachineTested) -> Checked:
    name = place.machine.watchdog()
    return _verdict(
        bool(name), name or "none", "dtparam=watchdog=on in config.txt: it starts a machine anew that hangs"
    )


def _memory(place: MachineTested) -> Checked:
    total, free = place.machine.memory_mb("MemTotal"), place.machine.memory_mb("MemAvailable")
    if total is None or free is None:
        return _unknown("/proc/meminfo does not say", "")
    memory = f"{free:.0f} of {total:.0f} MB free"
    return _verdict(
        total >= _LEAST_MEMORY_MB and free > total / 5, memory, "take a board with 1 GB or more, nothing beside"
    )


def _server(place: MachineTested) -> Checked:
    parts = urlsplit(place.enrolment.server)
    return _reached(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


def _broker(place: MachineTested) -> Checked:
    return _reached(place.enrolment.broker.host, place.enrolment.broker.port)


def _reached(host: str, port: int) -> Checked:
    began = time.perf_counter()
    try:
        socket.create_connection((host, port), timeout=_ANSWER_S).close()
    except OSError as error:
        return _verdict(False, f"{host}:{port}: {error.strerror or error}", "look at cable, router and firewall")
    return _verdict(True, f"{host}:{port} in {(time.perf_counter() - began) * 1000:.0f} ms", "")


CHECKS: dict[str, Callable[[MachineTested], Checked]] = {
    "board": _board,
    "panel": _panel,
    "renderer": _renderer,
    "power": _power,
    "heat": _heat,
    "card": _card,
    "flush": _flush,
    "clock": _clock,
    "watchdog": _watchdog,
    "memory": _memory,
    "server": _server,
    "broker": _broker,
}

BY_HAND = (
    "Pull the plug ten times while it plays: each time a slide is back within 30 s of power.",
    "Pull the panel's cable for a minute: the slide is there again within 10 s of plugging it in.",
    "Let it play for thirty days: memory, card and picture are as on the first.",
)
"""What only a person can try."""
