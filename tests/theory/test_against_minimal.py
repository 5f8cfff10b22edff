"""The library's `minimal` scenario, as shipped, against the figures of the textbook."""

import numpy as np
from judge import score

from scenarios.peak.load import load
from simulator.peak import simulate
from simulator.peak.erlang import erlang_a
from simulator.peak.tally_columns import P

RUNS = 120
WARM = 4
"""Intervals that are left out: the floor opens empty."""


def _interval(part, whole):
    """Ratio of sums and the half-width of its 95 % interval."""
    ratio = part.sum() / whole.sum()
    spread = (part - ratio * whole).std(ddof=1)
    return ratio, 1.98 * spread / np.sqrt(part.size) / whole.mean()


def test_minimal_is_erlang_a():
    """100 people at 100 % load with 300 s of patience: the four figures agree."""
    result = simulate(load("minimal"), seed=1, replications=RUNS)
    people = result.people[:, WARM:-1, 0].sum(axis=1).astype(float)
    time = result.group_time[:, WARM:, 0]
    offered = people[:, P["offered"]]
    soon = people[:, P[f"answered_within_{result.lanes.thresholds_s.index(20.0)}"]]
    theory = erlang_a(100, 1 / 3, 300.0, 300.0, 20.0)
    on_duty = time["on_duty"].sum(axis=1) / 1e6
    figures = {
        "service level": (soon, offered, theory.service_level),
        "abandonment": (people[:, P["abandoned"]], offered, theory.abandonment),
        "mean wait, s": (people[:, P["wait_us"]] / 1e6, offered, theory.mean_wait_s),
        "occupancy": (time["busy"].sum(axis=1) / 1e6, on_duty, theory.occupancy),
    }
    print(f"{offered.sum():.0f} calls")
    for name, (part, whole, truth) in figures.items():
        ratio, half = _interval(part, whole)
        print(f"{name}: {ratio:.5f} ± {half:.5f}, formula {float(truth):.5f}")
        # Four figures of the same runs: a joint error of about 0.001.
        assert abs(score(part, whole, float(truth))) < 3.5
