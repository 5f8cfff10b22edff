"""Whether a told fact is true in the case (D7)."""

from __future__ import annotations

from typing import Any

from scenarios.drill.case import Case


def is_true(case: Case, name: str, told: Any) -> bool:
    """Whether `told` (as the log keeps it) is the case's value of a fact.

    A fact that the case says nothing of cannot be told truly. A fact of type text counts as
    true when it is told: its cues say what it is.
    """
    from simulator.drill.understanding.fact import same_value

    if name not in case.facts:
        return False
    fact = case.sop.fact(name)
    if fact.type == "text":
        return True
    return same_value(fact.type, told, case.facts[name], fact.tolerance, case.now)
