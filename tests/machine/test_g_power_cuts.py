"""The power is cut while every slide is being replaced by another.

Most cuts are copies of the disk at an instant, the machine held still: what would be there after a cut, with all that
was written. Each is mounted inside (its journal replayed by the kernel) and checked by the display's own store. Some
cuts end the emulator, which loses what it had not yet written as well; then the machine starts from what is there.
"""

import functools
import gzip
import http.server
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.figures import shown
from tests.machine.bench import Bench
from tests.machine.guest import until
from tests.machine.outside import HOST

pytestmark = pytest.mark.machine

CUTS, EVERY_S = 24, 0.3
"""How many, and seconds for which the machine runs between two."""
LIT_CUTS = 2
"""Of these the display is started on, until its slide is on the panel."""
AFTER_S = 3.0
"""From publishing to the end of the emulator."""
CHECKER, CHECK = Path(__file__).parent / "check_store.py", "/run/check-store"
RUN = f"/usr/lib/afisier-display/bin/python3 {CHECK}"


def test_cuts_while_adopting(lit: Bench, tmp_path: Path) -> None:
    lit.reach()
    former = lit.city.wanted()
    until(lambda: lit.city.adopted() == former, "the display adopts what is published")
    wanted = lit.city.draw_all_anew()
    copies = [_cut(lit, tmp_path / f"cut-{number}.qcow2") for number in range(CUTS)]
    cuts = [_packed(each) for each in copies]
    lit.guest.do(f"cat > {CHECK} <<'END'\n{CHECKER.read_text()}\nEND")
    with _served(tmp_path) as url:
        found = Counter(lit.guest.do(" ".join([RUN, *(f"{url}/{path.name}" for path in cuts)]), 1200).splitlines())
        older, newer = (found.pop(f"settled {epoch} {sequence}, whole", 0) for epoch, sequence in (former, wanted))
        what = f"machine: power cut while adopting ({older} before, {newer} after): torn"
        shown(what, f"{sum(found.values())} of {CUTS}", "0", holds=not found)
        assert older and newer, "the cuts were too late or too early"
        lit.guest.do("systemctl stop afisier-display", within_s=120)
        for path in cuts[:: CUTS // LIT_CUTS][:LIT_CUTS]:
            _lights(lit, f"{url}/{path.name}")
    shown("machine: started on what a cut left: slide on the panel", f"{LIT_CUTS} of {LIT_CUTS}", "all", holds=True)


def test_a_machine_whose_power_is_cut_starts_again(lit: Bench) -> None:
    lit.reach()
    wanted = lit.city.draw_all_anew()
    time.sleep(AFTER_S)
    lit.cut_power()
    began = time.monotonic()
    lit.power_on()
    glass = lit.agreed()
    took = time.monotonic() - began
    until(lambda: lit.city.adopted() >= wanted, "the display adopts it")
    shown(f"machine: power cut {AFTER_S:.0f} s after publishing: slide after", f"{took:.0f} s", "a slide",
          holds=glass.matches)  # fmt: skip


def _cut(lit: Bench, path: Path) -> Path:
    """A copy of the disk as it is now; then the machine goes on for a moment."""
    lit.emulator.ask("stop")
    shutil.copyfile(lit.disks.state, path)
    lit.emulator.ask("cont")
    time.sleep(EVERY_S)
    return path


def _packed(copy: Path) -> Path:
    raw, path = copy.with_suffix(".raw"), copy.with_suffix(".gz")
    subprocess.run(["qemu-img", "convert", "-O", "raw", copy, raw], check=True)
    with raw.open("rb") as file, gzip.open(path, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(file, packed)
    raw.unlink()
    return path


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address at which the machine reaches the files of a folder."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _lights(lit: Bench, url: str) -> None:
    place = "/var/lib/afisier-display"
    lit.guest.do(f"{RUN} mount {place} {url}", within_s=300)
    lit.guest.do("systemctl start afisier-display", within_s=120)
    lit.agreed()
    lit.guest.do(f"systemctl stop afisier-display && umount {place}", within_s=120)
