"""`afisier bench render`: how many slides a core draws in a second, and how long the slowest take.

Decides what is drawn: every page of the sample city's displays, one after the other in one warm process. No page is
drawn twice: each pass has a slightly shorter viewing distance, so that the layout is made anew. In the same run the
slide "of 100 lei" is drawn with Typst and with matplotlib: the same bars, headline and source at the same pixels.
Leaves out the workers (`publishing.workers`) and how frames travel (`afisier bench push`).
"""

import io
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from config.system.machine import facts, percentile
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.sample import sample_city
from content.publication.planner import plan_for
from content.slides.compose import compose
from content.slides.drawing import FONTS, warm
from content.slides.drawing import draw as draw_job
from content.slides.job import Format, Job
from control_server.bench.figures import report

BARS = "buget-100"
NEARER = 0.0005
"""The part by which each pass shortens the viewing distance, which gives another layout of the same slide."""


@click.command()
@click.option(
    "--slides", "count", type=click.IntRange(3, 10_000), default=300, show_default=True, help="How many to draw."
)
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def render(count: int, out: Path | None) -> None:
    """Slides a second on one core and the slowest of them, and the same slide against matplotlib."""
    figures = {"machine": facts()} | _measured(count)
    report(figures, out)


def _measured(count: int) -> dict[str, Any]:
    """The figures by name."""
    pack = parse(read_folder(sample_city()))
    warm()
    pages = jobs(pack, None)
    first = [next(pages) for _ in range(3)]
    for job in first:
        draw_job(job)
    (every,) = _timed([draw_job], pages, count)
    few = max(3, count // 3)
    bars = MatplotlibBars()
    bars.draw(next(jobs(pack, BARS)))
    own, other = _timed([draw_job, bars.draw], jobs(pack, BARS), few)
    return {
        "slides": count,
        "every page of the sample city": every,
        f"{BARS}, {few} times": own,
        f"{BARS} in matplotlib, {few} times": other,
        "times as fast as matplotlib": {
            "by a core": round(own["a second of one core"] / other["a second of one core"], 2),
            "at p50": round(other["p50 (ms)"] / own["p50 (ms)"], 2),
            "at p99": round(other["p99 (ms)"] / own["p99 (ms)"], 2),
        },
    }


def jobs(pack: Pack, only: str | None) -> Iterator[Job]:
    """Every page of every display (or those of the slide `only`), in endless passes that differ a little."""
    turn = 1
    while True:
        for display in pack.displays.values():
            fmt = Format.of(display)
            near = msgspec.structs.replace(fmt, viewing_distance_m=fmt.viewing_distance_m * (1 - NEARER * (turn % 200)))
            for name, item in plan_for(pack, display).items.items():
                if only in (None, name):
                    for shown in item.turns:
                        yield compose(pack, name, shown.lang, near)
        turn += 1


def _timed(draws: Sequence[Callable[[Job], object]], pages: Iterator[Job], count: int) -> list[dict[str, float]]:
    """Times each way of drawing in turn, page by page, so that other work of the machine slows all of them alike.

    Composing is not timed, because workers only draw. Seconds of a core are CPU time of all threads.
    """
    samples: list[list[tuple[float, float]]] = [[] for _ in draws]
    for job in itertools.islice(pages, count):
        for draw, times in zip(draws, samples, strict=True):
            cpu, began = time.process_time(), time.perf_counter()
            draw(job)
            times.append((time.perf_counter() - began, time.process_time() - cpu))
    return [_spread(times) for times in samples]


def _spread(times: list[tuple[float, float]]) -> dict[str, float]:
    elapsed, core = ([pair[n] for pair in times] for n in (0, 1))
    return {
        "a second": round(len(elapsed) / sum(elapsed), 1),
        "a second of one core": round(len(core) / sum(core), 1),
        "p50 (ms)": round(percentile(elapsed, 50) * 1000, 1),
        "p99 (ms)": round(percentile(elapsed, 99) * 1000, 1),
        "p99 of a core (ms)": round(percentile(core, 99) * 1000, 1),
    }


class MatplotlibBars:
    """The bars of a budget slide in matplotlib, in the same type and size, without the panel and its QR code.

    In one weight: matplotlib does not vary a variable font. Raises ClickException where it is not installed.
    """

    def __init__(self) -> None:
        try:
            from matplotlib import font_manager  # noqa: PLC0415  only this bench needs it
            from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
            from matplotlib.figure import Figure  # noqa: PLC0415
        except ImportError as error:
            raise click.ClickException("this bench needs matplotlib: pip install 'afisier[test]'") from error
        self._figure, self._agg = Figure, FigureCanvasAgg
        for path in sorted(FONTS.rglob("*.[ot]tf")):
            font_manager.fontManager.addfont(path)
        self._family = next((font.name for font in font_manager.fontManager.ttflist if font.name == "Inter"), None)

    def draw(self, job: Job) -> bytes:
        """Draws the job of a budget slide as a PNG."""
        data = job.data.plain()
        colors = data["colors"]
        fmt, points = job.format, 72 / 100  # type sizes are in pixels, matplotlib's in points at 100 dpi
        figure = self._figure(figsize=(fmt.width / 100, fmt.height / 100), dpi=100, facecolor=colors["ground"])
        self._agg(figure)
        family: dict[str, Any] = {"family": self._family} if self._family else {}
        head, body, small = (data["min"][size] * points for size in ("head", "body", "small"))
        figure.text(0.04, 0.9, data["title"], size=head, color=colors["ink"], va="center", **family)
        figure.text(0.04, 0.04, data["foot"], size=small, color=colors["muted"], **family)
        axes = figure.add_axes((0.3, 0.12, 0.65, 0.7))
        axes.set_facecolor(colors["ground"])
        rows = list(reversed(data["rows"]))
        bars = axes.barh(
            [row["label"] for row in rows],
            [row["part"] for row in rows],
            color=[colors["grey"] if row["rest"] else colors["accent"] for row in rows],
        )
        axes.bar_label(bars, [row["figure"] for row in rows], size=body, color=colors["ink"], padding=12, **family)
        axes.tick_params(
            labelsize=body, length=0, labelcolor=colors["ink"], labelfontfamily=self._family or "sans-serif"
        )
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        written = io.BytesIO()
        figure.savefig(written, format="png")
        return written.getvalue()
