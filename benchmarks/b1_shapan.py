"""B1 in Shapan's own engine.

The day is written as a scenario in memory. The timed part is the public call, from the loaded
scenario to the result with its records: rates, arrivals, the floor, the event loop, the sums.
"""

from __future__ import annotations

import time
from functools import cache

from benchmarks.b1_model import Day, Outcome
from scenarios.peak.scenario import PeakScenario
from simulator.peak.record import ABANDONED
from simulator.peak.simulation import simulate
from simulator.peak.warm import compile_all

DRAIN_MINUTES = 720
"""Far longer than the last customer needs: the other implementations run until all are gone."""


@cache
def scenario_of(day: Day) -> PeakScenario:
    """The day as a checked scenario: one intent, one phone queue, one group."""
    name = {"zh": "一天", "en": "A day"}
    data = {
        "kind": "peak",
        "name": "b1",
        "title": name,
        "clock": {
            "start": "2025-11-11T00:00",
            "end": "2025-11-12T00:00",
            "interval_minutes": 30,
            "drain_minutes": DRAIN_MINUTES,
        },
        "shops": [{"name": "shop", "title": name, "platform": "own"}],
        "tiers": [{"name": "regular", "title": name}],
        "intents": [
            {
                "name": "call",
                "title": name,
                "channels": {"phone": 1},
                "phone": {"talk": {"law": "exponential", "mean_seconds": day.handle_mean_s}},
                "resolved_by_person": 1.0,
            }
        ],
        "channels": {
            "phone": {"patience": {"law": "exponential", "mean_seconds": day.patience_mean_s}}
        },
        "demand": {
            "profiles": {"day": list(day.per_minute)},
            "direct": [
                {
                    "name": "calls",
                    "contacts_per_day": day.expected_contacts,
                    "profile": "day",
                    "mix": {"call": 1},
                }
            ],
        },
        "queues": [
            {"name": "phone", "title": name, "channel": "phone", "groups": [{"group": "agents"}]}
        ],
        "groups": [{"name": "agents", "title": name, "people_per_interval": list(day.staff)}],
        "floor": {"shift_end": "first_free"},
    }
    return PeakScenario.model_validate(data)


def run_shapan(day: Day, seed: int) -> Outcome:
    """Simulates one day through the public interface of `simulator.peak`."""
    compile_all()
    scenario = scenario_of(day)
    started = time.process_time()
    result = simulate(scenario, seed=seed, replications=1, keep_records=True)
    cpu_s = time.process_time() - started
    records = result.contacts
    abandoned = records["outcome"] == ABANDONED
    waited_us = records["answered"] - records["joined"]
    answered = records["answered"] >= 0
    waited_us[~answered] = (records["ended"] - records["joined"])[~answered]
    within = answered & (waited_us <= day.answer_target_s * 1e6)
    return Outcome(
        contacts=len(records),
        abandoned=int(abandoned.sum()),
        answered_within_20s=int(within.sum()),
        mean_wait_s=float(waited_us.mean()) / 1e6,
        cpu_s=cpu_s,
    )
