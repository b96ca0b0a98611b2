"""What frames say, by their asset: also frames that only an older manifest names, and a display still shows."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from content.wire import Frame
from control_server.storage import frames
from control_server.storage.database import Database

KEPT = 50_000
"""Assets whose words are remembered."""


class Words(NamedTuple):
    """`title` is what the frame says first, its figures filled in; `kind` is the template that drew it."""

    title: str
    kind: str


class FrameWords:
    """Remembers what it was asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Words] = {}

    async def frame(self, asset: str) -> Frame:
        """The frame that was drawn to that asset, with its live parts as far as they are still known."""
        drawn = (await frames.of_assets(self._database, [asset])).get(asset)
        return Frame(asset=asset, live=drawn.live if drawn else ())

    async def of(self, assets: Iterable[str]) -> Mapping[str, Words]:
        """Asset (SHA-256, hex) → its words; those that were never drawn here are left out."""
        wanted = set(assets)
        words = {asset: self._known[asset] for asset in wanted & self._known.keys()}
        if unknown := wanted - words.keys():
            drawn = await frames.of_assets(self._database, unknown)
            fresh = {asset: Words(frame.title, frame.kind) for asset, frame in drawn.items()}
            if len(self._known) > KEPT:
                self._known.clear()
            self._known |= fresh
            words |= fresh
        return words
