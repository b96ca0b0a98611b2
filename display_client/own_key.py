"""The key of a display: made on it, never told, and kept as long as its card.

Decides where it lies: on the card, or, where that takes nothing, in memory until the machine ends. Whoever has the key
can say what this display has shown; it opens nothing else. Leaves out what is signed with it (`wire.play_chain`).
"""

import contextlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.system import durable

_NAME = "display-key"


def own_key(card: Path, memory: Path) -> Ed25519PrivateKey:
    """The key in the folder of the store or in that of the runtime files; a new one where neither has one.

    One that is in memory goes to a card that takes it: what the display signed so far stays one chain.
    """
    if known := kept(card):
        return known
    key = kept(memory) or Ed25519PrivateKey.generate()
    for folder in (card, memory):
        with contextlib.suppress(OSError):
            durable.write(folder / _NAME, key.private_bytes_raw().hex().encode())
            break
    return key


def kept(folder: Path) -> Ed25519PrivateKey | None:
    """The key of that folder; None where there is none that can be read."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex((folder / _NAME).read_text()))
    except (OSError, ValueError):
        return None
