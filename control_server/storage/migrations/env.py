"""Alembic's entry: runs the revisions on the connection `database` hands over."""

from alembic import context

from control_server.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
