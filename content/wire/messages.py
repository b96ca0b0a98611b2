"""The documents that the server and the displays exchange, as JSON.

Decides what each document says and which values it may have. Unknown fields pass, as older players meet newer servers.
Leaves out on which topic a document travels (`topics`), how it is signed (`dsse`), and what a plan means (`schedule`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from content.findings import refused
from content.phrases import said
from content.schedule.plan import Plan, Window

HEARTBEAT_S = 20
"""Seconds from one status of a display to the next."""
DOWN_AFTER_S = 45
"""Seconds without a status after which a display counts as down: two heartbeats missed, and the third begun."""

Instant = Annotated[datetime, Meta(tz=True)]
"""An instant with its offset from UTC. Without it, an instant could not be compared with others."""

Count = Annotated[int, Meta(ge=0, le=2**53)]
"""A whole number that every JSON reader and database holds exactly."""

_PRINTED = r"\A[^\x00-\x1f]*\Z"

Name = Annotated[str, Meta(max_length=64, pattern=_PRINTED)]
"""An id, a digest or a version, as long as a database keeps it."""
SlideName = Annotated[str, Meta(max_length=100, pattern=_PRINTED)]
"""The id of a slide, with the phase that it plays under."""
Language = Annotated[str, Meta(max_length=8, pattern=_PRINTED)]

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 6, 1, tzinfo=UTC)
"""Between these two, an instant has a local time in every zone. A player says 9999-01-01 for "until told otherwise"."""


class LivePart(msgspec.Struct, frozen=True, kw_only=True):
    """Text that the player draws over a frame, because it changes with time.

    `x` and `y` (of the upper left corner), `width`, `height` and `size` (of the type) are in pixels of the frame.
    `color` is #rrggbb. `until` is the instant (UTC) to which a countdown counts.
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
    """A slide as it was drawn in one language and one format: its PNG by SHA-256 (hex), and the live parts over it."""

    asset: str
    live: tuple[LivePart, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one display is told, signed: which programme it plays, and what is its own.

    `programme` is the SHA-256 (hex) of the programme's bytes, of which there are `size`. `hours` are the display's
    opening hours, and `phase` is how many seconds it is ahead of others in the rotation. The pair of epoch and sequence
    only ever grows. `audit` is the hash (hex) of the newest row of the server's audit when it was issued, which the
    display keeps with it; it is empty in manifests of older servers. Instants are UTC.
    """

    site: str
    display: str
    epoch: Count
    sequence: Count
    issued: Instant
    valid_until: Instant
    programme: str
    size: Count
    hours: tuple[Window, ...] = ()
    phase: int = 0
    audit: Name = ""

    @property
    def version(self) -> tuple[int, int]:
        return self.epoch, self.sequence


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """What displays show when, and which files they need for it: the same for all displays that are told alike.

    It is named by the SHA-256 of its bytes and never changes. `width` and `height` are pixels of the frames. `plan` has
    neither opening hours nor phase, which are in the manifest. `frames` maps a slide and a language to its frame, for
    every turn of every item of the plan. `alternatives` has the same by theme, for people who touch the display; it is
    empty where displays are not touched. `assets` maps every file that a frame names to its size in bytes.
    """

    width: int
    height: int
    plan: Plan
    frames: dict[str, dict[str, Frame]]
    neutral: Frame
    assets: dict[str, int]
    alternatives: dict[str, dict[str, dict[str, Frame]]] = {}

    def plan_of(self, manifest: Manifest) -> Plan:
        """The plan of a display that is told to play this programme."""
        return msgspec.structs.replace(self.plan, hours=manifest.hours, phase=manifest.phase)

    def all_frames(self) -> Iterator[Frame]:
        """Every frame that it names, the neutral one and those in other themes included."""
        yield self.neutral
        for slides in (self.frames, *self.alternatives.values()):
            for languages in slides.values():
                yield from languages.values()


class Glass(msgspec.Struct, frozen=True, kw_only=True):
    """What is on the glass since its last change, as it was read back from the glass.

    `since` and `until` are what the schedule says; `lit` is when the change was complete, after its fade. `seen` is the
    SHA-256 (hex) of the picture that was read back. `colours` is how many colours a coarse sample of it has; a blank
    screen has one. `matches` says whether the picture equals the frame, live parts left out. `count` numbers the
    changes since the screen started.
    """

    state: Literal["showing", "neutral", "off"]
    slide: SlideName | None = None
    lang: Language | None = None
    campaign: Name | None = None
    asset: Name | None = None
    since: Instant
    until: Instant | None = None
    lit: Instant
    seen: Name = ""
    colours: Count = 0
    matches: bool = False
    count: Count = 0

    def __post_init__(self) -> None:
        within(self.since, self.until, self.lit)


class ClockState(msgspec.Struct, frozen=True, kw_only=True):
    """How a display knows the time.

    `source` vouches for it: a signed time of the server, or the synchronised clock of the system (NTP). Without either
    it is not trusted. `offset_s` is how many seconds the clock of the system is ahead of the time that the display goes
    by, `doubt_s` by how many that may be wrong; None where nobody knows.
    """

    source: Literal["server", "ntp"] | None = None
    offset_s: float | None = None
    doubt_s: float | None = None

    @property
    def trusted(self) -> bool:
        return self.source is not None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the machine of a display fares; None is what it does not tell.

    `under_voltage` and `slowed` (by the firmware, for heat or power) are since the machine started, `up_s` seconds ago.
    `card_errors` are those that the file system of the store has counted in all its life. `card_worn` is how much of
    the card's life is used, in tenths; 11 is more than all.
    """

    temperature_c: float | None = None
    under_voltage: bool | None = None
    slowed: bool | None = None
    memory_free_mb: float | None = None
    up_s: float | None = None
    store_writable: bool | None = None
    card_errors: Count | None = None
    card_worn: Annotated[int, Meta(ge=0, le=255)] | None = None


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """What a display shows no more, because it failed at it twice, and why: a frame by its asset, or a manifest."""

    kind: Literal["frame", "manifest"]
    name: Name
    reason: Annotated[str, Meta(max_length=300)]


Connector = Literal["connected", "disconnected", "unknown"]
"""Whether a panel is plugged in; unknown where the system does not tell."""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a display reports every 20 seconds and at each change of the glass.

    The broker sends one with `online: false` for a display whose connection broke off (its last will). `adopted` is the
    version of the manifest that plays, `manifest` its digest; `rejected` says why the newest one was refused.
    `instance` is drawn at random when the agent starts: two of them in turn are two players with one identity. `clock`
    is None in what players of the first release say. `quarantined` is what it shows no more. `connector` is that of the
    panel, None where the display draws into a window.
    """

    display: Name
    online: bool
    at: Instant | None = None
    adopted: tuple[Count, Count] | None = None
    manifest: Name | None = None
    glass: Glass | None = None
    rejected: Annotated[str, Meta(max_length=1000)] | None = None
    version: Name = ""
    instance: Name = ""
    rss_mb: float = 0.0
    disk_free_mb: float = 0.0
    screen_restarts: Count = 0
    clock: ClockState | None = None
    health: Health | None = None
    quarantined: Annotated[tuple[Quarantined, ...], Meta(max_length=50)] = ()
    connector: Connector | None = None

    def __post_init__(self) -> None:
        within(self.at)


class Play(msgspec.Struct, frozen=True, kw_only=True):
    """A frame was on the glass from `since` to `until` (UTC). `number` counts a display's plays.

    `asset` is the frame's SHA-256 (hex), `manifest` the version of the manifest that wanted it. `matched` says that it
    was read back from the glass as it was meant. `up` are the same two moments in milliseconds of a clock that nobody
    sets (CLOCK_BOOTTIME), in the start of the machine that `boot` names; None where they are not known.
    """

    number: Count
    slide: SlideName | None
    lang: Language | None
    campaign: Name | None
    asset: Name | None
    since: Instant
    until: Instant
    manifest: tuple[Count, Count] | None = None
    matched: bool = False
    boot: Name = ""
    up: tuple[Count, Count] | None = None

    def __post_init__(self) -> None:
        within(self.since, self.until)

    @property
    def seconds(self) -> float:
        """How long it was on the glass, by the clock that nobody sets where that is known."""
        return (self.up[1] - self.up[0]) / 1000 if self.up else (self.until - self.since).total_seconds()


class Tip(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a chain of plays: the number of the last one, and the SHA-256 (hex) of the batch that brought it."""

    number: Count
    hash: Name


class Plays(msgspec.Struct, frozen=True, kw_only=True):
    """Some plays of a display, the oldest first: a link of its chain.

    It is signed with the display's own key, `key` (as `dsse.public_text`). `after` is the end of the chain before it,
    None in the first link.
    """

    site: Name
    display: Name
    key: Name
    after: Tip | None
    plays: Annotated[tuple[Play, ...], Meta(min_length=1, max_length=1000)]


class PlaysAck(msgspec.Struct, frozen=True, kw_only=True):
    """The server has stored the chain of plays up to this tip, signed. Only then the display forgets them.

    `key` is the id of the display's key (`dsse.key_id`): a display that lost its card has another one, and what is said
    of its former plays is of none of its new ones.
    """

    display: Name
    key: Name
    tip: Tip


class SignedTime(msgspec.Struct, frozen=True, kw_only=True):
    """What the server answers, signed, to a display that asks for the time.

    `nonce` is what the display drew at random for this question, so that no former answer is one to it. `at` is the
    time of the server (UTC), and `newest` the version of the newest manifest that this display has been told, None
    where there is none. `played` is the end of the chain of plays that the server has of `key` (`dsse.key_id`),
    None where it has none; it says nothing of plays where `key` is empty.
    """

    site: str
    display: str
    nonce: str
    at: Instant
    newest: tuple[Count, Count] | None = None
    key: Name = ""
    played: Tip | None = None

    def __post_init__(self) -> None:
        within(self.at)


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What a display is told to do, signed. A screenshot is uploaded by HTTP to `/api/displays/{id}/glass`."""

    id: str
    display: str
    verb: Literal["screenshot", "restart"]
    expires: Instant


def within(*instants: datetime | None) -> None:
    """Raises ValueError when arithmetic on one of them could overflow."""
    for instant in instants:
        if instant and not EARLIEST <= instant <= LATEST:
            raise ValueError(
                said(
                    "found {instant}, expected an instant from {year} to {year2}",
                    instant=instant.isoformat(),
                    year=EARLIEST.year,
                    year2=LATEST.year,
                )
            )


Document = TypeVar("Document", bound=msgspec.Struct)


def printable(text: str, most: int) -> str:
    """Text from outside as a document may carry it and a log may print it: at most so many characters, none of which
    is a control character or half of one that UTF-8 cannot say."""
    shown = text[: most + 1].encode("utf-8", "replace").decode()
    shown = "".join(letter if letter.isprintable() else "�" for letter in shown)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def encode(document: msgspec.Struct | Mapping[str, Any]) -> bytes:
    """The document, or a part of one, as JSON. Equal values always give equal bytes."""
    return msgspec.json.encode(document, order="deterministic")


def decode(data: bytes, kind: type[Document], where: str) -> Document:
    """The document in `data`. Raises RefusedError, which names it by `where`, when it is not one of that kind."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refused(
            "wire", where, said("is not a valid {name__}: {error}", name__=kind.__name__.lower(), error=error)
        ) from error
