"""`afisier check`: everything that is wrong with a city pack, as the gate of every publication finds it.

Decides what is printed and the exit codes: 0 no findings, 1 findings (warnings too), 2 wrong use. The pack is checked
as of now, a sample pack as on its `sample_day`. Leaves out the rules (`content.checks`, `links`).
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from content.checks import gate
from content.findings import Finding, RefusedError
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse


@click.command()
@click.argument("folder", metavar="PACK", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
@click.option("--online", is_flag=True, help="Ask too whether the addresses on the slides answer.")
def check(folder: Path, *, as_json: bool, online: bool) -> None:
    """Say everything that is wrong with a city pack.

    Every page that some display would show is drawn too. Errors keep a pack from being published, warnings do not.
    Exits 1 when there are findings.
    """
    try:
        pack = parse(read_folder(folder))
    except RefusedError as error:
        findings, summary = list(error.findings), ""
    else:
        findings = gate_findings(pack, online=online)
        size = f"{counted(len(pack.slides), 'slide')} on {counted(len(pack.displays), 'display')}"
        summary = f"{pack.city.name}: {size}, no findings"
    findings.sort(key=lambda finding: finding.level)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode({"findings": findings}), indent=2).decode())
    else:
        for finding in findings:
            click.echo(f"{finding.level}: {finding}")
        if not findings:
            click.echo(summary)
    sys.exit(1 if findings else 0)


def counted(number: int, what: str) -> str:
    """`1 display`, `2 displays`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def gate_findings(pack: Pack, *, online: bool) -> list[Finding]:
    """The findings of the whole gate now, or on the pack's `sample_day`; with `online` of its addresses too."""
    sample = pack.city.sample_day
    now = sample.instant(pack.city.zone) if sample else datetime.now(UTC)
    findings = gate.complete(pack, now)
    if online:
        from control_server.sources import links  # noqa: PLC0415  only this option needs the network's libraries
        from control_server.sources.egress import Egress  # noqa: PLC0415

        findings += asyncio.run(links.unreachable(pack, Egress(pack.sources.hosts)))
    return findings
