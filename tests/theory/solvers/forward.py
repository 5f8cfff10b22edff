"""M(t)/M/s(t)+M with rates and staff constant per interval, by its forward equations.

Two rules for a fall in staff. `first_free`: idle agents leave at the border, the rest of the excess
as agents end their contact, so the number busy may exceed the staff for a while and the state is
(busy, waiting). `requeue`: a leaving agent's contact goes back to the head of the queue at the
border. A rise first takes back those who have not left yet, then newcomers take waiting contacts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.sparse import coo_matrix, diags_array
from scipy.sparse.linalg import spsolve
from solvers.markov import csr_matrix, evolve


@dataclass(frozen=True)
class Day:
    """The day: per interval the arrivals per second and the staff, interval length in seconds."""

    rates: tuple[float, ...]
    staff: tuple[int, ...]
    length: float
    handle: float
    patience: float
    rule: str = "first_free"
    most_waiting: int = 150

    @property
    def shape(self) -> tuple[int, int]:
        """States: busy × waiting."""
        return max(self.staff) + 1, self.most_waiting + 1


@dataclass(frozen=True)
class Clock:
    """Per interval, counted when they happen; starts empty, stops at the horizon."""

    arrivals: np.ndarray
    abandoned: np.ndarray
    finished: np.ndarray
    mean_waiting: np.ndarray
    mean_busy: np.ndarray
    last: np.ndarray


@dataclass(frozen=True)
class Cohort:
    """Per interval, of those who arrived in it, whenever it happens (the last staff drains)."""

    arrivals: np.ndarray
    abandoned: np.ndarray
    waited: np.ndarray
    answered_within: np.ndarray


def clock(day: Day) -> Clock:
    """What happens in each interval."""
    law = _empty(day)
    busy, waiting = np.indices(day.shape)
    rows = []
    for rate, staff in zip(day.rates, day.staff, strict=True):
        law = _border(day, law, staff)
        law, area = evolve(_chain(day, rate, staff), law, day.length)
        rows.append((area @ waiting.ravel(), area @ busy.ravel()))
    queue, hands = np.array(rows).T
    assert law.reshape(day.shape)[:, -1].sum() < 1e-10
    return Clock(
        arrivals=np.array(day.rates) * day.length,
        abandoned=queue / day.patience,
        finished=hands / day.handle,
        mean_waiting=queue / day.length,
        mean_busy=hands / day.length,
        last=law.reshape(day.shape),
    )


def cohort(day: Day, within: float, panels: int = 8) -> Cohort:
    """What becomes of those who arrive in each interval (`first_free` only).

    A contact arriving at t sees the law of the state at t (Poisson arrivals); a tagged contact's
    fate from there follows from backward equations in (busy, number ahead).
    """
    assert day.rule == "first_free"
    grid = _grid(day.length, within, panels)
    fates = _fates(day, grid)
    law = _empty(day)
    rows = []
    for number, (rate, staff) in enumerate(zip(day.rates, day.staff, strict=True)):
        law = _border(day, law, staff)
        chain = _chain(day, rate, staff)
        blocked = np.indices(day.shape)[0].ravel() >= staff
        calm = _answered_by(day, number, 0.0, min(within, day.length))
        sums, before = np.zeros(3), 0.0
        for (at, weight), waits in zip(grid, fates[number], strict=True):
            law, before = evolve(chain, law, at - before)[0], at
            late = at + within > day.length
            soon = _answered_by(day, number, at, within) if late else calm
            values = (waits / day.patience, waits, np.where(blocked, soon, 1.0))
            sums += rate * weight * (law @ np.stack(values, axis=1))
        law = evolve(chain, law, day.length - before)[0]
        rows.append(sums)
    abandoned, waited, soon = np.array(rows).T
    arrivals = np.array(day.rates) * day.length
    return Cohort(arrivals, abandoned, waited, soon)


def _grid(length: float, within: float, panels: int) -> list[tuple[float, float]]:
    """Gauss points and weights over an interval, split where `within` begins to cross its end."""
    nodes, weights = leggauss(5)
    edges = np.unique(np.append(np.linspace(0, length, panels + 1), max(length - within, 0.0)))
    return [
        (low + 0.5 * (high - low) * (node + 1), 0.5 * (high - low) * weight)
        for low, high in pairwise(edges)
        for node, weight in zip(nodes, weights, strict=True)
    ]


def _empty(day: Day) -> np.ndarray:
    law = np.zeros(day.shape)
    law[0, 0] = 1.0
    return law.ravel()


def _flows(day: Day, moves: list[tuple[np.ndarray, np.ndarray, int, int]]) -> csr_matrix:
    """A generator from (mask, rate, change of busy, change of waiting)."""
    size = day.shape[0] * day.shape[1]
    here = np.arange(size).reshape(day.shape)
    total = coo_matrix((size, size)).tocsr()
    for mask, rate, more_busy, more_waiting in moves:
        there = here[mask] + more_busy * day.shape[1] + more_waiting
        total = total + coo_matrix((rate[mask], (here[mask], there)), shape=(size, size)).tocsr()
        total = total - coo_matrix((rate[mask], (here[mask], here[mask])), shape=(size, size))
    return csr_matrix(total)


def _chain(day: Day, rate: float, staff: int) -> csr_matrix:
    """The transposed generator of (busy, waiting) within one interval."""
    busy, waiting = np.indices(day.shape)
    come = np.full(day.shape, rate)
    end, leave = busy / day.handle, waiting / day.patience
    moves = [
        (busy < staff, come, 1, 0),
        ((busy >= staff) & (waiting < day.most_waiting), come, 0, 1),
        ((busy > 0) & ((busy != staff) | (waiting == 0)), end, -1, 0),
        ((busy > 0) & (busy == staff) & (waiting > 0), end, 0, -1),
        (waiting > 0, leave, 0, -1),
    ]
    return csr_matrix(_flows(day, moves).T)


def _border(day: Day, law: np.ndarray, staff: int) -> np.ndarray:
    """The law just after the staff became `staff`."""
    moved = np.zeros(day.shape)
    for (busy, waiting), p in np.ndenumerate(law.reshape(day.shape)):
        if p == 0:
            continue
        if day.rule == "requeue" and busy > staff:
            moved[staff, min(waiting + busy - staff, day.most_waiting)] += p
        else:
            start = min(max(staff - busy, 0), waiting)
            moved[busy + start, waiting - start] += p
    return moved.ravel()


def _tagged(day: Day, staff: int) -> tuple[csr_matrix, np.ndarray]:
    """Generator over (busy, ahead) of a waiting contact, and its rate of being answered."""
    busy, ahead = np.indices(day.shape)
    blocked = busy >= staff
    end, leave = busy / day.handle, ahead / day.patience
    moves = [
        (blocked & (busy > staff), end, -1, 0),
        (blocked & (busy == staff) & (ahead > 0), end, 0, -1),
        (blocked & (ahead > 0), leave, 0, -1),
    ]
    answer = np.where((busy == staff) & (ahead == 0), end, 0.0).ravel()
    lost = answer + np.where(blocked, 1.0 / day.patience, 1.0).ravel()
    return csr_matrix(_flows(day, moves) - diags_array(lost)), answer


def _before(day: Day, value: np.ndarray, staff: int, at_once: float) -> np.ndarray:
    """Value of a waiting contact just before the staff becomes `staff`."""
    table = value.reshape(day.shape)
    busy, ahead = np.indices(day.shape)
    start = np.maximum(staff - busy, 0)
    stays = table[np.minimum(busy + start, day.shape[0] - 1), np.maximum(ahead - start, 0)]
    return np.where((start > 0) & (ahead < start), at_once, stays).ravel()


def _fates(day: Day, grid: list[tuple[float, float]]) -> list[list[np.ndarray]]:
    """Per interval and grid point: mean wait by state on arrival (abandoned = wait / patience)."""
    busy = np.indices(day.shape)[0].ravel()
    rates, _ = _tagged(day, day.staff[-1])
    wait = spsolve(rates.tocsc(), -np.where(busy >= day.staff[-1], 1.0, 0.0))
    fates: list[list[np.ndarray]] = []
    for number in reversed(range(len(day.staff))):
        rates, _ = _tagged(day, day.staff[number])
        blocked = np.where(busy >= day.staff[number], 1.0, 0.0)
        if number + 1 < len(day.staff):
            wait = _before(day, wait, day.staff[number + 1], 0.0)
        row, after = [], day.length
        for at, _ in reversed(grid):
            wait, after = _back(rates, wait, blocked, after - at), at
            row.append(wait * blocked)
        wait = _back(rates, wait, blocked, after)
        fates.append(row[::-1])
    return fates[::-1]


def _back(rates: csr_matrix, value: np.ndarray, source: np.ndarray, time: float) -> np.ndarray:
    """Backward equation with a source over `time`."""
    return evolve(rates, value, time)[0] + evolve(rates, source, time)[1]


def _answered_by(day: Day, number: int, at: float, within: float) -> np.ndarray:
    """P(a contact that waits, arriving `at` in interval `number`, is answered within `within`)."""
    spans = [(number, at, min(at + within, day.length))]
    left = within - (spans[0][2] - at)
    while left > 1e-12:
        following = min(spans[-1][0] + 1, len(day.staff) - 1)
        last = spans[-1][0] == len(day.staff) - 1
        spans.append((following, 0.0, left if last else min(left, day.length)))
        left -= spans[-1][2]
    value = np.zeros(day.shape[0] * day.shape[1])
    for place, (interval, start, end) in reversed(list(enumerate(spans))):
        rates, answer = _tagged(day, day.staff[interval])
        value = _back(rates, value, answer, end - start)
        if place > 0 and spans[place - 1][0] != interval:
            value = _before(day, value, day.staff[interval], 1.0)
    return value
