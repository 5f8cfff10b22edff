"""A first plan from offered load: work by queue, split over groups at least cost, with Erlang-A or
square-root safety on top (2.6)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.people_needed import Target as Aim
from simulator.peak.people_needed import people_needed
from simulator.peak.record import CHAT, PHONE, TICKET
from simulator.peak.replication import Prepared, replicate
from simulator.peak.sizing.slack import Floats
from simulator.peak.staffing import Plan
from simulator.peak.tally_columns import P

_CHAT_BUSY = 0.72
"""Share of time that chat hands may be busy in the first plan; trials correct it."""
_TICKET_SPREAD = 4
"""Tickets may wait: their work is spread over so many intervals in the first plan."""


def largest_plan(scenario: PeakScenario) -> Plan:
    """As many people as sizing may plan: what is available, else more than could ever be busy."""
    clock = scenario.clock
    plan = np.zeros((len(scenario.groups), clock.intervals), np.int64)
    for g, group in enumerate(scenario.groups):
        plan[g] = 20_000 if group.available is None else group.available
    return plan


def first_plan(prepared: Prepared, seed: int) -> tuple[Plan, Plan]:
    """(first plan, ceiling). The load of each queue is measured with plenty of people, so that
    returns, bots and time lags are in it."""
    scenario = prepared.scenario
    ceiling = largest_plan(scenario)
    most = np.minimum(ceiling, plenty(prepared)[None, :])
    _records, sums = replicate(prepared, most, seed, 0)
    people = sums.people[:-1]
    load = _load(prepared, people)
    hands = _split(prepared, load, ceiling)
    plan = np.zeros_like(ceiling)
    for g, group in enumerate(scenario.groups):
        need = _with_safety(prepared, g, hands[:, :, g], people)
        plan[g] = np.ceil(need / (1.0 - group.shrinkage) / (1.0 - group.absence))
    return np.minimum(plan, ceiling), ceiling


def plenty(prepared: Prepared) -> NDArray[np.int64]:
    """[interval]: more people than the interval's first attempts could keep busy."""
    per_interval = prepared.scenario.clock.interval_minutes
    arriving = prepared.streams.rate.sum(axis=1).reshape(-1, per_interval).sum(axis=1)
    outlooks = prepared.scenario.demand.outlooks
    arriving = arriving * max([1.0, *(outlook.factor for outlook in outlooks)])
    spread = np.maximum(arriving, np.concatenate([[0.0], arriving[:-1]]))
    return np.asarray(np.minimum(20 + np.ceil(spread), 3000), np.int64)


def _load(prepared: Prepared, people: NDArray[np.int64]) -> Floats:
    """[interval, queue]: hands busy, in base work (people at speed 1)."""
    lanes, scenario = prepared.lanes, prepared.scenario
    work = np.zeros((people.shape[0], len(scenario.queues)))
    for lane, q in enumerate(lanes.queue):
        busy = people[:, lane, P["work_us"]] / scenario.clock.interval_us
        if not lanes.first_line[lane]:
            # Work is booked with the first line; a second line's is about as long a contact.
            alike = lanes.first_line & (lanes.channel == lanes.channel[lane])
            total = people[:, alike].sum(axis=(0, 1))
            mean = total[P["work_us"]] / max(1, total[P["offered"]]) / scenario.clock.interval_us
            busy = people[:, lane, P["offered"]] * mean
        if lanes.channel[lane] == TICKET:
            kernel = np.ones(_TICKET_SPREAD) / _TICKET_SPREAD
            busy = np.convolve(busy, kernel)[: len(busy)]
        work[:, q] += busy
    return work


def _split(prepared: Prepared, load: Floats, ceiling: Plan) -> Floats:
    """[interval, queue, group]: who does the work, at least cost, within what is available. A
    flow, so that nobody is counted for two queues at once."""
    from scipy.optimize import linprog

    scenario = prepared.scenario
    groups = {g.name: i for i, g in enumerate(scenario.groups)}
    edges = [(q, groups[s.group], rank) for q, queue in enumerate(scenario.queues)
             for rank, s in enumerate(queue.groups)]  # fmt: skip
    speed = prepared.floor.speed[:, 0]
    cost = np.array([
        (scenario.groups[g].yuan_per_hour or 1.0) / speed[g] * (1.0 + 0.02 * rank)
        for _q, g, rank in edges
    ])  # fmt: skip
    shortage = 100.0 * max(1.0, float(cost.max()))
    n, queues = len(edges), len(scenario.queues)
    meet = np.zeros((queues, n + queues))
    room = np.zeros((len(scenario.groups), n + queues))
    for e, (q, g, _rank) in enumerate(edges):
        meet[q, e] = 1.0
        room[g, e] = 1.0 / speed[g]
    meet[:, n:] = np.eye(queues)
    price = np.concatenate([cost, np.full(queues, shortage)])
    hands = np.zeros((load.shape[0], queues, len(scenario.groups)))
    for i in range(load.shape[0]):
        flow = linprog(price, A_ub=room, b_ub=ceiling[:, i] * 0.8, A_eq=meet, b_eq=load[i]).x
        for e, (q, g, _rank) in enumerate(edges):
            hands[i, q, g] += flow[e] / speed[g]
    return hands


def _with_safety(prepared: Prepared, g: int, hands: Floats, people: NDArray[np.int64]) -> Floats:
    """[interval]: people of group ``g`` for its hands [interval, queue]."""
    scenario, lanes = prepared.scenario, prepared.lanes
    channel = np.array([("phone", "chat", "ticket").index(q.channel) for q in scenario.queues])
    phone = hands[:, channel == PHONE].sum(axis=1)
    chat = hands[:, channel == CHAT].sum(axis=1)
    ticket = hands[:, channel == TICKET].sum(axis=1)
    calls = people[:, lanes.channel == PHONE][:, :, P["offered"]].sum(axis=1)
    work = people[:, lanes.channel == PHONE][:, :, P["work_us"]].sum(axis=1)
    handle = max(1.0, float(work.sum()) / 1e6 / max(1, int(calls.sum())))
    aim, patience = _phone_aim(scenario)
    needed = people_needed(phone / handle, handle, patience, aim).people if phone.any() else phone
    return np.asarray(needed + chat / _CHAT_BUSY + ticket + np.sqrt(chat) * 0.2)


def _phone_aim(scenario: PeakScenario) -> tuple[Aim, float]:
    level, within = 0.8, 20.0
    for target in scenario.targets:
        if target.channel == "phone" and target.kpi == "service_level" and target.at_least:
            level, within = float(target.at_least), float(target.within_seconds or 20.0)
            break
    patience = scenario.channels.phone.patience
    seconds = patience.mean_s if patience is not None else 1e7
    return Aim(service_level=min(level, 0.99), within_s=within), max(seconds, 1.0)
