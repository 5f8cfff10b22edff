"""Putting a report together."""

from __future__ import annotations

from simulator.peak.kpi import measure
from simulator.peak.report.assumption import assumption_section
from simulator.peak.report.demand import demand_section
from simulator.peak.report.facts import Facts
from simulator.peak.report.figure import figure
from simulator.peak.report.labels import half_cell, measured_cell, moments, title
from simulator.peak.report.money import money_section, total_yuan
from simulator.peak.report.named import roster_section
from simulator.peak.report.part import Cell, Headline, Report
from simulator.peak.report.people import people_section
from simulator.peak.report.reproduce import reproduce_section
from simulator.peak.report.risk import risk_section
from simulator.peak.report.robot import bots_section
from simulator.peak.report.service import funnel_section, kpi_section, target_section
from simulator.peak.report.staff import hiring_section
from simulator.peak.target import verdicts
from sops.language import _, current_language


def report(facts: Facts) -> Report:
    """The report in the current language."""
    sections = [
        target_section(facts), demand_section(facts), people_section(facts), kpi_section(facts),
        funnel_section(facts), money_section(facts), risk_section(facts),
        assumption_section(facts), reproduce_section(facts),
    ]  # fmt: skip
    after_people = sections.index(next(s for s in sections if s.key == "kpis"))
    asked = []
    if facts.roster is not None:
        asked.append(roster_section(facts.roster))
    if facts.hiring is not None:
        asked.append(hiring_section(facts, facts.hiring))
    if facts.bots is not None:
        asked.append(bots_section(facts.bots))
    sections[after_people:after_people] = asked
    clock = facts.scenario.clock
    span = _("{start} 至 {end}，每格 {n} 分钟").format(
        start=f"{clock.start:%Y-%m-%d %H:%M}", end=f"{clock.end:%Y-%m-%d %H:%M}",
        n=clock.interval_minutes,
    )  # fmt: skip
    name = title(facts.scenario.title)
    return Report(current_language(), name, span, headlines(facts), tuple(sections))


def headlines(facts: Facts) -> tuple[Headline, ...]:
    """The few figures that the meeting is about."""
    labels = moments(facts.scenario.clock)
    people = facts.there.sum(axis=0)
    found = verdicts(facts.result)
    held = sum(v.holds for v in found)
    told = _("达到 {held}/{n}").format(n=len(found), held=held) if found else _("没有写")
    missed = [title(v.target.title) for v in found if not v.holds]
    named = _("没达到：{names}").format(names=_("、").join(missed[:2])) if missed else ""
    if len(missed) > 2:
        named += _(" 等")
    lost = measure(facts.result, "abandonment")
    return (
        Headline(_("最忙时的人数"), Cell(float(people.max(initial=0)), "people"),
                 labels[int(people.argmax())]),
        Headline(_("人时"), Cell(float(facts.hours.sum()), "hours"),
                 _("在编，含损耗和缺勤")),
        _cost(facts),
        Headline(_("放弃率"), measured_cell(lost), figure(half_cell(lost))),
        Headline(_("目标"), Cell(told), named, held == len(found) if found else None),
    )  # fmt: skip


def _cost(facts: Facts) -> Headline:
    """With shifts what they are really paid, else hours at their plain rate."""
    total = total_yuan(facts)
    if total is None:
        cost = measure(facts.result, "total_cost")
        return Headline(_("总费用"), measured_cell(cost), figure(half_cell(cost)))
    beside = _("工资含加价，另加机器人")
    return Headline(_("总费用"), Cell(total, "yuan"), beside)
