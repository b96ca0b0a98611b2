"""`afisier bench fleet`: from a changed label to the last of ten thousand displays, and at what cost.

Decides the sizes, how figures of several sizes stand side by side, and their exponents. What is done in a run is
`fleet_run`'s.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from config.system.machine import facts
from control_server.bench.figures import exponent, report
from control_server.bench.fleet_run import Figures, FleetRun, RunLength

_CHANGES, _REST_S = 8, 60.0
_QUICK_CHANGES, _QUICK_REST_S = 2, 30.0


@click.command()
@click.option(
    "--displays",
    type=click.IntRange(1, 15_000),
    multiple=True,
    default=(100,),
    show_default=True,
    help="Displays of a run; several make a table.",
)
@click.option("--changes", type=click.IntRange(1, 60), help=f"How many changes to time. [default: {_CHANGES}]")
@click.option("--quick", is_flag=True, help=f"{_QUICK_CHANGES} changes and {_QUICK_REST_S:.0f} s of rest.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def fleet(displays: tuple[int, ...], changes: int | None, quick: bool, out: Path | None) -> None:
    """From a changed label to the last of many simulated displays: seconds, CPU, memory, bytes written."""
    length = RunLength(changes or (_QUICK_CHANGES if quick else _CHANGES), _QUICK_REST_S if quick else _REST_S)
    runs = [asyncio.run(_measured(size, length)) for size in displays]
    report({"machine": facts()} | (runs[0] if len(runs) == 1 else side_by_side(runs)), out, width=60)


async def _measured(displays: int, length: RunLength) -> Figures:
    with tempfile.TemporaryDirectory(prefix="afisier-bench-") as folder:
        return await FleetRun(Path(folder), displays, length).measured()


def side_by_side(runs: Sequence[Figures]) -> Figures:
    """Figure → its value in each run by the number of displays, and as which power of that number it grows."""
    flat = [_flat(run) for run in runs]
    sizes = [run["displays"] for run in runs]
    table: Figures = {}
    for name in flat[0]:
        values = [run.get(name) for run in flat]
        table[name] = dict(zip(map(str, sizes), values, strict=True))
        numbers = [float(value) for value in values if isinstance(value, int | float) and value > 0]
        if len(numbers) == len(values) and len(set(sizes)) > 1:
            table[name]["n^"] = round(exponent(sizes, numbers), 2)
    return table


def _flat(run: Figures) -> Figures:
    figures: Figures = {}
    for name, value in run.items():
        figures |= {f"{name}, {key}": each for key, each in value.items()} if isinstance(value, dict) else {name: value}
    return figures
