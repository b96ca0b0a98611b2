"""Who published what and why, in a table of its own; and what a frame says, beside the frame.

The cache of frames is emptied: they are drawn again, to the same bytes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Turns the author of each revision into a cause."""
    op.create_table(
        "causes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.execute(
        "INSERT INTO causes (actor, kind, why, at, revision) SELECT "
        "CASE WHEN author LIKE 'import %' THEN 'api' WHEN author LIKE 'feed %' THEN substr(author, 6) ELSE author END, "
        "CASE WHEN author LIKE 'import %' THEN 'import' WHEN author LIKE 'feed %' THEN 'feed' ELSE 'pack' END, "
        "CASE WHEN author LIKE 'import %' THEN substr(author, 8) ELSE '' END, "
        "at, revision FROM revisions WHERE id IN (SELECT min(id) FROM revisions GROUP BY revision) ORDER BY revision"
    )
    op.create_table(
        "revisions_of_causes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("cause", sa.Integer, sa.ForeignKey("causes.id"), nullable=False),
    )
    op.execute(
        "INSERT INTO revisions_of_causes (id, revision, path, body, cause) "
        "SELECT r.id, r.revision, r.path, r.body, c.id FROM revisions r JOIN causes c ON c.revision = r.revision"
    )
    op.drop_table("revisions")
    op.rename_table("revisions_of_causes", "revisions")
    op.create_index("revisions_by_path", "revisions", ["path", "revision"])
    op.execute("ALTER TABLE publications ADD COLUMN cause INTEGER REFERENCES causes (id)")
    op.drop_table("frames")
    op.create_table(
        "frames",
        sa.Column("job", sa.String(64), primary_key=True),
        sa.Column("asset", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("live", sa.LargeBinary, nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
    )
    op.create_index("frames_by_asset", "frames", ["asset"])
