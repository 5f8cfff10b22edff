"""The floor: a scenario laid out as arrays that both engines read (F4–F14).

Positions: shop, intent, tier, queue, group, bot as in the scenario; channel 0 phone, 1 chat, 2
ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.bot import Bot
from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import MINUTE_US
from scenarios.peak.group import Experience
from scenarios.peak.queue import Queue
from scenarios.peak.returns import Return
from scenarios.peak.scenario import PeakScenario
from simulator.peak.law_draw import LawTable
from simulator.peak.record import MAX_LIMITS, REPLY_EDGES_US

# Columns of Floor.work: law rows of an intent.
W_TALK, W_HOLD, W_PHONE_WRAP, W_ROUNDS, W_FIRST_REPLY, W_REPLY, W_THINK, W_CHAT_WRAP, W_TICKET = (
    range(9)
)

# Rows of Floor.behaviour: law rows of customer behaviour.
B_PHONE_PATIENCE, B_CHAT_PATIENCE, B_GHOST_WAIT, B_IDLE_CLOSE, B_REPLY_PATIENCE = range(5)

# Columns of Floor.bot_chance, and of Floor.bot_time.
P_DEMANDS, P_LEAVES, P_UNDERSTOOD, P_RESOLVED, P_TRANSFERRED = range(5)

# Rows of Floor.return_chance and Floor.return_law.
AFTER_ABANDONMENT, AFTER_REFUSAL, AFTER_BOT, AFTER_SERVICE = range(4)

FIRST_FREE, HANDOVER, NAMED = range(3)

BOT_DTYPE = np.dtype([("seats", np.int64), ("waits", np.uint8), ("patience", np.int32)])
"""``seats`` −1: without limit; ``waits``: 1 if a contact waits when full; ``patience``: law row
or −1."""

QUEUE_DTYPE = np.dtype(
    [
        ("channel", np.int64),
        ("priority", np.int64),
        ("message_queue", np.int64),
        ("cap", np.int64),
        ("cap_to_bot", np.int64),
        ("bot_above", np.int64),
        ("due", np.int64),
        ("escalates_to", np.int64),
        ("first_hours", np.int64),
        ("hours", np.int64),
        ("first_skill", np.int64),
        ("skills", np.int64),
    ]
)
"""−1 for none; ``due`` in µs; slices of Floor.hours and Floor.skills."""

SKILL_DTYPE = np.dtype([("queue", np.int64), ("group", np.int64), ("after", np.int64)])
"""A group that serves a queue once it has waited ``after`` µs; a queue's rows are in order of
preference."""

GROUP_DTYPE = np.dtype(
    [
        ("concurrency", np.int64),
        ("hands_free_tickets", np.int64),
        ("escalation", np.float64),
        ("first_agent", np.int64),
        ("agents", np.int64),
    ]
)

SHIFT_DTYPE = np.dtype(
    [("time", np.int64), ("agent", np.int64), ("what", np.int64), ("length", np.int64)]
)
"""A named agent's border: ``what`` SHIFT_ON, LAST_CALL, BREAK (``length`` µs) or SHIFT_OFF;
sorted by (time, agent, what)."""
SHIFT_OFF, SHIFT_ON, LAST_CALL, BREAK = range(4)


class Floor(NamedTuple):
    """Everything about the floor that an engine needs, except who arrives."""

    start: int
    end: int
    limit: int
    """End of the drain (F15)."""
    interval: int
    laws: NDArray[np.void]
    values: NDArray[np.void]
    entry_queue: NDArray[np.int64]
    """[shop, intent, channel, tier] → queue, −1 for none."""
    first_bot: NDArray[np.int64]
    """[shop, intent, channel] → the bot that every contact meets, or −1. The intent axis is kept
    for bots by intent."""
    any_bot: NDArray[np.int64]
    """[shop, intent, channel] → the bot that a queue may force contacts to, or −1."""
    bots: NDArray[np.void]
    bot_chance: NDArray[np.float64]
    """[bot, intent, P_*]."""
    bot_time: NDArray[np.int64]
    """[bot, P_*-like: demanded, left, resolved, transferred, contained] → law row."""
    work: NDArray[np.int64]
    """[intent, W_*] → law row or −1."""
    resolved: NDArray[np.float64]
    escalated: NDArray[np.float64]
    behaviour: NDArray[np.int64]
    """[B_*] → law row or −1."""
    silent_share: float
    queues: NDArray[np.void]
    hours: NDArray[np.int64]
    """[window, 2]: opens, closes in µs of the day."""
    skills: NDArray[np.void]
    served_first: NDArray[np.int64]
    """[group + 1]: slices of ``served``."""
    served: NDArray[np.int64]
    """Skill rows by group."""
    groups: NDArray[np.void]
    speed: NDArray[np.float64]
    """[group, day]."""
    resolution: NDArray[np.float64]
    """[group, day]."""
    shift_end: int
    on_duty: NDArray[np.int64]
    """[group, interval]: headcount plan after shrinkage, absence, seats; zeros under NAMED."""
    shifts: NDArray[np.void]
    return_chance: NDArray[np.float64]
    return_law: NDArray[np.int64]
    switch: NDArray[np.float64]
    """[from, to]: cumulative chance of changing channel, in channel order."""
    max_attempts: int
    limits: NDArray[np.int64]
    """[MAX_LIMITS] µs: reply waits up to a limit are counted exactly; unused ones are −1."""
    edges: NDArray[np.int64]
    """Upper edges of the histogram of reply waits, µs."""


class Duty(NamedTuple):
    """Who is on duty in one replication: what F12 and F14 make of a plan."""

    on_duty: NDArray[np.int64]
    agents: NDArray[np.int64]
    """[group]: agents that can be on duty at once (headcount), or named ones."""
    shifts: NDArray[np.void]


def lay_out(scenario: PeakScenario, duty: Duty, limits_s: Sequence[float] = ()) -> Floor:
    """Lay a checked scenario out as arrays."""
    table = LawTable()
    clock = scenario.clock
    bots, chance, time = _bots(scenario, table)
    first_bot, any_bot = _bot_routes(scenario)
    queues, hours, skills = _queues(scenario)
    served_first, served = _served(skills, len(scenario.groups))
    return_chance, return_law, switch = _returns(scenario, table)
    work = _work(scenario, table)
    chat, phone = scenario.channels.chat, scenario.channels.phone
    behaviour = [
        phone.patience, chat.patience, chat.ghost_wait, chat.idle_close, chat.reply_patience,
    ]  # fmt: skip
    behaviour_rows = np.array([table.add(law) for law in behaviour], np.int64)
    speed, resolution = _experience(scenario)
    limits = np.full(MAX_LIMITS, -1, np.int64)
    for i, limit in enumerate(limits_s):
        limits[i] = round(limit * 1e6)
    laws, values = table.arrays()
    return Floor(
        start=clock.start_us,
        end=clock.end_us,
        limit=clock.end_us + int(clock.drain_minutes * MINUTE_US),
        interval=clock.interval_us,
        laws=laws,
        values=values,
        entry_queue=_entry(scenario),
        first_bot=first_bot,
        any_bot=any_bot,
        bots=bots,
        bot_chance=chance,
        bot_time=time,
        work=work,
        resolved=np.array([i.resolved_by_person for i in scenario.intents]),
        escalated=np.array([i.escalated for i in scenario.intents]),
        behaviour=behaviour_rows,
        silent_share=float(chat.silent_share),
        queues=queues,
        hours=hours,
        skills=skills,
        served_first=served_first,
        served=served,
        groups=_groups(scenario, duty),
        speed=speed,
        resolution=resolution,
        shift_end=("first_free", "handover", "named").index(scenario.floor.shift_end),
        on_duty=np.ascontiguousarray(duty.on_duty, np.int64),
        shifts=duty.shifts,
        return_chance=return_chance,
        return_law=return_law,
        switch=switch,
        max_attempts=scenario.returns.max_attempts,
        limits=limits,
        edges=REPLY_EDGES_US,
    )


def _takes(names: tuple[str, ...] | None, name: str) -> bool:
    return names is None or name in names


def _entry(scenario: PeakScenario) -> NDArray[np.int64]:
    shape = (len(scenario.shops), len(scenario.intents), 3, len(scenario.tiers))
    entry = np.full(shape, -1, np.int64)
    for s, shop in enumerate(scenario.shops):
        for i, intent in enumerate(scenario.intents):
            for t, tier in enumerate(scenario.tiers):
                for q, queue in reversed(list(enumerate(scenario.queues))):
                    if queue.entry == "customers" and (
                        _takes(queue.shops, shop.name)
                        and _takes(queue.intents, intent.name)
                        and _takes(queue.tiers, tier.name)
                    ):
                        entry[s, i, CHANNELS.index(queue.channel), t] = q
    return entry


def _bots(
    scenario: PeakScenario, table: LawTable
) -> tuple[NDArray[np.void], NDArray[np.float64], NDArray[np.int64]]:
    n = max(1, len(scenario.bots))
    bots = np.zeros(n, BOT_DTYPE)
    chance = np.zeros((n, len(scenario.intents), 5))
    time = np.zeros((n, 5), np.int64)
    for b, bot in enumerate(scenario.bots):
        seats = -1 if bot.seats is None else bot.seats
        bots[b] = (seats, bot.when_full == "wait", table.add(bot.patience))
        for i, intent in enumerate(scenario.intents):
            chance[b, i] = _bot_chances(bot, intent.name)
        t = bot.times
        laws = (t.demands_person, t.leaves, t.resolved, t.transferred, t.contained)
        time[b] = [table.add(law) for law in laws]
    return bots, chance, time


def _bot_chances(bot: Bot, intent: str) -> list[float]:
    own = bot.intents.get(intent)
    names = ("demands_person", "leaves", "understood", "resolved", "transferred")
    special = [getattr(own, n) if own is not None else None for n in names]
    return [float(getattr(bot, n) if v is None else v) for n, v in zip(names, special, strict=True)]


def _bot_routes(scenario: PeakScenario) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    shape = (len(scenario.shops), len(scenario.intents), 3)
    first, anyone = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    for b, bot in reversed(list(enumerate(scenario.bots))):
        for s, shop in enumerate(scenario.shops):
            if _takes(bot.shops, shop.name):
                for channel in bot.channels:
                    c = CHANNELS.index(channel)
                    anyone[s, :, c] = b
                    if bot.entry == "always":
                        first[s, :, c] = b
    return first, np.where(first >= 0, first, anyone)


def _work(scenario: PeakScenario, table: LawTable) -> NDArray[np.int64]:
    rows = np.full((len(scenario.intents), 9), -1, np.int64)
    for i, intent in enumerate(scenario.intents):
        if intent.phone is not None:
            laws = (intent.phone.talk, intent.phone.hold, intent.phone.wrap_up)
            rows[i, W_TALK : W_PHONE_WRAP + 1] = [table.add(law) for law in laws]
        if intent.chat is not None:
            chat = intent.chat
            rows[i, W_ROUNDS] = table.add(chat.rounds)
            rows[i, W_FIRST_REPLY] = table.add(chat.first_reply or chat.reply)
            rows[i, W_REPLY] = table.add(chat.reply)
            rows[i, W_THINK] = table.add(chat.think)
            rows[i, W_CHAT_WRAP] = table.add(chat.wrap_up)
        if intent.ticket is not None:
            rows[i, W_TICKET] = table.add(intent.ticket.work)
    return rows


def _queues(
    scenario: PeakScenario,
) -> tuple[NDArray[np.void], NDArray[np.int64], NDArray[np.void]]:
    names = {q.name: i for i, q in enumerate(scenario.queues)}
    groups = {g.name: i for i, g in enumerate(scenario.groups)}
    queues = np.zeros(len(scenario.queues), QUEUE_DTYPE)
    hours: list[tuple[int, int]] = []
    skills: list[tuple[int, int, int]] = []
    for q, queue in enumerate(scenario.queues):
        queues[q] = _queue_row(queue, names, len(hours), len(skills))
        hours += [(h.opens * MINUTE_US, h.closes * MINUTE_US) for h in queue.hours]
        skills += [(q, groups[s.group], round(s.after_seconds * 1e6)) for s in queue.groups]
    return (
        queues,
        np.array(hours, np.int64).reshape(-1, 2),
        np.array(skills, SKILL_DTYPE),
    )


def _queue_row(
    queue: Queue, names: dict[str, int], first_hours: int, first_skill: int
) -> tuple[int, ...]:
    return (
        CHANNELS.index(queue.channel),
        queue.priority,
        names[queue.message_queue] if queue.message_queue else -1,
        queue.cap.length if queue.cap else -1,
        int(queue.cap is not None and queue.cap.then == "bot"),
        -1 if queue.bot_first_above is None else queue.bot_first_above,
        round((queue.due_minutes or 0.0) * MINUTE_US),
        names[queue.escalates_to] if queue.escalates_to else -1,
        first_hours,
        len(queue.hours),
        first_skill,
        len(queue.groups),
    )


def _served(skills: NDArray[np.void], groups: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(skills["group"], kind="stable").astype(np.int64)
    first = np.searchsorted(skills["group"][order], np.arange(groups + 1)).astype(np.int64)
    return first, order


def _groups(scenario: PeakScenario, duty: Duty) -> NDArray[np.void]:
    groups = np.zeros(len(scenario.groups), GROUP_DTYPE)
    first = 0
    for g, group in enumerate(scenario.groups):
        agents = int(duty.agents[g])
        hands_free = group.tickets == "hands_free"
        groups[g] = (group.concurrency, hands_free, group.escalation, first, agents)
        first += agents
    return groups


def _experience(scenario: PeakScenario) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # The drain may reach two days past the last day of the horizon.
    days = scenario.clock.days + 3
    speed = np.empty((len(scenario.groups), days))
    resolution = np.empty_like(speed)
    for g, group in enumerate(scenario.groups):
        ramp_speed, ramp_resolution = ramp(group.experience, days)
        speed[g] = group.speed * ramp_speed
        resolution[g] = group.resolution * ramp_resolution
    return speed, resolution


def ramp(
    experience: Experience | None, days: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Speed and resolution factors of a cohort for each day of the scenario (F14)."""
    if experience is None:
        return np.ones(days), np.ones(days)
    weeks = experience.tenure_weeks + np.arange(days) / 7.0
    at = [p.week for p in experience.ramp]
    return (
        np.interp(weeks, at, [p.speed for p in experience.ramp]),
        np.interp(weeks, at, [p.resolution for p in experience.ramp]),
    )


def _returns(
    scenario: PeakScenario, table: LawTable
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    returns = scenario.returns
    causes: tuple[Return | None, ...] = (
        returns.after_abandonment, returns.after_refusal, returns.after_bot, returns.after_service,
    )  # fmt: skip
    chance = np.array([0.0 if c is None else float(c.probability) for c in causes])
    law = np.array([-1 if c is None else table.add(c.delay) for c in causes], np.int64)
    switch = np.zeros((3, 3))
    for source, targets in returns.switch.items():
        for target, probability in targets.items():
            switch[CHANNELS.index(source), CHANNELS.index(target)] = probability
    return chance, law, np.cumsum(switch, axis=1)
