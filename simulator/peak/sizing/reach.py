"""Whether a missed target is out of everybody's reach (2.6).

A customer's patience and the work itself bound what people can do: nobody replies faster than a
reply takes, or keeps a customer who leaves before it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.peak.sizing.sized import Check
from simulator.peak.sizing.start import plenty
from simulator.peak.sizing.verify import check
from simulator.peak.staffing import Plan

if TYPE_CHECKING:
    from simulator.peak.sizing.search import Search


def with_plenty(
    search: Search, plan: Plan, checks: tuple[Check, ...], fresh: list[int]
) -> tuple[Check, ...]:
    """The checks of ``plan``, those of missed targets with what people in plenty do on as many of
    the fresh replications as the search used."""
    if all(bool(c.reached.all()) for c in checks):
        return checks
    most = np.minimum(search.ceiling, plenty(search.bench.prepared)[None, :])
    parts = search.run(np.maximum(plan, most), fresh[: len(search.numbers)], "verify")
    at_most = check(search.bench, parts, np.zeros(len(checks)))
    return tuple(
        c if c.reached.all() else replace(c, plenty=p) for c, p in zip(checks, at_most, strict=True)
    )
