"""What Alembic runs to migrate: on the connection it is handed, in the transaction begun there."""

from alembic import context

from cleaning.decisions.migrations import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
