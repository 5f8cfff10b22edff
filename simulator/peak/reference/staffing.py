"""The story of the borders: headcounts that drop and rise, and named shifts (F12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.floor import BREAK, FIRST_FREE, HANDOVER, LAST_CALL, SHIFT_OFF, SHIFT_ON
from simulator.peak.reference.agent import Agent
from simulator.peak.reference.clock import BORDER, Telling
from simulator.peak.reference.group import Group

if TYPE_CHECKING:
    from simulator.peak.reference.house import House


def headcounts(house: House) -> Telling:
    """At every border of the horizon each group is brought to its planned headcount."""
    floor = house.floor
    plan = floor.on_duty.tolist()
    for k, time in enumerate(range(floor.start, floor.end, floor.interval)):
        yield house.clock.at(time, BORDER)
        for group in house.groups:
            change(group, plan[group.id][k], floor.shift_end)


def change(group: Group, target: int, rule: int) -> None:
    """Bring a group to ``target`` agents on duty who are not about to leave."""
    on_duty = sum(agent.on_shift for agent in group.agents)
    effective = on_duty - len(group.marked) - group.owed
    if target < effective:
        drop(group, effective - target, rule)
    else:
        rise(group, target - effective)


def drop(group: Group, excess: int, rule: int) -> None:
    """Let idle agents go first; the rest leave as the shift-end rule says."""
    idle = [a for a in group.agents if a.on_shift and not a.sessions]
    going = sorted(idle, key=lambda a: (a.ticket is not None, a.idle_since, a.id))[:excess]
    for agent in going:
        agent.leave()
    rest = excess - len(going)
    if rule == FIRST_FREE and group.concurrency == 1:
        group.owed += rest
        return
    for agent in _least_loaded(group)[:rest]:
        mark(agent, rule)


def mark(agent: Agent, rule: int) -> None:
    """The agent takes no new work and leaves when its sessions are done."""
    agent.leaving = True
    agent.group.marked.append(agent)
    agent.restand()
    if rule == HANDOVER:
        agent.hand_over()


def rise(group: Group, missing: int) -> None:
    """Take back what is owed, then marks, last marked first; then the lowest free ids come."""
    taken_back = min(group.owed, missing)
    group.owed -= taken_back
    missing -= taken_back
    while missing and group.marked:
        group.marked.pop().stay()
        missing -= 1
    for agent in [a for a in group.agents if not a.on_shift][:missing]:
        agent.come()


def shifts(house: House) -> Telling:
    """Named agents come, hear the last call, rest and go, each by its own shift."""
    for time, number, what, length in house.floor.shifts.tolist():
        if time >= house.floor.end:
            return
        yield house.clock.at(time, BORDER, agent=number)
        follow(house.agents[number], what, length)


def follow(agent: Agent, what: int, length: int) -> None:
    """One border of a named shift."""
    if what == SHIFT_ON:
        if agent.on_shift:
            agent.stay()
        else:
            agent.come()
    elif not agent.on_shift:
        return
    elif what == LAST_CALL:
        agent.last_call = True
    elif what == BREAK and not agent.leaving:
        agent.rest(length)
    elif what == SHIFT_OFF:
        agent.end_shift()


def _least_loaded(group: Group) -> list[Agent]:
    stay = [a for a in group.agents if a.on_shift and not a.leaving]
    return sorted(stay, key=lambda a: (len(a.sessions), a.ticket is not None, a.idle_since, a.id))
