"""When the city's own sign-in let somebody in last, so that who it lets in no more does not stay in by other keys."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds the column: of those there are when they signed in last, or joined."""
    op.add_column("identities", sa.Column("granted", sa.String(32)))
    op.execute(
        "UPDATE identities SET granted = coalesce("
        "(SELECT max(began) FROM sessions WHERE sessions.person = identities.person), "
        "(SELECT added FROM people WHERE people.id = identities.person))"
    )
