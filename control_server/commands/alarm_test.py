"""`afisier alarm-test`: tries each way by which people are told of alarms, as the settings say it, once."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import click

from config import settings
from config.settings import ServerSettings
from content.findings import refused
from control_server.alarms.telling import failed
from control_server.alarms.ways import ways
from control_server.alarms.wording import AlarmWords
from control_server.storage.alarms import AlarmMessage

_SUBJECTS = {"ro": "Afișier: o încercare a alarmelor", "en": "Afișier: a try of the alarms"}
_TEXTS = {
    "ro": "Pe această cale se anunță când un ecran nu face ce trebuie. Nu e nimic de făcut.\n",
    "en": "This is how it is told when a screen does not do what it should. There is nothing to do.\n",
}


@click.command("alarm-test")
@click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Settings of the server, YAML."
)
def alarm_test(config: Path) -> None:
    """Send a message by each way of the settings' `alarms`, and say whether it was taken."""
    chosen = settings.read(config, ServerSettings).alarms
    told = ways(chosen)
    if not told:
        raise refused("value", f"{config}:alarms", "names no way, expected `email`, `webhook` or both")
    words = AlarmWords(subject=_SUBJECTS[chosen.language], text=_TEXTS[chosen.language])
    message = AlarmMessage(id=uuid4().hex, way="", at=datetime.now(UTC), body=words.encoded())
    failures = {name: asyncio.run(failed(way, message)) for name, way in told.items()}
    for name, failure in failures.items():
        click.echo(f"{name}: {failure or 'taken'}")
    if any(failures.values()):
        sys.exit(1)
