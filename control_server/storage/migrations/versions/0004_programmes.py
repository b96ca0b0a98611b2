"""What displays are told alike is kept once, as a programme; their manifests name it.

Manifests of the shape before are dropped: every display is told anew at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the tables."""
    op.drop_table("publications")
    op.create_table(
        "programmes",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("named", sa.String(32), nullable=False),
    )
    op.create_table(
        "manifests",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("programme", sa.String(64), sa.ForeignKey("programmes.digest"), nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
        sa.Column("cause", sa.Integer, sa.ForeignKey("causes.id"), nullable=False),
    )
    op.create_table(
        "publications",
        sa.Column("cause", sa.Integer, sa.ForeignKey("causes.id"), primary_key=True),
        sa.Column("programme", sa.String(64), primary_key=True),
        sa.Column("displays", sa.Integer, nullable=False),
    )
    op.create_index("plays_by_since", "plays", ["since"])
