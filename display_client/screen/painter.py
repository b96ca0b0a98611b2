"""`python -m display_client.screen.painter FOLDER DESCRIPTOR BYTES`: decodes and paints what comes from outside.

A process of its own, because a frame may make a decoder abort, spin or take all memory: then this process ends, and the
screen goes on. It reads orders on standard input and answers on standard output; the first painter, a copy of the
screen that has just begun, in pipes of its own. The pixels lie in memory that the screen shares with it. Its first
answer is to nothing: it says that it is there. Decides how much memory a picture may take. It never writes to the card.
"""

import mmap
import os
import resource
import struct
import sys
from pathlib import Path
from typing import IO

import msgspec
from PIL import Image

from config.system.lifeline import die_with_supervisor, name_process
from content.wire import LivePart, printable
from display_client.screen.easel import Box, Easel, Painted, PaintOrder
from display_client.screen.memory import keep_flat
from display_client.screen.picture import decode
from display_client.store import DisplayStore

NAME = "afisier-painter"
MEMORY_BYTES = 768 * 2**20
"""Of address space above what the program has when it begins: four of the largest frames, and what scaling takes."""
_LONGEST = 200
_LENGTH = struct.Struct("<I")


class PaintAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`areas` lie one after the other in the shared memory, RGB by rows. Otherwise why there are none.

    `missing` says that the asset is not on the card, or not what its name says.
    """

    areas: tuple[Box, ...] = ()
    painted: Painted | None = None
    missing: bool = False
    fault: str | None = None


class MissingError(Exception):
    """The asset is not on the card, or has not its digest."""


def answer(easel: Easel, order: PaintOrder, shared: mmap.mmap) -> PaintAnswer:
    """Paints into the shared memory."""
    try:
        painted = easel.paint(order)
        at, areas = 0, []
        for patch in painted.patches:
            shared[at : at + len(patch.rgb)] = patch.rgb
            at += len(patch.rgb)
            areas.append((patch.x, patch.y, patch.width, patch.height))
    except MissingError:
        return PaintAnswer(missing=True)
    except Exception as error:  # whatever a frame from outside provokes
        return PaintAnswer(fault=printable(f"{type(error).__name__}: {error}", _LONGEST))
    return PaintAnswer(areas=tuple(areas), painted=msgspec.structs.replace(painted, patches=()))


def send(document: msgspec.Struct, stream: IO[bytes]) -> None:
    """Writes a document with its length before it. Raises OSError."""
    data = msgspec.msgpack.encode(document)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def received(stream: IO[bytes]) -> bytes | None:
    """What `send` wrote; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def frames_of(store: DisplayStore) -> Easel:
    """An easel for the frames of a display's card."""

    def frame_of(order: PaintOrder) -> tuple[Image.Image, tuple[LivePart, ...]]:
        png = store.asset(order.asset or "")
        if png is None:
            raise MissingError
        return decode(png), order.live

    return Easel(frame_of)


def _bound() -> None:
    """This process is the first to go when memory is short, and may not take all of it."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Path("/proc/self/oom_score_adj").write_text("1000")


def serve(folder: Path, shared: mmap.mmap, orders: IO[bytes], answers: IO[bytes]) -> None:
    """Paints what is ordered, until there are no more orders."""
    die_with_supervisor()
    name_process(NAME)
    keep_flat()
    _bound()
    easel = frames_of(DisplayStore(folder))
    send(PaintAnswer(), answers)  # it is there
    while (data := received(orders)) is not None:
        send(answer(easel, msgspec.msgpack.decode(data, type=PaintOrder), shared), answers)


def main() -> None:
    folder, descriptor, size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    serve(folder, mmap.mmap(descriptor, size), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
