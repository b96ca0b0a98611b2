"""An MQTT 3.1.1 broker in the test's own event loop, which can be told to misbehave.

It speaks what the two programs use: CONNECT with a last will, SUBSCRIBE, PUBLISH with QoS 0 and 1, PINGREQ, DISCONNECT,
retained messages, `+` and `#`, takeover of a client's name. It remembers what clients did, and `until` waits for it
without polling. It leaves out QoS 2, sessions that outlive their connection, keep-alive limits and TLS; what a real
broker does is tested with mosquitto.
"""

import asyncio
import contextlib
import itertools
import struct
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK = 1, 2, 3, 4, 8, 9
UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT = 10, 11, 12, 13, 14
"""Kinds of control packets, MQTT 3.1.1 section 2.2.1."""
NOT_AUTHORIZED = 5
"""A return code of CONNACK, section 3.2.2.3."""
REFUSED = 0x80
"""A return code of SUBACK, section 3.9.3."""
WAIT_S = 20.0
"""The longest `until` waits; a test that works never waits that long."""


class Message(NamedTuple):
    """An application message. `client` is who published it; empty for the test itself."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    client: str = ""


class Login(NamedTuple):
    """What a client said in its CONNECT."""

    client: str
    user: str | None
    password: str | None
    clean_session: bool
    keepalive_s: int
    will: Message | None


class SimulatedBroker:
    """An async context manager that listens on `host`:`port`. Its public attributes may be set at any time."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.port = 0
        self.connect_code = 0
        """The return code of every CONNACK; anything but 0 refuses the client."""
        self.answers_connect = True
        self.drops_sessions = False
        """Whether a connection is dropped right after its CONNACK."""
        self.refused_topics: set[str] = set()
        """Topic filters whose subscription is refused."""
        self.holds_acks = False
        """Whether PUBACKs wait for `release_acks`."""
        self.logins: list[Login] = []
        self.published: list[Message] = []
        """What clients published and their last wills, in order of arrival."""
        self.subscriptions: list[tuple[str, str]] = []
        """(client, topic filter) of every subscription that was granted."""
        self.farewells: list[str] = []
        """Clients that ended their session with a DISCONNECT."""
        self.retained: dict[str, Message] = {}
        self._sessions: dict[str, _Session] = {}
        self._connections: set[_Session] = set()
        self._changed = asyncio.Condition()
        self._server: asyncio.Server

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def listen(self) -> None:
        """Accepts connections, after `stop` on the same port as before."""
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Accepts no more connections and drops those it has; retained messages stay."""
        self._server.close()
        self.drop()
        await self._server.wait_closed()

    @property
    def clients(self) -> list[str]:
        """Who is connected."""
        return list(self._sessions)

    @property
    def connections(self) -> set[object]:
        """Every connection that is open."""
        return set(self._connections)

    def drop(self) -> None:
        """Breaks every connection, as a power cut would."""
        for connection in self._connections:
            connection.abort()

    def release_acks(self) -> None:
        """Sends the PUBACKs that were held; later ones are sent at once."""
        self.holds_acks = False
        for session in self._sessions.values():
            session.release_acks()

    def publish(self, topic: str, payload: bytes, qos: int = 0, *, retain: bool = False) -> None:
        """A message from the test to whoever subscribed."""
        self._deliver(Message(topic, payload, qos, retain))

    def send_malformed(self) -> None:
        """A PUBLISH that no client can parse, to every client: its topic is longer than the packet (section 1.5.3)."""
        for session in self._sessions.values():
            session.send(PUBLISH, struct.pack("!H", 300) + b"a/b" + b"payload")

    def on(self, topic: str) -> list[bytes]:
        """The payloads that clients published on this topic, in order."""
        return [message.payload for message in self.published if message.topic == topic]

    async def until(self, condition: Callable[[], object]) -> None:
        """Waits until it is true after something that a client did. Raises TimeoutError."""
        async with asyncio.timeout(WAIT_S), self._changed:
            await self._changed.wait_for(condition)

    # --- one connection --------------------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = _Session(reader, writer)
        self._connections.add(session)
        try:
            if await self._admit(session):
                await self._converse(session)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            session.abort()
            self._connections.discard(session)
            if self._sessions.get(session.client) is session:
                del self._sessions[session.client]
            if session.will:
                self._accept(session.will)
            await self._notify()

    async def _admit(self, session: "_Session") -> bool:
        """Reads CONNECT and answers it; whether the session begins."""
        kind, _, body = await session.receive()
        assert kind == CONNECT
        login = _login(body)
        self.logins.append(login)
        await self._notify()
        if not self.answers_connect:
            await session.receive()  # until the client gives up
        session.send(CONNACK, bytes([0, self.connect_code]))
        if self.connect_code or self.drops_sessions:
            await session.close()
            return False
        if older := self._sessions.pop(login.client, None):
            older.abort()
        session.client, session.will = login.client, login.will
        self._sessions[login.client] = session
        return True

    async def _converse(self, session: "_Session") -> None:
        while True:
            kind, flags, body = await session.receive()
            if kind == PUBLISH:
                self._published(session, flags, body)
            elif kind == SUBSCRIBE:
                self._subscribe(session, body)
            elif kind == UNSUBSCRIBE:
                self._unsubscribe(session, body)
            elif kind == PINGREQ:
                session.send(PINGRESP, b"")
            elif kind == DISCONNECT:
                session.will = None
                self.farewells.append(session.client)
                return
            await self._notify()

    def _published(self, session: "_Session", flags: int, body: bytes) -> None:
        qos = flags >> 1 & 3
        topic, rest = _text(body)
        if qos:
            session.acknowledge(rest[:2], hold=self.holds_acks)
            rest = rest[2:]
        self._accept(Message(topic, rest, qos, bool(flags & 1), session.client))

    def _subscribe(self, session: "_Session", body: bytes) -> None:
        identifier, rest = body[:2], body[2:]
        codes, fresh = bytearray(), dict[str, int]()
        while rest:
            topic_filter, rest = _text(rest)
            granted, rest = rest[0], rest[1:]
            if topic_filter in self.refused_topics:
                codes.append(REFUSED)
                continue
            codes.append(granted)
            fresh[topic_filter] = granted
            self.subscriptions.append((session.client, topic_filter))
        session.send(SUBACK, identifier + codes)
        session.granted |= fresh
        for message in self.retained.values():
            session.deliver(message, fresh, retained=True)

    def _unsubscribe(self, session: "_Session", body: bytes) -> None:
        identifier, rest = body[:2], body[2:]
        while rest:
            topic_filter, rest = _text(rest)
            session.granted.pop(topic_filter, None)
        session.send(UNSUBACK, identifier)

    def _accept(self, message: Message) -> None:
        self.published.append(message)
        self._deliver(message)

    def _deliver(self, message: Message) -> None:
        if message.retain and message.payload:
            self.retained[message.topic] = message
        elif message.retain:
            self.retained.pop(message.topic, None)
        for session in self._sessions.values():
            session.deliver(message, session.granted, retained=False)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


class _Session:
    """The packets of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._identifiers = itertools.cycle(range(1, 0x10000))
        self._held: list[bytes] = []
        self.client = ""
        self.will: Message | None = None
        self.granted: dict[str, int] = {}

    async def receive(self) -> tuple[int, int, bytes]:
        """Kind, flags and body of the next packet. Raises IncompleteReadError or ConnectionError at the end."""
        first = (await self._reader.readexactly(1))[0]
        size = shift = 0
        while True:
            byte = (await self._reader.readexactly(1))[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        return first >> 4, first & 0x0F, await self._reader.readexactly(size)

    def send(self, kind: int, body: bytes, flags: int = 0) -> None:
        size, length = bytearray(), len(body)
        while True:
            length, digit = divmod(length, 128)
            size.append(digit | (0x80 if length else 0))
            if not length:
                break
        self._writer.write(bytes([kind << 4 | flags]) + size + body)

    def acknowledge(self, identifier: bytes, *, hold: bool) -> None:
        if hold:
            self._held.append(identifier)
        else:
            self.send(PUBACK, identifier)

    def release_acks(self) -> None:
        for identifier in self._held:
            self.send(PUBACK, identifier)
        self._held.clear()

    def deliver(self, message: Message, subscriptions: dict[str, int], *, retained: bool) -> None:
        """Sends the message when one of the subscriptions matches; its QoS is the lower of the two."""
        matching = [qos for topic_filter, qos in subscriptions.items() if matches(topic_filter, message.topic)]
        if not matching:
            return
        qos = min(max(matching), message.qos)
        name = message.topic.encode()
        identifier = struct.pack("!H", next(self._identifiers)) if qos else b""
        body = struct.pack("!H", len(name)) + name + identifier + message.payload
        self.send(PUBLISH, body, qos << 1 | int(retained))

    async def close(self) -> None:
        """What was sent arrives before the end of the connection."""
        with contextlib.suppress(ConnectionError):
            await self._writer.drain()
        self._writer.close()

    def abort(self) -> None:
        self._writer.transport.abort()


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a topic filter with `+` and `#` covers the topic, section 4.7."""
    levels = topic.split("/")
    for index, level in enumerate(filters := topic_filter.split("/")):
        if level == "#":
            return True
        if index >= len(levels) or level not in ("+", levels[index]):
            return False
    return len(filters) == len(levels)


def _text(data: bytes) -> tuple[str, bytes]:
    """A string with its length before it, and what follows."""
    (length,) = struct.unpack_from("!H", data)
    return data[2 : 2 + length].decode(), data[2 + length :]


def _login(body: bytes) -> Login:
    """The fields of a CONNECT, section 3.1."""
    protocol, rest = _text(body)
    level, flags, keepalive_s = struct.unpack_from("!BBH", rest)
    assert (protocol, level) == ("MQTT", 4)
    client, rest = _text(rest[4:])
    will = None
    if flags & 0x04:
        topic, rest = _text(rest)
        (length,) = struct.unpack_from("!H", rest)
        will = Message(topic, rest[2 : 2 + length], flags >> 3 & 3, bool(flags & 0x20), client)
        rest = rest[2 + length :]
    user = password = None
    if flags & 0x80:
        user, rest = _text(rest)
    if flags & 0x40:
        password, rest = _text(rest)
    return Login(client, user, password, bool(flags & 0x02), keepalive_s, will)
