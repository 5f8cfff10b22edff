"""Trying plans: what the targets' numerators and denominators become, over processes, on common
random numbers. Workers keep who arrives, so that a further plan meets the same customers at once
(F3)."""

from __future__ import annotations

import pickle
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.peak.parallel import Workers, run_all
from simulator.peak.replication import Prepared, run_engine
from simulator.peak.sizing.relevant import relevant
from simulator.peak.sizing.slack import Floats, Requirement
from simulator.peak.staffing import Plan
from simulator.peak.tally import tally_people

_KEPT: OrderedDict[tuple[str, int, int], NDArray[np.void]] = OrderedDict()
_MOST_KEPT = 64


@dataclass(frozen=True)
class Bench:
    """What every trial of a sizing has in common."""

    prepared: Prepared
    requirements: tuple[Requirement, ...]
    seed: int
    token: str
    """Names this sizing in the workers' memory."""
    workers: Workers
    path: str | None = None
    """Where a pickled copy lies that workers on this machine read once, instead of being sent one
    with every call."""

    def reference(self) -> Reference:
        """How a call names this bench to a worker."""
        return self.token, self.path, None if self.path else self


Reference = tuple[str, str | None, "Bench | None"]

_BENCHES: dict[str, Bench] = {}


def bench_of(reference: Reference) -> Bench:
    """The bench that a call names; read once per process."""
    token, path, bench = reference
    if bench is not None:
        return bench
    if token not in _BENCHES:
        assert path is not None
        _BENCHES.clear()
        _BENCHES[token] = pickle.loads(Path(path).read_bytes())
    return _BENCHES[token]


@contextmanager
def kept(bench: Bench) -> Iterator[Bench]:
    """The bench with a copy on disk for other processes, as long as the context lasts."""
    if bench.workers.backend != "loky" or bench.workers.count == 1:
        yield bench
        return
    with tempfile.TemporaryDirectory(prefix="shapan-") as folder:
        path = Path(folder) / "bench"
        path.write_bytes(pickle.dumps(bench))
        yield replace(bench, path=str(path))


@dataclass(frozen=True)
class Parts:
    """Numerators and denominators: [target, replication, interval]."""

    numerator: Floats
    denominator: Floats

    def slack(self, bench: Bench, t: int, margin: float = 0.0) -> Floats:
        """[replication, cell] of target ``t``."""
        r = bench.requirements[t]
        return r.slack(r.by_cell(self.numerator[t]), r.by_cell(self.denominator[t]), margin)


def arrivals_of(bench: Bench, replication: int) -> NDArray[np.void]:
    """Who arrives in a replication and may meet people; drawn once per process."""
    key = (bench.token, bench.seed, replication)
    if key not in _KEPT:
        everybody = bench.prepared.draw(bench.seed, replication)
        _KEPT[key] = relevant(bench.prepared.floor, everybody)
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return _KEPT[key]


def run_plan(bench: Bench, plan: Plan, replication: int) -> tuple[Floats, Floats]:
    """[target, interval] numerator and denominator of one replication."""
    floor = bench.prepared.staffed(plan, bench.seed, replication)
    records = run_engine("kernel", floor, arrivals_of(bench, replication))
    people = tally_people(bench.prepared.scenario, bench.prepared.lanes, records)
    parts = [r.parts(people) for r in bench.requirements]
    return np.array([n for n, _ in parts]), np.array([d for _, d in parts])


def _run_some(
    reference: Reference, plan: Plan, replications: Sequence[int]
) -> tuple[Floats, Floats]:
    bench = bench_of(reference)
    results = [run_plan(bench, plan, r) for r in replications]
    return np.stack([n for n, _ in results], 1), np.stack([d for _, d in results], 1)


def try_plans(bench: Bench, plans: Sequence[Plan], replications: Sequence[int]) -> list[Parts]:
    """Run each plan on each replication, spread over the workers; same replication, same worker
    as far as possible."""
    share = max(1, -(-len(replications) // bench.workers.count))
    chunks = [replications[i : i + share] for i in range(0, len(replications), share)]
    calls = ((_run_some, (bench.reference(), plan, chunk)) for plan in plans for chunk in chunks)
    done = list(run_all(bench.workers, calls))
    results = []
    for p in range(len(plans)):
        mine = done[p * len(chunks) : (p + 1) * len(chunks)]
        results.append(
            Parts(
                np.concatenate([n for n, _ in mine], axis=1),
                np.concatenate([d for _, d in mine], axis=1),
            )
        )
    return results
