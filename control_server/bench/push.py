"""`afisier bench push`: how long from a changed label to the glass of three displays.

Decides what is timed: from the moment the PUT is sent to the moment the last of the displays has the new frame whole on
its glass, fade included. Leaves out how a display works (`display_client.bench` measures one).
"""

import asyncio
import logging
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import aiomqtt
import click
import yaml

from config.settings import BrokerSettings
from config.system import logs
from config.system.machine import facts, percentile
from content import strict_yaml, wire
from content.pack.folder import read_folder
from content.pack.sample import sample_city
from control_server.bench.figures import report, spread
from control_server.commands.local_city import LocalCity, local_city
from control_server.devices import broker

SLIDE = "buget-100"


@click.command()
@click.option("--changes", type=click.IntRange(3, 70), default=60, show_default=True, help="How many changes to time.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def push(changes: int, out: Path | None) -> None:
    """From a changed label to the glass of three displays, and the same as a ratio to a bare MQTT message."""
    logs.to_stderr(logging.WARNING)
    figures = asyncio.run(measured(changes))
    report(figures, out)


async def measured(changes: int) -> dict[str, Any]:
    """The figures by name: changes of one label, then (a third as many) of all the languages of a title at once."""
    files = one_slide(read_folder(sample_city()))
    one, bare = await _timed_changes(in_one_language(files), changes, "ro")
    every, _ = await _timed_changes(files, max(3, changes // 3), None)
    return {
        "machine": facts(),
        "displays": "three: 1920x1080, 1080x1920, 1280x720, software GL unless the machine has another",
        "changes of one label": changes,
        "one label: put to glass (s)": spread([times.whole for times in one]),
        "one label: put answered (s)": spread([times.answered for times in one]),
        "bare mqtt (s)": spread(bare),
        "ratio to bare mqtt, p50": round(percentile([times.whole for times in one], 50) / percentile(bare, 50)),
        "every language: put to glass (s)": spread([times.whole for times in every]),
        "every language: put answered (s)": spread([times.answered for times in every]),
    }


def one_slide(files: dict[str, bytes]) -> dict[str, bytes]:
    """The pack with one slide on all displays, so that every change is of what is on the glass."""
    playlist = yaml.safe_dump({"playlists": [{"id": "bench", "slides": [SLIDE]}]})
    campaign = yaml.safe_dump({"campaigns": [{"id": "bench", "playlist": "bench", "displays": "all"}]})
    return files | {"playlists.yaml": playlist.encode(), "campaigns.yaml": campaign.encode()}


def in_one_language(files: dict[str, bytes]) -> dict[str, bytes]:
    """The pack with displays in Romanian only, so that a Romanian label is on all of them at every moment."""
    document = strict_yaml.mapping(files["displays.yaml"], "displays.yaml")
    displays = [display | {"languages": ["ro"]} for display in document["displays"]]
    return files | {"displays.yaml": yaml.safe_dump({"displays": displays}).encode()}


class ChangeTimes(NamedTuple):
    """Seconds from sending the PUT to the last glass, and to the answer of the server."""

    whole: float
    answered: float


async def _timed_changes(
    files: dict[str, bytes], changes: int, lang: str | None
) -> tuple[list[ChangeTimes], list[float]]:
    """The times of changes of the title in `lang` (None: in every language), and of bare messages through a broker."""
    with tempfile.TemporaryDirectory(prefix="afisier-bench-") as temporary:
        async with local_city(Path(temporary), files) as city:
            displays = list(city.server.publisher.published.city_pack().displays)
            await city.start(displays)
            for display in displays:
                await city.seen(display, lambda glass: glass.slide == SLIDE, within=60)
            await asyncio.sleep(2)  # the agents have done what they do after a start
            headers = {"Authorization": f"Bearer {city.server.token}", "If-Match": "*"}
            async with aiohttp.ClientSession(headers=headers) as session:
                document = strict_yaml.mapping(files[f"slides/{SLIDE}.yaml"], SLIDE)
                titles: dict[str, str] = document["title"]
                changes_timed = []
                for change in range(changes):
                    fresh = {key: text.replace("29", f"{30 + change}") for key, text in titles.items()}
                    document["title"] = fresh if lang is None else titles | {lang: fresh[lang]}
                    changes_timed.append(await _timed(city, session, yaml.safe_dump(document)))
                    await asyncio.sleep(0.7 + 0.1 * (change % 7))  # not in step with anything, as a person is not
            return changes_timed, await _bare()


async def _timed(city: LocalCity, session: aiohttp.ClientSession, body: str) -> ChangeTimes:
    sent = datetime.now(UTC)
    started = time.perf_counter()
    async with session.put(f"{city.server.url}/api/slides/{SLIDE}", data=body) as answer:
        answer.raise_for_status()
    answered = time.perf_counter() - started
    lit = await asyncio.gather(*(_lit(city, display, sent) for display in city.processes))
    return ChangeTimes((max(lit) - sent).total_seconds(), answered)


async def _lit(city: LocalCity, display: str, since: datetime) -> datetime:
    """When that display's glass showed a frame of its newest manifest, faded in, later than `since`."""
    told = city.server.publisher.published.programme(display)
    frames = {frame.asset for frame in told.frames[SLIDE].values()}
    glass = await city.seen(display, lambda glass: glass.asset in frames and glass.lit > since, within=20)
    return glass.lit


async def _bare(messages: int = 300) -> list[float]:
    """Seconds from publishing 500 bytes to receiving them, through a broker of the same kind that does nothing else."""
    topic = f"{wire.PREFIX}/bench"
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        async with (
            broker.managed(BrokerSettings(port=0), Path(folder) / "broker") as own,
            aiomqtt.Client(
                broker.SERVER_HOST, own.server_port, username=broker.SERVER_USER, password=own.password
            ) as client,
        ):
            await client.subscribe(topic, qos=0)
            arriving = aiter(client.messages)
            for _ in range(messages):
                started = time.perf_counter()
                await client.publish(topic, bytes(500), qos=0)
                await anext(arriving)
                seconds.append(time.perf_counter() - started)
    return seconds
