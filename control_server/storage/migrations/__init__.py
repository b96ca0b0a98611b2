"""The database's shape, step by step: Alembic revisions, run when the database is opened."""
