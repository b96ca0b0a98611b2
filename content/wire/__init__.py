"""What the programs say to each other: topics, documents, and how documents are signed.

1. *Topics* (`topics`). The server and the displays speak over MQTT. One table says for each kind of message on which
   topic it travels, who sends it, and whether the broker keeps it.
2. *Documents* (`messages`). A display is told a manifest: what it shows when, and which files it needs. It answers with
   a status every 20 seconds and with plays, which record what was on the glass. The server acknowledges plays and sends
   commands. Documents are JSON. Unknown fields pass, so that older programs understand newer ones.
3. *Signatures* (`dsse`, `trusted`). Manifests and commands are signed, and a display believes no others.

A message that the broker keeps is a cache. What counts is the version of a manifest, (epoch, sequence), which only ever
grows. Everything of `messages` and `topics` is named here: `wire.encode`, `wire.Manifest`, `wire.TOPICS`.
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
