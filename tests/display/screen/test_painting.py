"""The painter is a process that may end in any way: the order fails in words, and the next one has a new painter."""

import hashlib
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from display_client.bench.rehearsal import Rehearsal, draw
from display_client.screen import painting
from display_client.screen.easel import PaintOrder
from display_client.screen.painter import MissingError
from display_client.screen.painting import AbandonedError, NoPainterError, Painting
from display_client.screen.picture import UnreadableError, decode

SIZE = (640, 360)
PNG = draw(1, SIZE)
DIGEST = hashlib.sha256(PNG).hexdigest()
ORDER = PaintOrder(asset=DIGEST, live=(), size=SIZE, zone="UTC", at=datetime(2026, 11, 20, 8, tzinfo=UTC))
POISON = {
    "aborts": ("os.abort()", "the painter ended by SIGABRT"),
    "is killed": ("os.kill(os.getpid(), 9)", "the painter ended by SIGKILL"),
    "leaves": ("os._exit(3)", "the painter ended with 3"),
    "takes all memory": ("bytearray(10**12)", "MemoryError"),
    "takes much memory, a little at a time": ("[bytes(2**27) for _ in range(10**4)]", "MemoryError"),
    "nests without end": ("f = lambda: f(); f()", "RecursionError"),
    "spins": ("\nwhile True: pass", "took more than 0 s of processor time"),
    "says what cannot be said": ("raise ValueError('\\ud800\\x00' * 999)", "ValueError: ??"),
}


@pytest.fixture
def poisoned(city: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file: what stands in it a painter does in place of decoding, as a fault in the decoder would."""
    does = tmp_path / "does.py"
    (tmp_path / "sitecustomize.py").write_text(
        textwrap.dedent(f"""
        import os, sys
        if any("painter" in word for word in sys.orig_argv):
            import display_client.screen.picture as picture
            decode = picture.decode
            def poison(png):
                if os.path.exists({str(does)!r}):
                    exec(open({str(does)!r}).read(), {{"os": os}})
                return decode(png)
            picture.decode = poison
        """)
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(painting, "CPU_S", 0.3)
    city.keep(PNG)
    return does


@pytest.fixture
def painter(city: Rehearsal) -> Iterator[Painting]:
    made = Painting(city.store.folder, SIZE)
    yield made
    made.close()


def paints(painter: Painting) -> bool:
    """Whether the frame comes out as it is."""
    (whole,) = painter.paint(ORDER).patches
    return whole.rgb == decode(PNG).tobytes()


@pytest.mark.parametrize("what", POISON)
def test_whatever_a_frame_does_to_its_painter_is_told_in_words_and_the_next_is_painted(
    painter: Painting, poisoned: Path, what: str
) -> None:
    does, words = POISON[what]
    poisoned.write_text(does)
    with pytest.raises(UnreadableError) as told:
        painter.paint(ORDER)
    assert str(told.value).replace("�", "?").startswith(words)
    assert str(told.value).isprintable() and len(str(told.value)) <= 200
    poisoned.unlink()
    assert paints(painter)


def test_a_missing_and_an_altered_asset_are_missing(painter: Painting, city: Rehearsal) -> None:
    with pytest.raises(MissingError):
        painter.paint(ORDER)
    (city.store.assets / DIGEST).write_bytes(PNG[:-9])
    with pytest.raises(MissingError):
        painter.paint(ORDER)
    city.keep(PNG)
    assert paints(painter)


def test_a_second_try_may_take_longer(painter: Painting, poisoned: Path) -> None:
    poisoned.write_text("import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass")
    with pytest.raises(UnreadableError):
        painter.paint(ORDER)
    assert painter.paint(ORDER, patience=20.0).patches


def test_what_is_wanted_no_more_does_not_hold_up_the_next(
    painter: Painting, poisoned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painting, "CPU_S", 600.0)
    poisoned.write_text("import time; time.sleep(600)")
    monkeypatch.setattr("select.select", _abandoning(painter))
    with pytest.raises(AbandonedError):
        painter.paint(ORDER)
    poisoned.unlink()
    monkeypatch.undo()
    assert paints(painter)


def _abandoning(painter: Painting) -> object:
    import select  # noqa: PLC0415

    wait = select.select

    def waiting(*words: object) -> object:
        painter.abandon()
        return wait(*words)  # type: ignore[arg-type]

    return waiting


def test_where_no_painter_can_be_started_that_is_said(painter: Painting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NoPainterError, match="ended with 1 before it began"):
        painter.paint(ORDER)
    monkeypatch.setattr(sys, "executable", "/nonexistent")
    with pytest.raises(NoPainterError, match="no process could be started"):
        painter.paint(ORDER)


def test_a_painter_ends_with_its_screen_and_leaves_no_descriptor(city: Rehearsal) -> None:
    city.keep(PNG)
    before = set(Path("/proc/self/fd").iterdir())
    for _ in range(3):
        made = Painting(city.store.folder, SIZE)
        assert paints(made)
        made.close()
    assert set(Path("/proc/self/fd").iterdir()) <= before


def test_the_first_painter_is_a_copy_and_the_next_a_program(city: Rehearsal) -> None:
    """In a process with one thread, as the screen is when it begins."""
    city.keep(PNG)
    code = f"""
import hashlib, os, sys
from datetime import UTC, datetime
from pathlib import Path
import psutil
from display_client.screen.easel import PaintOrder
from display_client.screen.painting import Painting
painting = Painting(Path(sys.argv[1]), {SIZE})
order = PaintOrder(asset={DIGEST!r}, live=(), size={SIZE}, zone="UTC", at=datetime(2026, 11, 20, 8, tzinfo=UTC))
painting.begin_as_copy()
def look():
    (patch,) = painting.paint(order).patches
    (child,) = psutil.Process().children()
    copied = child.cmdline() == psutil.Process().cmdline()
    print(hashlib.sha256(patch.rgb).hexdigest(), child.name(), "copy" if copied else "program")
    return child
look()
ended = look()
ended.kill()
while ended.status() != psutil.STATUS_ZOMBIE:
    pass
look()
painting.close()
print(psutil.Process().children())
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(city.store.folder)], capture_output=True, text=True, check=False
    )
    pixels = hashlib.sha256(decode(PNG).tobytes()).hexdigest()
    assert ended.stderr == ""
    assert ended.stdout.splitlines() == [
        f"{pixels} afisier-painter copy",
        f"{pixels} afisier-painter copy",
        f"{pixels} afisier-painter program",
        "[]",
    ]
