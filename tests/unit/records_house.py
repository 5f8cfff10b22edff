"""Records with people in them, on a served file and on PostgreSQL.

The latter needs SHAPAN_TEST_DATABASE_URL: the address of a database whose login may make
databases and roles (`.ci/postgres.sh` starts one).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy

from simulator.records import Records, RecordsError, open_records
from simulator.records.person import Person
from simulator.records.scorecard import ScoreItem
from simulator.records.where import database_url

SERVER = os.environ.get("SHAPAN_TEST_DATABASE_URL")
PINS: dict[str, Any] = {
    "drill_id": "late-parcel", "drill_hash": "d1", "sop_id": "logistics", "sop_hash": "s1",
    "rubric_id": "standard", "rubric_version": "1", "rubric_hash": "r1", "recogniser": "a1",
    "lang": "zh", "channel": "chat",
}  # fmt: skip
RUBRIC = {"rubric_id": "standard", "rubric_version": "1"}
PASSWORD = "一个够长的密码 42"


@dataclass
class House:
    """Records in which an administrator, leads, planners and trainees have signed in."""

    records: Records
    administrator: Records
    people: dict[str, Person]

    def as_(self, login: str) -> Records:
        return self.records.acting_as(self.people[login].id)

    def id(self, login: str) -> str:
        return self.people[login].id


def played(
    records: Records, text: str = "您好", mode: Any = "practise", seed: int = 1, **pins: Any
) -> str:
    """An ended session of the caller with one event."""
    session = records.sessions.start(
        person_id=records.caller.person_id, mode=mode, seed=seed, **{**PINS, **pins}
    )
    records.sessions.append(session.id, 1, "say", 0, {"text": text, "acts": ["greet"], "n": 3})
    records.sessions.end(session.id)
    return session.id


def scored(records: Records, session_id: str, resolution: float = 90.0, passed: bool = True) -> Any:
    """A scorecard saved by the caller."""
    return records.scorecards.save(
        session_id=session_id, rubric_hash="r1", resolution=resolution, empathy=70.0, felt=1.5,
        passed=passed, critical=[], uncertain=False,
        card={"why": "因为您说了“您好”", "rule": "D8"},
        items=[ScoreItem("greeting", "empathy", 5, 5), ScoreItem("tell", "resolution", 20, 25)],
        **RUBRIC,
    )  # fmt: skip


def refused(*attempts: Callable[[], object]) -> None:
    """Each attempt is refused in words."""
    for attempt in attempts:
        with pytest.raises(RecordsError):
            attempt()


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """The address of a database of its own on this server."""
    url = sqlalchemy.make_url(database_url(server))
    name = f"shapan_test_{uuid4().hex}"
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield url.set(database=name).render_as_string(hide_password=False)
    with root.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    root.dispose()


def settle(place: str) -> House:
    """Two cohorts with a lead each; `wang` and `li` train in the first, `zhao` in the second."""
    records = open_records(place, served=True)
    first = records.sign_in.first_administrator("admin", "管理员", PASSWORD)
    administrator = records.acting_as(first.person_id)
    people = {"admin": administrator.people.get(first.person_id)}
    for login, role in (
        ("wang", "trainee"), ("li", "trainee"), ("zhao", "trainee"), ("lead", "lead"),
        ("other", "lead"), ("planner", "planner"),
    ):  # fmt: skip
        people[login] = administrator.people.add(login, f"名{login}", role)[0]  # type: ignore[arg-type]
    for name, lead, members in (("甲班", "lead", ("wang", "li")), ("乙班", "other", ("zhao",))):
        cohort = administrator.cohorts.add(name)
        administrator.cohorts.join(cohort.id, people[lead].id, leads=True)
        for member in members:
            administrator.cohorts.join(cohort.id, people[member].id)
    return House(records, administrator, people)
