"""The words on the wire: MQTT topics, and the documents the server and the displays exchange.

One table of topic → QoS, retained, type. Documents are JSON; unknown fields pass (old players meet newer servers).
Signing is `trust`'s; meaning of the plan is `schedule`'s.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from content.findings import refused
from content.schedule.plan import Plan

MAX_PAYLOAD = 60_000
"""Bytes a retained message may have; a larger manifest travels as a `Pointer` (brokers must take 64 kB)."""

HEARTBEAT_S = 20
DOWN_AFTER_S = 60

Instant = Annotated[datetime, Meta(tz=True)]
"""With its offset: one without it could not be compared with any other."""

Count = Annotated[int, Meta(ge=0, le=2**53)]
"""What every JSON reader and database holds exactly."""

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 6, 1, tzinfo=UTC)
"""Between these an instant has a local time in every zone; the player says 9999-01-01 for "until told otherwise"."""


class LivePart(msgspec.Struct, frozen=True, kw_only=True):
    """Text the player draws over a frame because it changes with time.

    `x`, `y` (top left), `width`, `height`, `size` (font size) in pixels of the frame; `color` is #rrggbb;
    `until` is the instant a countdown runs to (UTC).
    """

    part: Literal["clock", "countdown"]
    x: int
    y: int
    width: int
    height: int
    size: int
    weight: int = 400
    color: str = "#10151c"
    align: Literal["left", "center", "right"] = "left"
    lang: str = "ro"
    until: Instant | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A slide rendered for one language and one format: its PNG by SHA-256 (hex), and the live parts over it."""

    asset: str
    live: tuple[LivePart, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one display is told to show when.

    `frames` is slide → language → frame, complete for every turn of every item of the plan. `alternatives` is theme →
    the same slides in that theme, for whoever stands before a display that is touched; None where it is not. `assets`
    lists the size in bytes of every file named by any frame. (epoch, sequence) only ever grows. Instants are UTC.
    """

    site: str
    display: str
    epoch: int
    sequence: int
    issued: Instant
    valid_until: Instant
    width: int
    height: int
    plan: Plan
    frames: dict[str, dict[str, Frame]]
    neutral: Frame
    assets: dict[str, int]
    alternatives: dict[str, dict[str, dict[str, Frame]]] = {}

    @property
    def version(self) -> tuple[int, int]:
        return self.epoch, self.sequence


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """Stands for a signed manifest too large for a message: SHA-256 (hex) and size of the envelope.

    Fetched from `/api/displays/{id}/manifest`. Unsigned: what it leads to is.
    """

    digest: str
    size: int


class Glass(msgspec.Struct, frozen=True, kw_only=True):
    """What was read back from the glass after the last change.

    `lit` is when the change was complete on the glass (after its fade), `since` and `until` are the schedule's.
    `seen` is SHA-256 (hex) of the picture region as read back; `colours` the count of distinct colours in a coarse
    sample: a blank screen has one. `matches` is whether the read-back equals the frame (live parts left out).
    `count` numbers the changes of the glass since the screen started.
    """

    state: Literal["showing", "neutral", "off"]
    slide: str | None = None
    lang: str | None = None
    campaign: str | None = None
    asset: str | None = None
    since: Instant
    until: Instant | None = None
    lit: Instant
    seen: str = ""
    colours: Count = 0
    matches: bool = False
    count: Count = 0

    def __post_init__(self) -> None:
        _within(self.since, self.until, self.lit)


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """A display's heartbeat, every 20 s and at each change of the glass. The last will is `online: false`."""

    display: str
    online: bool
    at: Instant | None = None
    adopted: tuple[Count, Count] | None = None
    manifest: str | None = None
    glass: Glass | None = None
    rejected: str | None = None
    version: str = ""
    rss_mb: float = 0.0
    disk_free_mb: float = 0.0
    screen_restarts: Count = 0

    def __post_init__(self) -> None:
        _within(self.at)


class Play(msgspec.Struct, frozen=True, kw_only=True):
    """A frame was on the glass from–to (UTC). `number` counts plays of this display without gaps."""

    number: Count
    slide: str | None
    lang: str | None
    campaign: str | None
    asset: str | None
    since: Instant
    until: Instant

    def __post_init__(self) -> None:
        _within(self.since, self.until)


class Plays(msgspec.Struct, frozen=True, kw_only=True):
    """A batch of plays, oldest first."""

    display: str
    plays: tuple[Play, ...]


class PlaysAck(msgspec.Struct, frozen=True, kw_only=True):
    """The server has stored plays up to and including this number; only then is the journal trimmed."""

    number: int


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Sent signed. `screenshot` asks for the captured glass; it is uploaded by HTTP to `/api/displays/{id}/glass`."""

    id: str
    display: str
    verb: Literal["screenshot", "restart"]
    expires: Instant


def _within(*instants: datetime | None) -> None:
    """Raises ValueError when arithmetic on one of them could overflow."""
    for instant in instants:
        if instant and not EARLIEST <= instant <= LATEST:
            raise ValueError(f"found {instant.isoformat()}, expected an instant from {EARLIEST.year} to {LATEST.year}")


Document = TypeVar("Document", bound=msgspec.Struct)


def encode(document: msgspec.Struct | Mapping[str, Any]) -> bytes:
    """The document, or a part of one, as JSON; the same value always gives the same bytes."""
    return msgspec.json.encode(document, order="deterministic")


def decode(data: bytes, kind: type[Document], where: str) -> Document:
    """Raises RefusedError when `data` is not a document of that kind. `where` names the message for the reader."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refused("wire", where, f"is not a valid {kind.__name__.lower()}: {error}") from error
