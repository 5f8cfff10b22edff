"""Taking away what may be taken away: one's credentials, a place in a cohort, a saved plan.

In PostgreSQL the database's own functions do it, for whoever may delete from a table may lock it.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, text

from simulator.records.table import credentials, memberships, plans


def take_credentials(connection: Connection, person_id: str) -> None:
    """Nothing where there are none."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT shapan_take_credentials(:person)"), {"person": person_id})
    else:
        connection.execute(delete(credentials).where(credentials.c.person_id == person_id))


def take_membership(connection: Connection, cohort_id: str, person_id: str) -> None:
    """Nothing where that person is not in the cohort."""
    if connection.dialect.name == "postgresql":
        named = {"cohort": cohort_id, "person": person_id}
        connection.execute(text("SELECT shapan_take_membership(:cohort, :person)"), named)
    else:
        of = memberships.c
        connection.execute(
            delete(memberships).where(of.cohort_id == cohort_id, of.person_id == person_id)
        )


def take_plan(connection: Connection, plan_id: str) -> None:
    """Nothing where there is no such plan."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT shapan_take_plan(:plan)"), {"plan": plan_id})
    else:
        connection.execute(delete(plans).where(plans.c.id == plan_id))
