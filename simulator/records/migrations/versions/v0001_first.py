"""The first version."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables and what guards them."""
    connection = op.get_bind()
    run_script(connection, "0001_tables.sql")
    run_script(connection, f"0001_guards_{connection.dialect.name}.sql")
