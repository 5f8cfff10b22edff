"""Saved plans: a scenario, how it was run, and the summary of what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.body import canonical, parsed
from simulator.records.caller import PLANNERS
from simulator.records.error import Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.person import tidy_name
from simulator.records.row import values_of
from simulator.records.table import people, plans
from simulator.records.taking import take_plan
from simulator.records.version import app_version
from sops.language import _
from sops.problem import printable


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """`summary` is whatever the planning desk needs to show and compare it."""

    id: str
    name: str
    scenario: str
    scenario_hash: str
    seed: int
    app_version: str
    summary: Mapping[str, Any]
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class Plans:
    """`records.plans`."""

    access: Access

    def save(
        self, *, name: str, scenario: str, scenario_hash: str, seed: int,
        summary: Mapping[str, Any],
    ) -> SavedPlan:  # fmt: skip
        """Keep a plan; planners and administrators only."""
        self.access.need(*PLANNERS)
        values = {
            "id": new_id(), "name": tidy_name(name), "scenario": scenario,
            "scenario_hash": scenario_hash, "seed": seed, "app_version": app_version(),
            "summary": canonical(dict(summary)), "saved_us": now_us(),
        }  # fmt: skip
        with self.access.write() as connection:
            by = self.access.caller.person_id or _local_person(connection)
            connection.execute(insert(plans).values({**values, "saved_by": by}))
            enter(connection, by, "plans.save", str(values["id"]))
            return self._get(connection, str(values["id"]))

    def get(self, plan_id: str) -> SavedPlan:
        """`Missing` where there is none; planners and administrators only."""
        self.access.need(*PLANNERS)
        with self.access.read() as connection:
            return self._get(connection, plan_id)

    def list(self, *, scenario: str | None = None) -> tuple[SavedPlan, ...]:
        """Saved plans, newest first; planners and administrators only."""
        self.access.need(*PLANNERS)
        wanted = select(plans).order_by(plans.c.saved_us.desc(), plans.c.id.desc())
        if scenario is not None:
            wanted = wanted.where(plans.c.scenario == scenario)
        with self.access.read() as connection:
            return tuple(map(_plan_of, connection.execute(wanted)))

    def rename(self, plan_id: str, name: str) -> SavedPlan:
        """Give a plan another name; only by the planner who saved it."""
        self.access.need(*PLANNERS)
        named = tidy_name(name)
        with self.access.write() as connection:
            plan = self._own(connection, plan_id)
            connection.execute(update(plans).where(plans.c.id == plan_id).values(name=named))
            enter(
                connection, self.access.caller.person_id or plan.saved_by, "plans.rename", plan_id
            )
            return self._get(connection, plan_id)

    def drop(self, plan_id: str) -> None:
        """Throw a plan away; only by the planner who saved it."""
        self.access.need(*PLANNERS)
        with self.access.write() as connection:
            plan = self._own(connection, plan_id)
            take_plan(connection, plan_id)
            enter(connection, plan.saved_by, "plans.drop", plan_id)

    def _own(self, connection: Connection, plan_id: str) -> SavedPlan:
        plan = self._get(connection, plan_id)
        caller = self.access.caller
        if not caller.trusted and plan.saved_by != caller.person_id:
            raise NotAllowed(_("只能改、删自己存的方案"))
        return plan

    def _get(self, connection: Connection, plan_id: str) -> SavedPlan:
        row = connection.execute(select(plans).where(plans.c.id == plan_id)).first()
        if row is None:
            raise Missing(_("没有这份方案：{plan}").format(plan=printable(plan_id)))
        return _plan_of(row)


def _plan_of(row: Row[Any]) -> SavedPlan:
    values = values_of(row)
    return SavedPlan(**{**values, "summary": parsed(values["summary"])})


def _local_person(connection: Connection) -> str:
    mine = select(people.c.id).where(people.c.local, people.c.erased_us.is_(None))
    found = connection.execute(mine).scalar()
    if found is None:
        raise Missing(_("本地记录库里还没有人，请先打开一次沙盘"))
    return str(found)
