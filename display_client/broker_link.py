"""The agent's connection to the broker: MQTT 3.1.1, made again whenever it ends.

Decides when to connect again (`Backoff`; only a session that lasted starts its count anew), what is subscribed to, that
the newest status is what is published, and the last will. Leaves out what messages mean (`player`) and what a status
says (`agent`).

`run` is one endless task with one boundary: whatever the broker, the network or the client library does ends the
session at most, never the task. Within a session two tasks work, one that listens and one that publishes statuses;
the end of either ends the session.
"""

import asyncio
import contextlib
import random
import ssl
import time
from collections.abc import Awaitable, Callable

import aiomqtt
import msgspec
import structlog

from config.settings import Enrolment
from config.system import mqtt, tls
from config.system.backoff import Backoff
from content import wire
from display_client import events
from display_client.reports import LONGEST_REASON

RECONNECT_FIRST_S, RECONNECT_MOST_S = 1.0, 60.0
STEADY_S = 2 * RECONNECT_MOST_S
"""A session that lasted this long had succeeded. One that ended sooner counts as a failure to connect.

Two players with one enrolment end each other's sessions: each lasts as long as the other waits.
"""
KEEPALIVE_S = 20
"""A link that is dead is noticed after twice as long here, and after one and a half times as long by the broker."""
ANSWER_S = 3.0
"""The longest wait for an answer of the broker; one that ended before CONNACK is otherwise waited for."""
GOODBYE_S = 0.5

log = structlog.get_logger()

_EVENTS: dict[str, Callable[[bytes], events.Event]] = {
    "manifest": events.Received,
    "command": events.Commanded,
    "plays-ack": events.Acknowledged,
}
"""Topics (keys of `wire.TOPICS`) that a display listens to, and what a message there is to the player."""


