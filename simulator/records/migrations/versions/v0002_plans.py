"""Plans can be renamed, and administrators may plan: rights that only PostgreSQL holds."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give the rights; a SQLite file has none to give."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        run_script(connection, "0002_plans_postgresql.sql")
