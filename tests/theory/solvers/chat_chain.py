"""One chat agent with one pair of hands and several slots, as an exact Markov chain.

Arrivals are Poisson; reply work and think time exponential; after each reply the session ends with
probability 1 / `mean_rounds` (geometric rounds, at least 1) and its slot is free at once. Replies
are worked one at a time and not interrupted; first replies go before later ones. With a patience,
a customer leaves at its end unless the first reply has been sent, assigned or not, even while that
reply is being worked on: then the hands and the slot are free at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from solvers.markov import mean, stationary

IDLE, FIRST, LATER = 0, 1, 2
# waiting outside, sessions waiting for the first reply, for a later one, hands, thinking
State = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Agent:
    """Rate per second, mean times in seconds."""

    rate: float
    slots: int
    work: float
    think: float
    mean_rounds: float
    patience: float = inf
    most_waiting: int = 200


@dataclass(frozen=True)
class Figures:
    """`first_response` is from joining to the first reply sent or to leaving, over all contacts;

    `later_response` from a customer's message to its reply sent, `later_wait` to its start;
    `throughput` counts sessions ended after their last reply, per second.
    """

    first_response: float
    later_response: float
    later_wait: float
    abandonment: float
    throughput: float
    occupancy: float
    open_sessions: float
    outside: float
    cut: float


def solve(agent: Agent) -> Figures:
    """The stationary figures; `cut` is the probability of the outside queue at its cap."""
    law = stationary((0, 0, 0, IDLE, 0), lambda state: _moves(agent, state))  # type: ignore[arg-type]
    unanswered = mean(law, lambda s: s[0] + s[1] + (s[3] == FIRST))
    first = mean(law, lambda s: float(s[3] == FIRST)) / agent.work
    later_busy = mean(law, lambda s: float(s[3] == LATER))
    waiting = mean(law, lambda s: s[2])
    later = later_busy / agent.work
    return Figures(
        first_response=unanswered / agent.rate,
        later_response=(waiting + later_busy) / later if later else 0.0,
        later_wait=waiting / later if later else 0.0,
        abandonment=unanswered / agent.patience / agent.rate,
        throughput=(first + later) / agent.mean_rounds,
        occupancy=(first + later) * agent.work,
        open_sessions=mean(law, _open),
        outside=mean(law, lambda s: s[0]),
        cut=mean(law, lambda s: float(s[0] == agent.most_waiting)),
    )


def _open(state: State) -> int:
    """Sessions in slots."""
    return state[1] + state[2] + (state[3] != IDLE) + state[4]


def _moves(agent: Agent, state: State) -> Iterator[tuple[float, State]]:
    """Transitions."""
    out, first, later, hands, thinking = state
    if out < agent.most_waiting:
        yield agent.rate, _settle(agent, (out + 1, first, later, hands, thinking))
    if hands != IDLE:
        end, free = 1.0 / agent.mean_rounds, (out, first, later, IDLE)
        yield end / agent.work, _settle(agent, (*free, thinking))
        yield (1.0 - end) / agent.work, _settle(agent, (*free, thinking + 1))
    yield thinking / agent.think, _settle(agent, (out, first, later + 1, hands, thinking - 1))
    leave = 1.0 / agent.patience
    yield out * leave, (out - 1, first, later, hands, thinking)
    yield first * leave, _settle(agent, (out, first - 1, later, hands, thinking))
    if hands == FIRST:
        yield leave, _settle(agent, (out, first, later, IDLE, thinking))


def _settle(agent: Agent, state: State) -> State:
    """Fill free slots from outside, then give idle hands the next reply."""
    out, first, later, hands, thinking = state
    enter = min(out, agent.slots - _open(state))
    out, first = out - enter, first + enter
    if hands == IDLE and first:
        return out, first - 1, later, FIRST, thinking
    if hands == IDLE and later:
        return out, first, later - 1, LATER, thinking
    return out, first, later, hands, thinking
