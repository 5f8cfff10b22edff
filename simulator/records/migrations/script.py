"""SQL scripts beside the migrations, cut into statements."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection

_CUT = "\n-- next\n"


def run_script(connection: Connection, name: str) -> None:
    """Run the statements of `sql/{name}` one after the other.

    What stands behind `-- sqlite: ` is for SQLite only, and so for any other dialect.
    """
    text = (files("simulator.records.migrations") / "sql" / name).read_text(encoding="utf-8")
    text = text.replace(f"-- {connection.dialect.name}: ", "")
    if connection.dialect.name == "postgresql":
        # psycopg takes a single % for the place of a parameter.
        text = text.replace("%", "%%")
    for statement in text.split(_CUT):
        connection.exec_driver_sql(statement)
