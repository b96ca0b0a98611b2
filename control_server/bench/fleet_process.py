"""The process of the simulated displays, and what it is told to do: a line of JSON each way.

Decides the instructions. The clock of both sides is the machine's monotonic one, so instants noted there can be
compared here. Leaves out what displays do (`fleet_displays`).
"""

import asyncio
import os
import random
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import click
import msgspec

from config import settings
from config.system import lifeline
from control_server.bench.fleet_displays import Membership, SimulatedFleet
from control_server.bench.fleet_proxy import CityProxy

_LONGEST_LINE = 1 << 24
_SPARE = 200
"""Descriptors for other things than displays."""

Instants = Literal["heads", "reports", "up", "back"]


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """What to `do`.

    `connect`: every display tries once. `begin`: another round, `bare` or not. `until`: wait for those `instants`, at
    most `within_s`. `play`: show slides and send plays for `within_s`. `count`: everything noted so far. `save`: the
    newest envelopes into the file `path`.
    """

    do: Literal["connect", "begin", "until", "play", "count", "save"]
    bare: bool = False
    instants: Instants = "heads"
    within_s: float = 0.0
    path: str = ""


class FleetProcess:
    """The other end. Made by `simulated`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def tell(self, instruction: Instruction) -> Any:
        """The answer. Raises ClickException when the process has ended."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(msgspec.json.encode(instruction) + b"\n")
        line = await self.process.stdout.readline()
        if not line:
            raise click.ClickException(
                f"the process of the simulated displays has ended before it answered {instruction.do!r}"
            )
        return msgspec.json.decode(line)

    async def begin(self, *, bare: bool = False) -> None:
        """Another round."""
        await self.tell(Instruction(do="begin", bare=bare))

    async def until(self, instants: Instants, within_s: float) -> dict[str, float]:
        """Display → when it happened in this round, of those to which it did within so many seconds."""
        answer = await self.tell(Instruction(do="until", instants=instants, within_s=within_s))
        return msgspec.convert(answer, dict[str, float])


@asynccontextmanager
async def simulated(members: Membership, folder: Path) -> AsyncIterator[FleetProcess]:
    """The process of these displays, none of them connected yet. Passwords go to it by a file in `folder`."""
    path = folder / "displays.json"
    settings.write_secret(path, msgspec.json.encode(members).decode())
    process = await asyncio.create_subprocess_exec(
        *lifeline.bound([sys.executable, "-m", __name__, str(path)]),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
    )
    try:
        yield FleetProcess(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


# --- in the process --------------------------------------------------------------------------------------------------


class _Obedience:
    def __init__(self, fleet: SimulatedFleet) -> None:
        self._fleet = fleet

    async def done(self, instruction: Instruction) -> Any:
        fleet = self._fleet
        if fleet.failure.done():
            fleet.failure.result()
        if instruction.do == "connect":
            await fleet.connect_all()
        elif instruction.do == "begin":
            fleet.begin(bare=instruction.bare)
        elif instruction.do == "until":
            when = getattr(fleet.round, instruction.instants)
            await fleet.until(when, instruction.within_s)
            return when
        elif instruction.do == "play":
            return await fleet.play(instruction.within_s)
        elif instruction.do == "save":
            envelopes = {display.name: display.envelope for display in fleet.displays}
            await asyncio.to_thread(Path(instruction.path).write_bytes, msgspec.msgpack.encode(envelopes))
        else:
            versions = {display.name: display.version for display in fleet.displays}
            return {"tally": fleet.tally, "versions": versions, "fetched": fleet.fetched}
        return None


def main() -> None:
    """The program of the process: the file of its membership is its argument."""
    lifeline.die_with_parent(os.getppid())
    members = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Membership)
    _raise_limit(len(members.passwords) + _SPARE)
    asyncio.run(_obey(members))


def _raise_limit(descriptors: int) -> None:
    """Raises ClickException when the system allows fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < descriptors:
        raise click.ClickException(f"found a hard limit of {hard} open files, expected {descriptors} (`ulimit -Hn`)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, descriptors), hard))


async def _obey(members: Membership) -> None:
    """Until no more instructions come."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    proxy = CityProxy(members.url)
    fleet = SimulatedFleet(members, proxy, random.Random(len(members.passwords)))  # noqa: S311  jitter
    obedience = _Obedience(fleet)
    async with fleet.working():
        async for line in reader:
            answer = await obedience.done(msgspec.json.decode(line, type=Instruction))
            sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
            sys.stdout.buffer.flush()
    await proxy.close()


if __name__ == "__main__":
    main()
