"""What a list of scenarios says about each, and what a scenario expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sops.language import _, localized
from sops.problem import Problems, printable

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario


def listed(name: str) -> dict[str, Any]:
    """One line of the list, and what is said below it; `wrong` where it does not load."""
    from scenarios.peak.library import find_peak
    from scenarios.peak.load import load
    from sops.library_folder import user_folder

    path = find_peak(name)
    own = path.is_relative_to(user_folder())
    found: dict[str, Any] = {"name": name, "own": own, "file": printable(path, 400)}
    try:
        scenario = load(name)
    except Problems as wrong:
        told = [str(problem) for problem in wrong.problems]
        return {**found, "title": "", "start": "", "hours": "", "groups": 0, "note": "",
                "targets": 0, "told": "", "wrong": told}  # fmt: skip
    clock = scenario.clock
    return {
        **found, "title": localized(scenario.title), "start": f"{clock.start:%m-%d %H:%M}",
        "hours": f"{clock.minutes / 60:g}", "groups": len(scenario.groups),
        "targets": len(scenario.targets), "told": expected(scenario),
        "note": localized(scenario.note) if scenario.note else "", "wrong": [],
    }  # fmt: skip


def expected(scenario: PeakScenario) -> str:
    """How many contacts are expected, how many people at most stand ready."""
    from simulator.peak.staffing import planned_people
    from tui.command.volume import volume_of
    from tui.terminal.number import whole

    people = int(planned_people(scenario).sum(axis=0).max(initial=0))
    told = _("期望首次进线 {n}；现有人数最多 {people}")
    total = volume_of(scenario).total.total
    return told.format(n=whole(total), people=whole(people))
