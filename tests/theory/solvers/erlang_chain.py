"""M/M/n+M from its birth–death chain: sums over states, no integrals over the virtual wait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import diags_array
from scipy.special import logsumexp
from solvers.markov import csr_matrix, evolve


@dataclass(frozen=True)
class Chain:
    """Figures of the chain; `answered_within` is a share of all offered."""

    wait_probability: float
    abandonment: float
    mean_wait: float
    mean_queue: float
    occupancy: float
    answered_within: float


def solve(
    people: int, rate: float, handle: float, patience: float, within: float, states: int = 200_000
) -> Chain:
    """Sum the chain with at most `states` waiting, in logarithms."""
    drain, leave = people / handle, 1.0 / patience
    below = np.log(rate * handle / np.arange(1, people + 1))
    queue = np.arange(1, states + 1)
    above = np.log(rate / (drain + queue * leave))
    height = np.concatenate(([0.0], np.cumsum(np.concatenate((below, above)))))
    law = np.exp(height - logsumexp(height))
    assert law[-1] < 1e-16
    waiting = np.arange(law.size) - people
    full = law[people:]
    length = float(full @ np.maximum(waiting[people:], 0))
    ahead = int(np.max(np.nonzero(full > 1e-18)[0], initial=0)) + 1
    early = _served_by(drain, leave, within, ahead)
    return Chain(
        wait_probability=float(full.sum()),
        abandonment=leave * length / rate,
        mean_wait=length / rate,
        mean_queue=length,
        occupancy=float(law @ np.minimum(np.arange(law.size), people)) / people,
        answered_within=float(law[:people].sum() + full[:ahead] @ early),
    )


def _served_by(drain: float, leave: float, within: float, most: int) -> np.ndarray:
    """P(a contact that finds i others waiting is answered within `within`), i < most."""
    ahead = np.arange(most)
    out = drain + (ahead + 1) * leave
    rates = csr_matrix(diags_array([-out, (drain + ahead * leave)[1:]], offsets=[0, -1]))
    answer = np.zeros(most)
    answer[0] = drain
    return evolve(rates, answer, within)[1]
