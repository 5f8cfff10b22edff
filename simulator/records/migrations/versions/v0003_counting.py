"""The score that counts of each session, in a narrow row of its own."""

from alembic import op

from simulator.records.migrations.script import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table and its rule, and fill it from what is there."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Functions that run as the owner look names up here and nowhere else.
        path = "quote_ident(current_schema()) || ', pg_temp'"
        connection.exec_driver_sql(f"SELECT set_config('search_path', {path}, true)")
    run_script(connection, "0003_counting.sql")
    run_script(connection, f"0003_guards_{connection.dialect.name}.sql")
