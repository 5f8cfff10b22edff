"""The tables. Times are microseconds since 1970 (UTC), JSON is canonical text, ids are UUIDs.

JSON stays text in PostgreSQL too: the hash chain covers it byte by byte, and jsonb would rewrite
it. The tables are made and changed by `migrations`; a test holds the two against each other.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)  # fmt: skip

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text, nullable=True)


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _maybe_whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=True)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _number(name: str, nullable: bool = False) -> Column[float]:
    return Column(name, Float, nullable=nullable)


def _of(name: str, table: str, nullable: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(f"{table}.id"), nullable=nullable)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


people = Table(
    "people", metadata,
    _id(), _text("login"), _text("name"), _text("role"), _flag("local"), _flag("disabled"),
    _maybe("database_role"), _whole("created_us"), _maybe_whole("erased_us"),
    UniqueConstraint("login"), UniqueConstraint("database_role"),
    _one_of("role", "trainee", "lead", "planner", "administrator"),
)  # fmt: skip
"""`database_role` is the PostgreSQL login of a person who connects directly."""

credentials = Table(
    "credentials", metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    _maybe("password_hash"), _maybe("code_hash"), _maybe_whole("code_until_us"),
    _whole("changed_us"),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    _id(), _of("person_id", "people"),
    _text("drill_id"), _text("drill_hash"), _text("sop_id"), _text("sop_hash"),
    _text("contact_type", ""),
    _text("rubric_id"), _text("rubric_version"), _text("rubric_hash"), _text("recogniser"),
    _whole("seed"), _text("mode"), _text("lang"), _text("channel"), _maybe("floor_id"),
    _text("app_version"), _whole("started_us"), _maybe_whole("ended_us"), _text("state"),
    _maybe_whole("last_seq"), _maybe("last_hash"), _maybe_whole("erased_us"),
    _one_of("mode", "practise", "coach", "exam"),
    _one_of("state", "open", "ended", "abandoned"),
    Index(None, "person_id", "started_us"), Index(None, "state", "person_id"),
    Index(None, "started_us"),
)  # fmt: skip
"""`last_seq` and `last_hash` are set when a session ends: they show a tail cut off."""

events = Table(
    "events", metadata,
    _of("session_id", "sessions"), Column("seq", Integer, nullable=False),
    _whole("offset_us"), _whole("wall_us"), _text("kind"), _text("body"), _text("hash"),
    _maybe_whole("stored_us"),
    PrimaryKeyConstraint("session_id", "seq"),
    CheckConstraint("seq >= 1", name="seq"), CheckConstraint("offset_us >= 0", name="offset"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""`wall_us` is the time of the program that wrote; `stored_us` the database's own, which nobody
brings along but by an export: empty where a file was written."""

scorecards = Table(
    "scorecards", metadata,
    _id(), _of("session_id", "sessions"), _of("person_id", "people"), _of("scored_by", "people"),
    _text("source"), _text("rubric_id"), _text("rubric_version"), _text("rubric_hash"),
    _text("app_version"), _whole("scored_us"),
    _number("resolution"), _number("empathy", nullable=True), _number("felt", nullable=True),
    _flag("passed"), _flag("uncertain"), Column("critical_count", Integer, nullable=False),
    _text("critical"), _text("card"), _text("fingerprint"),
    Column("solved_from", Float, nullable=False, server_default="80"),
    Column("warm_from", Float, nullable=False, server_default="60"),
    UniqueConstraint(
        "session_id", "rubric_id", "rubric_version", "scored_by", "fingerprint",
        name="uq_scorecards_same",
    ),
    _one_of("source", "local", "house", "claim"),
    Index(None, "person_id", "scored_us"), Index(None, "scored_us"),
    Index(None, "session_id", "source", "id"),
)  # fmt: skip
"""`source`: `house` was computed by the served app or by a lead's machine, `claim` by the machine
of the person scored, `local` in a local file. `fingerprint` is the hash of what was scored.
`solved_from` and `warm_from` are the marks of the rubric."""

score_items = Table(
    "score_items", metadata,
    _of("scorecard_id", "scorecards"), _text("item"), _text("part"), _text("step", ""),
    _number("points"), _number("possible"), _flag("uncertain"),
    PrimaryKeyConstraint("scorecard_id", "item"), sqlite_with_rowid=False,
)  # fmt: skip