class BrokerLink:
    """`tell` takes what arrives; `complete` adds the facts of the machine to a status just before it is sent.

    `knows_day` says whether the system's clock can judge how long a certificate counts. `pause` waits that many
    seconds, `clock` gives seconds of a monotonic clock.
    """

    def __init__(  # noqa: PLR0913  the last three are the world's, and replaced in tests
        self,
        enrolment: Enrolment,
        tell: Callable[[events.Event], None],
        complete: Callable[[wire.Status], wire.Status],
        chance: random.Random,
        *,
        knows_day: Callable[[], bool] = lambda: True,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._enrolment, self._tell, self._complete = enrolment, tell, complete
        self._knows_day, self._pause, self._clock = knows_day, pause, clock
        self._backoff = Backoff(RECONNECT_FIRST_S, RECONNECT_MOST_S, chance, steady_s=STEADY_S)
        self._status = wire.Status(display=enrolment.display, online=True)
        self._status_due = asyncio.Event()
        self._instance = f"{chance.getrandbits(64):016x}"
        self._client: aiomqtt.Client | None = None
        self._reason = ""

    @property
    def is_up(self) -> bool:
        """Whether there is a session now."""
        return self._client is not None

    def report(self, status: wire.Status) -> None:
        """The newest status: sent as soon as the one before is, those in between never."""
        self._status = status
        self._status_due.set()

    async def send(self, name: str, payload: bytes) -> None:
        """Publishes on a topic (a key of `wire.TOPICS`); lost when there is no session or it ends."""
        if self._client is not None:
            with contextlib.suppress(aiomqtt.MqttError):
                await self._publish(self._client, name, payload)

    async def run(self) -> None:
        """Connects, and connects again. Runs until cancelled; then it says goodbye."""
        while True:
            connected_at: float | None = None
            try:
                async with self._new_client() as client:
                    connected_at = self._clock()
                    await self._converse(client)
                reason = "the session ended"
            except Exception as error:
                _raise_if_cancelled()
                reason = wire.printable(str(error) or type(error).__name__, LONGEST_REASON)
            lasted_s = 0.0 if connected_at is None else self._clock() - connected_at
            self._log_end(reason, lasted_s)
            await self._pause(self._backoff.after(lasted_s))

    def _log_end(self, reason: str, lasted_s: float) -> None:
        """Once a reason as long as no session lasts: logs wear the card."""
        if reason != self._reason or lasted_s >= STEADY_S:
            log.warning("no broker", display=self._enrolment.display, reason=reason)
        self._reason = reason

    def _topic(self, name: str) -> str:
        return wire.TOPICS[name].of(self._enrolment.site, self._enrolment.display)

    def _new_client(self) -> aiomqtt.Client:
        broker, topic = self._enrolment.broker, wire.TOPICS["status"]
        gone = wire.encode(wire.Status(display=self._enrolment.display, online=False))
        return mqtt.MqttClient(
            broker.host,
            broker.port,
            identifier=self._enrolment.display,
            username=self._enrolment.display,
            password=self._enrolment.password,
            tls_context=self._believing() if broker.tls else None,
            clean_session=True,
            keepalive=KEEPALIVE_S,
            timeout=ANSWER_S,
            will=aiomqtt.Will(self._topic("status"), gone, topic.qos, topic.retain),
        )

    def _believing(self) -> ssl.SSLContext:
        context = self._enrolment.believing()
        tls.heed_dates(context, self._knows_day())
        return context

    async def _converse(self, client: aiomqtt.Client) -> None:
        """One session. Raises what ended it, MqttError mostly."""
        await self._subscribe(client)
        _raise_if_cancelled()
        log.info("broker connected", display=self._enrolment.display)
        self._client = client
        self._tell(events.Connected())
        tasks = [asyncio.create_task(self._listen(client)), asyncio.create_task(self._publish_statuses(client))]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        except asyncio.CancelledError:
            await self._say_goodbye(client)
            raise
        finally:
            self._client = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _subscribe(self, client: aiomqtt.Client) -> None:
        for name in _EVENTS:
            granted = await client.subscribe(self._topic(name), qos=0)
            if mqtt.refuses(granted):
                raise aiomqtt.MqttError(f"the broker refused the subscription to {self._topic(name)}")

    async def _listen(self, client: aiomqtt.Client) -> None:
        makers = {self._topic(name): maker for name, maker in _EVENTS.items()}
        async for message in client.messages:
            if (maker := makers.get(message.topic.value)) and isinstance(message.payload, bytes):
                self._tell(maker(message.payload))

    async def _publish_statuses(self, client: aiomqtt.Client) -> None:
        """The newest status, one at a time."""
        while True:
            await self._status_due.wait()
            self._status_due.clear()
            with contextlib.suppress(aiomqtt.MqttError):  # a lost connection is noticed by who listens
                await self._publish_status(client, self._status)
            _raise_if_cancelled()

    async def _publish_status(self, client: aiomqtt.Client, status: wire.Status) -> None:
        await self._publish(client, "status", self._said(status))

    def _said(self, status: wire.Status) -> bytes:
        """The status with the facts of the machine; without what cannot be said, for a display must not fall silent."""
        try:
            return wire.encode(msgspec.structs.replace(self._complete(status), instance=self._instance))
        except Exception as error:
            reason = wire.printable(f"status: {type(error).__name__}: {error}", LONGEST_REASON)
            bare = wire.Status(display=status.display, online=status.online, at=status.at, adopted=status.adopted)
            return wire.encode(msgspec.structs.replace(bare, rejected=reason, instance=self._instance))

    async def _say_goodbye(self, client: aiomqtt.Client) -> None:
        with contextlib.suppress(Exception):  # the last will says the same
            async with asyncio.timeout(GOODBYE_S):
                await self._publish_status(client, msgspec.structs.replace(self._status, online=False))

    async def _publish(self, client: aiomqtt.Client, name: str, payload: bytes) -> None:
        topic = wire.TOPICS[name]
        await client.publish(self._topic(name), payload, topic.qos, topic.retain)


def _raise_if_cancelled() -> None:
    """The client waits with `asyncio.wait_for`, which loses a cancellation that comes with an answer (Python 3.11)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
