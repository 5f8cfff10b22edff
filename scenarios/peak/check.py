"""What no single field can tell: a scenario whose parts do not fit together is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scenarios.peak.check_basis import check_basis
from scenarios.peak.check_bots import check_bots
from scenarios.peak.check_demand import check_demand
from scenarios.peak.check_names import check_names
from scenarios.peak.check_queues import check_queues
from scenarios.peak.check_reach import check_reach
from scenarios.peak.check_staff import check_staff
from scenarios.peak.check_targets import check_targets
from scenarios.peak.finding import Finding
from scenarios.peak.scenario import PeakScenario

_CHECKS: tuple[Callable[[PeakScenario], Iterator[Finding]], ...] = (
    check_demand,
    check_queues,
    check_reach,
    check_bots,
    check_staff,
    check_targets,
    check_basis,
)

_NEED_NAMES = (check_reach,)


def check(scenario: PeakScenario) -> tuple[Finding, ...]:
    """Every mistake in how the scenario's parts refer to and fit each other; empty if none.

    Names come first: while a reference is dangling, what depends on it is not judged twice.
    """
    names = tuple(check_names(scenario))
    looks = [look for look in _CHECKS if not (names and look in _NEED_NAMES)]
    found = [*names, *(finding for look in looks for finding in look(scenario))]
    return tuple(dict.fromkeys(found))
