"""Which steps of a SOP are missed most, by type of contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.records.item_total import ItemTotal


@dataclass(frozen=True, slots=True)
class Missed:
    """A step in one type of contact: missed in `missed` of the `sessions` that needed it."""

    step: str
    sessions: int
    missed: int

    @property
    def share(self) -> float:
        """The share of sessions that missed it, 0–1."""
        return self.missed / self.sessions if self.sessions else 0.0


def missed_steps(totals: Iterable[ItemTotal], most: int = 8) -> Mapping[str, tuple[Missed, ...]]:
    """For each type of contact the steps that the largest share of sessions missed, worst first;
    types in the order of their worst step. What is missed by nobody is left out."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for total in totals:
        # Penalties (possible 0) are no steps: they are listed only where they were earned.
        if total.step and total.possible > 0:
            pair = sums[total.contact_type, total.step]
            pair[0] += total.sessions
            pair[1] += total.missed
    by_type: dict[str, list[Missed]] = defaultdict(list)
    for (contact_type, step), (sessions, missed) in sums.items():
        if missed:
            by_type[contact_type].append(Missed(step, sessions, missed))
    ranked = {
        name: tuple(sorted(found, key=lambda each: (-each.share, -each.missed, each.step))[:most])
        for name, found in by_type.items()
    }
    return dict(sorted(ranked.items(), key=lambda pair: (-pair[1][0].share, pair[0])))
