"""Agreement on the items of the rubric, from blind scores only (D13).

Weighted κ with quadratic weights: 1 − Σ (x − y)² / expected Σ (x − y)² were the two raters
independent. Krippendorff's α for interval data takes any number of raters, each of whom may
have scored some sessions only. Both are 1 for full agreement and 0 for chance, and undefined
(None) where everybody gave the same points throughout, or too few did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

FEWEST = 2
"""Sessions in common below which no figure is given."""


@dataclass(frozen=True, slots=True)
class Blind:
    """Points that a lead gave an item of a session without having seen any other's."""

    session_id: str
    reviewer_id: str
    item: str
    points: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one item: between leads (`kappa`: mean over pairs of leads; `alpha`), and of the leads
    with the machine (`machine`: κ over all blind scores)."""

    item: str
    sessions: int
    leads: int
    kappa: float | None
    alpha: float | None
    machine: float | None


def agreement(
    blind: Iterable[Blind], machine: Mapping[tuple[str, str], float]
) -> tuple[Agreement, ...]:
    """A line for each item; `machine` holds its points by session and item."""
    by_item: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for each in blind:
        by_item[each.item][each.reviewer_id][each.session_id] = each.points
    return tuple(_of_item(item, by_item[item], machine) for item in sorted(by_item))


def _of_item(
    item: str, raters: Mapping[str, Mapping[str, float]], machine: Mapping[tuple[str, str], float]
) -> Agreement:
    sessions = sorted(set().union(*raters.values()))
    pairs = [
        (points, machine[session, item])
        for given in raters.values()
        for session, points in given.items()
        if (session, item) in machine
    ]
    table = [[given.get(session) for session in sessions] for given in raters.values()]
    return Agreement(
        item, len(sessions), len(raters), _between(list(raters.values())), alpha(table),
        kappa(pairs),
    )  # fmt: skip


def _between(raters: Sequence[Mapping[str, float]]) -> float | None:
    found = [
        kappa([(one[session], other[session]) for session in sorted(set(one) & set(other))])
        for one, other in combinations(raters, 2)
    ]
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known else None


def kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Quadratically weighted κ of two raters' points for the same things."""
    if len(pairs) < FEWEST:
        return None
    observed = sum((x - y) ** 2 for x, y in pairs) / len(pairs)
    expected = sum((x - y) ** 2 for x, _ in pairs for _, y in pairs) / len(pairs) ** 2
    return None if expected == 0 else 1 - observed / expected


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
