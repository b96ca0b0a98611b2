"""Files of a pack in JSON: text as it is, bytes as base64, null for what is taken away.

Decides which paths a pack may have, and that what is no UTF-8 is not text. Leaves out what the files
say (`content.pack`).
"""

import re
from collections.abc import Mapping

import msgspec

from content.findings import refused
from control_server.storage.changes import Files

_PATH = re.compile(r"(?!/)(?!.*(^|/)[./])[A-Za-z0-9._/-]{1,200}")


class FileBytes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that is no text."""

    base64: bytes


FileBody = str | FileBytes | None
FileBodies = dict[str, FileBody]
"""Path in the pack → what it becomes; null for what is taken away."""


def path_of(text: str) -> str:
    """The path of a file in a pack. Raises RefusedError (`path`) for what is none."""
    if not _PATH.fullmatch(text) or text.endswith("/"):
        raise refused("path", text[:200], "is no path in a pack, expected letters, digits, - _ . and /")
    return text


def read(bodies: Mapping[str, FileBody]) -> dict[str, bytes | None]:
    """The edits that were sent. Raises RefusedError (`path`)."""
    return {path_of(path): _bytes(body) for path, body in bodies.items()}


def told(files: Files) -> FileBodies:
    """The edits as they are answered."""
    return {path: _told(body) for path, body in files.items()}


def text_of(body: bytes | None) -> FileBody:
    return _told(body)


def _bytes(body: FileBody) -> bytes | None:
    if body is None:
        return None
    return body.encode() if isinstance(body, str) else body.base64


def _told(body: bytes | None) -> FileBody:
    if body is None:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return FileBytes(base64=body)
