"""Every number that a scenario writes down, and what it rests on."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from scenarios.peak.basis import Basis
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.selector import IDENTITIES, steps
from sops.language import N_

KIND_TITLES = {
    "assumed": N_("假设"),
    "published": N_("公开来源"),
    "measured": N_("实测"),
    "definition": N_("约定"),
    "unsaid": N_("未注明"),
}
"""What a number may rest on."""


class Written(NamedTuple):
    """A number and its basis; None where no entry of the basis covers it."""

    path: str
    value: float
    basis: Basis | None

    @property
    def kind(self) -> str:
        """The kind of its basis, or ``unsaid``."""
        return "unsaid" if self.basis is None else self.basis.kind


def written_numbers(scenario: PeakScenario) -> tuple[Written, ...]:
    """In the order of the scenario. The most particular entry of the basis decides, the later in
    case of a tie; defaults that nobody wrote down are not among them."""
    patterns = [(steps(path), b) for b in scenario.basis for path in b.paths]
    written = scenario.model_dump(exclude_unset=True, exclude={"basis"})
    found = []
    for path, value in _numbers(written, ()):
        covering = [(len(p), n) for n, (p, _b) in enumerate(patterns) if _covers(p, path)]
        basis = patterns[max(covering)[1]][1] if covering else None
        found.append(Written(".".join(path), value, basis))
    return tuple(found)


def basis_counts(scenario: PeakScenario) -> dict[str, int]:
    """How many written numbers rest on each kind; kinds without any are left out."""
    counts = Counter(each.kind for each in written_numbers(scenario))
    return {kind: counts[kind] for kind in KIND_TITLES if counts[kind]}


def fingerprint(scenario: PeakScenario) -> str:
    """SHA-256 of everything a scenario says, defaults included: whatever file it came from, the
    same hash means the same scenario."""
    plain = scenario.model_dump(mode="json")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _numbers(here: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(here, dict):
        for key, value in here.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(here, list | tuple):
        for index, item in enumerate(here):
            keys = [key for key in IDENTITIES if isinstance(item, dict) and key in item]
            yield from _numbers(item, (*path, str(item[keys[0]]) if keys else str(index)))
    elif isinstance(here, int | float) and not isinstance(here, bool):
        yield path, here


def _covers(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    head = path[: len(pattern)]
    return len(head) == len(pattern) and all(map(fnmatchcase, head, pattern))
