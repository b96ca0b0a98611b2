"""Comments on changes, and a way to what one revision of the pack changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Creates the table, empty, and the triggers that refuse to rewrite it; indexes the history."""
    op.create_table(
        "comments",
        sa.Column("change", sa.String(16), sa.ForeignKey("changes.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("text", sa.String(2_000), nullable=False),
    )
    op.create_index("revisions_by_revision", "revisions", ["revision"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER comments_no_{verb.lower()} BEFORE {verb} ON comments "
                "BEGIN SELECT RAISE(ABORT, 'comments is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION comments_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'comments is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER comments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON comments "
        "FOR EACH STATEMENT EXECUTE FUNCTION comments_append_only()"
    )
