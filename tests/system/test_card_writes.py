"""What a display writes to its card in a day, by the statistics of the block device under it.

A day of plays in steady state, one every 8 seconds: the server acknowledges them twice a minute, and signs the time.
The card is a file system of its own on a loop device. The day passes by the clocks that are handed in.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from content.wire import Play, Tip
from display_client.bench.rehearsal import Rehearsal
from display_client.journal import JournalReader, JournalWriter
from tests.display.machine_clocks import Machine
from tests.figures import shown

pytestmark = pytest.mark.system

TURN, BATCH, HOURS = timedelta(seconds=8), timedelta(seconds=30), 24
_SECTORS, _FLUSHES, SECTOR = 6, 15, 512
"""Fields of /sys/block/*/stat, counted from 0, and the bytes of a sector there (Documentation/block/stat.rst)."""


class Written(NamedTuple):
    """Since the device is there."""

    bytes: int
    flushes: int


class LoopCard:
    """An ext4 on a loop device."""

    def __init__(self, folder: Path, device: str) -> None:
        self.folder, self._stat = folder, Path("/sys/block") / Path(device).name / "stat"

    def written(self) -> Written:
        os.sync()
        fields = [int(field) for field in self._stat.read_text().split()]
        return Written(fields[_SECTORS] * SECTOR, fields[_FLUSHES])


@contextlib.contextmanager
def loop_card() -> Iterator[LoopCard]:
    """Skips where nobody may mount."""
    if os.getuid() or not shutil.which("mkfs.ext4") or not shutil.which("losetup"):
        pytest.skip("a loop device needs root: sudo make test-faults")
    with tempfile.TemporaryDirectory() as place:
        image, folder = Path(place) / "card", Path(place) / "mounted"
        folder.mkdir()
        with image.open("wb") as file:
            file.truncate(256_000_000)
        subprocess.run(["mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image], check=True)
        loop = subprocess.run(["losetup", "--find", "--show", image], check=False, capture_output=True, text=True)
        if loop.returncode:
            pytest.skip(f"no loop device: {loop.stderr.strip()}")
        device = loop.stdout.strip()
        try:
            if subprocess.run(["mount", "-o", "relatime", device, folder], check=False).returncode:
                pytest.skip("nothing may be mounted here")
            try:
                yield LoopCard(folder, device)
            finally:
                subprocess.run(["umount", folder], check=True)
        finally:
            subprocess.run(["losetup", "--detach", device], check=True)


@pytest.mark.parametrize(("server", "mb", "flushes"), [(True, 1.0, 100), (False, 10.0, 1_500)])
def test_a_day_of_plays(tmp_path: Path, server: bool, mb: float, flushes: int) -> None:
    """With the server in reach, and without: then plays go to the card every five minutes."""
    with loop_card() as card:
        city = Rehearsal(card.folder)
        city.enrol()
        machine = Machine(Rehearsal(tmp_path))
        machine.city = city
        machine.start()
        machine.told()
        writer, reader = (
            JournalWriter(tmp_path / "plays", city.store.plays),
            JournalReader(tmp_path / "plays", city.store.plays),
        )
        (tmp_path / "plays").mkdir(exist_ok=True)
        reader.told(None, "boot")
        begin = machine.true
        before, batch_at, count = card.written(), begin + BATCH, 0
        while machine.true < begin + timedelta(hours=HOURS):
            since = machine.true
            machine.true += TURN
            count += 1
            writer.append(
                Play(number=0, slide="buget", lang="ro", campaign="c", asset="0" * 64, since=since, until=machine.true)
            )
            if machine.true >= batch_at:
                batch_at += BATCH
                reader.spill_late((machine.true - begin).total_seconds())
                if server and (plays := reader.waiting(200)):
                    reader.handed_out(plays[-1].number)
                    reader.trim(Tip(number=plays[-1].number, hash="0" * 64))
                machine.clock.keep()
        after = card.written()
        megabytes, flushed = (after.bytes - before.bytes) / 1e6, after.flushes - before.flushes
        about = "server in reach" if server else "no server"
        shown(
            f"a day, {about}: written to the card", f"{megabytes:.2f} MB", f"at most {mb:g} MB", holds=megabytes <= mb
        )
        shown(f"a day, {about}: flushes of the card", flushed, f"at most {flushes}", holds=flushed <= flushes)
        assert len(reader.waiting(20_000)) == (0 if server else count)
