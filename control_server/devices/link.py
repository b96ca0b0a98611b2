"""The server's connection to the broker.

Decides when to connect again (full jitter, never more than 10 s) and that the newest manifest of a display is what is
sent, one batch at a time, so that nothing older can overtake it. Nothing here is durable: what was not sent is sent
after the next connection. Leaves out what the words mean (`reception`) and the broker itself (`broker`).
"""

import asyncio
import random
import socket
import time
from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple, Protocol

import aiomqtt
import structlog

from config.system import mqtt
from config.system.backoff import Backoff
from content import wire
from control_server.metrics import Metrics
from control_server.tasks import ended

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.4, 10.0
_STEADY_S = 30.0
"""A connection that lasted so long was well: after it the waits are short again."""
_PUBLISH_S = 3.0
"""Also the longest wait for a CONNACK: a reset before it goes unnoticed by the client."""
_KEEPALIVE_S = 20
_NODELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

log = structlog.get_logger()


class Login(NamedTuple):
    """Where the broker is, and as whom the server connects."""

    host: str
    port: int
    user: str
    password: str


class DisplayLink(Protocol):
    """What the rest of the server asks of its connection. None of these waits, and none fails."""

    up: bool

    def announce(self, displays: Collection[str]) -> None:
        """Their newest manifest goes out as soon as may be."""

    def send(self, topic: str, display: str, payload: bytes) -> None:
        """One message (a key of `wire.TOPICS`), lost when there is no connection."""


class Mailbox(Protocol):
    """Where the link finds what to send, and brings what it hears."""

    def envelopes(self) -> dict[str, bytes]:
        """Display → its newest signed manifest or pointer, as it travels."""

    async def receive(self, topic: str, display: str, payload: bytes, *, retained: bool = False) -> None:
        """A message of a display (a key of `wire.TOPICS`); `retained`: the broker kept it, it may be old."""


class MqttLink:
    """Runs in `run`, from when the site is known; what is announced before goes out then."""

    def __init__(self, login: Login, metrics: Metrics) -> None:
        self.up = False
        self._login, self._metrics = login, metrics
        self._to_announce: dict[str, None] = {}
        self._to_send: asyncio.Queue[tuple[str, str, bytes]] = asyncio.Queue(10_000)
        self._work = asyncio.Event()

    def announce(self, displays: Collection[str]) -> None:
        self._to_announce |= dict.fromkeys(displays)
        self._work.set()

    def send(self, topic: str, display: str, payload: bytes) -> None:
        if self.up:
            with suppress(asyncio.QueueFull):
                self._to_send.put_nowait((topic, display, payload))
                self._work.set()

    async def run(self, site: str, mailbox: Mailbox) -> None:
        """Connects, and connects again. Runs until cancelled."""
        backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random(), steady_s=_STEADY_S)  # noqa: S311  jitter
        while True:
            began = time.monotonic()
            try:
                async with self._client(site) as client:
                    await self._session(client, site, mailbox)
            except Exception as error:  # MqttError mostly; no kind of failure may end the link for good
                log.warning("broker link lost", reason=str(error) or type(error).__name__)
            finally:
                self._is_up(False)
            await asyncio.sleep(backoff.after(time.monotonic() - began))

    def _client(self, site: str) -> aiomqtt.Client:
        host, port, user, password = self._login
        return mqtt.MqttClient(
            host,
            port,
            username=user,
            password=password,
            identifier=f"server-{site}",
            protocol=aiomqtt.ProtocolVersion.V311,
            clean_session=True,
            keepalive=_KEEPALIVE_S,
            timeout=_PUBLISH_S,
            max_inflight_messages=20,
            socket_options=[_NODELAY],
        )

    def _is_up(self, up: bool) -> None:
        self.up = up
        self._metrics.link_up.set(up)

    async def _session(self, client: aiomqtt.Client, site: str, mailbox: Mailbox) -> None:
        """Until the connection or one of the two directions ends, which raises."""
        for topic in wire.TOPICS.values():
            if topic.sender == "display":
                granted = await client.subscribe(topic.of(site, "+"), qos=topic.qos)
                if mqtt.refuses(granted):
                    raise aiomqtt.MqttError(f"the broker refused the subscription to {topic.of(site, '+')}")
        self._is_up(True)
        log.info("broker link up", host=self._login.host, port=self._login.port)
        self.announce(mailbox.envelopes().keys())  # the broker's memory may be older than ours
        tasks = [
            asyncio.create_task(_listen(client, mailbox)),
            asyncio.create_task(self._speak(client, site, mailbox)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await done.pop()
        finally:
            for task in tasks:
                await ended(task)

    async def _speak(self, client: aiomqtt.Client, site: str, mailbox: Mailbox) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            displays, self._to_announce = list(self._to_announce), {}
            newest = mailbox.envelopes()
            messages = [("manifest", display, newest[display]) for display in displays if display in newest]
            while not self._to_send.empty():
                messages.append(self._to_send.get_nowait())
            await asyncio.gather(*(_publish(client, site, *message) for message in messages))


async def _listen(client: aiomqtt.Client, mailbox: Mailbox) -> None:
    async for message in client.messages:
        levels = message.topic.value.split("/")  # afisier/v1/{site}/displays/{id}/{kind}
        if len(levels) == 6 and isinstance(message.payload, bytes):
            await mailbox.receive(levels[5], levels[4], message.payload, retained=message.retain)


async def _publish(client: aiomqtt.Client, site: str, name: str, display: str, payload: bytes) -> None:
    topic = wire.TOPICS[name]
    await client.publish(topic.of(site, display), payload, qos=topic.qos, retain=topic.retain)
