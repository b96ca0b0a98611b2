"""The first shape: documents, revisions, credentials, publications, frames, plays, statuses."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Whole = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Creates the tables. Written out: a revision never changes when `tables` does."""
    op.create_table(
        "documents",
        sa.Column("path", sa.String(300), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_index("revisions_by_path", "revisions", ["path", "revision"])
    op.create_table(
        "credentials",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "publications",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("epoch", Whole, primary_key=True),
        sa.Column("sequence", Whole, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("issued", sa.String(32), nullable=False),
        sa.Column("valid_until", sa.String(32), nullable=False),
        sa.Column("envelope", sa.LargeBinary),
    )
    op.create_table(
        "frames",
        sa.Column("job", sa.String(64), primary_key=True),
        sa.Column("asset", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("live", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "plays",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("number", Whole, primary_key=True),
        sa.Column("since", sa.String(32), primary_key=True),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("slide", sa.String(100)),
        sa.Column("lang", sa.String(8)),
        sa.Column("campaign", sa.String(64)),
        sa.Column("asset", sa.String(64)),
    )
    op.create_table(
        "statuses",
        sa.Column("display", sa.String(64), primary_key=True),
        sa.Column("status", sa.LargeBinary, nullable=False),
        sa.Column("heard", sa.String(32), nullable=False),
    )
