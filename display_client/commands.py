"""`afisier display`: runs a display from its enrolment file, or looks at the machine that it is to run on."""

import sys
from pathlib import Path

import click

from config import settings
from config.settings import Enrolment
from content.wire.dsse import key_id
from display_client import self_test as checks
from display_client.clock import synchronised_s
from display_client.machine import Machine
from display_client.own_key import kept
from display_client.store import DisplayStore
from display_client.supervisor import Supervisor
from display_client.warm import program, warm_up

_MARKS = {"well": "well   ", "ill": "ILL    ", "unknown": "unknown"}
_enrolment_file = click.argument("enrolment_file", type=click.Path(path_type=Path))


class _RunOrNamed(click.Group):
    """What is no name of a command is an enrolment file to run."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "run", run, args
        return super().resolve_command(ctx, args)


@click.group(cls=_RunOrNamed, subcommand_metavar="ENROLMENT_FILE | self-test ENROLMENT_FILE")
def display() -> None:
    """Run a display from its enrolment file, until Ctrl-C; or test its machine.

    It plays from its store, with or without a network.
    """


@display.command(hidden=True)
@_enrolment_file
def run(enrolment_file: Path) -> None:
    """Run a display."""
    path = enrolment_file.absolute()
    enrolment = settings.read(path, Enrolment)
    store = DisplayStore(path.parent / enrolment.store)
    warm_up(enrolment, store.folder)
    screen, agent = program("display_client.screen.__main__", path), program("display_client.agent", path)
    Supervisor(store, screen, agent).run()


@display.command("self-test")
@_enrolment_file
def self_test(enrolment_file: Path) -> None:
    """Look at panel, power, heat, card, clock and network; exit 1 when something is ill."""
    path = enrolment_file.absolute()
    enrolment = settings.read(path, Enrolment)
    place = checks.MachineTested(Machine(), enrolment, path.parent / enrolment.store, synchronised_s)
    results = checks.self_test(place)
    for each in results:
        click.echo(f"{_MARKS[each.verdict]}  {each.name:<9} {each.seen}")
        if each.mend:
            click.echo(f"{'':20}{each.mend}")
    if key := kept(path.parent / enrolment.store):
        click.echo(f"It signs its plays with the key {key_id(key.public_key())}, as its page in the studio says.")
    click.echo("By hand, before it is hung up:")
    for line in checks.BY_HAND:
        click.echo(f"  {line}")
    sys.exit(1 if any(each.verdict == "ill" for each in results) else 0)
