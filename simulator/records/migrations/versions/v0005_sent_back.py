"""Sending a session back is written as what it is: a comment with the assignment it brought."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column, fill it from what was written in one go, and guard it."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Functions that run as the owner look names up here and nowhere else.
        path = "quote_ident(current_schema()) || ', pg_temp'"
        connection.exec_driver_sql(f"SELECT set_config('search_path', {path}, true)")
    run_script(connection, "0005_sent_back.sql")
    run_script(connection, f"0005_guards_{connection.dialect.name}.sql")
