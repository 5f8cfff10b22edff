"""The story of a pair of hands (F8–F11)."""

from __future__ import annotations

from simulator.peak.reference.agent import Agent
from simulator.peak.reference.clock import WORK_ENDS, Moment, Telling
from simulator.peak.reference.task import Ticket, WaitingTask


def hands(agent: Agent) -> Telling:
    """Hear the bell, choose, work until done or cut short, and so on."""
    while True:
        yield agent.bell
        agent.bell = Moment(agent.house.clock)
        agent.rung = False
        task = agent.choose()
        if task is not None:
            yield from work(agent, task)


def work(agent: Agent, task: WaitingTask | Ticket) -> Telling:
    """One piece of work; time spent is booked when hands stop."""
    house, busy = agent.house, agent.group.books.busy
    started = house.now
    length = task.begin(agent.speed)
    agent.working_on = task
    agent.work = house.clock.after(length, WORK_ENDS, task.contact.id, agent.id)
    busy.change(started, +1)
    done = yield agent.work
    agent.work = agent.working_on = None
    busy.change(house.now, -1)
    task.contact.row.work += house.now - started
    if done:
        task.done()
    else:
        task.dropped(house.now - started)
    agent.ring()
    house.routing.request()
