"""What the programs say to each other: topics, documents, and how documents are signed.

1. *Topics* (`topics`). The server and the displays speak over MQTT. One table says for each kind of message on which
   topic it travels, who sends it, and whether the broker keeps it.
2. *Documents* (`messages`). A display is told a manifest, which is small and its own. It names a programme: what shows
   when, and which files that needs. All displays that are told alike share one programme, which they fetch by HTTP. A
   display answers with a status every 20 seconds and with plays, which record what was on the glass. The server
   acknowledges plays and sends commands. Documents are JSON. Unknown fields pass, so that older programs understand
   newer ones. How much work a document may ask for stands in one table (`limits`).
3. *Signatures* (`dsse`, `trusted`, `play_chain`). Everything that the server says is signed, and a display believes
   nothing else. A programme is believed by its digest, which the manifest has. A display signs the plays it tells.

A message that the broker keeps is a cache. What counts is the version of a manifest, (epoch, sequence), which only ever
grows. Everything of `messages` and `topics` is named here: `wire.encode`, `wire.Manifest`, `wire.TOPICS`.
"""

from content.wire.messages import (
    DOWN_AFTER_S,
    EARLIEST,
    HEARTBEAT_S,
    LATEST,
    ClockState,
    Command,
    Connector,
    Count,
    Document,
    Frame,
    Glass,
    Health,
    Instant,
    LivePart,
    Manifest,
    Play,
    Plays,
    PlaysAck,
    Programme,
    Quarantined,
    SignedTime,
    Status,
    Tip,
    decode,
    encode,
    printable,
)
from content.wire.topics import PREFIX, TOPICS, Topic

__all__ = [
    "DOWN_AFTER_S",
    "EARLIEST",
    "HEARTBEAT_S",
    "LATEST",
    "PREFIX",
    "TOPICS",
    "ClockState",
    "Command",
    "Connector",
    "Count",
    "Document",
    "Frame",
    "Glass",
    "Health",
    "Instant",
    "LivePart",
    "Manifest",
    "Play",
    "Plays",
    "PlaysAck",
    "Programme",
    "Quarantined",
    "SignedTime",
    "Status",
    "Tip",
    "Topic",
    "decode",
    "encode",
    "printable",
]
