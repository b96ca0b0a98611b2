"""The commands that answer for a schedule without a server: `timeline`, `explain`, `calendar`.

Decides what they print. Times without an offset are local to the display. Packs are used as written.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from config.commands.render import display_of, folder_argument, instant, written
from content import strict_yaml
from content.exchange.drawing import plan_drawing
from content.exchange.ical.feed import feed, today
from content.explain import explanation as explaining
from content.explain.sentences import InterfaceLang, Phrasebook
from content.pack.folder import read_folder
from content.pack.model import Display, Pack
from content.pack.parse import parse
from content.publication.planner import plan_for
from content.schedule import resolve
from content.schedule.resolve import Showing
from content.slides.compose import compose
from content.slides.job import Format

DRAWN = (".svg", ".png")

_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
_display = click.option("--display", "display_id", metavar="ID", required=True, help="A display of the pack.")


@click.command()
@folder_argument
@_display
@click.option("--from", "from_text", metavar="TIME", help="By default now.")
@click.option("--to", "to_text", metavar="TIME", help="Not included any more; by default one hour later.")
@click.option("--draw", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="A .svg or .png file.")
@_json
def timeline(  # noqa: PLR0913  an option each
    folder: Path, *, display_id: str, from_text: str | None, to_text: str | None, draw: Path | None, as_json: bool
) -> None:
    """List what a display shows between two instants, or draw which campaigns play."""
    if draw is not None and draw.suffix.lower() not in DRAWN:
        raise click.UsageError(f"--draw ends in {draw.suffix!r}, expected one of {', '.join(DRAWN)}")
    if draw is not None and as_json:
        raise click.UsageError("--json with --draw: a drawing has no JSON, expected one of them")
    pack = parse(read_folder(folder))
    display = display_of(pack, display_id)
    zone = pack.zone(display)
    start = instant(from_text, zone, "--from") if from_text else datetime.now(UTC)
    end = instant(to_text, zone, "--to") if to_text else start + timedelta(hours=1)
    if end <= start:
        raise click.UsageError(f"--to is {_written(end, zone)}, expected it after --from, {_written(start, zone)}")
    planned = plan_for(pack, display)
    if draw is not None:
        svg = plan_drawing.drawing(pack, display, planned, start, end)
        written(draw, plan_drawing.png(svg) if draw.suffix.lower() == ".png" else svg.encode())
        return
    showings = resolve.timeline(planned, start, end)
    if as_json:
        click.echo(_dumped([showing.plain(zone) for showing in showings]))
        return
    for showing in showings:
        click.echo(_line(showing, zone))


def _written(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S %z}"


def _line(showing: Showing, zone: ZoneInfo) -> str:
    since, until = showing.since.astimezone(zone), showing.until.astimezone(zone)
    ends = f"{until:%H:%M:%S}" if until.date() == since.date() else f"{until:%Y-%m-%d %H:%M:%S}"
    stay = f"{since:%Y-%m-%d %H:%M:%S}–{ends} {since:%z}"
    what = f"{showing.lang}  {showing.slide}  ({showing.campaign})" if showing.state == "showing" else showing.state
    return f"{stay}  {what}"


@click.command()
@folder_argument
@_display
@click.option("--at", "at_text", metavar="TIME", help="By default now.")
@click.option("--lang", type=click.Choice(["en", "ro"]), default="en", show_default=True, help="Of the sentences.")
@_json
def explain(folder: Path, *, display_id: str, at_text: str | None, lang: InterfaceLang, as_json: bool) -> None:
    """Say why a display shows what it shows: which campaigns play, which are masked and by what, what comes next."""
    pack = parse(read_folder(folder))
    display = display_of(pack, display_id)
    zone = pack.zone(display)
    at = instant(at_text, zone, "--at") if at_text else datetime.now(UTC)
    explanation = explaining.explain(pack, display, at, language=lang, headline=_headlines(pack, display))
    if as_json:
        click.echo(_dumped(explanation))
        return
    words = Phrasebook(lang, zone, at)
    skipped = words.skipped(strict_yaml.moment(at_text)) if at_text else None
    click.echo(f"{display.name}, {words.full(at)}" + (f" ({skipped})" if skipped else ""))
    click.echo(explanation.sentence)
    for reason in sorted(explanation.reasons, key=lambda reason: reason.state != "plays"):
        click.echo(f"  {reason.sentence}")
    click.echo(explanation.then)


@click.command()
@folder_argument
@_display
@click.option("--days", type=click.IntRange(1, 366), default=60, show_default=True, help="How far ahead.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path))
def calendar(folder: Path, *, display_id: str, days: int, out: Path) -> None:
    """Write what plays on a display as an iCalendar file, from the start of its local day on."""
    pack = parse(read_folder(folder))
    display = display_of(pack, display_id)
    planned = plan_for(pack, display)
    start = today(pack, display, datetime.now(UTC))
    written(out, feed(pack, display, planned, start, days, headline=_headlines(pack, display)))


def _headlines(pack: Pack, display: Display) -> explaining.Headline:
    """As drawn on that display, with their figures."""

    def headline(slide: str, spoken: str) -> str:
        title = compose(pack, slide, spoken, Format.of(display)).data.title
        return title.replace("\u00a0", " ")

    return headline


def _dumped(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
