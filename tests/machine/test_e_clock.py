"""The clock says another day than it is, or days pass without a network."""

import pytest

from tests.figures import shown
from tests.machine.bench import Bench
from tests.machine.guest import until

pytestmark = pytest.mark.machine

DAYS, CHANGES = 20, 8
ENDS = "strada"
"""A slide of the sample city that is over two weeks after its first day."""
LATER = f"""
mkdir -p /run/systemd/system/afisier-display.service.d
cat > /run/systemd/system/afisier-display.service.d/later.conf <<'END'
[Service]
ExecStart=
ExecStart=+/usr/bin/unshare --time --boottime {DAYS * 86400} --monotonic {DAYS * 86400} --fork --kill-child -- \\
  /usr/bin/setpriv --reuid afisier --regid afisier --init-groups -- \\
  /usr/lib/afisier-display/bin/afisier display /etc/afisier/enrolment.yaml
NotifyAccess=all
END
systemctl daemon-reload
date -s '+{DAYS} days'
systemctl restart afisier-display
"""
"""The display starts anew in a time namespace (time_namespaces(7)) whose even clock is days ahead; the clock too."""


def test_days_without_a_network_end_what_ends(lit: Bench) -> None:
    lit.reach()
    lit.agreed(lambda glass: glass.slide == ENDS)
    lit.emulator.unplug_network()
    before = lit.guest.glass()
    lit.guest.do(LATER, within_s=180)
    slides: set[str] = set()
    counts: set[int] = set()
    while len(counts) < CHANGES:
        glass = lit.agreed(
            lambda glass: before is not None and glass.lit > before.lit and glass.slide is not None
            and (glass.lit - before.lit).days >= DAYS - 1 and glass.count not in counts
        )  # fmt: skip
        counts.add(glass.count)
        slides.add(str(glass.slide))
    shown(f"machine: {DAYS} days without a network: slides that were over", int(ENDS in slides),
          f"0 of {len(counts)} changes", holds=ENDS not in slides and len(slides) > 1)  # fmt: skip


def test_a_clock_of_1970_without_a_network(lit: Bench) -> None:
    lit.cut_power()
    lit.power_on("-S", rtc="base=1970-01-01")
    lit.emulator.unplug_network()
    lit.emulator.ask("cont")
    glass = lit.agreed(lambda glass: True)
    said = lit.guest.do("cat /sys/class/rtc/rtc0/date; date -u +%F").split()
    shown("machine: hardware clock of 1970, no network: on the panel", glass.slide or glass.state, "what has no dates",
          holds=said[0].startswith("1970") and glass.slide != ENDS)  # fmt: skip
    lit.emulator.unplug_network(False)
    lit.reach()
    until(lit.is_exact, "the wall says that it shows what it should")
    offset = lit.city.said()["clock"]["offset_s"]
    shown("machine: the server tells the time: clock off by, as the wall says", f"{offset / 86400:.0f} days", "told",
          holds=offset < -30 * 86400)  # fmt: skip
