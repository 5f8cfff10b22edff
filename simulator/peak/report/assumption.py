"""The list of assumptions: every number whose basis is assumed or not said."""

from __future__ import annotations

from collections import Counter

from scenarios.peak.written import KIND_TITLES, Written, basis_counts, written_numbers
from simulator.peak.report.facts import Facts
from simulator.peak.report.labels import title
from simulator.peak.report.part import Cell, Section, Table
from sops.language import _


def assumption_section(facts: Facts) -> Section:
    """How many numbers rest on what, the notes of the basis, and every assumed number."""
    found = written_numbers(facts.scenario)
    counts = basis_counts(facts.scenario).items()
    parts = [f"{_(KIND_TITLES[kind])} {n:,}" for kind, n in counts]
    told = (
        _("场景写明的数字：{counts}。").format(counts=_("，").join(parts)),
        _("没有写、取默认值的数字也是假设，见场景文件的说明。"),
    )
    return Section("assumptions", _("假设清单"), told, tables=(_notes(facts, found), _list(found)))


def _notes(facts: Facts, found: tuple[Written, ...]) -> Table:
    """Every entry of the basis that decides for a number."""
    counts = Counter(id(w.basis) for w in found if w.basis is not None)
    rows = tuple(
        (Cell("\n".join(b.paths)), Cell(_(KIND_TITLES[b.kind])),
         Cell(float(counts[id(b)]), "count"), Cell(title(b.note)))
        for b in facts.scenario.basis
        if counts[id(b)]
    )  # fmt: skip
    columns = (_("路径"), _("依据"), _("几个数"), _("说明"))
    note = "" if rows else _("这份场景没有写 basis。")
    return Table("basis", _("依据"), columns, rows, note)


def _list(found: tuple[Written, ...]) -> Table:
    unsure = [w for w in found if w.kind in ("assumed", "unsaid")]
    rows = tuple((Cell(w.path), Cell(f"{w.value:g}"), Cell(_(KIND_TITLES[w.kind]))) for w in unsure)
    name = _("假设和未注明的数字，逐个列出")
    return Table("assumed", name, (_("路径"), _("数值"), _("依据")), rows, folded=True)
