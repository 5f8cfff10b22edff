"""What a scenario's numbers rest on: how many are assumed, published, measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from sops.language import N_, _, localized
from tui.terminal.cell import wrap
from tui.terminal.screen import Screen
from tui.terminal.table import Column, table

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario

KIND_TITLES = {
    "assumed": N_("假设"),
    "published": N_("公开来源"),
    "measured": N_("实测"),
    "definition": N_("约定"),
    "unsaid": N_("未注明"),
}


_MOST_PATH = 36


def basis_counts(scenario: PeakScenario) -> dict[str, int]:
    """How many written numbers rest on each kind; the most particular entry decides."""
    from scenarios.peak.selector import steps

    patterns = [(steps(path), b.kind) for b in scenario.basis for path in b.paths]
    written = scenario.model_dump(exclude_unset=True, exclude={"basis"})
    counts: Counter[str] = Counter()
    for path in _numbers(written, ()):
        kinds = [(len(p), kind) for p, kind in patterns if _covers(p, path)]
        counts[max(kinds)[1] if kinds else "unsaid"] += 1
    return {kind: counts[kind] for kind in KIND_TITLES if counts[kind]}


def basis_line(scenario: PeakScenario) -> str:
    """One line: how many of the numbers are assumptions."""
    counts = basis_counts(scenario)
    text = _("本场景 {total} 个数字中 {assumed} 个是假设；逐条见 shapan scenario show {name}")
    total, assumed = sum(counts.values()), counts.get("assumed", 0)
    return text.format(total=f"{total:,}", assumed=f"{assumed:,}", name=scenario.name)


def basis_table(scenario: PeakScenario, screen: Screen) -> list[str]:
    """Every entry of the basis: what it covers, what kind, and the note."""
    columns = [
        Column(_("路径"), text=True, wraps=True),
        Column(_("依据"), text=True),
        Column(_("说明"), text=True, wraps=True),
    ]
    rows = [[", ".join(b.paths), _(KIND_TITLES[b.kind]), localized(b.note)] for b in scenario.basis]
    paths = max((len(line) for row in rows for line in wrap(row[0], _MOST_PATH)), default=0)
    rows = [["\n".join(wrap(row[0], paths)), *row[1:]] for row in rows]
    return table(columns, rows, screen)


def _numbers(here: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    from scenarios.peak.selector import IDENTITIES

    if isinstance(here, dict):
        for key, value in here.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(here, list | tuple):
        for index, item in enumerate(here):
            keys = [key for key in IDENTITIES if isinstance(item, dict) and key in item]
            yield from _numbers(item, (*path, str(item[keys[0]]) if keys else str(index)))
    elif isinstance(here, int | float) and not isinstance(here, bool):
        yield path


def _covers(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    head = path[: len(pattern)]
    return len(head) == len(pattern) and all(map(fnmatchcase, head, pattern))
