"""The card takes nothing any more: the kernel made it read-only, or it is full."""

import pytest

from tests.figures import shown
from tests.machine.bench import Bench
from tests.machine.guest import until

pytestmark = pytest.mark.machine

STATE = "/var/lib/afisier-display"


def test_a_card_that_turns_read_only(lit: Bench) -> None:
    before = lit.agreed()
    lit.guest.do("echo u > /proc/sysrq-trigger; sleep 3")
    assert lit.guest.run(f"touch {STATE}/store/x").code, "the card takes writes"
    after = lit.agreed(lambda glass: glass.slide is not None and glass.count > before.count + 1)
    shown("machine: card read-only: slides that followed", after.count - before.count, "2 or more",
          holds=after.count > before.count + 1)  # fmt: skip
    screen = lit.guest.processes()["screen"]
    lit.guest.do("kill -KILL $(pgrep -u afisier)")
    watched = lit.watch(
        lambda: lit.guest.processes().get("screen", screen) != screen and lit.agrees_since(after), "slide"
    )
    shown("machine: every program killed on a read-only card: black, again", f"{watched.black} of {watched.looks}, "
          f"{watched.took_s:.0f} s", "0, again", holds=not watched.black)  # fmt: skip


def test_a_start_on_a_card_that_is_only_read(lit: Bench) -> None:
    lit.guest.do(f"systemctl stop afisier-display; umount {STATE}; mount -o ro,noload LABEL=state {STATE}")
    before = lit.guest.glass()
    lit.guest.do("systemctl start afisier-display", within_s=120)
    glass = lit.agreed()
    shown("machine: start on a read-only card", glass.slide, "a slide", holds=before is None and bool(glass.slide))


def test_a_full_card_takes_a_withdrawal(lit: Bench) -> None:
    lit.reach()
    until(lambda: lit.city.adopted() == lit.city.wanted(), "the display adopts what is published")
    lit.guest.run(f"dd if=/dev/zero of={STATE}/full bs=64k", within_s=120)
    free = int(lit.guest.do(f"df --output=avail {STATE} | tail -1"))
    wanted = lit.city.withdraw("tramvai")
    until(lambda: lit.city.adopted() >= wanted, "the display adopts it")
    lit.agreed()
    until(lit.is_exact, "the wall says that it shows what it should")
    shown(f"machine: card with {free} KB free: withdrawal obeyed", "yes", "yes", holds=free == 0)
