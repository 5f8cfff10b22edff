"""What scheduling gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.labour.labour import Labour
from simulator.peak.schedule.duty import Duties, cover_of, work_hours, yuan
from simulator.peak.schedule.grid import Floats
from simulator.peak.schedule.pattern import day_of, paid_of
from simulator.peak.schedule.pay import PaidHours, total_hours
from simulator.peak.sizing.sized import Check, SizedPlan


@dataclass(frozen=True)
class Schedule:
    """Shifts per group and day, what they cost, and how sure (2.6)."""

    plan: SizedPlan
    labour: Labour
    duties: Duties
    seed: int
    replications: int
    verified_on: int
    checks: tuple[Check, ...]
    """The targets with these shifts, on fresh replications; empty if not simulated."""
    cover_yuan: float
    """Cost of the shifts that cover the requirement, before the floor had its say; missing people
    weighed in."""
    bound_yuan: float
    """No shifts that cover the requirement as well cost less."""
    most_patterns: int | None
    changed: int
    """People-shifts more (or, negative, fewer) than covered the requirement first, because of what
    the simulation showed."""
    simulations: int
    interrupted: bool

    @property
    def gap(self) -> float:
        """How much dearer the cover is than its bound, as a share; 0: proved optimal."""
        if self.cover_yuan <= 1e-9:
            return 0.0
        return max(0.0, (self.cover_yuan - self.bound_yuan) / self.cover_yuan)

    @property
    def reached(self) -> bool:
        """Whether every target holds on the fresh replications; not so if none were run."""
        return bool(self.checks) and all(bool(c.reached.all()) for c in self.checks)

    @property
    def cover(self) -> Floats:
        """[group, interval]: people there."""
        return cover_of(self.plan.scenario, self.duties)

    @property
    def short(self) -> Floats:
        """[group, interval]: people missing against the requirement."""
        return np.maximum(self.plan.people - self.cover, 0.0).round(6)

    @property
    def over(self) -> Floats:
        """[group, interval]: people beyond the requirement."""
        return np.maximum(self.cover - self.plan.people, 0.0).round(6)

    @property
    def yuan(self) -> Floats:
        """[group]: pay of the shifts."""
        return yuan(self.plan.scenario, self.labour, self.duties)

    @property
    def hours(self) -> Floats:
        """[group]: working hours (without unpaid breaks)."""
        return work_hours(self.plan.scenario, self.duties)

    @property
    def paid(self) -> tuple[PaidHours, ...]:
        """Per group the hours by what they are paid as; rest days of persons are not known yet."""
        scenario = self.plan.scenario
        return tuple(
            total_hours(
                paid_of(d.pattern, self.labour, day_of(scenario, d.day)).times(d.people)
                for d in self.duties
                if d.group == g
            )
            for g in range(len(scenario.groups))
        )

    @property
    def people(self) -> Floats:
        """[group]: at least so many people it takes to fill these shifts by the labour rules: one
        shift a day, a rest day a week, weekly hours with the overtime there is room for."""
        return np.array([self._people(g) for g in range(len(self.plan.scenario.groups))], float)

    def _people(self, g: int) -> int:
        limits = self.labour.limits
        by_day: dict[int, int] = {}
        by_week: dict[tuple[int, int], tuple[int, float]] = {}
        for d in self.duties:
            if d.group != g:
                continue
            by_day[d.day] = by_day.get(d.day, 0) + d.people
            week = day_of(self.plan.scenario, d.day).isocalendar()[:2]
            shifts, hours = by_week.get(week, (0, 0.0))
            normal = min(d.pattern.work_minutes / 60.0, limits.hours_per_day)
            by_week[week] = shifts + d.people, hours + d.people * normal
        most = max(by_day.values(), default=0)
        days = min(limits.days_in_a_row, 7)
        weekly = limits.hours_per_week + limits.overtime_hours_per_month
        for shifts, hours in by_week.values():
            most = max(most, -(-shifts // days), int(np.ceil(hours / weekly - 1e-9)))
        return most
