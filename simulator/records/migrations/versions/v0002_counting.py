"""The score that counts of each session, in a narrow row of its own."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table and its rule, and fill it from what is there."""
    connection = op.get_bind()
    run_script(connection, "0002_counting.sql")
    run_script(connection, f"0002_guards_{connection.dialect.name}.sql")
