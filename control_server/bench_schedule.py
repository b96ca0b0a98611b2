"""`afisier bench schedule`: how long the schedule takes to answer, and how that grows with campaigns and slides.

Decides the city that is measured: made up, the same in every run, with dayparts, priorities, recurrence, dates and
two to five languages. "Compile" is what publishing does for a display whose frames exist: its plan, its manifest, and
the bytes that are signed.
"""

import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from config import durable
from config.machine import facts
from content import wire
from content.authored import Daypart, Lang, Moment, Text
from content.model import Campaign, City, Contact, Display, Pack, Panel, Playlist, Population
from content.plan import Plan, Planner, plan_for
from content.schedule import Schedule
from content.slide import Notice
from control_server.edition import Edition, Manifests, Sheet
from control_server.store import Made

LANGUAGES: tuple[Lang, ...] = ("ro", "en", "hu", "de", "sr")
DAY = datetime(2026, 6, 14, 21, tzinfo=UTC)
"""A local midnight of Bucharest."""
SIZES = {"campaigns": (10, 20, 40, 80, 160), "slides": (50, 100, 200, 400, 800)}


@click.command()
@click.option(
    "--displays", type=click.IntRange(10, 10_000), default=1000, show_default=True, help="Manifests to compile."
)
@click.option("--campaigns", type=click.IntRange(1, 500), default=40, show_default=True)
@click.option("--slides", type=click.IntRange(1, 2000), default=200, show_default=True)
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def schedule(displays: int, campaigns: int, slides: int, out: Path | None) -> None:
    """resolve, a day's and a year's timeline, and the manifests of a large fleet; and how each grows."""
    figures = {"machine": facts()} | measured(displays, campaigns, slides)
    for name, value in figures.items():
        click.echo(f"{name:<44} {value}")
    if out is not None:
        durable.write(out, json.dumps(figures, indent=2, ensure_ascii=False).encode() + b"\n")


def measured(displays: int, campaigns: int, slides: int) -> dict[str, Any]:
    """The figures by name. Times are of one core."""
    pack = made_up(campaigns, slides, displays)
    plan = plan_for(pack, pack.displays["d1"], _characters)
    known = Schedule(plan)
    _walk(known, 1)
    figures = {
        "city": f"{campaigns} campaigns, {slides} slides, {displays} displays",
        "resolve (µs)": round(_resolve(known) * 1e6, 2),
        "a day's timeline, first time (ms)": round(_best(lambda: _walk(Schedule(plan), 1)) * 1e3, 1),
        "a day's timeline, again (ms)": round(_best(lambda: _walk(known, 1)) * 1e3, 1),
        "a year's timeline (s)": round(_best(lambda: _walk(Schedule(plan), 365), 1), 2),
        "all manifests (s)": round(_best(lambda: _compile(pack), 2), 2),
    }
    for axis, sizes in SIZES.items():
        for name, task in TASKS.items():
            times = [task(*_city(axis, size, campaigns, slides)) for size in sizes]
            figures[f"{name} grows with {axis} as n^"] = round(_exponent(sizes, times), 2)
    return figures


def _city(axis: str, size: int, campaigns: int, slides: int) -> tuple[Pack, Plan]:
    pack = made_up(size if axis == "campaigns" else campaigns, size if axis == "slides" else slides, 20)
    return pack, plan_for(pack, pack.displays["d1"], _characters)


def made_up(campaigns: int, slides: int, displays: int) -> Pack:
    """A city of that size. Every campaign has some of the slides, every slide is in some campaign."""
    texts: list[Text] = [dict.fromkeys(LANGUAGES[: 2 + n % 4], "Text") for n in range(4)]
    listed: list[list[str]] = [[] for _ in range(campaigns)]
    for n in range(max(campaigns, slides)):
        listed[n % campaigns].append(f"s{n % slides}")
    return Pack(
        city=_CITY,
        displays={f"d{n}": _display(n) for n in range(displays)},
        slides={f"s{n}": Notice(title=texts[n % 4], body=texts[n % 4]) for n in range(slides)},
        playlists={f"p{n}": Playlist(id=f"p{n}", slides=tuple(names)) for n, names in enumerate(listed)},
        campaigns={f"c{n}": _campaign(n) for n in range(campaigns)},
    )


