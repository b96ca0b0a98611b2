"""A display that speaks MQTT 3.1.1 by itself: cheap enough for hundreds, and free to misbehave."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Self

from config.settings import Enrolment
from content import wire
from content.wire import dsse
from control_server.bench import raw_mqtt
from control_server.bench.raw_mqtt import CONNACK, PUBLISH, SUBACK, Packet


class RawDisplay:
    """One session. Every method raises IncompleteReadError or ConnectionError when the broker has ended it."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment, self.id = enrolment, enrolment.display
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._packets: deque[Packet]
        self._rest: bytes

    async def connect(self) -> Self:
        """Raises ConnectionRefusedError when the broker does not let it in."""
        where = self.enrolment.broker
        self._reader, self._writer = await asyncio.open_connection(where.host, where.port)
        self._packets, self._rest = deque(), b""
        self._writer.write(raw_mqtt.connect(self.id, self.enrolment.password, 60))
        answer = await self._next(CONNACK)
        if answer.body[1]:
            raise ConnectionRefusedError(answer.body[1])
        return self

    def topic(self, name: str) -> str:
        return wire.TOPICS[name].of(self.enrolment.site, self.id)

    async def subscribe(self, topic: str) -> int:
        """What the broker granted."""
        await self.ask_for([topic])
        return (await self._next(SUBACK)).body[2]

    async def ask_for(self, topics: Iterable[str]) -> None:
        """Subscribes, waiting for no answer."""
        await self._send(raw_mqtt.subscribe(1, topics))

    async def publish(self, name: str, payload: bytes) -> None:
        """With QoS 1, waiting for no acknowledgement."""
        await self._send(raw_mqtt.publish(self.topic(name), payload, 1))

    async def manifest(self, at_least: int = 1) -> wire.Manifest:
        """The next manifest of this sequence or a later one."""
        while True:
            body = (await self._next(PUBLISH)).body
            envelope = body[2 + int.from_bytes(body[:2], "big") :]
            payload = dsse.verify(envelope, "manifest", [self.enrolment.public_key()])
            told = wire.decode(payload, wire.Manifest, self.id)
            if told.sequence >= at_least:
                return told

    async def ended(self) -> None:
        """Until the broker ends the session."""
        while True:
            try:
                await self._receive()
            except (asyncio.IncompleteReadError, ConnectionError):
                return

    def close(self) -> None:
        self._writer.transport.abort()

    async def _send(self, packet: bytes) -> None:
        self._writer.write(packet)
        await self._writer.drain()

    async def _next(self, kind: int) -> Packet:
        """The next packet of this kind; others before it are passed over."""
        while (packet := await self._receive()).kind != kind:
            pass
        return packet

    async def _receive(self) -> Packet:
        while not self._packets:
            data = await self._reader.read(65_536)
            if not data:
                raise asyncio.IncompleteReadError(self._rest, None)
            packets, self._rest = raw_mqtt.split(self._rest + data)
            self._packets.extend(packets)
        return self._packets.popleft()
