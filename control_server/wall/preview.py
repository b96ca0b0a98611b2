"""What a display shows at any instant, as a picture: the approved frame with clock and countdown as they are then.

Decides what such a picture is called by and how many are kept. The live parts are painted by the code that the player
paints them with.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content import live
from content.schedule.resolve import Showing
from content.wire import Frame, Manifest
from control_server.serial_queue import SerialQueue

KEPT_BYTES = 32_000_000


class Previews:
    """The pictures asked for last, by their tags."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._queue = SerialQueue("the picture")

    async def picture(self, tag: str, compose: Callable[[], bytes]) -> bytes:
        """The picture, composed if it is not kept. Raises RefusedError (`busy`)."""
        return await self._queue.run(lambda: self._picture(tag, compose))

    def _picture(self, tag: str, compose: Callable[[], bytes]) -> bytes:
        """Only in the queue. What was asked for longest ago is forgotten first."""
        found = self._kept.pop(tag, None) or compose()
        self._kept[tag] = found
        while sum(map(len, self._kept.values())) > KEPT_BYTES and len(self._kept) > 1:
            del self._kept[next(iter(self._kept))]
        return found


PREVIEWS = web.AppKey("previews", Previews)


def frame(told: Manifest, showing: Showing) -> Frame | None:
    """The frame that stands for a showing; None when the display is off."""
    if showing.state == "off":
        return None
    return told.frames.get(showing.slide or "", {}).get(showing.lang or "", told.neutral)


def tag(shown: Frame, at: datetime, zone: ZoneInfo) -> str:
    """Equal for all instants at which the picture is the same (an ETag)."""
    words = [live.text(part, at, zone) for part in shown.live]
    return sha256(msgspec.json.encode([shown, words])).hexdigest()
