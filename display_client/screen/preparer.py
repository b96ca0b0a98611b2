"""From a target to a picture, in a worker thread: read, verify, decode, fit, paint the live parts.

A frame and its live parts come from outside, so they are painted by another process (`painting`). Decides what stands
in when a frame cannot be shown: the nameplate, not another frame or half of one; and that a frame which failed is tried
once more at once, then no more (`quarantine`). The nameplate and the dark are this program's own and painted here, at
once. A fault with them is a mistake in the program: it ends the screen, and the supervisor starts it again.
"""

import logging
import threading
from datetime import UTC, datetime

import msgspec
from PIL import Image

from config.settings import Enrolment
from content.wire import LivePart
from display_client.quarantine import Suspect, frame_suspect
from display_client.runtime_files import RuntimeFiles
from display_client.screen.easel import Easel, Painted, PaintOrder
from display_client.screen.nameplate import nameplate
from display_client.screen.on_glass import Target
from display_client.screen.painter import MissingError, frames_of
from display_client.screen.painting import LONGER, AbandonedError, NoPainterError, Painting
from display_client.screen.picture import Patch
from display_client.screen.unshowable import Unshowable
from display_client.store import DisplayStore

DARK = "#000000"
AGAIN_S = 1.0
"""After live parts could not be painted, until they are tried again."""

log = logging.getLogger(__name__)


class ShownPicture:
    """What the glass has to look like: `image`, in RGB at the window's size. For the main thread."""

    def __init__(self, order: PaintOrder, painted: Painted, *, ours: bool) -> None:
        self._order, self._at = order, order.at
        self._until = painted.until
        self.image = Image.frombytes("RGB", order.size, painted.patches[0].rgb)
        self.masks, self.words, self.ours = painted.masks, painted.words, ours

    @property
    def until(self) -> datetime:
        """When its live parts say something else."""
        return self._until

    def order(self, now: datetime) -> PaintOrder | None:
        """What to paint so that its live parts say what they say at `now`; None when they do."""
        if self._at <= now < self._until:
            return None
        return msgspec.structs.replace(self._order, at=now, whole=False)

    def take(self, order: PaintOrder, painted: Painted) -> list[Patch]:
        """The answer to `order`: the areas that are another now."""
        self._at, self._until, self.words = order.at, painted.until, painted.words
        for patch in painted.patches:
            part = Image.frombytes("RGB", (patch.width, patch.height), patch.rgb)
            self.image.paste(part, (patch.x, patch.y))
        return list(painted.patches)


class Prepared(msgspec.Struct, frozen=True):
    """What was asked for, what is shown for it (they differ when the frame could not be), and the picture."""

    asked: Target
    target: Target
    picture: ShownPicture


class Preparer:
    """Makes pictures of one display at one window size (pixels)."""

    def __init__(
        self,
        enrolment: Enrolment,
        store: DisplayStore,
        notes: RuntimeFiles,
        window: tuple[int, int],
        unshowable: Unshowable,
    ) -> None:
        self._notes, self._window = notes, window
        self._unshowable, self._quarantine = unshowable, unshowable.quarantine
        self._city, self._glass = enrolment.city, (enrolment.width, enrolment.height)
        self._painting = Painting(store.folder, window)
        self._here = frames_of(store)
        self._easel, self._owning = Easel(self._own_frame), threading.Lock()

    def begin_as_copy(self) -> None:
        """Starts the painter as a copy of this process, which has no other thread yet."""
        self._painting.begin_as_copy()

    def begin(self) -> None:
        """Starts the painter, from the thread that will ask for pictures."""
        self._painting.begin()

    def close(self) -> None:
        self._painting.close()

    def abandon(self) -> None:
        """What is being prepared is wanted no more."""
        self._painting.abandon()

    def prepare(self, target: Target, now: datetime) -> Prepared:
        """The picture of that target, live parts as they are when it is due, at `now` (UTC) or later."""
        at = max(now, target.showing.since)
        while target.kind == "frame" and not self._quarantine.holds(cause_of(target)):
            try:
                order = self._order(target, at)
                return Prepared(target, target, ShownPicture(order, self._painted(target, order), ours=False))
            except Exception as error:  # whatever a frame provokes, in this process or in the painter
                if not self._failed(target, error):
                    break
        return self.stand_in(target, at)

    def stand_in(self, target: Target, now: datetime) -> Prepared:
        """What can be shown at once: the nameplate for a frame, the dark for the dark. From any thread."""
        shown = target.without_frame() if target.kind == "frame" else target
        order = self._order(shown, now)
        return Prepared(target, shown, ShownPicture(order, self._own(order), ours=True))

    def refresh(self, shown: Prepared, order: PaintOrder) -> Painted | None:
        """The live parts of a picture; None when they cannot be painted, which counts against its frame."""
        if shown.picture.ours:
            return self._own(order)
        try:
            return self._painted(shown.target, order)
        except Exception as error:  # as above
            self._failed(shown.target, error)
            return None

    def is_held(self, target: Target) -> bool:
        """Whether its frame is in quarantine."""
        return target.kind == "frame" and self._quarantine.holds(cause_of(target))

    def _painted(self, target: Target, order: PaintOrder) -> Painted:
        patience = LONGER if self._quarantine.strikes(cause_of(target)) else 1.0
        try:
            return self._painting.paint(order, patience)
        except NoPainterError as error:  # a card that fails, or no memory: the picture is worth more than the wall
            log.warning("painting in this process: %s", error)
            return self._here.paint(order)

    def _own(self, order: PaintOrder) -> Painted:
        with self._owning:
            return self._easel.paint(order)

    def _failed(self, target: Target, error: Exception) -> bool:
        """Whether that counts against its frame."""
        if isinstance(error, AbandonedError):
            return False
        if isinstance(error, MissingError):
            self._unshowable.missed(target.asset or "")
            self._notes.report_damaged(target.asset or "")
            return False
        self._quarantine.strike(cause_of(target), str(error))
        log.warning("asset %s cannot be shown: %s", target.asset, error)
        return True

    def _order(self, target: Target, at: datetime) -> PaintOrder:
        asset = target.asset if target.kind == "frame" else target.kind
        return PaintOrder(
            asset=asset,
            live=target.live,
            size=self._window,
            zone=target.zone.key,
            at=at.astimezone(UTC),
            timed=target.timed,
        )

    def _own_frame(self, order: PaintOrder) -> tuple[Image.Image, tuple[LivePart, ...]]:
        if order.asset == "dark":
            return Image.new("RGB", self._window, DARK), ()
        return nameplate(self._city, self._glass)


def cause_of(target: Target) -> Suspect:
    """What is at fault when that target's frame cannot be painted."""
    return frame_suspect(target.asset or "", target.live)
