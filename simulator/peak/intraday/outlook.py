"""The rest of the day simulated: the same customers for every change of plan (F3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.peak.arrivals import draw_arrivals
from simulator.peak.confidence import half_width_of_mean, influence, pooled_ratio
from simulator.peak.draw import run_key
from simulator.peak.intraday.today import Today
from simulator.peak.parallel import Workers, run_all
from simulator.peak.record import ABANDONED, ABANDONED_SILENT
from simulator.peak.replication import Prepared, run_engine
from simulator.peak.staffing import Plan

Floats = NDArray[np.float64]

FIGURES = ("offered", "soon", "left", "wait_s")
REPLICATIONS = 60


@dataclass(frozen=True)
class Outlook:
    """Sums of every replication over the contacts that ask for people from now on."""

    sums: Floats
    """[replication, FIGURES]."""
    by_interval: Floats
    """[interval, FIGURES], over all replications."""

    def share(self, figure: str) -> tuple[float, float]:
        """(value, half width) of a figure per contact offered."""
        value, half = pooled_ratio(self.sums[:, FIGURES.index(figure)], self.sums[:, 0])
        return float(value), float(half)


@dataclass(frozen=True)
class Change:
    """Another plan, and a factor on what is still to come [intent]."""

    plan: Plan
    demand: Floats


def as_is(today: Today) -> Change:
    """Nothing changed."""
    return Change(today.plan, np.ones(len(today.scenario.intents)))


def look(
    today: Today, change: Change, within_s: float, seed: int = 1,
    replications: int = REPLICATIONS, workers: Workers | None = None, busy: bool = True,
) -> Outlook:  # fmt: skip
    """Simulate the day: logged contacts until now, drawn ones after. ``busy`` False: as if the day
    were a mean one from now on."""
    prepared = Prepared.of(today.scenario)
    calls = ((_one, (prepared, today, change, within_s, seed, number, busy))
             for number in range(replications))  # fmt: skip
    found = list(run_all(workers or Workers(), calls))
    return Outlook(
        np.stack([table.sum(axis=0) for table in found]), np.sum(found, axis=0)
    )  # fmt: skip


def difference(before: Outlook, after: Outlook, figure: str) -> tuple[float, float]:
    """(after − before, half width) of a figure per contact offered, replications paired."""
    at = FIGURES.index(figure)
    pulls = [influence(o.sums[:, at], o.sums[:, 0]) for o in (after, before)]
    value = after.share(figure)[0] - before.share(figure)[0]
    return value, float(half_width_of_mean(pulls[0] - pulls[1]))


def _one(
    prepared: Prepared, today: Today, change: Change, within_s: float, seed: int, number: int,
    busy: bool,
) -> Floats:  # fmt: skip
    run = run_key(seed, number)
    streams = today.streams._replace(rate=today.streams.rate * change.demand[today.streams.intent])
    days = today.scenario.clock.days
    factor = np.ones((days, len(streams.intent)))
    if busy:
        draws = today.busy.draws
        factor[:] = draws[number % len(draws)][streams.intent]
    drawn = draw_arrivals(streams, factor, run)
    rows = np.concatenate([today.so_far, drawn[drawn["time"] >= today.at_us]])
    ready = replace(prepared, arrivals=rows)
    records = run_engine("kernel", ready.staffed(change.plan, seed, number),
                         ready.draw(seed, number))  # fmt: skip
    return _counted(records.contacts, today, within_s)


def _counted(contacts: NDArray[np.void], today: Today, within_s: float) -> Floats:
    """[interval, FIGURES] of those who join a queue from now on."""
    clock = today.scenario.clock
    rows = contacts[(contacts["joined"] >= today.at_us) & (contacts["joined"] < clock.end_us)]
    until = np.where(rows["answered"] >= 0, rows["answered"], rows["ended"])
    wait = np.where(until >= 0, (until - rows["joined"]) / 1e6, 0.0)
    soon = (rows["answered"] >= 0) & (wait <= within_s)
    left = np.isin(rows["outcome"], (ABANDONED, ABANDONED_SILENT))
    place = (rows["joined"] - clock.start_us) // clock.interval_us
    values = (np.ones(len(rows)), soon, left, wait)
    return np.stack([np.bincount(place, v, clock.intervals) for v in values], axis=1)
