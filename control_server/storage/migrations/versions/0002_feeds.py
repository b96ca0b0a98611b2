"""How reading each feed went."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "feeds",
        sa.Column("feed", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("tried", sa.String(32), nullable=False),
        sa.Column("succeeded", sa.String(32)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.String),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.Column("news", sa.LargeBinary, nullable=False),
    )
