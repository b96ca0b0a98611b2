"""MQTT clients whose socket is closed when their session ends, whatever ended it.

Decides nothing else: what is sent, and when to connect again, is the links'.
"""

import asyncio
import socket
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

import aiomqtt
from paho.mqtt.client import MQTTMessage
from paho.mqtt.reasoncodes import ReasonCode

_GOODBYE_S = 0.5
"""The longest wait for the end of a connection that is over anyway."""


def refuses(granted: Iterable[int | ReasonCode]) -> bool:
    """Whether a SUBACK refuses a subscription (MQTT 3.1.1 §3.9.3: 0x80)."""
    return any((code if isinstance(code, int) else code.value) >= 0x80 for code in granted)


class MqttClient(aiomqtt.Client):
    """As aiomqtt's.

    aiomqtt 2.5 leaves a socket open, and watched, when a packet cannot be parsed: the loop would read the same bytes
    again and again, at full load, for as long as the process lives.
    """

    async def __aenter__(self) -> Self:
        try:
            return await super().__aenter__()
        except BaseException:
            self._close_socket()
            raise

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.timeout = min(self.timeout, _GOODBYE_S)
        try:
            await super().__aexit__(exc_type, exc, tb)
        finally:
            self._close_socket()

    def _close_socket(self) -> None:
        """Closes what is still open; after a farewell nothing is."""
        left = self._client.socket()
        if isinstance(left, socket.socket):
            loop = asyncio.get_running_loop()
            loop.remove_reader(left)
            loop.remove_writer(left)
            left.close()


class DirectClient(MqttClient):
    """Tells of every message by a call, in the loop that it was made in, and waits for none.

    aiomqtt makes a task for each message that arrives, and walks all pending calls for each call: the cost of n
    publications at once grows with n². What is called here must be quick. What it raises ends the session.
    """

    def listen(self, heard: Callable[[str, bytes, bool], None], acknowledged: Callable[[int], None]) -> None:
        """From now on `heard` is told topic, payload and whether the broker had kept it; `acknowledged` is told the
        number of a message that the broker has (QoS 1), or that was written (QoS 0)."""

        def on_message(client: Any, data: Any, message: MQTTMessage) -> None:
            if self._disconnected.done():
                return
            try:
                heard(message.topic, bytes(message.payload), message.retain)
            except Exception as error:  # paho would handle the same packet again and again
                self._disconnected.set_exception(error)

        def on_publish(client: Any, data: Any, number: int, *_: Any) -> None:
            acknowledged(number)

        self._client.on_message, self._client.on_publish = on_message, on_publish

    def post(self, topic: str, payload: bytes, qos: int, retain: bool) -> int:
        """Hands a message to the connection. Returns its number. Raises MqttError when there is no connection."""
        told = self._client.publish(topic, payload, qos, retain)
        if told.rc:
            raise aiomqtt.MqttCodeError(told.rc, "Could not publish message")
        return told.mid

    async def closed(self) -> None:
        """Until the connection ends. Raises MqttError when nobody here wanted that."""
        try:
            await asyncio.shield(self._disconnected)
        except Exception as error:
            raise aiomqtt.MqttError(str(error) or type(error).__name__) from error
