"""Pictures of what a display shows at any instant: the approved frame, with clock and countdown as they are then.

Decides the ETag of such a picture and how many are kept. Leaves out how the live parts are painted: `content.live` does
it, here as on the displays.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

from content import live
from content.schedule.resolve import Showing
from content.wire import Frame, Programme
from control_server.serial_queue import SerialQueue

KEPT_BYTES = 32_000_000
"""The most that all kept pictures have together."""


class Previews:
    """The pictures that were asked for last, by their tags."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._queue = SerialQueue("the picture")

    async def picture(self, tag: str, compose: Callable[[], bytes]) -> bytes:
        """The kept picture of that tag, else the one that `compose` makes. Raises RefusedError (`busy`)."""
        return await self._queue.run(lambda: self._picture(tag, compose))

    def _picture(self, tag: str, compose: Callable[[], bytes]) -> bytes:
        """Runs in the queue only. The picture that was asked for longest ago is dropped first."""
        png = self._kept.pop(tag, None) or compose()
        self._kept[tag] = png
        while sum(map(len, self._kept.values())) > KEPT_BYTES and len(self._kept) > 1:
            del self._kept[next(iter(self._kept))]
        return png


def frame(programme: Programme, showing: Showing) -> Frame | None:
    """The frame that is on the glass during a showing; None when the display is off."""
    if showing.state == "off":
        return None
    return programme.frames.get(showing.slide or "", {}).get(showing.lang or "", programme.neutral)


def tag(shown: Frame, at: datetime, zone: ZoneInfo) -> str:
    """The ETag of the picture at that instant: the same for all instants at which the picture is the same."""
    words = [live.text(part, at, zone) for part in shown.live]
    return sha256(msgspec.json.encode([shown, words])).hexdigest()
