"""What the programs say to each other: topics, documents, and how documents are signed.

`wire.encode`, `wire.Manifest`, `wire.TOPICS`: everything but signing is named here; signing is `wire.dsse`.
"""

from content.wire.messages import (
    DOWN_AFTER_S,
    EARLIEST,
    HEARTBEAT_S,
    LATEST,
    MAX_PAYLOAD,
    Command,
    Count,
    Document,
    Frame,
    Glass,
    Instant,
    LivePart,
    Manifest,
    Play,
    Plays,
    PlaysAck,
    Pointer,
    Status,
    decode,
    encode,
)
from content.wire.topics import PREFIX, TOPICS, Topic

__all__ = [
    "DOWN_AFTER_S",
    "EARLIEST",
    "HEARTBEAT_S",
    "LATEST",
    "MAX_PAYLOAD",
    "PREFIX",
    "TOPICS",
    "Command",
    "Count",
    "Document",
    "Frame",
    "Glass",
    "Instant",
    "LivePart",
    "Manifest",
    "Play",
    "Plays",
    "PlaysAck",
    "Pointer",
    "Status",
    "Topic",
    "decode",
    "encode",
]
