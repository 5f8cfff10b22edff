"""A day seen from its middle: what has come, who was there, what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.bot import Bot, BotSkill
from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import MINUTE_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.arrivals import Streams
from simulator.peak.demand import streams_of
from simulator.peak.intraday.busy import Busy, busy_today
from simulator.peak.log.crew import crew, on_duty
from simulator.peak.log.log import Log
from simulator.peak.log.moment import local_us
from simulator.peak.log.replay import for_replay, in_horizon, replay
from simulator.peak.staffing import Plan, planned_people
from sops.language import _
from sops.problem import Problem, Problems


@dataclass(frozen=True)
class Today:
    """The scenario of one day, split at ``at_us`` (from the origin)."""

    scenario: PeakScenario
    at_us: int
    plan: Plan
    """[group, interval]: as inferred from the log before ``at_us``, as planned from then on."""
    so_far: NDArray[np.void]
    """Logged first attempts before ``at_us``, as arrivals."""
    came: NDArray[np.int64]
    """[intent]."""
    expected: NDArray[np.float64]
    """[intent]: first attempts expected before ``at_us``."""
    to_come: NDArray[np.float64]
    """[intent]: expected from then on, on a mean day."""
    streams: Streams
    """Rates from ``at_us`` on only."""
    busy: Busy
    staff_from_log: bool

    @property
    def now(self) -> int:
        """The first interval that can still be changed."""
        clock = self.scenario.clock
        return -(-(self.at_us - clock.start_us) // clock.interval_us)


def today(scenario: PeakScenario, log: Log, at: datetime, seed: int = 1) -> Today:
    """The day of ``at``. Raises `Problems` where the scenario or the log lacks that day."""
    day = _of_day(scenario, at, log.file)
    people = to_people(day)
    day = for_replay(day.model_copy(update={"bots": ()}), log)
    if not len(in_horizon(day, log)):
        message = _("日志里没有 {day} 的进线").format(day=at.date())
        raise Problems([Problem(log.file, 0, 0, "", message)])
    at_us = day.clock.us(at)
    arrivals = replay(day, log)
    so_far = arrivals[arrivals["time"] < at_us]
    # Logged contacts have met the bot; of those to come only a part will get past it.
    streams = streams_of(day)
    through = people[streams.shop, streams.intent, streams.channel]
    streams = streams._replace(rate=streams.rate * through)
    minute = at_us // MINUTE_US - streams.start_minute
    intents = len(day.intents)
    expected = _by_intent(streams, streams.rate[:minute], intents)
    to_come = _by_intent(streams, streams.rate[minute:], intents)
    came = np.bincount(so_far["intent"], minlength=intents).astype(np.int64)
    busyness = day.demand.busyness
    busy = busy_today(came, expected, busyness.cv, busyness.correlation, seed)
    rate = streams.rate.copy()
    rate[:minute] = 0.0
    plan = planned_people(day)
    if log.agents:
        plan = _with_log(plan, day, log, at_us)
    return Today(
        day, at_us, plan, so_far, came, expected, to_come, streams._replace(rate=rate), busy,
        bool(log.agents),
    )  # fmt: skip


def to_people(scenario: PeakScenario) -> NDArray[np.float64]:
    """[shop, intent, channel]: share of first attempts that a bot hands on to people."""
    through = np.ones((len(scenario.shops), len(scenario.intents), len(CHANNELS)))
    for bot in reversed([b for b in scenario.bots if b.entry == "always"]):
        for i, intent in enumerate(scenario.intents):
            skill = bot.intents.get(intent.name)

            def chance(name: str, bot: Bot = bot, skill: BotSkill | None = skill) -> float:
                own = None if skill is None else getattr(skill, name)
                return float(getattr(bot, name) if own is None else own)

            demands, leaves = chance("demands_person"), chance("leaves")
            unsolved = 1.0 - chance("understood") * chance("resolved")
            passed = demands + (1 - demands) * (1 - leaves) * unsolved * chance("transferred")
            shops = [bot.shops is None or shop.name in bot.shops for shop in scenario.shops]
            for channel in bot.channels:
                through[shops, i, CHANNELS.index(channel)] = passed
    return through


def _by_intent(streams: Streams, rate: NDArray[np.float64], intents: int) -> NDArray[np.float64]:
    """[intent]: sums over minutes and streams."""
    return np.asarray(np.bincount(streams.intent, rate.sum(axis=0), intents), float)


def _of_day(scenario: PeakScenario, at: datetime, file: str) -> PeakScenario:
    """The scenario cut to the day of ``at``, its people as counts per interval."""
    clock = scenario.clock
    start = max(datetime.combine(at.date(), time()), clock.start)
    end = min(datetime.combine(at.date() + timedelta(days=1), time()), clock.end)
    if not start <= at < end:
        message = _("{at} 不在场景里（{start} 到 {end}）")
        text = message.format(at=f"{at:%Y-%m-%d %H:%M}", start=clock.start, end=clock.end)
        raise Problems([Problem(file, 0, 0, "", text)])
    plan = planned_people(scenario)
    first = (clock.us(start) - clock.start_us) // clock.interval_us
    last = (clock.us(end) - clock.start_us) // clock.interval_us
    groups = tuple(
        group.model_copy(update={
            "people": None, "staff": None, "shifts": None,
            "people_per_interval": tuple(int(n) for n in plan[g, first:last])})
        for g, group in enumerate(scenario.groups)
    )  # fmt: skip
    floor = scenario.floor.model_copy(update={"shift_end": "first_free", "staff_scale": 1.0})
    clock = clock.model_copy(update={"start": start, "end": end})
    return scenario.model_copy(update={"clock": clock, "groups": groups, "floor": floor})


def _with_log(plan: Plan, day: PeakScenario, log: Log, at_us: int) -> Plan:
    """The plan with who was really there before ``at_us``."""
    clock = day.clock
    start = local_us(clock.origin) + clock.start_us
    cut = log.rows[log.rows["arrived"] < local_us(clock.origin) + at_us]
    from dataclasses import replace

    pieces = crew(day, replace(log, rows=cut))
    there = on_duty(pieces, len(day.groups), start, clock.interval_us, clock.intervals)
    past = (at_us - clock.start_us) // clock.interval_us
    mixed = plan.copy()
    mixed[:, :past] = np.floor(there[:, :past] + 0.5)
    return mixed
