"""Pictures for slides: uploaded, cut to what is to be seen, and made anew without what a camera wrote into them.

Decides how large a picture may be, how it is kept before a slide has it, and which pictures a pack has. The bytes are
somebody else's: a worker that has no network decodes them. Leaves out how a picture stands on a slide
(`slides.picture`).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256

import msgspec

from content.findings import refused
from content.slides.picture import Crop
from control_server.storage.blobs import Blobs

MAX_UPLOAD = 20_000_000
"""Bytes of a picture as it is sent."""
IMAGES = "images/"
_PATH = re.compile(r"images/([0-9a-f]{64})\.(?:jpg|png)")
_PNG = b"\x89PNG"
_KINDS = (".jpg", ".jpeg", ".png", ".webp")


Cut = Callable[[bytes, Crop], Awaitable[bytes]]
"""Decodes a picture, cuts it and makes it anew. Raises RefusedError (`picture`)."""


class SlidePictures(msgspec.Struct, frozen=True, kw_only=True):
    """Keeps what is uploaded with the frames, by the digest of its bytes, until a change has it."""

    blobs: Blobs
    cut: Cut

    async def add(self, data: bytes, crop: Crop) -> str:
        """Keeps the picture; returns its path in a pack. Raises RefusedError (`picture`)."""
        made = await self.cut(data, crop)
        digest = await self.blobs.add(made)
        ending = "png" if made.startswith(_PNG) else "jpg"
        return f"{IMAGES}{digest}.{ending}"

    async def with_picture(self, files: Mapping[str, bytes], path: str) -> Mapping[str, bytes]:
        """The files with a picture that was uploaded and is not among them yet. Raises NotFoundError (`unknown`)."""
        if path in files or not _PATH.fullmatch(path):
            return files
        return {**files, path: await self.kept(files, path)}

    async def kept(self, files: Mapping[str, bytes], path: str) -> bytes:
        """A picture of these files, or one that was uploaded. Raises NotFoundError (`unknown`)."""
        if path in files and path.lower().endswith(_KINDS):
            return files[path]
        match = _PATH.fullmatch(path)
        if match is None:
            raise refused("unknown", "the picture", "is not in the pack, expected the path of one of its pictures")
        place = await self.blobs.located(match[1])
        data = place.read_bytes() if place.is_file() else b""
        if sha256(data).hexdigest() != match[1]:
            raise refused("unknown", "the picture", "is not kept any more, expected it to be uploaded again")
        return data


def kind_of(data: bytes) -> str:
    """The media type of a picture, by its first bytes. Raises RefusedError (`picture`)."""
    for start, kind in ((_PNG, "image/png"), (b"\xff\xd8\xff", "image/jpeg")):
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise refused("picture", "the picture", "is none, expected PNG, JPEG or WebP")


def of_pack(files: Mapping[str, bytes]) -> list[str]:
    """The paths of the pictures in a pack."""
    return sorted(path for path in files if path.lower().endswith(_KINDS))
