"""From a target to a picture, in a worker thread: read, verify, decode, fit, paint the live parts.

Decides what stands in when a frame cannot be shown: the card, never the frame of something else, never a part.
"""

from datetime import datetime

import msgspec
from PIL import Image

from config.settings import Enrolment
from display_client.runtime_files import Volatile
from display_client.screen.card import card
from display_client.screen.on_glass import Target
from display_client.screen.picture import Picture, UnreadableError, decode
from display_client.store import Store

DARK = "#000000"


class Developed(msgspec.Struct, frozen=True):
    """What was asked for, what is shown for it (they differ when the frame could not be), and the picture."""

    asked: Target
    target: Target
    picture: Picture


class Developer:
    """Makes pictures of one display at one window size (pixels)."""

    def __init__(self, enrolment: Enrolment, store: Store, notes: Volatile, window: tuple[int, int]) -> None:
        self._store, self._notes, self._window = store, notes, window
        self._city, self._glass = enrolment.city, (enrolment.width, enrolment.height)

    def develop(self, target: Target, now: datetime) -> Developed:
        """The picture of that target, live parts as they are at `now`."""
        shown = target
        frame = self._frame(target)
        if frame is None:
            shown = target.without_frame() if target.kind == "frame" else target
            frame, parts = card(self._city, self._glass)
        else:
            parts = target.live
        picture = Picture(frame, parts, self._window, target.zone)
        picture.refresh(now)
        return Developed(target, shown, picture)

    def _frame(self, target: Target) -> Image.Image | None:
        if target.kind == "dark":
            return Image.new("RGB", self._window, DARK)
        if target.asset is None:
            return None
        data = self._store.asset(target.asset)
        if data is None:
            self._notes.report_damaged(target.asset)
            return None
        try:
            return decode(data)
        except UnreadableError:
            return None
