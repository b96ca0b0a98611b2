"""Long work of people: imports that are read, looked at and kept."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Creates the table, empty."""
    op.create_table(
        "errands",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.Column("result", sa.LargeBinary, nullable=False),
    )
    op.create_index("errands_by_person", "errands", ["by", "at"])
