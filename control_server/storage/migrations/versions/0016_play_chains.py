"""Plays as displays sign them: the links of each display's chain, and its end."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Creates the tables, empty: plays of before were not signed."""
    op.create_table(
        "play_chains",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("public", sa.String(64), nullable=False),
        sa.Column("begun", sa.String(32), nullable=False),
        sa.Column("number", _WHOLE, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "play_links",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("number", _WHOLE, primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("after", _WHOLE, nullable=False),
        sa.Column("after_hash", sa.String(64), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
    )
    op.create_index("play_links_by_until", "play_links", ["until"])
