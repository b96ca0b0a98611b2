"""The kernel crashes. Nobody is there to switch the machine off and on."""

import time

import pytest

from tests.figures import shown
from tests.machine.bench import Bench

pytestmark = pytest.mark.machine


def test_the_hardware_starts_a_machine_anew_that_hangs(lit: Bench) -> None:
    lit.agreed()
    boot = lit.guest.do("cat /proc/sys/kernel/random/boot_id")
    assert lit.guest.do("cat /proc/sys/kernel/panic") == "0", "the kernel itself would start anew"
    began = time.monotonic()
    lit.guest.drop("echo c > /proc/sysrq-trigger")
    lit.emulator.await_reset()
    reset = time.monotonic() - began
    glass = lit.agreed()
    again = lit.guest.do("cat /proc/sys/kernel/random/boot_id")
    figure = f"{reset:.0f} s, {time.monotonic() - began:.0f} s"
    holds = again != boot and bool(glass.slide)
    shown("machine: kernel crashed: hardware watchdog fires, slide after", figure, "a slide", holds=holds)
