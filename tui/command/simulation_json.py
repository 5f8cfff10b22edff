"""The JSON of `shapan simulate`; its keys are documented in docs/reference/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.command.run_note import version

if TYPE_CHECKING:
    from simulator.peak import Result


def simulation_json(result: Result) -> dict[str, Any]:
    """The summary of a result, its version and its funnel."""
    from simulator.peak.kpi.funnel import funnel_counts
    from simulator.peak.summary import summary

    steps = {f"{key}_count": count for key, count in funnel_counts(result).items()}
    return {"version": version(), **summary(result), "funnel": steps}
