"""The way through an SOP for given facts (D1)."""

from __future__ import annotations

from collections.abc import Mapping

from sops.sop.condition import Value
from sops.sop.sop import Sop
from sops.sop.step import Step

MAX_STEPS = 200


def path(sop: Sop, facts: Mapping[str, Value]) -> tuple[Step, ...]:
    """The steps from the first on, taking at each the way whose guard holds.

    Ends at a step without ways, at one where no way is open, and where a step would be met
    again. Guards are asked in the order in which they are written.
    """
    steps = {step.id: step for step in sop.steps}
    walked: list[Step] = []
    here: Step | None = sop.steps[0]
    while here is not None and here not in walked and len(walked) < MAX_STEPS:
        walked.append(here)
        here = steps.get(next_step(here, facts) or "")
    return tuple(walked)


def next_step(step: Step, facts: Mapping[str, Value]) -> str | None:
    """Where the open way of `step` leads, None where none is open."""
    for way in step.then:
        if way.when is not None and way.when.holds(facts):
            return way.to
    return next((way.to for way in step.then if way.when is None), None)
