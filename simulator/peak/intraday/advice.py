"""What to change now, and what it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.peak.intraday.outlook import (
    REPLICATIONS,
    Change,
    Outlook,
    as_is,
    difference,
    look,
)
from simulator.peak.intraday.today import Today
from simulator.peak.parallel import Workers
from simulator.peak.staffing import Plan

Kind = Literal["call_in", "overtime", "breaks", "message"]

_MOST_SHARE = 0.4
"""Of the people planned: more are not called in."""


@dataclass(frozen=True)
class Possible:
    """What the floor can do today."""

    call_in_minutes: int = 60
    """Until somebody who is called is there."""
    overtime_minutes: int = 120
    message_share: float = 0.1
    """Share of the questions that a message of the bot takes away: an assumption."""


@dataclass(frozen=True)
class Lever:
    """One change: what, for which group or intents, how much, and the people-hours it adds."""

    kind: Kind
    target: str
    number: int
    start: int
    """Interval from which it works."""
    hours: float
    yuan: float
    change: Change


@dataclass(frozen=True)
class Effect:
    """A lever's outlook, and its paired differences (value, half width) to doing nothing."""

    lever: Lever
    outlook: Outlook
    soon: tuple[float, float]
    left: tuple[float, float]
    wait_s: tuple[float, float]

    @property
    def clear(self) -> bool:
        """The interval of the difference in who left, or in waits, lies on the better side."""
        return self.left[0] + self.left[1] < 0 or self.wait_s[0] + self.wait_s[1] < 0


@dataclass(frozen=True)
class Advice:
    """The rest of the day as a mean one, as it looks now, and with each change."""

    today: Today
    within_s: float
    replications: int
    seed: int
    goal: float
    """Share of the rest of the day that may leave."""
    planned: Outlook
    now: Outlook
    effects: tuple[Effect, ...]
    chosen: tuple[Effect, ...]
    """Taken together, in this order; the last outlook has them all."""

    @property
    def reached(self) -> bool:
        """With what was chosen no more leave than the goal allows."""
        last = self.chosen[-1].outlook if self.chosen else self.now
        return last.share("left")[0] <= self.goal + 1e-12


Look = Callable[[Change], Outlook]


def advise(
    today: Today, possible: Possible = Possible(), *, goal: float | None = None,
    within_s: float = 30.0, seed: int = 1, replications: int = REPLICATIONS,
    workers: Workers | None = None,
) -> Advice:  # fmt: skip
    """Try every lever alone, then take together what is needed: those without people first, then
    the least people-hours, until no more customers leave than ``goal`` (default: than on a mean
    day under this plan)."""

    def seen(change: Change, busy: bool = True) -> Outlook:
        return look(today, change, within_s, seed, replications, workers, busy)

    planned, now = seen(as_is(today), False), seen(as_is(today))
    effects = tuple(_effect(lever, now, seen) for lever in _levers(today, now, possible))
    most = planned.share("left")[0] if goal is None else goal
    chosen = _choose(today, most, now, effects, seen)
    return Advice(today, within_s, replications, seed, most, planned, now, effects, chosen)


def _effect(lever: Lever, before: Outlook, seen: Look) -> Effect:
    outlook = seen(lever.change)
    soon, left, wait = (difference(before, outlook, f) for f in ("soon", "left", "wait_s"))
    return Effect(lever, outlook, soon, left, wait)


def _choose(
    today: Today, goal: float, now: Outlook, effects: tuple[Effect, ...], seen: Look
) -> tuple[Effect, ...]:
    best = now.share("left")[0]
    chosen: list[Effect] = []
    useful = sorted(
        (e for e in effects if e.clear),
        key=lambda e: (e.lever.hours > 0, e.lever.hours / max(-e.left[0], 1e-9), e.left[0]),
    )
    plan, demand = today.plan, np.ones(len(today.scenario.intents))
    used: set[tuple[str, str]] = set()
    for effect in useful:
        if best <= goal:
            break
        lever = effect.lever
        if (lever.kind, lever.target) in used:
            continue
        lever = _enough(lever, effects, today, plan, demand, goal, seen)
        change = Change(
            np.maximum(plan + lever.change.plan - today.plan, 0), demand * lever.change.demand
        )
        together = seen(change)
        used.add((lever.kind, lever.target))
        if together.share("left")[0] >= best:
            continue
        plan, demand, best = change.plan, change.demand, together.share("left")[0]
        differences = [difference(now, together, f) for f in ("soon", "left", "wait_s")]
        chosen.append(Effect(lever, together, *differences))
    return tuple(chosen)


