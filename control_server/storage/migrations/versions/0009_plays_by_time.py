"""What a display showed at an instant is found by display and time."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the index."""
    op.create_index("plays_by_display", "plays", ["display", "since"])
