"""Shifts of one group over the campaign: day after day, each with a look at the next (2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.labour.labour import Labour
from scenarios.peak.clock import DAY_US, Clock
from scenarios.peak.scenario import PeakScenario
from simulator.peak.schedule.choose import chosen
from simulator.peak.schedule.cover import Cover, build
from simulator.peak.schedule.duty import Duties, Duty, cover_of, merged
from simulator.peak.schedule.grid import Floats
from simulator.peak.schedule.pattern import Pattern, Rest, campaign_days, patterns_of
from simulator.peak.schedule.solve import Effort, Relaxed, relax, solve


@dataclass(frozen=True)
class Fitted:
    """Shifts of a group that cover its need, or come as near as is worth the money."""

    duties: Duties
    patterns: tuple[Pattern, ...]
    """Those that may be used (all, or the chosen k)."""
    cost: float
    """Pay and the weight of missing people."""
    bound: float
    """No shifts of these patterns, of any number, cost less (with a limit on patterns: no shifts
    of any patterns)."""


def fit(
    scenario: PeakScenario,
    labour: Labour,
    g: int,
    need: Floats,
    most_patterns: int | None,
    effort: Effort,
    only: tuple[Pattern, ...] | None = None,
) -> Fitted:
    """Cover ``need`` [interval] of group ``g``. ``only``: patterns chosen before."""
    group = scenario.groups[g]
    patterns = patterns_of(labour, group) if only is None else only
    days = list(campaign_days(scenario))
    everything = np.arange(scenario.clock.intervals)
    whole = build(scenario, labour, group, patterns, days, need, everything)
    relaxed = relax(whole)
    bound = relaxed.cost
    if only is None and most_patterns is not None and len(patterns) > most_patterns:
        patterns = chosen(scenario, labour, group, patterns, need, most_patterns)
        whole = build(scenario, labour, group, patterns, days, need, everything)
        relaxed = relax(whole)
    duties: list[Duty] = []
    left = need.astype(float)
    proved = []
    for day in days:
        later = _after_midnight(whole, relaxed, scenario.clock, day)
        today, dual = _day(scenario, labour, g, patterns, day, left, later, effort)
        left = left - cover_of(scenario, today)[g]
        duties += today
        proved.append(dual)
    if len(days) == 1 and most_patterns is None:
        bound = max(bound, proved[0])
    result = merged(duties)
    return Fitted(result, patterns, cost_of(scenario, labour, g, result, need), bound)


def cost_of(scenario: PeakScenario, labour: Labour, g: int, duties: Duties, need: Floats) -> float:
    """Pay of the shifts of a group, and the weight of people that it still misses."""
    from simulator.peak.schedule.duty import yuan

    short = need - cover_of(scenario, duties)[g]
    nothing = build(
        scenario, labour, scenario.groups[g], (), (), short, np.arange(scenario.clock.intervals)
    )
    return float(yuan(scenario, labour, duties)[g]) + relax(nothing).cost


def _after_midnight(whole: Cover, relaxed: Relaxed, clock: Clock, day: int) -> Floats:
    """[interval]: how much of the days after ``day`` its shifts cover in the relaxation."""
    mine = np.zeros(len(whole.price), bool)
    mine[: whole.whole] = [d == day for d, _p in whole.shifts] + [
        whole.shifts[column][0] == day for column, _r, _a in whole.breaks
    ]
    n = clock.intervals
    share = whole.matrix[:n] @ np.where(mine, relaxed.x, 0.0)
    starts = clock.start_us + np.arange(n) * clock.interval_us
    return np.where(starts >= (day + 1) * DAY_US, share, 0.0)


def _day(
    scenario: PeakScenario,
    labour: Labour,
    g: int,
    patterns: Sequence[Pattern],
    day: int,
    left: Floats,
    later: Floats,
    effort: Effort,
) -> tuple[list[Duty], float]:
    """(shifts that begin on a day, bound). They cover what is ``left`` of the need of the day, and
    of later days the share ``later`` that the relaxation gives them."""
    clock = scenario.clock
    starts = clock.start_us + np.arange(clock.intervals) * clock.interval_us
    need = np.where(starts < (day + 1) * DAY_US, left, np.minimum(later, left))
    intervals = np.flatnonzero((starts >= day * DAY_US) & (starts < (day + 2) * DAY_US))
    if not (need[intervals] > 1e-9).any():
        return [], 0.0
    cover = build(scenario, labour, scenario.groups[g], patterns, [day], need, intervals)
    solved = solve(cover, effort)
    return dealt(cover, patterns, g, solved.x, day), solved.bound


def dealt(cover: Cover, patterns: Sequence[Pattern], g: int, x: Floats, day: int) -> list[Duty]:
    """Shifts of a day with breaks dealt out to persons: the earliest first break goes with the
    earliest second one."""
    people = len(cover.shifts)
    places: dict[int, dict[int, list[int]]] = {}
    for b, (column, rule, after) in enumerate(cover.breaks):
        n = round(float(x[people + b]))
        if n > 0:
            places.setdefault(column, {}).setdefault(rule, []).extend([after] * n)
    found = []
    for column, (d, p) in enumerate(cover.shifts):
        n = round(float(x[column]))
        if d != day or n <= 0:
            continue
        pattern = patterns[p]
        taken = [sorted(places[column][rule]) for rule in range(len(pattern.rules))]
        for k in range(n):
            rests = tuple(
                Rest(taken[rule][k], each.minutes, each.paid)
                for rule, each in enumerate(pattern.rules)
            )
            found.append(Duty(g, d, pattern, rests, 1))
    return list(merged(found))
