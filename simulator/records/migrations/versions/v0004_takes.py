"""Nobody can lock what others need, and the log of acts keeps the database's time."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A SQLite file has neither roles nor strangers."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Functions that run as the owner look names up here and nowhere else.
        path = "quote_ident(current_schema()) || ', pg_temp'"
        connection.exec_driver_sql(f"SELECT set_config('search_path', {path}, true)")
        run_script(connection, "0004_takes_postgresql.sql")
