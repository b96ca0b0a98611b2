"""From a target to a picture, in a worker thread: read, verify, decode, fit, paint the live parts.

Decides what stands in when a frame cannot be shown: the card, never the frame of something else, never a part.
"""

from datetime import datetime

import msgspec
from PIL import Image

from config.settings import Enrolment
from display_client.runtime_files import RuntimeFiles
from display_client.screen.card import card
from display_client.screen.on_glass import Target
from display_client.screen.picture import UnreadableError, WindowPicture, decode
from display_client.store import DisplayStore

DARK = "#000000"


class Prepared(msgspec.Struct, frozen=True):
    """What was asked for, what is shown for it (they differ when the frame could not be), and the picture."""

    asked: Target
    target: Target
    picture: WindowPicture


class Preparer:
    """Makes pictures of one display at one window size (pixels)."""

    def __init__(self, enrolment: Enrolment, store: DisplayStore, notes: RuntimeFiles, window: tuple[int, int]) -> None:
        self._store, self._notes, self._window = store, notes, window
        self._city, self._glass = enrolment.city, (enrolment.width, enrolment.height)

    def prepare(self, target: Target, now: datetime) -> Prepared:
        """The picture of that target, live parts as they are at `now`."""
        shown = target
        frame = self._frame(target)
        if frame is None:
            shown = target.without_frame() if target.kind == "frame" else target
            frame, parts = card(self._city, self._glass)
        else:
            parts = target.live
        picture = WindowPicture(frame, parts, self._window, target.zone)
        picture.refresh(now)
        return Prepared(target, shown, picture)

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
