"""What a simulated display reads of a manifest is what the server signed."""

from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import wire
from content.wire import dsse
from control_server.bench.fleet_tally import head_of

KEY = Ed25519PrivateKey.generate()
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def signed(display: str, sequence: int, programme: str = "ab") -> bytes:
    """A manifest of the epoch 1."""
    manifest = wire.Manifest(
        site="oras",
        display=display,
        epoch=1,
        sequence=sequence,
        issued=NOW,
        valid_until=NOW,
        programme=programme,
        size=9,
    )
    return dsse.sign(wire.encode(manifest), "manifest", KEY)


def test_the_head_is_read_from_the_envelope() -> None:
    head = head_of(signed("gara", 7))
    assert (head.display, head.version, head.programme) == ("gara", (1, 7), "ab")


@pytest.mark.parametrize("data", [b"", b"{}", b'{"payload": "e30="}', b'{"payload": "!"}'])
def test_what_has_no_head_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        head_of(data)
