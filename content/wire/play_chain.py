"""The plays of a display as a chain: each link is signed with the display's own key and names the one before it.

Decides what a link is and when it is genuine. The key is made on the display and never leaves it, so that nobody, the
server included, can write plays that a display did not say. As each link has the hash of the one before, none can be
altered, left out or moved without breaking the chain. Numbers that nobody has, lost with the power, stay visible: they
are missing between two links or inside one. Leaves out how a display keeps its plays (`display_client.journal`), how a
server does (`control_server.devices.play_keeper`), and what a chain proves (`content.proof`).
"""

from hashlib import sha256
from itertools import pairwise

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content.findings import refused
from content.phrases import said
from content.wire import dsse
from content.wire.messages import Plays, Tip, encode
from content.wire.trusted import read

_MOST_BYTES = 2000
"""Of an envelope for each play, and as many for what is around them. The longest play takes some 1,400; what nobody
signed, or no release says, fills no server."""


class PlayLink(msgspec.Struct, frozen=True):
    """A batch of plays whose signature was verified, in the envelope it came in, byte for byte."""

    envelope: bytes
    batch: Plays
    hash: str
    """SHA-256 (hex) of the payload."""

    @property
    def key(self) -> str:
        """The id of the key that signed it (`dsse.key_id`)."""
        return dsse.key_id(dsse.public_from_text(self.batch.key))

    @property
    def tip(self) -> Tip:
        """The end of the chain from here on."""
        return Tip(number=self.batch.plays[-1].number, hash=self.hash)

    def follows(self, tip: Tip | None) -> bool:
        """Whether it is news to whoever has the chain up to `tip`.

        A chain of which nothing is known begins anywhere, and what somebody has lost since stays a gap.
        """
        after = self.batch.after
        return tip is None or (after is not None and (after == tip or after.number > tip.number))


def sealed(batch: Plays, key: Ed25519PrivateKey) -> bytes:
    """The envelope (JSON) around the batch, which says itself that it is signed with that key."""
    return dsse.sign(encode(batch), "plays", key)


def opened(envelope: bytes, where: str = "plays") -> PlayLink:
    """The link in an envelope (one line) that is signed with the very key that it names.

    Whether that is the key of its display is another question. Raises RefusedError, which names it by `where`.
    """
    if b"\n" in envelope:
        raise refused("wire", where, "are in several lines, expected one")
    try:
        payload = dsse.unverified(envelope)
        batch = read(payload, Plays, where)
        key = dsse.public_from_text(batch.key)
        dsse.verify(envelope, "plays", [key])
    except (dsse.UntrustedError, ValueError) as error:
        raise refused("wire", where, said("are not genuine: {error}", error=error)) from error
    if batch.key != dsse.public_text(key):  # base64 has several texts for the same bytes
        raise refused("wire", where, "name their key otherwise than a display does")
    if len(envelope) > _MOST_BYTES * (len(batch.plays) + 1):
        raise refused("wire", where, "are longer than plays can be")
    numbers = [batch.after.number if batch.after else -1, *(play.number for play in batch.plays)]
    if any(former >= number for former, number in pairwise(numbers)):
        raise refused("wire", where, "are not in the order of their numbers")
    return PlayLink(envelope, batch, sha256(payload).hexdigest())
