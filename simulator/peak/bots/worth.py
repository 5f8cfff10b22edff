"""What a point of 匹配率 or 解决率 is worth in people and money: paired with the bot as it is.

The load on people is measured where nobody waits, so that no lost contact hides work; it becomes
paid hours and money at the scenario's own ratio of paid to busy time. A contact keeps the intent
of its case, and nobody waits for anybody, so what belongs to an intent is what raising the bot for
that intent alone would do (but for people who wait for a seat of the bot)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.bots.change import Lever, with_points
from simulator.peak.bots.count import BotCount
from simulator.peak.bots.seats import counted
from simulator.peak.confidence import half_width_of_mean
from simulator.peak.parallel import Workers
from simulator.peak.replication import Prepared
from simulator.peak.simulation import simulate
from simulator.peak.sizing.start import first_plan, plenty
from simulator.peak.staffing import Plan, planned_people
from sops.language import _

LEVERS: tuple[Lever, ...] = ("understood", "resolved")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Price:
    """What an hour of work costs: measured with the scenario's people at their work."""

    paid_per_work: float
    """Paid hours for an hour of hands' work."""
    yuan_per_work_h: float
    plan: Plan
    estimated: bool
    """The scenario plans nobody: a first estimate of its people stands in."""


@dataclass(frozen=True)
class Figure:
    """A mean over replications, and the half width of its 95 % interval."""

    value: float
    half_width: float

    @classmethod
    def of(cls, values: Floats) -> Figure:
        """Of one value per replication."""
        return cls(float(values.mean()), float(half_width_of_mean(values)))


@dataclass(frozen=True)
class Rates:
    """What a bot's dialogues come to; shares of all of them, pooled."""

    sessions: Figure
    understood: float
    resolved: float
    """By the bot."""
    contained: float
    """Neither resolved nor handed to people: 拦截 without a solution."""
    false_24h: float
    """Contained, and back within 24 hours."""


@dataclass(frozen=True)
class Gain:
    """With a lever raised, minus the bot as it is; negative: less."""

    reached_people: Figure
    work_h: Figure
    paid_h: Figure
    peak_people: Figure
    """Paid people in the interval that is busiest as it is."""
    yuan: Figure
    """People and bots together, over the horizon."""
    false_24h: Figure
    """Contained and back within 24 hours, count."""


@dataclass(frozen=True)
class IntentGain:
    """The part of one intent."""

    intent: int
    before: Rates
    gain: Gain


@dataclass(frozen=True)
class Worth:
    """A lever raised by some points for every intent; intents that save most money first."""

    lever: Lever
    points: float
    rates: Rates
    gain: Gain
    intents: tuple[IntentGain, ...]
    """Those that the bot talks about at all."""

    @property
    def name(self) -> str:
        """`匹配率 +1`."""
        names = {"understood": _("匹配率"), "resolved": _("解决率")}
        return f"{names[self.lever]} +{self.points:g}"

    def rate(self, rates: Rates) -> float:
        """What is raised: 匹配率, or 解决率 of the understood."""
        if self.lever == "understood":
            return rates.understood
        return rates.resolved / rates.understood if rates.understood else 0.0


@dataclass(frozen=True)
class BotWorth:
    """One bot as it is, and what its levers are worth."""

    rates: Rates
    peak_interval: int
    levers: tuple[Worth, ...]

    @property
    def first_points(self) -> tuple[Worth, ...]:
        """Each lever raised by the fewest points that were asked for."""
        seen: dict[Lever, Worth] = {}
        for worth in self.levers:
            seen.setdefault(worth.lever, worth)
        return tuple(seen.values())


def price_of(scenario: PeakScenario, seed: int, replications: int, workers: Workers) -> Price:
    """Paid time and money per hour of work, in simulation."""
    plan = planned_people(scenario)
    estimated = not plan.any()
    if estimated:
        plan, _ceiling = first_plan(Prepared.of(scenario), seed)
    result = simulate(scenario, seed=seed, replications=replications, plan=plan, workers=workers)
    busy = max(1.0, float(result.group_time["busy"].sum()))
    paid = result.group_time["paid"].sum(axis=(0, 1)).astype(float)
    rates = np.array([group.yuan_per_hour for group in scenario.groups])
    return Price(float(paid.sum()) / busy, float(paid @ rates) / busy, plan, estimated)


