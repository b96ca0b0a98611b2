"""A server that starts on an empty folder, publishes, keeps plays and is backed up while its disk fails."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from config.system import logs
from content.findings import RefusedError
from content.wire import dsse
from control_server.storage import keys, sealed
from tests.injected.forks import about_to_write
from tests.injected.outcome import Notes
from tests.playing import SigningDisplay
from tests.power_cuts.server_work import DATA, back_up, made, work_a_round
from tests.server.simulator import Clock, simulated

TRIES = 3
"""strace counts the calls of each thread by themselves: a fault that does not last may meet several, each once."""

sealed.Scrypt = lambda *, salt, length, n, r, p: Scrypt(salt=salt, length=length, n=2, r=r, p=p)
"""What guesses cost is not the matter here."""


async def run(disk: str, outside: str, lasting: str) -> None:
    """What is refused is said, and tried again where the fault passes. Raises what is no refusal."""
    logs.to_stderr()
    data, notes = Path(disk) / DATA, Notes(Path(outside))
    about_to_write()

    gara = SigningDisplay("gara")

    async def serve() -> None:
        await made(data)
        async with simulated(data, Clock()) as city:
            public = dsse.public_text(city.server.ground.signer.public_key)
            notes.say(f"keys {public} {keys.token(data)}")
            await _refused(lambda: work_a_round(city, 0, notes, gara), notes, lasting)
            await _refused(lambda: back_up(data, 0, notes), notes, lasting)

    await _refused(serve, notes, lasting)


async def _refused(step: Callable[[], Awaitable[None]], notes: Notes, lasting: str) -> None:
    """A step that is refused each time is not done: a server that does not start has said why."""
    for _ in range(1 if lasting else TRIES):
        try:
            await step()
        except RefusedError as error:
            notes.refused(str(error))
        else:
            return
