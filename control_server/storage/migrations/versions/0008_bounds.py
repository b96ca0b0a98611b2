"""Rights bounded by the tags of displays, and people whose names were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds the columns: nobody's rights are bounded, nobody is erased."""
    for table in ("people", "invitations"):
        op.add_column(table, sa.Column("tags", sa.String(500), nullable=False, server_default=""))
    op.add_column("people", sa.Column("erased", sa.String(32)))
