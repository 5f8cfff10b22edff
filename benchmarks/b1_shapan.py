"""B1 in Shapan's own engine."""

from __future__ import annotations

from benchmarks.b1_model import Day, Outcome


def run_shapan(day: Day, seed: int) -> Outcome:
    """Simulates one day through the public interface of `simulator.peak`.

    Raises NotImplementedError as long as the engine is not connected to this benchmark.
    """
    raise NotImplementedError(
        "benchmarks/b1_shapan.py: the engine is not connected to B1 yet; "
        "run the baselines alone with --engines simpy_processes,simpy_callbacks,ciw"
    )
