"""`afisier bench schedule`: how long the schedule takes to answer, and how that grows with campaigns and slides.

Decides what is asked and how it is timed; the city that it is asked of is `made_up_city`. "Compile" is what publishing
does for displays whose frames exist, from a pack that was read again: plans, manifests, what differs from before, the
bytes and their signatures. "Explain" asks a plan that was just read what shows at noon and why. Times are seconds of a
core (`time.process_time`), so that other work on the machine counts as little as can be.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.system.machine import facts
from content.explain.explanation import of_schedule
from content.pack.model import Pack
from content.publication.edition import Compiler, StoredFrame
from content.publication.issue import issued
from content.publication.manifests import Manifests
from content.publication.planner import plan_for
from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from content.wire import dsse
from control_server.bench.figures import exponent, report
from control_server.bench.made_up_city import DAY, YEAR, characters, made_up, size_of

SIZES = {"campaigns": (20, 40, 80, 160, 320), "slides": (100, 200, 400, 800, 1600)}
EXPLAINED = (250, 500, 1000)
"""Campaigns of one display of which an explanation speaks."""


@click.command()
@click.option(
    "--displays", type=click.IntRange(10, 10_000), default=1000, show_default=True, help="Manifests to compile."
)
@click.option("--campaigns", type=click.IntRange(2, 500), default=40, show_default=True)
@click.option("--slides", type=click.IntRange(2, 2000), default=200, show_default=True)
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def schedule(displays: int, campaigns: int, slides: int, out: Path | None) -> None:
    """resolve, a day's and a year's timeline, explain, the manifests of a large fleet; and how each grows."""
    figures = {"machine": facts()} | measured(displays, campaigns, slides)
    report(figures, out, width=52)


def measured(displays: int, campaigns: int, slides: int) -> dict[str, Any]:
    """The figures by name. Times are seconds of one core."""
    pack = made_up(campaigns, slides, displays)
    plan = plan_for(pack, pack.displays["d1"], characters)
    known = Schedule(plan)
    turns = _walk(known, 1)
    figures = {
        "city": f"{campaigns} campaigns, {slides} slides, {displays} displays",
        "its day": f"{len(list(known.edges(DAY, DAY + timedelta(days=1))))} edges, {turns} turns",
        "resolve, first time (ms)": round(_first_answer(pack, plan) * 1e3, 2),
        "resolve, again (µs)": round(_answer(pack, plan) * 1e6, 2),
        "a day's timeline, first time (ms)": round(_first_day(pack, plan) * 1e3, 1),
        "a day's timeline, again (ms)": round(_best(lambda: _walk(known, 1)) * 1e3, 1),
        "a year's timeline (s)": round(_best(lambda: _walk(Schedule(plan), YEAR), 1), 2),
        "all manifests, signed (s)": round(_compile(pack, plan), 2),
    }
    explained = [_explain(size, slides) for size in EXPLAINED]
    figures |= {
        f"explain, {size} campaigns (s)": round(each, 3) for size, each in zip(EXPLAINED, explained, strict=True)
    }
    figures["explain grows with campaigns as n^"] = round(exponent(EXPLAINED, explained), 2)
    for axis, sizes in SIZES.items():
        cities = [grown(axis, size, campaigns, slides) for size in sizes]
        for name, task in TASKS.items():
            figures[f"{name} grows with {axis} as n^"] = round(exponent(sizes, [task(*each) for each in cities]), 2)
    return figures


def grown(axis: str, size: int, campaigns: int, slides: int) -> tuple[Pack, Plan]:
    """A city of 20 displays with `size` campaigns or slides (the axis), and the plan of one of its displays."""
    pack = made_up(size if axis == "campaigns" else campaigns, size if axis == "slides" else slides, 20)
    return pack, plan_for(pack, pack.displays["d1"], characters)


def _walk(schedule: Schedule, days: int) -> int:
    return sum(1 for _ in schedule.timeline(DAY, DAY + timedelta(days=days)))


def _first_answer(pack: Pack, plan: Plan) -> float:
    """Seconds of the first answer of a plan that was just read, at noon, as when a display starts."""
    return _best(lambda: Schedule(plan).resolve(DAY + timedelta(hours=12)), 5)


def _answer(pack: Pack, plan: Plan) -> float:
    """Seconds of one answer, at instants spread over a day that was asked about before."""
    schedule = Schedule(plan)
    _walk(schedule, 1)
    instants = [DAY + timedelta(seconds=n * 86_399 * 7919 % 86_400) for n in range(2000)]
    return _best(lambda: [schedule.resolve(at) for at in instants]) / len(instants)


def _first_day(pack: Pack, plan: Plan) -> float:
    return _best(lambda: _walk(Schedule(plan), 1))


def _explain(campaigns: int, slides: int) -> float:
    """Seconds of the first explanation of a display's plan that was just read, at noon."""
    pack = made_up(campaigns, slides, 1)
    display = pack.displays["d0"]
    plan = plan_for(pack, display, characters)
    return _best(lambda: of_schedule(pack, display, Schedule(plan), DAY + timedelta(hours=12)))


def _compile(pack: Pack, plan: Plan) -> float:
    """Seconds of a publication that changes every manifest and needs no new frame."""
    compiler = Compiler()
    sign = partial(dsse.sign, context="manifest", key=Ed25519PrivateKey.generate())
    jobs = compiler.compiled(pack).jobs
    made = {job: StoredFrame(asset=sha256(job.encode()).hexdigest(), size=100_000, live=()) for job in jobs}
    packs = [made_up(*size_of(pack)) for _ in range(2)]

    def publish() -> None:
        edition = compiler.compiled(packs.pop())
        manifests = Manifests(edition, made)
        issued(map(manifests.of, edition.displays), {}, sign, DAY)

    return _best(publish, len(packs))


TASKS: dict[str, Callable[[Pack, Plan], float]] = {
    "resolve, first time,": _first_answer,
    "resolve": _answer,
    "a day's timeline, first time,": _first_day,
    "20 manifests": _compile,
}


def _best(task: Callable[[], object], times: int = 3) -> float:
    """Seconds of a core of the quickest of some runs."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        task()
        seconds.append(time.process_time() - start)
    return min(seconds)
