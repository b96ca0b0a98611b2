"""The MQTT topics: one table says how each kind of message travels. Leaves out what a message says (`messages`)."""

from typing import Literal

import msgspec

PREFIX = "afisier/v1"


class Topic(msgspec.Struct, frozen=True):
    """How one kind of message travels: below `afisier/v1/{site}` on the `path`, published by the `sender`.

    `qos` 1 is sent until the broker has it. `retain` asks the broker to keep the last one for who comes later.
    """

    path: str
    sender: Literal["server", "display"]
    qos: Literal[0, 1]
    retain: bool

    def of(self, site: str, display: str = "") -> str:
        """The whole topic for a site and a display."""
        return f"{PREFIX}/{site}{self.path.format(id=display)}"


TOPICS = {
    "manifest": Topic("/displays/{id}/manifest", "server", 1, True),
    "command": Topic("/displays/{id}/command", "server", 1, False),
    "status": Topic("/displays/{id}/status", "display", 1, True),
    "plays": Topic("/displays/{id}/plays", "display", 1, False),
    "plays-ack": Topic("/displays/{id}/plays/ack", "server", 0, False),
}
