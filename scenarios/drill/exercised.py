"""Which steps of an SOP the drills of the library walk."""

from __future__ import annotations

from scenarios.drill.case import case_of
from scenarios.drill.load import drill_names, load_drill
from sops.problem import Problems
from sops.sop.sop import Sop

SEEDS = (1, 2, 3)


def exercised_steps(sop: Sop) -> set[str]:
    """Steps on the way of some drill of this SOP, for a few seeds; broken drills count for none."""
    found: set[str] = set()
    for name in drill_names():
        try:
            drill, of = load_drill(name)
        except Problems:
            continue
        if of.id == sop.id:
            for seed in SEEDS:
                found |= {step.id for step in case_of(drill, of, seed).path}
    return found