counting = Table(
    "counting", metadata,
    Column("session_id", Text, ForeignKey("sessions.id"), primary_key=True),
    _of("scorecard_id", "scorecards"), _of("person_id", "people"),
    _text("drill_id"), _text("sop_id"), _text("contact_type"), _text("mode"),
    _whole("started_us"), _text("rubric_id"), _text("rubric_version"), _whole("scored_us"),
    _text("source"), _number("felt", nullable=True),
    Column("critical_count", Integer, nullable=False),
    _number("machine_resolution"), _number("machine_empathy", nullable=True),
    _flag("machine_passed"), _number("solved_from"), _number("warm_from"), _whole("changed"),
    _number("doubt_resolution"), _number("doubt_empathy"),
    _number("resolution"), _number("empathy", nullable=True), _flag("uncertain"),
    _flag("solved"), Column("warm", Boolean, nullable=True), _flag("near"), _flag("passed"),
    Index(None, "person_id", "started_us"), Index(None, "started_us"),
)  # fmt: skip
"""What counts of each session, with what leads have changed; triggers write it (see
`migrations/sql/0003_counting.sql` for the rule), the program only reads it."""

reviews = Table(
    "reviews", metadata,
    _id(), _of("session_id", "sessions"), _of("reviewer_id", "people"),
    _text("rubric_id"), _text("rubric_version"), _text("kind"), _maybe("item"),
    _number("old_points", nullable=True), _number("new_points", nullable=True),
    _text("reason"), _whole("created_us"), _of("assignment_id", "assignments", nullable=True),
    _one_of("kind", "override", "comment", "blind"),
    Index(None, "session_id", "created_us"), Index(None, "kind", "created_us"),
    Index(None, "assignment_id", unique=True),
)  # fmt: skip
"""A comment with an `assignment_id` has sent the session back: the drill is to be played again."""

appeals = Table(
    "appeals", metadata,
    _id(), _of("session_id", "sessions"), _of("person_id", "people"), _maybe("item"),
    _text("reason"), _whole("created_us"), _text("state"),
    _of("answered_by", "people", nullable=True), _maybe("answer"), _maybe_whole("answered_us"),
    _one_of("state", "open", "granted", "declined"),
    Index(None, "session_id"), Index(None, "state", "created_us"),
)  # fmt: skip

certificates = Table(
    "certificates", metadata,
    _id(), _of("person_id", "people"), _text("sop_id"), _text("sop_hash"), _text("contact_type"),
    _of("first_session_id", "sessions"), _of("second_session_id", "sessions"),
    _of("signed_by", "people"), _whole("signed_us"),
    UniqueConstraint("person_id", "sop_id", "sop_hash"),
    CheckConstraint("first_session_id <> second_session_id", name="two_sessions"),
    CheckConstraint("signed_by <> person_id", name="not_oneself"),
    Index(None, "person_id", "sop_id"),
)  # fmt: skip

cohorts = Table(
    "cohorts", metadata,
    _id(), _text("name"), _whole("created_us"), _flag("closed"), UniqueConstraint("name"),
)  # fmt: skip

memberships = Table(
    "memberships", metadata,
    _of("cohort_id", "cohorts"), _of("person_id", "people"), _flag("leads"), _whole("joined_us"),
    PrimaryKeyConstraint("cohort_id", "person_id"), Index(None, "person_id"),
)  # fmt: skip
"""`leads`: the person leads the cohort; otherwise trains in it."""

assignments = Table(
    "assignments", metadata,
    _id(), _of("person_id", "people", nullable=True), _of("cohort_id", "cohorts", nullable=True),
    _maybe("drill_id"), _maybe("contact_type"), _maybe_whole("due_us"),
    _of("assigned_by", "people"), _whole("created_us"), _maybe_whole("withdrawn_us"),
    CheckConstraint("(person_id IS NULL) <> (cohort_id IS NULL)", name="one_target"),
    CheckConstraint("(drill_id IS NULL) <> (contact_type IS NULL)", name="one_subject"),
    Index(None, "person_id"), Index(None, "cohort_id"),
)  # fmt: skip

plans = Table(
    "plans", metadata,
    _id(), _text("name"), _text("scenario"), _text("scenario_hash"), _whole("seed"),
    _text("app_version"), _text("summary"), _of("saved_by", "people"), _whole("saved_us"),
    Index(None, "saved_us"),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    _id(), _whole("at_us"), _text("person_id"), _text("act"), _text("subject"), _text("detail"),
    Index(None, "at_us"), Index(None, "subject"),
)  # fmt: skip

sign_in_attempts = Table(
    "sign_in_attempts", metadata,
    _id(), _whole("at_us"), _text("account"), _text("address"), _flag("good"),
    Index(None, "account", "at_us"), Index(None, "address", "at_us"),
)  # fmt: skip
"""`account` is a hash of the login that was typed: a password typed in its place is not kept.
`address` is where a try came from, or the hash of a browser's mark (see `attempt.Came`)."""
