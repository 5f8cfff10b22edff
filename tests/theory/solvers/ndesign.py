"""Two queues, two groups (N-design): A serves queue 1 only; B serves both.

A contact of queue 1 prefers A. When an agent of B comes free, the queue named in `first` is served
first; the other only when it is empty. Times are exponential, every waiting contact may abandon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solvers.markov import mean, stationary

State = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Design:
    """Rates per second, mean times in seconds; pairs are (queue 1, queue 2)."""

    rates: tuple[float, float]
    staff_a: int
    staff_b: int
    handle_a: float
    handle_b: tuple[float, float]
    patience: tuple[float, float]
    first: int = 1
    most_waiting: int = 30


@dataclass(frozen=True)
class Figures:
    """Per queue: P(wait), abandoned share, mean wait, mean number waiting; then busy agents."""

    wait_probability: tuple[float, float]
    abandonment: tuple[float, float]
    mean_wait: tuple[float, float]
    mean_queue: tuple[float, float]
    busy_a: float
    busy_b: tuple[float, float]
    cut: float


def solve(design: Design) -> Figures:
    """The stationary figures; `cut` is the probability of a queue at its cap."""
    law = stationary((0, 0, 0, 0, 0), lambda state: _moves(design, state))  # type: ignore[arg-type]
    waits_1 = mean(law, lambda s: float(s[0] == design.staff_a and _full(design, s)))
    waits_2 = mean(law, lambda s: float(_full(design, s)))
    queue = (mean(law, lambda s: s[3]), mean(law, lambda s: s[4]))
    wait = (queue[0] / design.rates[0], queue[1] / design.rates[1])
    return Figures(
        wait_probability=(waits_1, waits_2),
        abandonment=(wait[0] / design.patience[0], wait[1] / design.patience[1]),
        mean_wait=wait,
        mean_queue=queue,
        busy_a=mean(law, lambda s: s[0]),
        busy_b=(mean(law, lambda s: s[1]), mean(law, lambda s: s[2])),
        cut=mean(law, lambda s: float(max(s[3], s[4]) == design.most_waiting)),
    )


def _full(design: Design, state: State) -> bool:
    """Whether no agent of B is free."""
    return state[1] + state[2] == design.staff_b


def _moves(design: Design, state: State) -> Iterator[tuple[float, State]]:
    """Transitions from (A busy, B busy with 1, B busy with 2, waiting 1, waiting 2)."""
    a, b1, b2, q1, q2 = state
    if a < design.staff_a:
        yield design.rates[0], (a + 1, b1, b2, q1, q2)
    elif not _full(design, state):
        yield design.rates[0], (a, b1 + 1, b2, q1, q2)
    elif q1 < design.most_waiting:
        yield design.rates[0], (a, b1, b2, q1 + 1, q2)
    if not _full(design, state):
        yield design.rates[1], (a, b1, b2 + 1, q1, q2)
    elif q2 < design.most_waiting:
        yield design.rates[1], (a, b1, b2, q1, q2 + 1)
    if a:
        left = (a, b1, b2, q1 - 1, q2) if q1 else (a - 1, b1, b2, q1, q2)
        yield a / design.handle_a, left
    if b1:
        yield b1 / design.handle_b[0], _b_free(design, (a, b1 - 1, b2, q1, q2))
    if b2:
        yield b2 / design.handle_b[1], _b_free(design, (a, b1, b2 - 1, q1, q2))
    if q1:
        yield q1 / design.patience[0], (a, b1, b2, q1 - 1, q2)
    if q2:
        yield q2 / design.patience[1], (a, b1, b2, q1, q2 - 1)


def _b_free(design: Design, state: State) -> State:
    """An agent of B has just come free."""
    a, b1, b2, q1, q2 = state
    if q1 and (design.first == 1 or not q2):
        return a, b1 + 1, b2, q1 - 1, q2
    if q2:
        return a, b1, b2 + 1, q1, q2 - 1
    return state
