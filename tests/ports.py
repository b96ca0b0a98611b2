"""Ports for programs that must be told theirs before they start, or must come back at it."""

import random
import socket

_NOT_GIVEN = range(10_000, 32_000)
"""Below what Linux gives out of itself (ip_local_port_range, from 32768): no connection takes one in between."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    while True:
        port = random.choice(_NOT_GIVEN)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