_CITY = City(
    id="proba",
    name="Proba",
    timezone="Europe/Bucharest",
    languages=LANGUAGES,
    population=Population(value=250_849, as_of=Moment("2021-12-01"), source="INS"),
    contact=Contact(phone="0256 408 300", desk="bd. C.D. Loga 1"),
)


def _display(n: int) -> Display:
    return Display(
        id=f"d{n}",
        name="Proba",
        panel=Panel(diagonal_inch=55, width=1920, height=1080),
        viewing_distance_m=3,
        audience="waiting" if n % 2 else "passing",
        languages=LANGUAGES[: 1 + n % 5],
        hours=(Daypart(start="06:00", end="23:00"),),
    )


def _campaign(n: int) -> Campaign:
    hours = Daypart(days="mon-fri" if n % 2 else "mon-sun", start=f"{6 + n % 12:02}:00", end=f"{8 + n % 12:02}:30")
    return Campaign(
        id=f"c{n}",
        playlist=f"p{n}",
        priority=1 if n % 16 == 7 else 0,
        share=1 + n % 5,
        first=Moment("2026-01-01"),
        dayparts=(hours,) if n % 3 == 1 else (),
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH" if n % 8 == 2 else None,
    )


def _characters(pack: Pack, slide: str, lang: str) -> int:
    return 60 + 7 * (len(slide) + len(lang)) % 90


def _walk(schedule: Schedule, days: int) -> None:
    for _ in schedule.timeline(DAY, DAY + timedelta(days=days)):
        pass


def _resolve(schedule: Schedule) -> float:
    """Seconds for one answer, at instants spread over a day that was asked about before."""
    instants = [DAY + timedelta(seconds=n * 86_399 * 7919 % 86_400) for n in range(2000)]
    return _best(lambda: [schedule.resolve(at) for at in instants]) / len(instants)


def _compile(pack: Pack) -> None:
    planner = Planner(pack, _characters)
    sheets = {}
    for display in pack.displays.values():
        plan = planner.plan(display)
        frames = {
            slide: {turn.lang: f"{slide}.{turn.lang}" for turn in item.turns} for slide, item in plan.items.items()
        }
        sheets[display.id] = Sheet(display=display, plan=plan, frames=frames, neutral="neutral", alternatives={})
    keys = {key for sheet in sheets.values() for key in sheet.jobs()}
    made = {key: Made(asset=sha256(key.encode()).hexdigest(), size=100_000, live=()) for key in keys}
    edition = Edition(pack=pack, sheets=sheets, jobs={})
    manifests = Manifests(edition, made)
    for name in sheets:
        wire.encode(manifests.of(name))


def _first_day(pack: Pack, plan: Plan) -> float:
    return _best(lambda: _walk(Schedule(plan), 1))


def _known_day(pack: Pack, plan: Plan) -> float:
    schedule = Schedule(plan)
    _walk(schedule, 1)
    return _resolve(schedule)


def _manifests(pack: Pack, plan: Plan) -> float:
    return _best(lambda: _compile(pack))


TASKS: dict[str, Callable[[Pack, Plan], float]] = {
    "resolve": _known_day,
    "a day's timeline": _first_day,
    "20 manifests": _manifests,
}


def _best(task: Callable[[], object], times: int = 3) -> float:
    """Seconds of the quickest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        found.append(time.perf_counter() - start)
    return min(found)


def _exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the least-squares line through log size and log time: 1 is linear."""
    xs, ys = [math.log(size) for size in sizes], [math.log(each) for each in seconds]
    return statistics.linear_regression(xs, ys).slope
