"""What several servers on one database share: who leads, and the assets."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Creates the tables; nobody has led yet."""
    op.create_table(
        "assets",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("wanted", sa.String(32), nullable=False),
    )
    op.create_table(
        "leadership",
        sa.Column("term", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), primary_key=True),
    )
    op.execute("INSERT INTO leadership (term) VALUES (0)")
