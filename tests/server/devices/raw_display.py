"""A display that speaks MQTT 3.1.1 by itself: cheap enough for hundreds, and free to misbehave."""

import asyncio
import struct
from collections.abc import Iterable
from typing import Self

from config.settings import Enrolment
from content import wire
from content.wire import dsse

CONNECT, PUBLISH, PUBACK, SUBSCRIBE, SUBACK = 0x10, 0x30, 0x40, 0x82, 0x90
QOS_1 = 0x02


class RawDisplay:
    """One session. Every method raises IncompleteReadError or ConnectionError when the broker has ended it."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment, self.id = enrolment, enrolment.display
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def connect(self) -> Self:
        """Raises ConnectionRefusedError when the broker does not let it in."""
        where = self.enrolment.broker
        self._reader, self._writer = await asyncio.open_connection(where.host, where.port)
        fields = _text("MQTT") + bytes([4, 0xC2]) + struct.pack("!H", 60)
        fields += _text(self.id) + _text(self.id) + _text(self.enrolment.password)
        self._send(CONNECT, fields)
        _, answer = await self.receive()
        if answer[1]:
            raise ConnectionRefusedError(answer[1])
        return self

    def topic(self, name: str) -> str:
        return wire.TOPICS[name].of(self.enrolment.site, self.id)

    async def subscribe(self, topic: str, qos: int = 0) -> int:
        """What the broker granted."""
        self._send(SUBSCRIBE, b"\0\1" + _text(topic) + bytes([qos]))
        while (packet := await self.receive())[0] != SUBACK:
            pass
        return packet[1][2]

    async def ask_for(self, topics: Iterable[str]) -> None:
        """Subscribes, waiting for no answer."""
        self._send(SUBSCRIBE, b"\0\1" + b"".join(_text(topic) + b"\0" for topic in topics))
        await self._writer.drain()

    async def publish(self, name: str, payload: bytes) -> None:
        """With QoS 1, waiting for no acknowledgement."""
        self._send(PUBLISH | QOS_1, _text(self.topic(name)) + b"\0\1" + payload)
        await self._writer.drain()

    async def manifest(self, at_least: int = 1) -> wire.Manifest:
        """The next manifest of this sequence or a later one."""
        while True:
            kind, body = await self.receive()
            if kind & 0xF0 != PUBLISH:
                continue
            (length,) = struct.unpack_from("!H", body)
            payload = dsse.verify(body[2 + length :], "manifest", [self.enrolment.public_key()])
            told = wire.decode(payload, wire.Manifest, self.id)
            if told.sequence >= at_least:
                return told

    async def ended(self) -> None:
        """Until the broker ends the session."""
        while True:
            try:
                await self.receive()
            except (asyncio.IncompleteReadError, ConnectionError):
                return

    async def receive(self) -> tuple[int, bytes]:
        """First byte and body of the next packet."""
        first, size, shift = (await self._reader.readexactly(1))[0], 0, 0
        while True:
            byte = (await self._reader.readexactly(1))[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return first, await self._reader.readexactly(size)

    def close(self) -> None:
        self._writer.transport.abort()

    def _send(self, first: int, body: bytes) -> None:
        size, length = bytearray(), len(body)
        while True:
            length, digit = divmod(length, 128)
            size.append(digit | (0x80 if length else 0))
            if not length:
                break
        self._writer.write(bytes([first]) + size + body)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("!H", len(data)) + data
