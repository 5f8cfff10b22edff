"""How a case stands: the end state of the back office, and whether the reason was told (D2, D7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.drill.case import Case
from scenarios.drill.solution import EndState, Expectation
from simulator.drill.office.state import OfficeState, Row
from simulator.drill.scoring.truth import is_true

NEVER_COUNTS = frozenset({"identity"})
NO_HARM = frozenset({"tickets"})
"""A ticket too many is no harm, unless an expectation forbids it."""


@dataclass(frozen=True)
class Standing:
    """The best of the accepted ends.

    `share`: expectations met, less those that held from the start; `unmet` and `unexpected`
    name tables. `reasoned`: in a refusal drill, the true reasons have been told. `name` and
    `title` are those of the end.
    """

    share: float
    met: bool
    reasoned: bool
    name: str
    title: str
    unmet: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def solved(self) -> bool:
        """Whether an accepted end is reached, for a refusal with its reason told."""
        return self.met and self.reasoned


def standing(case: Case, office: OfficeState, told: Mapping[str, Any]) -> Standing:
    """Where the case stands with these rows and these facts told (fact → last value)."""
    best = max(
        (_against(case, office, end) for end in case.drill.accepted),
        key=lambda found: (found[1], found[0], -len(found[3])),
    )
    share, met, unmet, unexpected, end = best
    return Standing(
        share, met, reason_told(case, told), end.name, case.end_title(end), tuple(unmet),
        tuple(unexpected),
    )  # fmt: skip


def reasons(case: Case) -> tuple[str, ...]:
    """The facts without which nothing is solved: the reasons of a refusal, or, where there is
    nothing to do in the back office, all that has to be told."""
    if case.drill.refusal:
        return tuple(name for step in case.path if step.refuses for name in step.tells)
    if any(end.expect for end in case.drill.accepted):
        return ()
    return tuple(name for step in case.path if not step.optional for name in step.tells)


def reason_told(case: Case, told: Mapping[str, Any]) -> bool:
    """Whether all of these have been told, and true; never where there is nothing to do or tell
    (such a drill is refused by its check, D7)."""
    needed = reasons(case)
    idle = not needed and not any(end.expect for end in case.drill.accepted)
    return not idle and all(name in told and is_true(case, name, told[name]) for name in needed)


def _against(
    case: Case, office: OfficeState, end: EndState
) -> tuple[float, bool, list[str], list[str], EndState]:
    now, before = office.tables, office.before["tables"]
    unmet = [e.table for e in end.expect if not _holds(case, e, now, office.account)]
    already = [e for e in end.expect if _holds(case, e, before, office.before["account"])]
    unexpected = _unexpected(case, office, end)
    total = len(end.expect) - (0 if case.drill.refusal else len(already))
    gained = len(end.expect) - len(unmet) - (0 if case.drill.refusal else len(already))
    share = 1.0 if total <= 0 and not unmet else max(0.0, gained / max(1, total))
    if unexpected:
        share *= 0.5 ** len(unexpected)
    return share, not unmet and not unexpected, unmet, unexpected, end


def _holds(
    case: Case, expected: Expectation, tables: Mapping[str, list[Row]], account: Row
) -> bool:
    rows = [account] if expected.table == "account" else tables.get(expected.table, [])
    return sum(_matches(case, expected, row) for row in rows) == expected.count


def _matches(case: Case, expected: Expectation, row: Row) -> bool:
    wanted = {**expected.where, **expected.fields}
    return all(_fits(row.get(key), case.fill(value)) for key, value in wanted.items())


def _fits(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return bool(value == wanted)
    if "in" in wanted:
        return value in wanted["in"]
    if value is None:
        return False
    return bool(
        ("at_most" not in wanted or value <= wanted["at_most"])
        and ("at_least" not in wanted or value >= wanted["at_least"])
    )


def _unexpected(case: Case, office: OfficeState, end: EndState) -> list[str]:
    found = []
    free = {*end.may_change, *NEVER_COUNTS}
    for table, rows in office.tables.items():
        if table in free:
            continue
        wanted = [e for e in end.expect if e.table == table]
        changed = [row for row in rows if row not in office.before["tables"][table]]
        strange = [row for row in changed if not any(_matches(case, e, row) for e in wanted)]
        if strange and (table not in NO_HARM or any(e.count == 0 for e in wanted)):
            found.append(table)
    touched = office.account != office.before["account"] and "account" not in free
    if touched and not any(e.table == "account" for e in end.expect):
        found.append("account")
    return found
