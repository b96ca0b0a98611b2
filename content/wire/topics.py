"""The MQTT topics: one table of topic → path, sender, QoS, retained. What the messages say is `messages`'."""

from typing import Literal

import msgspec

PREFIX = "afisier/v1"


class Topic(msgspec.Struct, frozen=True):
    """How one kind of message travels. `path` is below `afisier/v1/{site}`; `sender` publishes it."""

    path: str
    sender: Literal["server", "display"]
    qos: Literal[0, 1]
    retain: bool

    def of(self, site: str, display: str = "") -> str:
        return f"{PREFIX}/{site}{self.path.format(id=display)}"


TOPICS = {
    "manifest": Topic("/displays/{id}/manifest", "server", 1, True),
    "command": Topic("/displays/{id}/command", "server", 1, False),
    "status": Topic("/displays/{id}/status", "display", 1, True),
    "plays": Topic("/displays/{id}/plays", "display", 1, False),
    "plays-ack": Topic("/displays/{id}/plays/ack", "server", 0, False),
}