def _enough(
    first: Lever, effects: tuple[Effect, ...], today: Today, plan: Plan,
    demand: NDArray[np.float64], goal: float, seen: Look,
) -> Lever:  # fmt: skip
    """The smallest size of a lever with which the goal is reached, else the one that does most."""
    sizes = sorted((e.lever for e in effects
                    if (e.lever.kind, e.lever.target) == (first.kind, first.target)),
                   key=lambda lever: lever.number)  # fmt: skip
    tried: list[tuple[float, int]] = []
    for place, lever in enumerate(sizes):
        both = Change(plan + lever.change.plan - today.plan, demand * lever.change.demand)
        left = seen(both).share("left")[0]
        if left <= goal:
            return lever
        tried.append((left, place))
    return sizes[min(tried)[1]]


def _levers(today: Today, now: Outlook, possible: Possible) -> Iterator[Lever]:
    rest = today.plan[:, today.now :]
    if not rest.size:
        return
    for group in np.argsort(-rest.sum(axis=1), kind="stable")[:2]:
        if rest[group].sum() == 0:
            continue
        planned = int(rest[group].max())
        most = max(1, int(np.ceil(planned * _MOST_SHARE)))
        there = today.scenario.groups[group].available
        for number in _sizes(most):
            if there is None or planned + number <= there:
                yield _call_in(today, int(group), number, possible)
            yield from _overtime(today, int(group), number, possible)
            yield from _breaks(today, now, int(group), number)
    yield from _messages(today, possible)


def _sizes(most: int) -> list[int]:
    sizes = [1, 2, 3, 5, 8, 12, 20, 30, 50]
    return [n for n in sizes if n <= most] or [1]


def _call_in(today: Today, group: int, number: int, possible: Possible) -> Lever:
    """More people from when they can be there until the end of the group's day."""
    clock = today.scenario.clock
    start = today.now + -(-possible.call_in_minutes // clock.interval_minutes)
    plan = today.plan.copy()
    open_ = np.zeros(plan.shape[1], bool)
    open_[start:] = today.plan[:, start:].sum(axis=0) > 0
    plan[group, open_] += number
    return _lever(today, "call_in", group, number, start, plan)


def _overtime(today: Today, group: int, number: int, possible: Possible) -> Iterator[Lever]:
    """Of those whose shift ends from now on, so many stay longer."""
    plan, line = today.plan.copy(), today.plan[group]
    length = possible.overtime_minutes // today.scenario.clock.interval_minutes
    kept = np.zeros(len(line), np.int64)
    for at in range(max(today.now, 1), len(line)):
        ended = int(line[at - 1] - line[at])
        if ended > 0:
            kept[at : at + length] += min(ended, number)
    kept = np.minimum(kept, number)
    if kept.any():
        plan[group] += kept
        yield _lever(today, "overtime", group, number, int(np.flatnonzero(kept)[0]), plan)


def _breaks(today: Today, now: Outlook, group: int, number: int) -> Iterator[Lever]:
    """So many people rest an interval in a quiet hour instead of one in the busiest; paid time
    stays as it is."""
    line, first = today.plan[group], today.now
    offered = now.by_interval[:, 0]
    lost = now.by_interval[:, 2] / np.maximum(offered, 1e-9)
    there = np.flatnonzero((line > number) & (np.arange(len(line)) >= first) & (offered > 0))
    if len(there) < 4:
        return
    order = there[np.argsort(lost[there], kind="stable")]
    many = max(1, len(there) // 6)
    quiet, tight = order[:many], order[-many:]
    plan = today.plan.copy()
    plan[group, quiet] -= number
    plan[group, tight] += number
    yield _lever(today, "breaks", group, number, int(min(quiet.min(), tight.min())), plan)


def _messages(today: Today, possible: Possible) -> Iterator[Lever]:
    """The bot, or a banner, answers part of the questions that most are still to come about."""
    names = [intent.name for intent in today.scenario.intents]
    for intent in np.argsort(-today.to_come, kind="stable")[:2]:
        if today.to_come[intent] > 0 and possible.message_share > 0:
            demand = np.ones(len(names))
            demand[intent] = 1.0 - possible.message_share
            change = Change(today.plan, demand)
            share = round(100 * possible.message_share)
            yield Lever("message", names[intent], share, today.now, 0.0, 0.0, change)


def _lever(today: Today, kind: Kind, group: int, number: int, start: int, plan: Plan) -> Lever:
    who = today.scenario.groups[group]
    hours = float((plan - today.plan).sum()) * today.scenario.clock.interval_minutes / 60
    change = Change(plan, np.ones(len(today.scenario.intents)))
    return Lever(kind, who.name, number, start, hours, hours * who.yuan_per_hour, change)
