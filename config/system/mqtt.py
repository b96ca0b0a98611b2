"""An MQTT client whose socket is closed when its session ends, whatever ended it.

Decides nothing else: what is sent, and when to connect again, is the links'.
"""

import asyncio
import socket
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import aiomqtt
from paho.mqtt.reasoncodes import ReasonCode


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
