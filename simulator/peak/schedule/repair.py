"""Adding shifts where a target falls short in simulation, taking away whom it does not need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenarios.labour.labour import Labour
from scenarios.peak.scenario import PeakScenario
from simulator.peak.floor import Floor
from simulator.peak.schedule.duty import Duties, Duty, cover_of, merged
from simulator.peak.schedule.grid import Floats, absence, covered, presence
from simulator.peak.schedule.pattern import (
    Pattern,
    Rest,
    allowed_on,
    campaign_days,
    day_of,
    yuan_of,
)
from simulator.peak.sizing.slack import Requirement
from simulator.peak.sizing.trial import Parts

_RELIEF = 0.35
"""Share of the hurt of an interval that one person more is taken to cure when several are added at
once: the next one rather goes elsewhere."""
_BEFORE = 0.5
"""A queue that hurts now was built up before: so much of it counts an interval earlier too."""
_RANK = 0.7
"""Worth of a group that serves a queue second, relative to first, and so on."""


def hurt(
    scenario: PeakScenario,
    floor: Floor,
    lanes_queue: Sequence[int],
    requirements: Sequence[Requirement],
    parts: Parts,
    tightness: list[Floats],
    margins: Floats,
) -> Floats:
    """[group, interval]: where people are missing, from the cells that fall short: what their
    intervals lack on the replications that fail, for every group that could help."""
    weights = np.zeros((len(scenario.groups), scenario.clock.intervals))
    for t, (r, tight) in enumerate(zip(requirements, tightness, strict=True)):
        slack = r.slack(parts.numerator[t], parts.denominator[t], margins[t])
        by_cell = r.slack(
            r.by_cell(parts.numerator[t]), r.by_cell(parts.denominator[t]), margins[t]
        )
        lacks = np.zeros(scenario.clock.intervals)
        for cell in np.flatnonzero(tight < 0.0):
            failing = by_cell[:, cell] < 0.0
            inside = r.cell_of == cell
            mean = slack[failing].mean(axis=0) if failing.any() else slack.mean(axis=0)
            lacks += np.where(inside, np.maximum(-mean, 0.0), 0.0)
        if not lacks.any():
            continue
        lacks /= lacks.max()
        lacks[:-1] += _BEFORE * lacks[1:]
        for g, worth in _helpers(floor, lanes_queue, r).items():
            weights[g] = np.maximum(weights[g], lacks * worth)
    return weights


def _helpers(floor: Floor, lanes_queue: Sequence[int], r: Requirement) -> dict[int, float]:
    """Groups that serve the requirement's queues, and what they are worth by rank."""
    found: dict[int, float] = {}
    for q in sorted({int(lanes_queue[int(lane)]) for lane in np.flatnonzero(r.lanes)}):
        row = floor.queues[q]
        first, n = int(row["first_skill"]), int(row["skills"])
        for rank, skill in enumerate(floor.skills[first : first + n]):
            g = int(skill["group"])
            found[g] = max(found.get(g, 0.0), _RANK**rank)
    return found


@dataclass(frozen=True)
class Choice:
    """A shift that may be added."""

    duty: Duty
    row: Floats
    yuan: float


class Helper:
    """Chooses shifts to add, from the patterns that groups may use."""

    def __init__(
        self, scenario: PeakScenario, labour: Labour, patterns: Sequence[tuple[Pattern, ...]]
    ) -> None:
        self.scenario, self.labour = scenario, labour
        self._choices = [
            (g, day, pattern)
            for g, mine in enumerate(patterns)
            for day in campaign_days(scenario)
            for pattern in mine
            if allowed_on(pattern, day_of(scenario, day))
        ]

    def add(self, duties: Duties, weights: Floats, people: int) -> Duties:
        """``people`` more, each on the shift that helps most for its pay; fewer where nothing
        helps or the limits of the labour file are reached."""
        weights = weights.copy()
        found = list(duties)
        for _ in range(people):
            best = self._best(found, weights)
            if best is None:
                break
            found.append(best.duty)
            weights[best.duty.group] *= 1.0 - _RELIEF * np.clip(best.row, 0.0, 1.0)
        return merged(found)

    def _best(self, duties: list[Duty], weights: Floats) -> Choice | None:
        best, most = None, 1e-9
        for g, day, pattern in self._choices:
            if not weights[g].any():
                continue
            value, rests = self._value(weights[g], day, pattern)
            group = self.scenario.groups[g]
            yuan = max(yuan_of(pattern, group, self.labour, day_of(self.scenario, day)), 0.01)
            if value / yuan > most and self._room(duties, g, day, pattern):
                duty = Duty(g, day, pattern, rests, 1)
                row = covered(self.scenario.clock, day, pattern, rests)
                best, most = Choice(duty, row, yuan), value / yuan
        return best

    def _value(self, weights: Floats, day: int, pattern: Pattern) -> tuple[float, tuple[Rest, ...]]:
        clock = self.scenario.clock
        value = float(presence(clock, day, pattern) @ weights)
        if value <= 0.0:
            return 0.0, ()
        rests = []
        for rule in pattern.rules:
            lost = [
                (float(absence(clock, day, pattern, after, rule.minutes) @ weights), after)
                for after in rule.positions
            ]
            least, after = min(lost)
            value -= least
            rests.append(Rest(after, rule.minutes, rule.paid))
        return value, tuple(rests)

    def _room(self, duties: list[Duty], g: int, day: int, pattern: Pattern) -> bool:
        today = [d for d in duties if d.group == g and d.day == day]
        roll = self.labour.on_roll.get(self.scenario.groups[g].name)
        if roll is not None and sum(d.people for d in today) >= roll:
            return False
        most = pattern.kind.most_people
        mine = sum(d.people for d in today if d.pattern.kind.name == pattern.kind.name)
        return most is None or mine < most


def spare(scenario: PeakScenario, need: Floats, duties: Duties) -> list[int]:
    """Positions of the duties, those first from which a person can most likely be taken: what
    they cover is covered twice."""
    over = np.clip(cover_of(scenario, duties) - need, -1.0, 2.0)
    scored = []
    for k, duty in enumerate(duties):
        row = covered(scenario.clock, duty.day, duty.pattern, duty.rests)
        there = float(row.sum())
        scored.append((-float(row @ over[duty.group]) / max(there, 1e-9), k))
    return [k for _score, k in sorted(scored)]


def without(duties: Duties, positions: Sequence[int]) -> Duties:
    """The duties with one person less on each of these."""
    gone = set(positions)
    return merged(
        replace(duty, people=duty.people - (1 if k in gone else 0)) for k, duty in enumerate(duties)
    )
