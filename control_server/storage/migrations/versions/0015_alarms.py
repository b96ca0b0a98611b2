"""Alarms that are open, and what people are to be told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Creates the tables, empty."""
    op.create_table(
        "alarms",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("raised", sa.String(32), nullable=False),
    )
    op.create_table(
        "alarm_messages",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("way", sa.String(20), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.String(32)),
        sa.Column("failure", sa.String(300), nullable=False),
    )
