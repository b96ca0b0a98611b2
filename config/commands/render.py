"""The command that draws a slide of a city pack without a server: `render`.

Decides what it prints and its exit codes: 0 well, 1 findings, 2 wrong use. Times without an offset are local to the
display. Packs are used as written.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast, get_args
from zoneinfo import ZoneInfo

import click
from msgspec.structs import replace

from config.system import durable
from content import live, strict_yaml
from content.findings import refused
from content.pack.folder import read_folder
from content.pack.model import Display, Pack, Theme
from content.pack.parse import parse_for
from content.publication.planner import languages, phases
from content.slides.compose import compose
from content.slides.drawing import draw, export
from content.slides.job import Format, Job

FORMATS = {".png": "PNG", ".svg": "SVG", ".pdf": "PDF"}

folder_argument = click.argument(
    "folder", metavar="PACK", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
_display = click.option("--display", "display_id", metavar="ID", required=True, help="A display of the pack.")


@click.command()
@folder_argument
@click.argument("slide", metavar="SLIDE")
@_display
@click.option("--lang", metavar="LANG", help="By default the first in which the display plays the slide.")
@click.option("--theme", metavar="THEME", help="By default the display's own.")
@click.option("--at", "at_text", metavar="TIME", help="What clock and countdown say; by default now.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path))
def render(  # noqa: PLR0913  an option each
    folder: Path,
    *,
    slide: str,
    display_id: str,
    lang: str | None,
    theme: str | None,
    at_text: str | None,
    out: Path,
) -> None:
    """Draw one slide as a PNG, SVG or PDF file, by the ending of FILE.

    The phases of a call have names of their own: strada.announced, strada.result. A PNG is what the display shows at
    TIME, clock and countdown included. What is wrong with other slides of the pack does not matter here.
    """
    if out.suffix.lower() not in FORMATS:
        raise click.UsageError(f"--out ends in {out.suffix!r}, expected one of {', '.join(FORMATS)}")
    pack = parse_for(read_folder(folder), slide.partition(".")[0])
    display = display_of(pack, display_id)
    _one_of("slide", slide, [name for slide_id in pack.slides for name in phases(pack, slide_id)])
    lang = lang or languages(pack, slide, display)[0]
    _one_of("language", lang, pack.languages(pack.shown(slide)))
    zone = pack.zone(display)
    at = instant(at_text, zone, "--at") if at_text else datetime.now(UTC)
    if theme is None and out.suffix.lower() == ".pdf" and display.theme == "high-contrast":
        display = replace(display, theme="standard")  # paper is not printed black unless that is asked for
    if theme is not None:
        display = replace(display, theme=cast(Theme, _one_of("theme", theme, get_args(Theme))))
    job = compose(pack, slide, lang, Format.of(display))
    data = picture(job, at, zone) if out.suffix.lower() == ".png" else export(job, out.suffix.lower().removeprefix("."))
    written(out, data)
    click.echo(f"{out}: {slide} in {lang} for {display.id}, {len(data):,} bytes")


def written(out: Path, data: bytes) -> None:
    """The file a person asked for, whole or not at all. Raises RefusedError."""
    try:
        durable.write(out, data, mode=durable.FOR_PEOPLE)
    except OSError as error:
        raise refused("file", str(out), f"cannot be written: {error.strerror}") from error


def picture(job: Job, at: datetime, zone: ZoneInfo) -> bytes:
    """The frame as a PNG with its live parts as they are at `at`. Raises RefusedError as `slides.draw`."""
    rendered = draw(job)
    return live.composed(rendered.png, rendered.live, at, zone)


def display_of(pack: Pack, display_id: str) -> Display:
    """Raises click.UsageError."""
    _one_of("display", display_id, pack.displays)
    return pack.displays[display_id]


def _one_of(noun: str, value: str, known: Iterable[str]) -> str:
    known = list(known)
    if value not in known:
        raise click.UsageError(f"found the {noun} {value!r}, expected one of {', '.join(known)}")
    return value


def instant(text: str, zone: ZoneInfo, option: str) -> datetime:
    """What a person typed, in UTC; without an offset it is local to `zone`. Raises click.UsageError."""
    try:
        return strict_yaml.moment(text).instant(zone)
    except ValueError as error:
        raise click.UsageError(f"{option}: {error}") from error
