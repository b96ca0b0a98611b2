"""What simulated displays read of a manifest, and what they note of the heads that they are sent."""

import msgspec

from content import wire


class _SignedDocument(msgspec.Struct, frozen=True):
    payload: bytes  # JSON: base64


_envelope = msgspec.json.Decoder(_SignedDocument)
_head = msgspec.json.Decoder(wire.Manifest)


def head_of(envelope: bytes) -> wire.Manifest:
    """The head in a signed envelope. Raises msgspec.MsgspecError when there is none."""
    return _head.decode(_envelope.decode(envelope).payload)


class Tally(msgspec.Struct, kw_only=True):
    """What the displays counted since they started.

    `twice` are heads that came again on one connection, `late` those that came after newer ones, `strange` what is no
    head of the display it was sent to. `plays` are messages with some. `failed` are requests by HTTP without a good
    answer.
    """

    connections: int = 0
    lost: int = 0
    refused: int = 0
    heads: int = 0
    twice: int = 0
    late: int = 0
    strange: int = 0
    statuses: int = 0
    plays: int = 0
    asked: int = 0
    failed: int = 0


class Round:
    """From an instant on: display → when it happened, in seconds of the monotonic clock.

    `heads` is the first newer head, `reports` when the broker had the report of it, `up` when it was connected and had
    subscribed, `back` the first head of a connection. In a `bare` round any message is a head, as nothing new is told.
    """

    def __init__(self, *, bare: bool = False) -> None:
        self.bare = bare
        self.heads: dict[str, float] = {}
        self.reports: dict[str, float] = {}
        self.up: dict[str, float] = {}
        self.back: dict[str, float] = {}
        self.acks: list[float] = []
        """Seconds from plays sent until the server acknowledged them."""
