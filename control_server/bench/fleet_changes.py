"""One label changed again and again in front of a fleet, and after each change a bare fan-out of as many messages.

Decides what is timed: from the PUT that is sent, or the first message that is published, to what each display noted.
Decides what is counted: CPU until the last display's report is with the broker, bytes written until the server has
settled.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from config.system.machine import percentile
from config.system.usage import counters
from content import wire
from control_server.bench import fleet_city
from control_server.bench.fan_out import fan_out
from control_server.bench.figures import spread
from control_server.bench.fleet_displays import Membership
from control_server.bench.fleet_process import FleetProcess, Instruction
from control_server.bench.fleet_server import ServerProcess, Used

PATIENCE_S = 120.0
"""For what should take seconds."""
SETTLED_S = 6.0
"""After the last report; what the server still does then, it does at rest too."""
_YAML = {"Content-Type": "application/yaml", "If-Match": "*"}


class LabelChange(NamedTuple):
    """Seconds from the PUT until it was `answered`, until each display's head and its report, until all was `settled`.

    `used` is what the server used until the last report, `used_settled` until all was settled. `displays_s` are seconds
    of a core of the simulated displays.
    """

    answered: float
    heads: list[float]
    reports: list[float]
    used: Used
    used_settled: Used
    settled: float
    displays_s: float


class Fan(NamedTuple):
    """Seconds from the first of the messages, their size in bytes, seconds of a core of the broker and the displays."""

    heads: list[float]
    size: int
    broker_s: float
    displays_s: float


class Changes:
    """The two things that are done in turn."""

    def __init__(self, server: ServerProcess, fleet: FleetProcess, members: Membership, files: Mapping[str, bytes]):
        self._server, self._fleet, self._members, self._files = server, fleet, members, files

    def _displays_s(self) -> float:
        return counters([self._fleet.process.pid]).cpu_s

    async def change(self, number: int) -> LabelChange:
        """The label gets the headline of that number."""
        body, client = fleet_city.changed_label(self._files, number), self._server.client()
        await self._fleet.begin()
        before, displays_s, began = self._server.used(), self._displays_s(), time.monotonic()
        await client.ask("PUT", f"/api/slides/{fleet_city.SLIDE}", body, _YAML)
        answered = time.monotonic() - began
        heads = await self._fleet.until("heads", PATIENCE_S)
        reports = await self._fleet.until("reports", PATIENCE_S)
        used, displays_s = self._server.used().since(before), self._displays_s() - displays_s
        await asyncio.sleep(SETTLED_S)
        return LabelChange(
            answered=answered,
            heads=_since(began, heads),
            reports=_since(began, reports),
            used=used,
            used_settled=self._server.used().since(before),
            settled=time.monotonic() - began,
            displays_s=displays_s,
        )

    async def bare(self, folder: Path) -> Fan:
        """The newest heads are published again by a client that does nothing else."""
        path = folder / "heads"
        await self._fleet.tell(Instruction(do="save", path=str(path)))
        envelopes = msgspec.msgpack.decode(path.read_bytes(), type=dict[str, bytes])
        topic = wire.TOPICS["manifest"]
        messages = {topic.of(self._members.site, display): envelope for display, envelope in envelopes.items()}
        await self._fleet.begin(bare=True)
        login, before, displays_s = self._server.admit_bench(), self._server.used(), self._displays_s()
        began = await fan_out((self._members.host, self._members.port), login, messages)
        heads = await self._fleet.until("heads", PATIENCE_S)
        broker_s = self._server.used().since(before).broker.cpu_s
        displays_s = self._displays_s() - displays_s
        await self._fleet.begin()
        return Fan(_since(began, heads), max(map(len, envelopes.values())), broker_s, displays_s)


def _since(began: float, instants: Mapping[str, float]) -> list[float]:
    return [at - began for at in instants.values()]


def summed_up(changes: Sequence[LabelChange], fans: Sequence[Fan], resting: Used, resting_s: float) -> dict[str, Any]:
    """The figures of changes and fan-outs in turn. `resting` is what `resting_s` seconds of rest take.

    Bytes are those beyond what rest takes in that time. A last head that never came counts as the time that was waited
    for it.
    """
    last = [max(change.heads, default=PATIENCE_S) for change in changes]
    bare_last = [max(fan.heads, default=PATIENCE_S) for fan in fans]
    figures: dict[str, Any] = {
        "changes of one label": len(changes),
        "size of a head (B)": fans[-1].size,
        "PUT → answered (s)": spread([change.answered for change in changes]),
        "PUT → head at a display (s)": spread([seconds for change in changes for seconds in change.heads]),
        "PUT → last head (s)": spread(last),
        "PUT → last report with the broker (s)": spread([max(c.reports, default=PATIENCE_S) for c in changes]),
        "bare fan-out → message at a display (s)": spread([seconds for fan in fans for seconds in fan.heads]),
        "bare fan-out → last message (s)": spread(bare_last),
        "last head to last of the bare fan-out (ratio)": round(percentile(last, 50) / percentile(bare_last, 50), 2),
    }
    for n, name in enumerate(Used._fields):
        figures[f"a change, {name}: CPU (s)"] = _mean([change.used[n].cpu_s for change in changes])
        written = [c.used_settled.less(resting, c.settled / resting_s)[n].written / 1e3 for c in changes]
        figures[f"a change, {name}: written (kB)"] = round(_mean(written), 1)
    return figures | {
        "a change, simulated displays: CPU (s)": _mean([change.displays_s for change in changes]),
        "a bare fan-out, broker: CPU (s)": _mean([fan.broker_s for fan in fans]),
        "a bare fan-out, simulated displays: CPU (s)": _mean([fan.displays_s for fan in fans]),
    }


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 3)
