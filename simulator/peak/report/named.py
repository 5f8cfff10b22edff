"""Names on shifts: what the roster fills, what it does not and why, and how fair it is."""

from __future__ import annotations

import numpy as np

from simulator.peak.report.figure import figure
from simulator.peak.report.labels import title
from simulator.peak.report.part import Cell, Chart, Line, Section, Table
from simulator.peak.roster.fairness import burdens
from simulator.peak.roster.reason import why_text
from simulator.peak.roster.rostered import Roster
from sops.language import _
from sops.problem import printable


def roster_section(roster: Roster) -> Section:
    """Days, what is missing, fairness."""
    told = [
        _("{people} 个人，{places} 人次排上 {filled}；用工规则“{labour}”，一条不破。").format(
            people=f"{len(roster.people):,}", places=f"{roster.places:,}",
            filled=f"{roster.filled:,}", labour=title(roster.world.labour.title),
        )
    ]  # fmt: skip
    if roster.filled < roster.places:
        text = _("还缺 {n} 人次；无论怎样排，至少缺 {least}（按谁哪天能来、每周休一天算）。")
        told.append(text.format(n=roster.places - roster.filled, least=roster.at_least_unfilled))
    tables = (_days(roster), _unfilled(roster), _fairness(roster))
    return Section("roster", _("排班表"), tuple(told), (_chart(roster),), tables=tables)


def _by_day(roster: Roster) -> list[tuple[str, int, int, float]]:
    """(date, places, filled, hours) of each day."""
    world, found = roster.world, []
    for d in range(world.days):
        mine = roster.given[:, d]
        wanted = sum(s.people for s, at in zip(world.slots, world.day, strict=True) if at == d)
        hours = float(world.work[mine[mine >= 0]].sum())
        found.append((f"{roster.date(d):%m-%d}", wanted, int((mine >= 0).sum()), hours))
    return found


def _chart(roster: Roster) -> Chart:
    days = _by_day(roster)
    lines = (
        Line(_("排上"), tuple(float(d[2]) for d in days), "bar", stack="places"),
        Line(_("缺"), tuple(float(d[1] - d[2]) for d in days), "bar", stack="places"),
    )
    return Chart(
        "roster", _("每天排上和缺的人次"), tuple(d[0] for d in days), lines, ("people",), ""
    )


def _days(roster: Roster) -> Table:
    people = len(roster.people)
    rows = tuple(
        (Cell(day), Cell(float(wanted), "people"), Cell(float(here), "people"),
         Cell(float(wanted - here), "people"), Cell(hours, "hours"),
         Cell(float(people - here), "people"))
        for day, wanted, here, hours in _by_day(roster)
    )  # fmt: skip
    alert = frozenset(i for i, row in enumerate(rows) if row[3].value)
    columns = (_("日期"), _("要"), _("排上"), _("缺"), _("工时"), _("休息的人"))
    return Table("roster-day", _("每天"), columns, rows, alert=alert)


def _unfilled(roster: Roster) -> Table:
    ranked = sorted(roster.unfilled, key=lambda u: (-u.missing, u.slot))
    rows = tuple(
        (Cell(f"{roster.slots[u.slot].start:%m-%d %H:%M}"),
         Cell(printable(roster.slots[u.slot].group)), Cell(printable(roster.slots[u.slot].shift)),
         Cell(float(u.missing), "people"), Cell(why_text(u)))
        for u in ranked
    )  # fmt: skip
    columns = (_("开始"), _("班组"), _("班次"), _("缺"), _("会这个班组的人为什么不能来"))
    note = "" if rows else _("全部排满")
    return Table("roster-unfilled", _("没排满的班次"), columns, rows, note, folded=len(rows) > 20)


def _fairness(roster: Roster) -> Table:
    rows = []
    for name, mine in burdens(roster):
        figures = (mine.min(), float(np.median(mine)), mine.mean(), mine.max(), mine.std())
        rows.append(
            (Cell(name), Cell(float(mine.size), "people"),
             *(Cell(float(v), "points") for v in figures))
        )  # fmt: skip
    columns = (_("每人"), _("人数"), _("最少"), _("中间"), _("平均"), _("最多"), _("标准差"))
    first, last = roster.date(0), roster.date(roster.world.days - 1)
    wished = sum(first <= day <= last for p in roster.people for day in p.wish_off)
    note = _("只算能上的人")
    if wished:
        kept = wished - len(roster.broken_wishes)
        text = _("想休的 {all} 天，休成 {kept}（{share}）")
        share = figure(Cell(kept / wished, "share"))
        note += _("；") + text.format(all=wished, kept=kept, share=share)
    return Table("roster-fair", _("公平"), columns, tuple(rows), note)
