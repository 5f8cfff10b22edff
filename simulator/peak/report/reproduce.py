"""How to get the same report again."""

from __future__ import annotations

import platform

from scenarios.peak.written import fingerprint
from simulator.peak.report.facts import Facts
from simulator.peak.report.part import Cell, Section, Table
from sops.language import _


def reproduce_section(facts: Facts) -> Section:
    """Scenario and its hash, seed, replications, versions, command, files."""
    result = facts.result
    rows = [
        (_("场景"), facts.scenario.name),
        (_("场景指纹（SHA-256，含默认值和改动）"), fingerprint(facts.scenario)),
        (_("种子"), str(result.seed)),
        (_("推演次数"), str(result.replications)),
        (_("第一次的编号"), str(result.first_replication)),
        (_("引擎"), result.engine),
        (_("下班规则"), result.shift_end),
        (_("沙盘版本"), facts.version),
        (_("Python 版本"), platform.python_version()),
        (_("命令"), facts.command),
    ]
    if facts.sized is not None:
        rows.insert(6, (_("算人数用的推演次数"), str(facts.sized.replications)))
        rows.insert(7, (_("验证人数用的推演次数"), str(facts.sized.verified_on)))
    rows += [(_("文件 {name} 的 SHA-256").format(name=name), mark) for name, mark in facts.files]
    cells = tuple((Cell(what), Cell(value)) for what, value in rows)
    table = Table("reproduce", _("怎样重做"), (_("项目"), _("值")), cells)
    told = _("同样的场景、种子、次数和版本，得到同样的数字，不论几个进程。报告里不写时间。")
    return Section("reproduce", _("怎样重做"), (told,), tables=(table,))
