"""Events keep the database's own time beside the program's: gaps in an exam are judged by both."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; only a server writes it."""
    connection = op.get_bind()
    run_script(connection, "0007_stored.sql")
    if connection.dialect.name == "postgresql":
        # Functions that run as the owner look names up here and nowhere else.
        path = "quote_ident(current_schema()) || ', pg_temp'"
        connection.exec_driver_sql(f"SELECT set_config('search_path', {path}, true)")
        run_script(connection, "0007_guards_postgresql.sql")
