"""The server's connection to the broker.

Decides when to connect again (full jitter, never more than 10 s), how long the broker may take to acknowledge a
message, and that a new session says every newest manifest: what the broker remembers may be older. Nothing here is
durable. Leaves out the order of what is sent (`outbox`), what the words mean (`reception`) and the broker (`broker`).
"""

import asyncio
import random
import socket
import ssl
import time
from collections.abc import Collection
from itertools import count
from typing import NamedTuple, Protocol

import aiomqtt
import structlog

from config.system import mqtt
from config.system.backoff import Backoff
from content import wire
from control_server.devices.outbox import Letter, Outbox
from control_server.metrics import Metrics
from control_server.tasks import ended

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.4, 10.0
_STEADY_S = 30.0
"""A connection that lasted so long was well: after it the waits are short again."""
_ANSWER_S = 3.0
"""The longest wait for a CONNACK and a SUBACK: a reset before them goes unnoticed by the client."""
ACKNOWLEDGED_S = 10.0
"""The longest a message may be under way, counted from its sending."""
_KEEPALIVE_S = 20
_NODELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

log = structlog.get_logger()

_AT_ONCE = 1_000
"""Messages that are sent before anything else has its turn: 50 ms."""


class Login(NamedTuple):
    """Where the broker is, and as whom the server connects. With `tls`, whose certificates it believes."""

    host: str
    port: int
    user: str
    password: str
    tls: ssl.SSLContext | None = None


class DisplayLink(Protocol):
    """What the rest of the server asks of its connection. None of these waits, and none fails."""

    up: bool

    def announce(self, displays: Collection[str]) -> None:
        """Their newest manifest goes out as soon as may be."""

    def send(self, topic: str, display: str, payload: bytes) -> None:
        """One message (a key of `wire.TOPICS`), lost when there is no connection."""


class Mailbox(Protocol):
    """Where the link finds what to send, and brings what it hears. None of these waits."""

    def begun(self) -> Collection[str]:
        """A session begins, in which all manifests are sent: the displays that have one."""

    def envelope(self, display: str) -> bytes | None:
        """Its newest signed manifest, as it travels."""

    def receive(self, topic: str, display: str, payload: bytes, *, retained: bool = False) -> None:
        """A message of a display (a key of `wire.TOPICS`); `retained`: the broker kept it, it may be old."""

    def delivered(self, display: str) -> None:
        """The broker has the display's newest manifest."""


class MqttLink:
    """Runs in `run`, from when the site is known; what is announced before goes out then."""

    def __init__(self, login: Login, metrics: Metrics) -> None:
        self.up = False
        self._login, self._metrics = login, metrics
        self._outbox: Outbox | None = None
        self._work = asyncio.Event()

    def announce(self, displays: Collection[str]) -> None:
        if self._outbox:  # before it runs nothing is lost: a session begins with all manifests
            self._outbox.announce(displays)
            self._work.set()

    def send(self, topic: str, display: str, payload: bytes) -> None:
        if self.up and self._outbox:
            self._outbox.add(Letter(topic, display, payload))
            self._work.set()

    async def run(self, site: str, mailbox: Mailbox) -> None:
        """Connects, and connects again. Runs until cancelled."""
        backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random(), steady_s=_STEADY_S)  # noqa: S311  jitter
        self._outbox = Outbox(mailbox.envelope)
        while True:
            began = time.monotonic()
            try:
                async with self._client(site) as client:
                    await self._session(client, site, mailbox, self._outbox)
            except Exception as error:  # MqttError mostly; no kind of failure may end the link for good
                self._metrics.link_lost.inc(self.up)
                log.warning("broker link lost", reason=str(error) or type(error).__name__)
            finally:
                self._is_up(False)
            await asyncio.sleep(backoff.after(time.monotonic() - began))

    def _client(self, site: str) -> mqtt.DirectClient:
        host, port, user, password, tls = self._login
        return mqtt.DirectClient(
            host,
            port,
            username=user,
            password=password,
            tls_context=tls,
            identifier=f"Server-{site}",  # no display's id has a capital letter
            protocol=aiomqtt.ProtocolVersion.V311,
            clean_session=True,
            keepalive=_KEEPALIVE_S,
            timeout=_ANSWER_S,
            max_inflight_messages=0,  # the outbox has the window
            socket_options=[_NODELAY],
        )

    def _is_up(self, up: bool) -> None:
        self.up = up
        self._metrics.link_up.set(up)

    async def _session(self, client: mqtt.DirectClient, site: str, mailbox: Mailbox, outbox: Outbox) -> None:
        """Until the connection ends or fails, which raises."""

        def heard(topic: str, payload: bytes, retained: bool) -> None:
            levels = topic.split("/")  # afisier/v1/{site}/displays/{id}/{kind}
            if len(levels) == 6:
                mailbox.receive(levels[5], levels[4], payload, retained=retained)

        def acknowledged(number: int) -> None:
            if display := outbox.acknowledged(number):
                mailbox.delivered(display)
            self._work.set()

        client.listen(heard, acknowledged)
        await _subscribe(client, site)
        outbox.begin(mailbox.begun())
        self._is_up(True)
        log.info("broker link up", host=self._login.host, port=self._login.port)
        tasks = [asyncio.create_task(client.closed()), asyncio.create_task(self._speak(client, site, outbox))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await done.pop()
        finally:
            for task in tasks:
                await ended(task)

    async def _speak(self, client: mqtt.DirectClient, site: str, outbox: Outbox) -> None:
        """Sends what may be sent, whenever something is to be said or was acknowledged. Ends by an error only."""
        clock = asyncio.get_running_loop().time
        while True:
            self._work.clear()
            for sent in count(1):
                letter = outbox.next()
                if letter is None:
                    break
                topic = wire.TOPICS[letter.topic]
                number = client.post(topic.of(site, letter.display), letter.payload, topic.qos, topic.retain)
                outbox.sent(number, letter, clock())
                if sent % _AT_ONCE == 0:
                    await asyncio.sleep(0)
            oldest = outbox.oldest
            if oldest is not None and clock() - oldest >= ACKNOWLEDGED_S:
                raise aiomqtt.MqttError(f"the broker did not acknowledge a message within {ACKNOWLEDGED_S:.0f} s")
            try:
                async with asyncio.timeout_at(None if oldest is None else oldest + ACKNOWLEDGED_S):
                    await self._work.wait()
            except TimeoutError:
                continue


async def _subscribe(client: aiomqtt.Client, site: str) -> None:
    """To what displays say. Raises MqttError when the broker refuses.

    Without acknowledgement (QoS 0): a status is said again within seconds, and plays until they are kept.
    """
    for topic in wire.TOPICS.values():
        if topic.sender == "display":
            granted = await client.subscribe(topic.of(site, "+"), qos=0)
            if mqtt.refuses(granted):
                raise aiomqtt.MqttError(f"the broker refused the subscription to {topic.of(site, '+')}")
