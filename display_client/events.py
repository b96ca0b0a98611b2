"""What happens to a display, and what its agent has to do: the words `player` is spoken to in.

Events come from the agent's edges (broker, server, card, screen, clock); effects are carried out there.
"""

import msgspec

from content import wire
from display_client.store import StoredManifest


class Event(msgspec.Struct, frozen=True):
    """Something that happened to the display."""


class Started(Event, frozen=True):
    """The agent runs; `adopted` is what the store holds."""

    adopted: StoredManifest | None


class Connected(Event, frozen=True):
    """The broker took the subscriptions."""


class Received(Event, frozen=True):
    """A manifest, from the broker or by HTTP."""

    data: bytes


class NewestTold(Event, frozen=True):
    """The server said, signed, which version the newest manifest has that this display has been told."""

    version: tuple[int, int] | None


class PlaysTold(Event, frozen=True):
    """The server said, signed, up to where it has this display's chain of plays; None when it has nothing of it."""

    tip: wire.Tip | None


class Unavailable(Event, frozen=True):
    """The server did not give the manifest by HTTP."""


class ProgrammeArrived(Event, frozen=True):
    """A programme was fetched: the bytes that this SHA-256 (hex) names."""

    digest: str
    data: bytes


class Stored(Event, frozen=True):
    """An asset is on the card and has its digest."""

    asset: str


class Failed(Event, frozen=True):
    """An asset could not be fetched or kept, or a programme not fetched.

    `is_here` says that it arrived, and nothing here takes it: waiting for it may be in vain.
    """

    asset: str
    reason: str
    is_here: bool = False


class Damaged(Event, frozen=True):
    """The screen found an asset missing or altered."""

    asset: str


class Kept(Event, frozen=True):
    """The manifest given in `Adopt` is durable in both slots."""

    version: tuple[int, int]


class NotKept(Event, frozen=True):
    """The card did not take the manifest. It plays all the same when memory holds it (`plays`)."""

    version: tuple[int, int]
    reason: str
    plays: bool = False


class Commanded(Event, frozen=True):
    """A signed command arrived."""

    data: bytes


class GlassChanged(Event, frozen=True):
    """The glass changed."""

    glass: wire.Glass


class Acknowledged(Event, frozen=True):
    """The server stored plays."""

    data: bytes


class Ticked(Event, frozen=True):
    """It is `Player.wakes_at` or later."""


FROM_OUTSIDE = (Received, ProgrammeArrived, Failed, Commanded, GlassChanged, Acknowledged)
"""Events that bring bytes or words which somebody else wrote: whatever they provoke is their fault."""


class Effect(msgspec.Struct, frozen=True):
    """Something the agent has to do."""


class Fetch(Effect, frozen=True):
    """Have this asset (bytes): verify it on the card, else get it. Answer `Stored` or `Failed`."""

    asset: str
    size: int


class FetchProgramme(Effect, frozen=True):
    """Get this programme (bytes). Answer `ProgrammeArrived` or `Failed`."""

    digest: str
    size: int


class Prove(Effect, frozen=True):
    """Show the server the newest manifest accepted: it has told of an older one."""

    envelope: bytes


class Abandon(Effect, frozen=True):
    """End the transfers of these assets and programmes: nobody wants them any more. Answer `Failed`."""

    digests: frozenset[str]


class AskManifest(Effect, frozen=True):
    """Ask the server by HTTP. Answer `Received` or `Unavailable`, or nothing when it has not changed."""


class Adopt(Effect, frozen=True):
    """Make it durable in both slots. Answer `Kept` or `NotKept`."""

    adopted: StoredManifest


class Collect(Effect, frozen=True):
    """Delete every asset but these: on the card too, unless what is there is all that survives a power cut."""

    keep: frozenset[str]
    on_card: bool = True


class Report(Effect, frozen=True):
    """Publish the status; machine facts are filled in by the agent."""

    status: wire.Status


class SendPlays(Effect, frozen=True):
    """Publish the plays that wait in the journal."""


class NotePlayed(Effect, frozen=True):
    """The server has this display's chain of plays up to there; None when it has nothing of it."""

    tip: wire.Tip | None


class TrimPlays(Effect, frozen=True):
    """The server has stored the chain of plays of that key up to this tip."""

    key: str
    tip: wire.Tip


class Capture(Effect, frozen=True):
    """Ask the screen for the glass and upload it."""

    command: str


class RestartScreen(Effect, frozen=True):
    """Have the screen started again."""