def bot_worth(
    scenario: PeakScenario,
    bot: int,
    price: Price,
    points: Sequence[float],
    *,
    seed: int = 1,
    replications: int = 10,
    workers: Workers | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> BotWorth:
    """Simulate the bot as it is and with each lever raised, on the same customers."""
    workers = workers or Workers()
    enough = np.tile(plenty(Prepared.of(scenario)), (len(scenario.groups), 1))

    def run(changed: PeakScenario) -> tuple[BotCount, ...]:
        return counted(changed, bot, enough, 0.0, seed, replications, workers)

    before = run(scenario)
    work = np.sum([count.work_us.sum(axis=0) for count in before], axis=0)
    peak = int(work.argmax())
    levers: list[Worth] = []
    for lever in LEVERS:
        for point in points:
            told(len(levers), len(LEVERS) * len(points))
            after = run(with_points(scenario, bot, lever, point))
            levers.append(_worth(scenario, lever, point, before, after, price, peak))
    return BotWorth(_rates(before), peak, tuple(levers))


def _worth(
    scenario: PeakScenario,
    lever: Lever,
    points: float,
    before: tuple[BotCount, ...],
    after: tuple[BotCount, ...],
    price: Price,
    peak: int,
) -> Worth:
    intents = []
    for intent in range(len(scenario.intents)):
        rates = _rates(before, intent)
        if rates.sessions.value > 0:
            gain = _gain(scenario, before, after, price, peak, intent)
            intents.append(IntentGain(intent, rates, gain))
    ranked = sorted(intents, key=lambda each: (each.gain.yuan.value, each.intent))
    gain = _gain(scenario, before, after, price, peak)
    return Worth(lever, points, _rates(after), gain, tuple(ranked))


def _gain(
    scenario: PeakScenario,
    before: tuple[BotCount, ...],
    after: tuple[BotCount, ...],
    price: Price,
    peak: int,
    intent: int | None = None,
) -> Gain:
    """Paired differences of all intents, or of one."""
    some = slice(None) if intent is None else slice(intent, intent + 1)
    fees = np.array([bot.yuan_per_session for bot in scenario.bots])

    def paired(count: Callable[[BotCount], NDArray[np.int64]]) -> NDArray[np.int64]:
        return np.array([
            (count(a)[some] - count(b)[some]).sum(axis=0)
            for b, a in zip(before, after, strict=True)
        ])  # fmt: skip

    work_us = paired(lambda c: c.work_us)
    work = work_us.sum(axis=1) / 3.6e9
    at_peak = work_us[:, peak] / scenario.clock.interval_us
    bots = paired(lambda c: c.bot_sessions) @ fees
    return Gain(
        reached_people=Figure.of(paired(lambda c: c.reached_people).astype(float)),
        work_h=Figure.of(work),
        paid_h=Figure.of(work * price.paid_per_work),
        peak_people=Figure.of(at_peak * price.paid_per_work),
        yuan=Figure.of(work * price.yuan_per_work_h + bots),
        false_24h=Figure.of(paired(lambda c: c.back_in_24h).astype(float)),
    )


def _rates(counts: tuple[BotCount, ...], intent: int | None = None) -> Rates:
    some = slice(None) if intent is None else slice(intent, intent + 1)

    def total(values: Iterable[NDArray[np.int64]]) -> float:
        return float(sum(int(value[some].sum()) for value in values))

    sessions = np.array([float(c.sessions[some].sum()) for c in counts])
    all_of_them = max(1.0, float(sessions.sum()))
    return Rates(
        Figure.of(sessions),
        total(c.understood for c in counts) / all_of_them,
        total(c.resolved for c in counts) / all_of_them,
        total(c.contained for c in counts) / all_of_them,
        total(c.back_in_24h for c in counts) / all_of_them,
    )
