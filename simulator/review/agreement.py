"""Agreement on the parts of the rubric, from blind scores only (D13).

Weighted κ with quadratic weights: 1 − Σ (x − y)² / expected Σ (x − y)² were the two raters
independent. Krippendorff's α for interval data takes any number of raters, each of whom may
have scored some things only. Both are 1 for full agreement and 0 for chance, and undefined
(None) where everybody gave the same points throughout, or too few did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from statistics import fmean
from typing import NamedTuple

FEWEST = 2
"""Things in common below which no figure is given."""
_NOTHING = 1e-12


class Blind(NamedTuple):
    """What a lead gave one thing (an item of a session) without having seen any other's points:
    the share of what was possible, so that drills with more items weigh like those with few."""

    thing: str
    reviewer_id: str
    part: str
    share: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one part: between leads (`kappa`: mean over pairs of leads; `alpha`), and of the leads
    with the machine (`machine`: κ over all blind scores)."""

    part: str
    things: int
    leads: int
    kappa: float | None
    alpha: float | None
    machine: float | None


def agreement(blind: Iterable[Blind], machine: Mapping[str, float]) -> tuple[Agreement, ...]:
    """A line for each part; `machine` holds its shares by thing."""
    by_part: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for each in blind:
        by_part[each.part][each.reviewer_id][each.thing] = each.share
    return tuple(_of_part(part, by_part[part], machine) for part in sorted(by_part))


def _of_part(
    part: str, raters: Mapping[str, Mapping[str, float]], machine: Mapping[str, float]
) -> Agreement:
    things = sorted(set().union(*raters.values()))
    pairs = [
        (share, machine[thing])
        for given in raters.values()
        for thing, share in given.items()
        if thing in machine
    ]
    table = [[given.get(thing) for thing in things] for given in raters.values()]
    return Agreement(
        part, len(things), len(raters), _between(list(raters.values())), alpha(table),
        kappa(pairs),
    )  # fmt: skip


def _between(raters: Sequence[Mapping[str, float]]) -> float | None:
    found = [
        kappa([(one[thing], other[thing]) for thing in sorted(set(one) & set(other))])
        for one, other in combinations(raters, 2)
    ]
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known else None


def kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Quadratically weighted κ of two raters' points for the same things."""
    if len(pairs) < FEWEST:
        return None
    observed = sum((x - y) ** 2 for x, y in pairs) / len(pairs)
    # The mean of (x - y)² over every x with every y, without going through them all.
    ours, theirs = [x for x, _y in pairs], [y for _x, y in pairs]
    expected = _variance(ours) + _variance(theirs) + (fmean(ours) - fmean(theirs)) ** 2
    return None if expected < _NOTHING else 1 - observed / expected


def _variance(values: Sequence[float]) -> float:
    """Of all there are; `statistics.pvariance` reckons with fractions, three times as long."""
    mean = fmean(values)
    return fsum((x - mean) ** 2 for x in values) / len(values)


def alpha(table: Sequence[Sequence[float | None]]) -> float | None:
    """Krippendorff's α (interval) of raters (rows) over things (columns); None is a gap."""
    columns = [[x for x in column if x is not None] for column in zip(*table, strict=True)]
    rated = [column for column in columns if len(column) > 1]
    if len(rated) < FEWEST or len({x for column in rated for x in column}) < 2:
        return None
    # Imported here: NumPy comes with it, and most screens need neither.
    import krippendorff

    gaps = [[float("nan") if x is None else x for x in row] for row in table]
    return float(krippendorff.alpha(reliability_data=gaps, level_of_measurement="interval"))
