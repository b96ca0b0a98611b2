"""Databases in the shapes of older versions."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine


def at_revision(path: Path, revision: str) -> None:
    """A database file in the shape of an older revision."""
    with create_engine(f"sqlite:///{path}").begin() as connection:
        config = Config()
        config.set_main_option("script_location", "control_server.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
