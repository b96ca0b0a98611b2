"""What can be used is documented: a command, option, setting, route or topic that the reference lacks fails here."""

import re
from pathlib import Path

import click
import msgspec
import pytest

from config.commands.cli import BENCHES, COMMANDS, IMPORTS, LazyCommand, LazyGroup
from config.settings import BrokerSettings, Enrolment, OidcSettings, ServerSettings
from content.wire import TOPICS
from control_server.app import ROUTES

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text()
TABLES = [("", COMMANDS), ("bench ", BENCHES), ("import ", IMPORTS)]


def _loaded(table: dict[str, LazyCommand], name: str) -> click.Command:
    command = LazyGroup(table, name="test").get_command(click.Context(click.Command("test")), name)
    assert command is not None
    return command


@pytest.mark.parametrize(("prefix", "table", "name"), [(p, t, name) for p, t in TABLES for name in t])
def test_every_command_and_option(prefix: str, table: dict[str, LazyCommand], name: str) -> None:
    command = _loaded(table, name)
    assert f"`afisier {prefix}{name}" in REFERENCE
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.opts[0] in REFERENCE, f"{name} {parameter.opts[0]}"


@pytest.mark.parametrize("settings", [ServerSettings, BrokerSettings, OidcSettings, Enrolment])
def test_every_setting(settings: type) -> None:
    for field in msgspec.structs.fields(settings):
        assert f"`{field.encode_name}`" in REFERENCE, f"{settings.__name__}.{field.encode_name}"


def test_every_topic() -> None:
    for topic in TOPICS.values():
        assert f"`{topic.path}`" in REFERENCE


def test_every_route() -> None:
    for route in ROUTES:
        path = re.sub(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}", r"{\1}", route.path)
        assert f"`{route.method} {path}`" in REFERENCE, f"{route.method} {path}"


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text()):
        assert (ROOT / target).exists(), target


def test_every_dependency_has_a_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    text = (ROOT / "pyproject.toml").read_text()
    for name in re.findall(r'^    "([a-zA-Z-]+)(?:\[\w+\])?>=', text, re.MULTILINE):
        assert name.lower() in reasons.lower(), name
