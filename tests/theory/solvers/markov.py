"""Continuous-time Markov chains: stationary laws by sparse solve, transients by uniformisation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

import numpy as np
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import spsolve
from scipy.special import gammaln

State = Hashable
Moves = Callable[[State], Iterable[tuple[float, State]]]


def generator(start: State, moves: Moves) -> tuple[list[State], csr_matrix]:
    """All states reachable from `start` and the generator over them (rows sum to 0)."""
    index: dict[State, int] = {start: 0}
    states = [start]
    rows, columns, rates = [], [], []
    for here in states:  # the list grows while it is walked
        for rate, there in moves(here):
            if rate <= 0:
                continue
            if there not in index:
                index[there] = len(states)
                states.append(there)
            rows.append(index[here])
            columns.append(index[there])
            rates.append(rate)
    size = len(states)
    flows = csr_matrix((rates, (rows, columns)), shape=(size, size))
    return states, csr_matrix(flows - diags_array(np.asarray(flows.sum(axis=1)).ravel()))


def stationary(start: State, moves: Moves) -> dict[State, float]:
    """The stationary probability of every state reachable from `start` (one closed class)."""
    states, rates = generator(start, moves)
    # Relative to the first state, whose own balance follows from all the others.
    balance = rates.T.tocsc()
    others = spsolve(balance[1:, 1:], -balance[1:, [0]].toarray().ravel())
    law = np.concatenate(([1.0], np.atleast_1d(others)))
    law /= law.sum()
    assert law.min() > -1e-9
    return dict(zip(states, law, strict=True))


def mean(law: dict[State, float], value: Callable[[State], float]) -> float:
    """The expectation of `value` under `law`."""
    return float(sum(p * value(state) for state, p in law.items()))


def evolve(rates: csr_matrix, vector: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
    """exp(rates·t)·vector and its integral over [0, t].

    Takes a generator (backward equations) or its transpose (forward equations).
    """
    if time <= 0:
        return vector.copy(), np.zeros_like(vector)
    pace = float(-rates.diagonal().min()) or 1.0
    mean_jumps = pace * time
    most = int(mean_jumps + 9.0 * np.sqrt(mean_jumps) + 40)
    jumps = np.arange(most + 1)
    weights = np.exp(jumps * np.log(mean_jumps) - mean_jumps - gammaln(jumps + 1))
    tails = np.concatenate((np.cumsum(weights[::-1])[::-1][1:], [0.0]))
    step = csr_matrix(rates / pace)
    term = vector.astype(float)
    end, area = np.zeros_like(term), np.zeros_like(term)
    for weight, tail in zip(weights, tails, strict=True):
        end += weight * term
        area += tail * term
        term = term + step @ term
    return end, area / pace
