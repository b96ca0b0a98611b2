"""MQTT 3.1.1 in its bytes, and a client so small that one process holds ten thousand.

Decides how the packets that a display and a publisher need are written and read (section 3 of the standard of OASIS,
29 October 2014). Has clean sessions, QoS 0 and 1, a last will. Leaves out what is published and when to connect again.
"""

import asyncio
import struct
from collections.abc import Callable, Iterable
from typing import NamedTuple

CONNACK, PUBLISH, PUBACK, SUBACK, PINGRESP = 2, 3, 4, 9, 13
"""Kinds of packets that a broker sends, section 2.2.1."""
PINGREQ, DISCONNECT = b"\xc0\x00", b"\xe0\x00"
_PROTOCOL = b"\x00\x04MQTT\x04"
_CLEAN, _WILL, _WILL_RETAIN, _PASSWORD, _USER = 0x02, 0x04, 0x20, 0x40, 0x80
_REFUSED = 0x80


class LastWill(NamedTuple):
    """What the broker publishes, retained and with QoS 1, when the connection breaks off."""

    topic: str
    payload: bytes


class Packet(NamedTuple):
    """`kind` and `flags` are the two halves of its first byte."""

    kind: int
    flags: int
    body: bytes


def connect(user: str, password: str, keepalive_s: int, will: LastWill | None = None) -> bytes:
    """Section 3.1, with a clean session. The client has the name of its user."""
    flags = _CLEAN | _USER | _PASSWORD | (_WILL | _WILL_RETAIN | 1 << 3 if will else 0)
    last = _text(will.topic) + _sized(will.payload) if will else b""
    body = _PROTOCOL + bytes([flags]) + struct.pack("!H", keepalive_s) + _text(user) + last
    return _packet(0x10, body + _text(user) + _text(password))


def subscribe(number: int, topics: Iterable[str]) -> bytes:
    """Section 3.8, with QoS 0 for each."""
    return _packet(0x82, struct.pack("!H", number) + b"".join(_text(topic) + b"\0" for topic in topics))


def publish(topic: str, payload: bytes, number: int = 0, *, retain: bool = False) -> bytes:
    """Section 3.3. With a number it is QoS 1, without one QoS 0."""
    head = _text(topic) + (struct.pack("!H", number) if number else b"")
    return _packet(0x30 | (0x02 if number else 0) | (0x01 if retain else 0), head + payload)


def puback(number: int) -> bytes:
    """Section 3.4."""
    return struct.pack("!BBH", 0x40, 2, number)


def split(data: bytes) -> tuple[list[Packet], bytes]:
    """The packets that are whole in `data`, and what is left of it. Raises ValueError when it is no MQTT."""
    packets, at = [], 0
    while len(data) - at >= 2:
        length, shift, body = 0, 0, at + 1
        while body < len(data):
            byte = data[body]
            length, shift, body = length | (byte & 0x7F) << shift, shift + 7, body + 1
            if byte < 0x80:
                break
            if shift > 21:
                raise ValueError("found a length of more than four bytes, expected an MQTT packet")
        else:
            break
        if len(data) - body < length:
            break
        packets.append(Packet(data[at] >> 4, data[at] & 15, data[body : body + length]))
        at = body + length
    return packets, data[at:]


def _packet(first: int, body: bytes) -> bytes:
    length, rest = b"", len(body)
    while rest > 0x7F:
        length, rest = length + bytes([rest & 0x7F | 0x80]), rest >> 7
    return bytes([first]) + length + bytes([rest]) + body


def _sized(data: bytes) -> bytes:
    return struct.pack("!H", len(data)) + data


def _text(text: str) -> bytes:
    return _sized(text.encode())


class RawClient(asyncio.Protocol):
    """One connection after another, never two at once. What it hears it hands to the methods that a subclass has."""

    __slots__ = ("_password", "_rest", "_transport", "_user", "_will")
    keepalive_s = 30

    def __init__(self, user: str, password: str, will: LastWill | None = None) -> None:
        self._user, self._password, self._will = user, password, will
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    # --- what a subclass does -----------------------------------------------------------------------------------------

    def accepted(self) -> None:
        """The broker let it in."""

    def subscribed(self) -> None:
        """Every subscription was granted."""

    def heard(self, topic: str, payload: bytes) -> None:
        """A message came."""

    def acknowledged(self, number: int) -> None:
        """The broker has the message of this number."""

    def refused(self, reason: str) -> None:
        """The broker did not let it in, or refused a subscription; the connection is closed."""

    def lost(self) -> None:
        """The connection ended, whoever ended it."""

    # --- the connection ----------------------------------------------------------------------------------------------

    def send(self, packet: bytes) -> None:
        """Nothing without a connection."""
        if self._transport is not None:
            self._transport.write(packet)

    def close(self) -> None:
        """Says goodbye: the broker then forgets the last will."""
        self.send(DISCONNECT)
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._rest = transport, b""
        self.send(connect(self._user, self._password, self.keepalive_s, self._will))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self.lost()

    def data_received(self, data: bytes) -> None:
        packets, self._rest = split(self._rest + data if self._rest else data)
        for kind, flags, body in packets:
            if kind == PUBLISH:
                self._message(flags, body)
            elif kind == PUBACK:
                self.acknowledged(int.from_bytes(body[:2], "big"))
            elif kind == CONNACK:
                self._answered(body[1], f"connection with code {body[1]}", self.accepted)
            elif kind == SUBACK:
                self._answered(max(body[2:]) & _REFUSED, "subscription", self.subscribed)

    def _message(self, flags: int, body: bytes) -> None:
        end = 2 + int.from_bytes(body[:2], "big")
        topic = body[2:end].decode()
        if flags & 0x06:
            number = int.from_bytes(body[end : end + 2], "big")
            self.send(puback(number))
            end += 2
        self.heard(topic, body[end:])

    def _answered(self, fault: int, asked: str, well: Callable[[], None]) -> None:
        if not fault:
            well()
            return
        if self._transport is not None:
            self._transport.close()
        self.refused(f"the broker refused the {asked}")
