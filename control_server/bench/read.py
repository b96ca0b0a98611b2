"""`afisier bench read`: how long a large execution file takes to read, and how much memory.

Decides the file: a year of monthly statements as the Ministry publishes them, the same at every run. Decides what is
timed: the way from bytes to figures, months and warnings, in a new process. In the same run the same bytes are decoded
by `json.loads` and `ElementTree` alone, which gives the ratio to a reader that understands nothing.
"""

import calendar
import itertools
import json
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET  # of the file made here, as the other side of the comparison
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import click

from config.system.machine import facts
from content.readers.budgets import execution
from control_server.bench.figures import report

GOALS = {"read (s)": "≤ 2 s for 100,000 rows", "peak memory (MB)": "≤ 300 MB"}
YEAR = 2024
_CHAPTERS = ("51", "54", "61", "65", "66", "67", "68", "70", "74", "80", "81", "83", "84")
_TITLES = ("10", "20", "57", "59", "71")


@click.command()
@click.option("--rows", type=click.IntRange(12, 130_000), default=100_000, show_default=True, help="Rows of the file.")
@click.option("--runs", type=click.IntRange(1, 20), default=5, show_default=True, help="Processes that read each file.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def read(rows: int, runs: int, out: Path | None) -> None:
    """Seconds and memory to read a large execution file, as JSON and as XML, against its bare decoding."""
    figures = {"machine": facts(), "rows": rows} | _measured(rows, runs)
    report(figures, out)
    click.echo(f"{'goals':<34} {'  '.join(f'{name} {goal}' for name, goal in GOALS.items())}")


def _measured(rows: int, runs: int) -> dict[str, Any]:
    """The figures of both forms of the file."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="afisier-bench-") as folder:
        for kind, made in (("json", as_json), ("xml", as_xml)):
            path = Path(folder, f"execution.{kind}")
            path.write_bytes(made(rows))
            pairs = [(fresh_run(f"read_{kind}", path), fresh_run(f"decode_{kind}", path)) for _ in range(runs)]
            own, bare = zip(*pairs, strict=True)
            seconds, decoding = (median(one["seconds"] for one in side) for side in (own, bare))
            figures[kind] = {
                "file (MB)": round(path.stat().st_size / 1e6, 1),
                "read (s)": round(seconds, 3),
                "slowest (s)": round(max(one["seconds"] for one in own), 3),
                "of a core (s)": round(median(one["core"] for one in own), 3),
                "rows a second": round(rows / seconds),
                "peak memory (MB)": round(max(one["peak_mb"] for one in own), 1),
                "decoding alone (s)": round(decoding, 3),
                "its peak memory (MB)": round(max(one["peak_mb"] for one in bare), 1),
                "ratio to decoding alone": round(median(one["core"] / other["core"] for one, other in pairs), 2),
            }
    return figures


def fresh_run(task: str, path: Path) -> dict[str, float]:
    """The task (a key of `TASKS`) done once in a new process: what `child` prints. Raises ClickException."""
    code = "import sys; from control_server.bench.read import child; child(*sys.argv[1:])"
    ended = subprocess.run([sys.executable, "-c", code, task, str(path)], capture_output=True, check=False)
    if ended.returncode:
        raise click.ClickException(f"the reading process failed: {ended.stderr.decode()[-300:]}")
    figures: dict[str, float] = json.loads(ended.stdout)
    return figures


def child(task: str, path: str) -> None:
    """Does the task and prints its seconds, its seconds of a core, and the peak memory of this process (MB)."""
    data = Path(path).read_bytes()
    began, cpu = time.perf_counter(), time.process_time()
    TASKS[task](data)
    seconds, core = time.perf_counter() - began, time.process_time() - cpu
    click.echo(json.dumps({"seconds": seconds, "core": core, "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    # Not ru_maxrss: that of a child begins with its parent's.
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.split()[0]) / 1024
    raise click.ClickException("this system does not say how much memory a process had at most (VmHWM)")


def _read(data: bytes) -> None:
    budget = execution.read(data, "execution")
    part = budget.part()
    budget.figures(part)
    budget.months(part)
    budget.warnings(part)


TASKS: dict[str, Callable[[bytes], Any]] = {
    "read_json": _read,
    "read_xml": _read,
    "decode_json": json.loads,
    "decode_xml": ET.fromstring,
}


def as_json(rows: int) -> bytes:
    """The statements as a flat JSON list; every row has all its fields."""
    heads = {"P_SECB": "02", "CATEG_CONT": "ch"}
    return json.dumps([heads | {"P_ZI": day} | row for day, row in statements(rows)]).encode()


def as_xml(rows: int) -> bytes:
    """The same statements as XML reports, with day and sector once at the head of each month."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<REPORTS>']
    for day, month in itertools.groupby(statements(rows), lambda one: one[0]):
        parts.append(f"<DATA_DS><P_ZI>{day}</P_ZI><P_SECB>02</P_SECB><G_4><CATEG_CONT>ch</CATEG_CONT>\n")
        parts += (
            f"<G_11>{''.join(f'<{name}>{value}</{name}>' for name, value in row.items())}</G_11>\n" for _, row in month
        )
        parts.append("</G_4></DATA_DS>\n")
    return "".join([*parts, "</REPORTS>"]).encode()


def statements(rows: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Day and row of every statement, month after month; the amounts of a budget line grow through the year."""
    lines = list(itertools.islice(_lines(), -(-rows // 12)))
    for month in range(1, 13):
        name = calendar.month_abbr[month].upper()
        day = f"{calendar.monthrange(YEAR, month)[1]}-{name}-{YEAR % 100}"
        for number, (functional, economic, source) in enumerate(lines):
            if (month - 1) * len(lines) + number < rows:
                bani = (number * 7919 % 100_000 + 1) * month * (13 if source == "A" else 7)
                yield (
                    day,
                    {
                        "COD_FUNCTIONAL": functional,
                        "COD_ECONOMIC": economic,
                        "SURSA_FINANTARE": source,
                        "RULAJ_CH_VN": f"{bani // 100}.{bani % 100:02}",
                    },
                )


def _lines() -> Iterator[tuple[str, str, str]]:
    twos = ("01", "02", "03", "04", "05")
    for chapter, sub, paragraph, title, article, line in itertools.product(
        _CHAPTERS, twos[1:], twos[:3], _TITLES, twos[:3], twos[:3]
    ):
        for source in "ADG":
            yield f"{chapter}.{sub}.{paragraph}", f"{title}.{article}.{line}", source
