"""The one console script. Commands load when they are called: a display never imports the server.

Decides names, one line of help, exit codes (0 well, 1 findings, 2 wrong use, 3 trouble of the machine) and that a
refused input is one sentence and no traceback. The commands themselves live with what they command.
"""

import importlib
import sys
from typing import Any, NamedTuple

import click

from content.findings import RefusedError, answer


class LazyCommand(NamedTuple):
    """Where a command is, and what `afisier --help` says of it."""

    target: str
    help: str


COMMANDS = {
    "demo": LazyCommand(
        "control_server.commands.demo:demo", "A small city on this machine: server, three displays, the wall."
    ),
    "server": LazyCommand("control_server.commands.server:server", "Run the control server."),
    "publish": LazyCommand("control_server.commands.publish:publish", "Send a city pack to a running server."),
    "provision": LazyCommand("control_server.commands.publish:provision", "Write the enrolment file of a display."),
    "revoke": LazyCommand("control_server.commands.publish:revoke", "End the identity of a display at once."),
    "backup": LazyCommand("control_server.commands.backup:backup", "Write all of a server into one file."),
    "restore": LazyCommand("control_server.commands.backup:restore", "Make the server of a backup anew."),
    "epoch": LazyCommand("control_server.commands.backup:epoch", "Have displays believe a server that was set back."),
    "audit": LazyCommand("control_server.commands.audit:audit", "Prove who did what, from an export."),
    "proof": LazyCommand("control_server.commands.proof:proof", "Prove what was shown, from what displays signed."),
    "alarm-test": LazyCommand(
        "control_server.commands.alarm_test:alarm_test", "Try how people are told of screens in trouble."
    ),
    "display": LazyCommand("display_client.commands:display", "Run a display from its enrolment file."),
    "import": LazyCommand("config.commands.cli:bring", "Bring in a budget, consultations, a data set or campaigns."),
    "check": LazyCommand("control_server.commands.check:check", "Say everything that is wrong with a city pack."),
    "render": LazyCommand("config.commands.render:render", "Draw one slide as a PNG, SVG or PDF file."),
    "timeline": LazyCommand("config.commands.schedule:timeline", "List what a display shows between two instants."),
    "explain": LazyCommand("config.commands.schedule:explain", "Say why a display shows what it shows."),
    "calendar": LazyCommand("config.commands.schedule:calendar", "Write what plays on a display as an iCalendar file."),
    "bench": LazyCommand(
        "config.commands.cli:bench",
        "Measure this machine: bench push, fleet, crowd, display, read, render, schedule, studio.",
    ),
}
IMPORTS = {
    "budget": LazyCommand("control_server.commands.import_source:budget", "A local budget, as a set of slides."),
    "consultations": LazyCommand(
        "control_server.commands.import_source:consultations", "Calls to take part, a slide each."
    ),
    "dataset": LazyCommand("control_server.commands.import_source:dataset", "One finding of an open data set."),
    "campaigns": LazyCommand(
        "control_server.commands.import_source:campaigns", "A calendar or another product's schedule."
    ),
}
BENCHES = {
    "push": LazyCommand("control_server.bench.push:push", "From a changed label to the glass of three displays."),
    "fleet": LazyCommand("control_server.bench.fleet:fleet", "From a changed label to the last of many displays."),
    "crowd": LazyCommand("control_server.bench.crowd:crowd", "Pages and API while many edit and many displays play."),
    "display": LazyCommand("display_client.bench.display:display", "Start, idle, memory and fades of one display."),
    "read": LazyCommand("control_server.bench.read:read", "Seconds and memory to read a large execution file."),
    "schedule": LazyCommand("control_server.bench.schedule:schedule", "Answers of the schedule, and how they grow."),
    "render": LazyCommand("control_server.bench.render:render", "Slides a second on one core, against matplotlib."),
    "studio": LazyCommand("control_server.bench.studio:studio", "From a key in the editor to the frame it makes."),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called. `table` is name → where."""

    def __init__(self, table: dict[str, LazyCommand], **rest: Any) -> None:
        super().__init__(**rest)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        module, _, name = self.table[cmd_name].target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in self.table.items()])


_SETTINGS = {"help_option_names": ["-h", "--help"]}
bring = LazyGroup(IMPORTS, name="import", help=COMMANDS["import"].help, context_settings=_SETTINGS)
bench = LazyGroup(BENCHES, name="bench", help=COMMANDS["bench"].help, context_settings=_SETTINGS)
_root = click.version_option(package_name="afisier")(
    LazyGroup(
        COMMANDS,
        name="afisier",
        help="Afișier: a city's budget, consultations and open data on its public screens.",
        context_settings=_SETTINGS,
    )
)


def main() -> None:
    """Entry point of `afisier`."""
    try:
        _root.main(prog_name="afisier", standalone_mode=False)
    except RefusedError as error:
        for finding in error.findings:
            click.echo(f"{finding.level}: {finding}", err=True)
        sys.exit(answer(error).exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
