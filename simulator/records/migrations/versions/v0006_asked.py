"""What the policies ask is planned once for a connection."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The same answers; a SQLite file has no policies."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Functions that run as the owner look names up here and nowhere else.
        path = "quote_ident(current_schema()) || ', pg_temp'"
        connection.exec_driver_sql(f"SELECT set_config('search_path', {path}, true)")
        run_script(connection, "0006_asked_postgresql.sql")
