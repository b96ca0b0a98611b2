"""`afisier bench schedule`: how long the schedule takes to answer, and how that grows with campaigns and slides.

Decides the city that is measured: made up, the same in every run, with dayparts, priorities, recurrence, dates and
two to five languages. Every campaign with hours begins and ends at minutes of its own, and of the slides some open and
some end at instants of their own in the course of the day that is measured: what grows has edges that grow.
"Compile" is what publishing does for displays whose frames exist, from a pack that was read again: plans, manifests,
what differs from before, the bytes and their signatures. Times are seconds of a core (`time.process_time`), so that
other work on the machine counts as little as can be.
"""

import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.system import durable
from config.system.machine import facts
from content.authored import Moment
from content.pack.model import Campaign, City, Contact, Display, Pack, Panel, Playlist, Population, Tagged
from content.pack.slide import Slide
from content.pack.slides import Notice
from content.pack.values import Daypart, Lang, Text
from content.publication.edition import Compiler, StoredFrame
from content.publication.issue import issued
from content.publication.manifests import Manifests
from content.publication.planner import plan_for
from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from content.wire import dsse

LANGUAGES: tuple[Lang, ...] = ("ro", "en", "hu", "de", "sr")
DAY = datetime(2026, 6, 14, 21, tzinfo=UTC)
"""A local midnight of Bucharest: the day that is measured, a Monday, begins."""
SIZES = {"campaigns": (20, 40, 80, 160, 320), "slides": (100, 200, 400, 800, 1600)}
YEAR = 365
"""Days."""
DISTRICTS = 7
PANELS = ((1920, 1080), (1080, 1920), (1280, 720))


@click.command()
@click.option(
    "--displays", type=click.IntRange(10, 10_000), default=1000, show_default=True, help="Manifests to compile."
)
@click.option("--campaigns", type=click.IntRange(2, 500), default=40, show_default=True)
@click.option("--slides", type=click.IntRange(2, 2000), default=200, show_default=True)
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def schedule(displays: int, campaigns: int, slides: int, out: Path | None) -> None:
    """resolve, a day's and a year's timeline, and the manifests of a large fleet; and how each grows."""
    figures = {"machine": facts()} | measured(displays, campaigns, slides)
    for name, value in figures.items():
        click.echo(f"{name:<52} {value}")
    if out is not None:
        durable.write(out, json.dumps(figures, indent=2, ensure_ascii=False).encode() + b"\n")


def measured(displays: int, campaigns: int, slides: int) -> dict[str, Any]:
    """The figures by name. Times are seconds of one core."""
    pack = made_up(campaigns, slides, displays)
    plan = plan_for(pack, pack.displays["d1"], _characters)
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
    for axis, sizes in SIZES.items():
        cities = [_city(axis, size, campaigns, slides) for size in sizes]
        for name, task in TASKS.items():
            figures[f"{name} grows with {axis} as n^"] = round(_exponent(sizes, [task(*each) for each in cities]), 2)
    return figures


def _city(axis: str, size: int, campaigns: int, slides: int) -> tuple[Pack, Plan]:
    pack = made_up(size if axis == "campaigns" else campaigns, size if axis == "slides" else slides, 20)
    return pack, plan_for(pack, pack.displays["d1"], _characters)


