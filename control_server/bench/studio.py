"""`afisier bench studio`: how long from a key to the frame of what was typed.

Decides what is timed: a person types into a headline as the editor's page does it, from the key (with the moment that
the page waits for another one) to the picture decoded: the sketch while they type, the exact frame once they stop, what
is said beside it, and sketches asked for faster than they are drawn, of which all but the newest are dropped. In the
same run the bare frames are drawn by the same workers, which gives the ratio to drawing alone. Leaves out the browser's
own painting. Server and person share this process, so that times are upper bounds.
"""

import asyncio
import io
import itertools
import logging
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import click
from PIL import Image

from config.settings import BrokerSettings, ServerSettings
from config.system import logs
from config.system.machine import facts, percentile
from content.pack.folder import read_folder
from content.pack.sample import sample_city
from content.slides.compose import compose
from content.slides.job import Format
from control_server.bench.figures import report
from control_server.publishing.edits import whole_pack
from control_server.server import running
from control_server.service import ControlServer
from control_server.storage.causes import Cause

GOALS = {"key to frame, p95 (ms)": "≤ 300 on an idle machine of two cores"}
WAITS_MS = 80
"""How long the page waits after a key for another one (`studio/static/editor.js`)."""
SLIDES = ("strada", "registratura", "buget-100", "tramvai")
_FIELDS = {"strada": "ask.ro", "registratura": "title.ro", "buget-100": "title.ro", "tramvai": "title.ro"}
_HEADLINE = "Ce am scris acum"
_FAST_S = 0.03
_JOINING = {"name": "Ana", "email": "ana@oras.ro", "password": "tramvai verde spre Fabric"}


