"""`afisier audit verify FILE`: proves an export of the audit, on any machine and without the server."""

from pathlib import Path

import click
import msgspec

from content.findings import refused
from control_server.storage import audit as chain
from control_server.storage.audit import AuditRow


@click.group()
def audit() -> None:
    """Who did what, as a chain that nobody rewrites unseen."""


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--head", "heads", multiple=True, help="A hash that a display keeps: it must be in the chain. Repeatable."
)
def verify(file: Path, heads: tuple[str, ...]) -> None:
    """Proves an export (`/studio/audit.json`): each row follows from the one before it."""
    try:
        rows = msgspec.json.decode(file.read_bytes(), type=list[AuditRow])
    except OSError as error:
        raise refused("file", str(file), f"cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise refused("audit", str(file), f"is no export of the audit: {error}") from error
    count = chain.verified(rows)
    last = f", the last of {rows[-1].at.isoformat(timespec='seconds')}, {rows[-1].hash[:16]}" if rows else ""
    click.echo(f"{count} rows follow from one another{last}")
    for head in heads:
        number = chain.place(rows, head)
        click.echo(f"{head[:16]} is row {number} of {count}")
