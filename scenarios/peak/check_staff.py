"""Groups and their staffing fit the clock, the queues and the rule of the shift's end (F12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date as Date

from scenarios.peak.check_demand import outside
from scenarios.peak.finding import Finding, references
from scenarios.peak.group import Group, Shift, StaffStep
from scenarios.peak.scenario import PeakScenario
from sops.language import _

MAX_AGENTS = 20_000
DAY_MINUTES = 24 * 60


def check_staff(scenario: PeakScenario) -> Iterator[Finding]:
    """Idle groups, staffing that does not fit the clock, and more people than can be simulated."""
    used = {skill.group for queue in scenario.queues for skill in queue.groups}
    for index, group in enumerate(scenario.groups):
        if group.name not in used:
            message = _("班组 {name} 不服务任何队列").format(name=group.name)
            yield Finding(("groups", index), message)
        yield from _shift_end(scenario, index, group)
        yield from _intervals(scenario, index, group)
        yield from _steps(scenario, index, group)
        yield from _shifts(scenario, index, group)
    most = [_most(group) for group in scenario.groups]
    total = sum(most) * scenario.floor.staff_scale
    if total > MAX_AGENTS:
        message = _("同时在班约 {n} 人，最多 {limit} 人")
        text = message.format(n=f"{total:.6g}", limit=f"{MAX_AGENTS:,}")
        yield Finding(_largest(scenario, most), text)


def _shift_end(scenario: PeakScenario, index: int, group: Group) -> Iterator[Finding]:
    named = scenario.floor.shift_end == "named"
    if named and group.shifts is None:
        message = _("floor.shift_end 是 named（按人排班），班组 {name} 须写 shifts")
        yield Finding(("groups", index), message.format(name=group.name))
    if not named and group.shifts is not None:
        message = _("写了 shifts 的场景须写 floor.shift_end: named，现在是 {value}")
        path = ("groups", index, "shifts")
        yield Finding(path, message.format(value=scenario.floor.shift_end))


def _intervals(scenario: PeakScenario, index: int, group: Group) -> Iterator[Finding]:
    counts = group.people_per_interval
    if counts is not None and len(counts) != scenario.clock.intervals:
        message = _("须写 {n} 个数（每个时段一个），现在有 {m} 个")
        path = ("groups", index, "people_per_interval")
        yield Finding(path, message.format(n=scenario.clock.intervals, m=len(counts)))


def _steps(scenario: PeakScenario, index: int, group: Group) -> Iterator[Finding]:
    last: dict[Date | None, StaffStep] = {}
    for number, step in enumerate(group.staff or ()):
        path = ("groups", index, "staff", number)
        if step.date is not None:
            yield from outside(scenario, (*path, "date"), step.date)
        if step.at % scenario.clock.interval_minutes or step.at == DAY_MINUTES:
            message = _("人数只在 {n} 分钟的边界上变，且早于 24:00")
            text = message.format(n=scenario.clock.interval_minutes)
            yield Finding((*path, "at"), text)
        earlier = last.get(step.date)
        if earlier is not None and step.at <= earlier.at:
            yield Finding((*path, "at"), _("同一天的时刻须递增"))
        last[step.date] = step


def _shifts(scenario: PeakScenario, index: int, group: Group) -> Iterator[Finding]:
    first: dict[Shift, int] = {}
    for number, shift in enumerate(group.shifts or ()):
        path = ("groups", index, "shifts", number)
        same = shift.model_copy(update={"people": 0})
        if same in first:
            message = _("和第 {n} 个班次一模一样；请把人数加到一起")
            yield Finding(path, message.format(n=first[same] + 1))
        first.setdefault(same, number)
        if shift.start == DAY_MINUTES:
            yield Finding((*path, "start"), _("班次须早于 24:00 开始"))
        dates = [str(day) for day in shift.dates or ()]
        yield from references((*path, "dates"), dates, _("日期"), dates)
        for place, day in enumerate(shift.dates or ()):
            yield from outside(scenario, (*path, "dates", place), day)


def _largest(scenario: PeakScenario, most: list[int]) -> tuple[str | int, ...]:
    """Where to look first when there are too many people."""
    if sum(most) <= MAX_AGENTS:
        return ("floor", "staff_scale")
    index = most.index(max(most))
    ways = ("people", "staff", "people_per_interval", "shifts")
    return ("groups", index, next(w for w in ways if getattr(scenario.groups[index], w)))


def _most(group: Group) -> int:
    """The most people planned at a time; for shifts, on a day."""
    if group.people is not None:
        return group.people
    if group.staff is not None:
        return max((step.people for step in group.staff), default=0)
    if group.people_per_interval is not None:
        return max(group.people_per_interval, default=0)
    always = sum(shift.people for shift in group.shifts or () if shift.dates is None)
    dated = Counter[Date]()
    for shift in group.shifts or ():
        for day in shift.dates or ():
            dated[day] += shift.people
    return always + max(dated.values(), default=0)