@click.command()
@click.option("--keys", type=click.IntRange(5, 1_000), default=60, show_default=True, help="Keys to time.")
@click.option("--editors", type=click.IntRange(1, 60), default=1, show_default=True, help="People who type at once.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def studio(keys: int, editors: int, out: Path | None) -> None:
    """From a key in the editor to the frame of what was typed, and the same as a ratio to drawing alone."""
    logs.to_stderr(logging.ERROR)
    figures = {"machine": facts()} | asyncio.run(measured(keys, editors))
    report(figures, out)
    click.echo(f"{'goals':<34} {'  '.join(f'{name} {goal}' for name, goal in GOALS.items())}")


async def measured(keys: int, editors: int) -> dict[str, Any]:
    """The figures by name."""
    with tempfile.TemporaryDirectory(prefix="afisier-bench-") as folder:
        settings = ServerSettings(data=folder, port=0, broker=BrokerSettings(port=0), workers=2)
        async with running(settings) as server:
            await server.publisher.change(whole_pack(read_folder(sample_city())), Cause(actor="afisier", kind="pack"))
            async with aiohttp.ClientSession(server.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
                person = _Typist(session)
                await person.join(await server.sign_in.first_link() or "")
                return await _timed(server, person, keys, editors)


async def _timed(server: ControlServer, person: "_Typist", keys: int, editors: int) -> dict[str, Any]:
    await person.typed(0, exact=True)  # what is loaded once
    sketches, exacts, checks, bare, painted = [], [], [], [], []
    for number in range(1, keys + 1):
        sketches.append(await person.typed(number, exact=False))
        exacts.append(await person.typed(number, exact=True))
        checks.append(await person.checked(number))
        bare.append(await _drawn(server, number, exact=False))
        painted.append(await _drawn(server, number, exact=True))
    together = await asyncio.gather(*(_writing(person, editor, max(3, keys // 4)) for editor in range(editors)))
    fast = await _faster_than_drawn(person, max(10, keys // 2))
    return {
        "keys": keys,
        "key to frame (ms)": _spread([WAITS_MS / 1000 + seconds for seconds in sketches]),
        "sketch asked to decoded (ms)": _spread(sketches),
        "exact asked to decoded (ms)": _spread(exacts),
        "what is said (ms)": _spread(checks),
        "drawing alone, sketch (ms)": _spread(bare),
        "drawing alone, exact (ms)": _spread(painted),
        "times as long as drawing alone": {
            "sketch p50": _ratio(sketches, bare, 50),
            "sketch p95": _ratio(sketches, bare, 95),
            "exact p50": _ratio(exacts, painted, 50),
            "exact p95": _ratio(exacts, painted, 95),
        },
        f"{editors} at once, key to frame (ms)": _spread(
            [WAITS_MS / 1000 + seconds for each in together for seconds in each]
        ),
        "typed faster than drawn": fast._asdict(),
    }


class _Typist:
    """A person in the editor, by the requests that its page makes."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def join(self, secret: str) -> None:
        await self.sent(f"/studio/join/{secret}", _JOINING)

    async def typed(self, number: int, *, exact: bool, tab: str = "t") -> float:
        """Seconds until the frame of the text with that number is decoded."""
        began = time.perf_counter()
        png = await self.sent(f"{_address(number)}/preview", _form(number, exact=exact, tab=tab))
        await asyncio.to_thread(_decoded, png)
        return time.perf_counter() - began

    async def checked(self, number: int) -> float:
        """Seconds until it is there what is said of the text with that number."""
        began = time.perf_counter()
        await self.sent(f"{_address(number)}/check", _form(number, exact=False, tab="t"))
        return time.perf_counter() - began

    async def sent(self, path: str, form: Mapping[str, str]) -> bytes:
        origin = {"Origin": str(self._session._base_url).rstrip("/")}
        async with self._session.post(path, data=form, headers=origin) as answer:
            if answer.status not in (200, 503):
                raise click.ClickException(f"{path}: {answer.status} {(await answer.text())[:300]}")
            return await answer.read() if answer.status == 200 else b""


def _address(number: int) -> str:
    return f"/studio/slides/{SLIDES[number % len(SLIDES)]}"


def _form(number: int, *, exact: bool, tab: str) -> dict[str, str]:
    field = _FIELDS[SLIDES[number % len(SLIDES)]]
    headline = f"{_HEADLINE} {number}{' exact' if exact else ''}"
    return {field: headline, "display": "piata-unirii", "lang": "ro", "exact": "1" if exact else "0", "tab": tab}


def _decoded(png: bytes) -> None:
    with Image.open(io.BytesIO(png)) as image:
        image.load()


async def _drawn(server: ControlServer, number: int, *, exact: bool) -> float:
    """Seconds that the workers take for a frame of the same slide, and nothing else."""
    pack = server.publisher.published.city_pack()
    slide = SLIDES[number % len(SLIDES)]
    job = compose(pack, slide, "ro", Format.of(pack.displays["piata-unirii"]))
    around = server.surroundings
    began = time.perf_counter()
    await (around.draw if exact else around.sketch)(job)
    return time.perf_counter() - began


async def _writing(person: _Typist, editor: int, keys: int) -> list[float]:
    """One of several people who type, each in a tab of their own."""
    return [await person.typed(1_000 * editor + number, exact=False, tab=f"e{editor}") for number in range(keys)]


class _Fast(NamedTuple):
    """Of sketches asked for every 30 ms: how many were drawn, and when the newest was there after its key."""

    asked: int
    drawn: int
    newest_ms: float


async def _faster_than_drawn(person: _Typist, keys: int) -> _Fast:
    drawn = 0

    async def one(number: int) -> float:
        nonlocal drawn
        began = time.perf_counter()
        png = await person.sent("/studio/slides/strada/preview", _form(4 * number, exact=False, tab="fast"))
        drawn += bool(png)
        return time.perf_counter() - began

    asked = []
    for number in itertools.islice(itertools.count(10_000), keys):
        asked.append(asyncio.create_task(one(number)))
        await asyncio.sleep(_FAST_S)
    *_, newest = await asyncio.gather(*asked)
    return _Fast(keys, drawn, round(1000 * newest, 1))


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "p50": round(1000 * percentile(seconds, 50), 1),
        "p95": round(1000 * percentile(seconds, 95), 1),
        "max": round(1000 * max(seconds), 1),
    }


def _ratio(one: list[float], other: list[float], percent: int) -> float:
    return round(percentile(one, percent) / percentile(other, percent), 2)
