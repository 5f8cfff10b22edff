"""The first version."""

from alembic import op

from simulator.records.migrations.script import run_script
from simulator.records.table import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables and what guards them."""
    connection = op.get_bind()
    metadata.create_all(connection, checkfirst=False)
    run_script(connection, f"0001_{connection.dialect.name}.sql")
