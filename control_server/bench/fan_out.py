"""A bare fan-out: a retained message to each display, as fast as the broker takes them.

Says again, byte for byte, what the broker retains already, so nobody is told anything new. Has at most a window of
messages that the broker did not acknowledge yet.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping

import click

from control_server.bench import raw_mqtt
from control_server.bench.raw_mqtt import RawClient

_WINDOW = 100
_AGAIN_S = 0.1
"""The broker may not have read yet who may connect."""


class FanOut(RawClient):
    """Publishes these messages (topic and payload) once it is let in. `done` is when the last was acknowledged."""

    def __init__(self, user: str, password: str, messages: Iterable[tuple[str, bytes]]) -> None:
        super().__init__(user, password)
        self.began = 0.0
        self.done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._messages = iter(messages)
        self._number = self._open = 0

    def accepted(self) -> None:
        self.began = time.monotonic()
        for _ in range(_WINDOW):
            self._next()

    def acknowledged(self, number: int) -> None:
        self._open -= 1
        self._next()
        if not self._open and not self.done.done():
            self.done.set_result(time.monotonic())

    def lost(self) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError("the broker ended the connection"))

    def _next(self) -> None:
        message = next(self._messages, None)
        if message is not None:
            self._number = self._number % 65_535 + 1
            self._open += 1
            self.send(raw_mqtt.publish(*message, self._number, retain=True))


async def fan_out(
    address: tuple[str, int], login: tuple[str, str], messages: Mapping[str, bytes], tries: int = 100
) -> float:
    """When the first was published, in seconds of the monotonic clock; returns when the last was acknowledged.

    Raises ClickException when the broker does not let it in.
    """
    loop = asyncio.get_running_loop()
    for _ in range(tries):
        _, client = await loop.create_connection(lambda: FanOut(*login, messages.items()), *address)
        try:
            await client.done
        except ConnectionError:
            await asyncio.sleep(_AGAIN_S)
        else:
            client.close()
            return client.began
    raise click.ClickException(f"the broker does not let {login[0]} in")
