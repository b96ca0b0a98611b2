"""`afisier bench render` draws the sample city's own pages. What it finds is not tested."""

import io
import json
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.sample import sample_city
from content.slides.drawing import draw
from control_server.bench import render


def test_bench_render_draws_the_city_and_the_same_bars_in_matplotlib(tmp_path: Path) -> None:
    out = tmp_path / "render.json"
    ended = CliRunner().invoke(render.render, ["--slides", "3", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    figures = json.loads(out.read_text())
    assert figures["every page of the sample city"]["p99 (ms)"] > 0
    assert set(figures["times as fast as matplotlib"]) == {"by a core", "at p50", "at p99"}


def test_no_page_is_drawn_twice() -> None:
    pack = parse(read_folder(sample_city()))
    pages = render.jobs(pack, render.BARS)
    keys = [next(pages).key() for _ in range(30)]
    assert len(set(keys)) == len(keys)


def test_matplotlib_draws_as_many_pixels() -> None:
    pack = parse(read_folder(sample_city()))
    job = next(render.jobs(pack, render.BARS))
    picture = io.BytesIO(render.MatplotlibBars().draw(job))
    assert Image.open(picture).size == (job.format.width, job.format.height)
    assert Image.open(io.BytesIO(draw(job).png)).size == (job.format.width, job.format.height)
