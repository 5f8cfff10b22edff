"""Learning from one step of the search to the next (2.6)."""

from __future__ import annotations

import numpy as np

from simulator.peak.sizing.effects import Effects
from simulator.peak.sizing.slack import Floats
from simulator.peak.staffing import Plan


class Lesson:
    """What the steps of one search have taught about effects."""

    def __init__(self) -> None:
        self._effects: Effects | None = None
        self._fine = 0
        self._worth: list[Floats] | None = None
        self._before: tuple[Effects, Plan, list[Floats]] | None = None

    def coarse(self, seen: Effects) -> Effects:
        """Effects for a coarse step: what is measured now, not much below what was before."""
        self._effects = seen if self._effects is None else seen.beside(self._effects, _FADES)
        return self._effects

    def fine(self, seen: Effects) -> Effects:
        """Effects for a fine step: the mean of all measured at fine steps, as plans change
        little."""
        self._fine += 1
        if self._effects is not None and self._fine > 1:
            seen = self._effects.mixed(seen, 1.0 / self._fine)
        self._effects = seen
        return seen

    def corrected(
        self, effects: Effects, plan: Plan, tight: list[Floats], luck: list[Floats]
    ) -> Effects:
        """``effects`` times what those of the step before were worth, from the slack ``tight``
        [cell] that ``plan`` turned out to have. Promises within ``luck`` teach nothing."""
        if self._worth is None:
            self._worth = [np.ones(len(t)) for t in tight]
        if self._before is not None:
            earlier, start, was = self._before
            moved = (plan - start).astype(float)
            for t, worth in enumerate(self._worth):
                promised = np.einsum("gic,gi->c", earlier.by_cell[t], moved)
                told = np.abs(promised) > luck[t] + 1e-9
                seen = np.where(told, (tight[t] - was[t]) / np.where(told, promised, 1.0), 1.0)
                worth *= np.clip(seen, *_LEARNT_AT_ONCE)
                np.clip(worth, *_LEARNT_IN_ALL, out=worth)
        self._before = effects, plan, tight
        scaled = [e * w for e, w in zip(effects.by_cell, self._worth, strict=True)]
        return Effects(scaled, effects.luck)


_LEARNT_AT_ONCE, _LEARNT_IN_ALL = (0.5, 1.6), (0.2, 3.0)
_FADES = 0.6
"""What an effect measured before counts, where less is measured now: effects grow quickly where
people get scarce, and a step should not be planned on what they were in plenty."""
