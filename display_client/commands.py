"""`afisier display`: runs a display from its enrolment file."""

from pathlib import Path

import click

from config import settings
from config.settings import Enrolment
from display_client.store import DisplayStore
from display_client.supervisor import Supervisor


@click.command()
@click.argument("enrolment_file", type=click.Path(path_type=Path))
def display(enrolment_file: Path) -> None:
    """Run a display from its enrolment file, until Ctrl-C.

    It plays from its store, with or without a network.
    """
    path = enrolment_file.absolute()
    enrolment = settings.read(path, Enrolment)
    Supervisor(path, DisplayStore(path.parent / enrolment.store)).run()
