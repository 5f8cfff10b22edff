"""Which service level a channel is judged by."""

from __future__ import annotations

from simulator.peak.kpi.people import service_level_id
from simulator.peak.lane import DEFAULT_THRESHOLD_S
from simulator.peak.result import Result


def level_kpi(result: Result, channel: str) -> str:
    """The service level a channel is judged by: its first target's threshold, or the default."""
    for target in result.scenario.targets:
        if target.channel == channel and target.within_seconds is not None:
            return service_level_id(False, target.within_seconds)
    seconds = DEFAULT_THRESHOLD_S[channel]
    known = result.lanes.thresholds_s
    return service_level_id(False, seconds if seconds in known else known[0])
