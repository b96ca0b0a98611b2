"""How long each play was, so that reports sum it up without reckoning with instants."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_LASTED = {
    "sqlite": "(julianday(until) - julianday(since)) * 86400.0",
    "postgresql": "extract(epoch from until::timestamptz - since::timestamptz)",
}


def upgrade() -> None:
    """Adds the column, and reckons it for the plays there are."""
    op.add_column("plays", sa.Column("seconds", sa.Float, nullable=False, server_default="0"))
    op.execute(f"UPDATE plays SET seconds = {_LASTED[op.get_bind().dialect.name]}")  # noqa: S608  our own words