def made_up(campaigns: int, slides: int, displays: int) -> Pack:
    """A city of that size. Every display has all campaigns but the last and all slides but the last in common with
    the others, and one of each with those of its district. Every campaign has some of the slides, every slide is in
    some campaign."""
    texts: list[Text] = [dict.fromkeys(LANGUAGES[: 2 + n % 4], "Text") for n in range(4)]
    listed: list[list[str]] = [[] for _ in range(campaigns - 1)]
    for n in range(max(campaigns, slides) - 1):
        listed[n % (campaigns - 1)].append(f"s{n % (slides - 1)}")
    common: dict[str, Slide] = {f"s{n}": _slide(n, texts[n % 4]) for n in range(slides - 1)}
    local: dict[str, Slide] = {f"local{n}": Notice(title=texts[n % 4], body=texts[n % 4]) for n in range(DISTRICTS)}
    playlists = {f"c{n}": names for n, names in enumerate(listed)} | {name: [name] for name in local}
    return Pack(
        city=_CITY,
        displays={f"d{n}": _display(n) for n in range(displays)},
        slides=common | local,
        playlists={name: Playlist(id=name, slides=tuple(names)) for name, names in playlists.items()},
        campaigns={f"c{n}": _campaign(n) for n in range(campaigns - 1)}
        | {name: Campaign(id=name, playlist=name, displays=Tagged(tags=(name,))) for name in local},
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
    width, height = PANELS[n % len(PANELS)]
    return Display(
        id=f"d{n}",
        name="Proba",
        panel=Panel(diagonal_inch=55, width=width, height=height),
        viewing_distance_m=3,
        audience="waiting" if n % 2 else "passing",
        languages=LANGUAGES[: 1 + n % 5],
        tags=(f"local{n % DISTRICTS}",),
        hours=(Daypart(start=f"{4 + n % 4:02}:00", end="23:00"),),
    )


def _campaign(n: int) -> Campaign:
    """Half of them have hours of one to four hours; two mask the others in theirs, and every eighth recurs."""
    start = 300 + n * 397 % 961
    end = start + 60 + n * 61 % 180
    hours = Daypart(days="mon-fri" if n % 4 == 1 else "mon-sun", start=_clock(start), end=_clock(end))
    return Campaign(
        id=f"c{n}",
        playlist=f"c{n}",
        priority=1 if n in (7, 23) else 0,
        share=1 + n % 5,
        first=Moment("2026-01-01"),
        dayparts=(hours,) if n % 2 else (),
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH" if n % 8 == 2 else None,
    )


def _slide(n: int, text: Text) -> Notice:
    """Of twelve one opens and one ends in the course of the day, at seconds of their own; two end in that year."""
    local = (DAY + timedelta(seconds=n * 7919 % 86_400)).astimezone(_CITY.zone)
    opens = Moment(local.isoformat()) if n % 12 == 3 else None
    ends = Moment(local.isoformat()) if n % 12 == 9 else None
    if n % 6 == 0:
        ends = Moment((local + timedelta(days=1 + n * 37 % YEAR)).date().isoformat())
    return Notice(title=text, body=text, not_before=opens, expires=ends)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _characters(pack: Pack, slide: str, lang: str) -> int:
    return 60 + 7 * (len(slide) + len(lang)) % 90


def _walk(schedule: Schedule, days: int) -> int:
    return sum(1 for _ in schedule.timeline(DAY, DAY + timedelta(days=days)))


def _first_answer(pack: Pack, plan: Plan) -> float:
    """As a display that starts: a plan it has just read, at noon."""
    return _best(lambda: Schedule(plan).resolve(DAY + timedelta(hours=12)), 5)


def _answer(pack: Pack, plan: Plan) -> float:
    """For one answer, at instants spread over a day that was asked about before."""
    schedule = Schedule(plan)
    _walk(schedule, 1)
    instants = [DAY + timedelta(seconds=n * 86_399 * 7919 % 86_400) for n in range(2000)]
    return _best(lambda: [schedule.resolve(at) for at in instants]) / len(instants)


def _first_day(pack: Pack, plan: Plan) -> float:
    return _best(lambda: _walk(Schedule(plan), 1))


def _compile(pack: Pack, plan: Plan) -> float:
    """As a publication that changes every manifest; the frames were drawn for the one before."""
    compiler = Compiler()
    sign = partial(dsse.sign, context="manifest", key=Ed25519PrivateKey.generate())
    jobs = compiler.compiled(pack).jobs
    made = {job: StoredFrame(asset=sha256(job.encode()).hexdigest(), size=100_000, live=()) for job in jobs}
    packs = [made_up(*_size(pack)) for _ in range(2)]

    def publish() -> None:
        edition = compiler.compiled(packs.pop())
        manifests = Manifests(edition, made)
        issued(manifests, map(manifests.of, edition.displays), {}, sign, DAY)

    return _best(publish, len(packs))


def _size(pack: Pack) -> tuple[int, int, int]:
    """As `made_up` is asked for it."""
    return len(pack.campaigns) - DISTRICTS + 1, len(pack.slides) - DISTRICTS + 1, len(pack.displays)


TASKS: dict[str, Callable[[Pack, Plan], float]] = {
    "resolve, first time,": _first_answer,
    "resolve": _answer,
    "a day's timeline, first time,": _first_day,
    "20 manifests": _compile,
}


def _best(task: Callable[[], object], times: int = 3) -> float:
    """Seconds of a core of the quickest of some runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        task()
        found.append(time.process_time() - start)
    return min(found)


def _exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the least-squares line through log size and log time: 1 is linear."""
    xs, ys = [math.log(size) for size in sizes], [math.log(each) for each in seconds]
    return statistics.linear_regression(xs, ys).slope
