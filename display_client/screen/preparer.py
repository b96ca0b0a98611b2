"""From a target to a picture, in a worker thread: read, verify, decode, fit, paint the live parts.

Decides what stands in when a frame cannot be shown: the nameplate, not another frame or half of one. A frame and its
live parts come from outside, so whatever they make the decoder or the painter raise is such a case. A fault with the
nameplate is a mistake in the program: it ends the screen, and the supervisor starts it again.
"""

import logging
from datetime import datetime

import msgspec
from PIL import Image

from config.settings import Enrolment
from content.wire import LivePart
from display_client.runtime_files import RuntimeFiles
from display_client.screen.nameplate import nameplate
from display_client.screen.on_glass import Target
from display_client.screen.picture import WindowPicture, decode
from display_client.store import DisplayStore

DARK = "#000000"

log = logging.getLogger(__name__)


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
        self._unshowable: str | None = None

    def prepare(self, target: Target, now: datetime) -> Prepared:
        """The picture of that target, live parts as they are at `now`."""
        picture = self._picture(target, now)
        if picture is not None:
            return Prepared(target, target, picture)
        shown = target.without_frame() if target.kind == "frame" else target
        frame, parts = nameplate(self._city, self._glass)
        return Prepared(target, shown, self._painted(frame, parts, target, now))

    def _picture(self, target: Target, now: datetime) -> WindowPicture | None:
        """None where the nameplate is meant, and for a frame that cannot be shown."""
        if target.kind == "dark":
            return self._painted(Image.new("RGB", self._window, DARK), (), target, now)
        if target.asset is None:
            return None
        png = self._store.asset(target.asset)
        if png is None:
            self._notes.report_damaged(target.asset)
            return None
        try:
            return self._painted(decode(png), target.live, target, now)
        except Exception as error:
            if self._unshowable != target.asset:  # it is tried again every second
                self._unshowable = target.asset
                log.warning("asset %s cannot be shown: %s: %s", target.asset, type(error).__name__, error)
            return None

    def _painted(self, frame: Image.Image, parts: tuple[LivePart, ...], target: Target, now: datetime) -> WindowPicture:
        picture = WindowPicture(frame, parts if target.timed else (), self._window, target.zone)
        picture.refresh(now)
        return picture
