"""What nobody needs any more is deleted: old programmes, and the assets that no programme names.

Decides how long something is kept that is not in use: a display may be on its way to it, an edit may be undone, and a
wall says what an older frame on a glass says.
"""

import asyncio
from typing import NamedTuple

import msgspec

from control_server.storage import frames, programmes
from control_server.storage.blobs import Blobs
from control_server.storage.ground import Ground
from control_server.storage.programmes import KEPT


class Collected(NamedTuple):
    """How many programmes and assets were deleted."""

    programmes: int
    assets: int


class _Named(msgspec.Struct):
    """The part of a programme that names its assets."""

    assets: dict[str, int]


async def collect(ground: Ground, blobs: Blobs) -> Collected:
    """Deletes programmes that no manifest has named for a week, and assets that no programme named for so long.

    Raises RefusedError (`database`, `disk`).
    """
    now = ground.clock()
    deleted = await programmes.sweep(ground.database, now)
    named: set[str] = set()
    for digest in await programmes.digests(ground.database):
        if (data := await programmes.body(ground.database, digest)) is not None:
            named |= (await asyncio.to_thread(msgspec.json.decode, data, type=_Named)).assets.keys()
    gone = await blobs.sweep(named, now - KEPT)
    await frames.forget(ground.database, gone)
    return Collected(deleted, len(gone))
