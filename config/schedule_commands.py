"""The commands that answer for a schedule without a server: `explain`.

Decides what they print. Times without an offset are local to the display. What is explained is `content.explain`'s.
"""

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from config.pack_commands import display_of, instant
from content import pack as packs
from content.explain import explain as explained


@click.command()
@click.argument("folder", metavar="PACK", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--display", "display_id", metavar="ID", required=True, help="A display of the pack.")
@click.option("--at", "at_text", metavar="TIME", help="By default now.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
def explain(folder: Path, display_id: str, at_text: str | None, *, as_json: bool) -> None:
    """Say why a display shows what it shows: which campaigns play, which are masked and by what, what comes next."""
    pack = packs.parse(packs.read_folder(folder))
    display = display_of(pack, display_id)
    zone = pack.zone(display)
    at = instant(at_text, zone, "--at") if at_text else datetime.now(UTC)
    found = explained(pack, display, at)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    click.echo(f"{display.name}, {at.astimezone(zone):%Y-%m-%d %H:%M:%S %z}")
    click.echo(found.sentence)
    for reason in sorted(found.reasons, key=lambda reason: reason.state != "plays"):
        click.echo(f"  {reason.sentence}")
    click.echo(found.then or "Nothing changes within a year.")
