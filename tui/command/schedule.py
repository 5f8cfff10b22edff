"""`shapan schedule`: shifts for the people that the targets need, checked by simulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.option import (
    Address,
    Backend,
    Jobs,
    Json,
    Scenario,
    Seed,
    Sets,
    SizingReplications,
    Verify,
)
from tui.command.output import note, put, put_json, write_csv
from tui.command.refusal import Refusal
from tui.command.size import check_json, sized_plan

if TYPE_CHECKING:
    from scenarios.labour.labour import Labour
    from simulator.peak import Workers
    from simulator.peak.schedule.pay import PaidHours
    from simulator.peak.schedule.scheduled import Schedule
    from simulator.peak.sizing.sized import SizedPlan

NAME = "schedule"
HELP = N_("排班次：用允许的班次盖住算出的人数，按人推演验证，补到目标达到为止")
INTERRUPTED = 130

LabourFile = Annotated[
    str,
    typer.Option(
        "--labour", metavar="NAME|FILE", help=N_("用工规则：班次、休息、工资、劳动法限额")
    ),
]
Patterns = Annotated[
    int | None,
    typer.Option(
        "--patterns", metavar="K", min=1, max=500,
        help=N_("每个班组最多几种班次（起止时间）；默认照用工规则"),
    ),
]  # fmt: skip
CsvOut = Annotated[
    Path | None,
    typer.Option(
        "--csv", metavar="FILE", help=N_("班次另存为 CSV，可以改，也可以交给 roster 排名字")
    ),
]


def command(
    scenario: Scenario,
    labour: LabourFile = "standard",
    patterns: Patterns = None,
    seed: Seed = 1,
    replications: SizingReplications = 20,
    verify: Verify = 200,
    sets: Sets = None,
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
    csv: CsvOut = None,
) -> None:
    """Size, schedule and show."""
    import sys

    from scenarios.labour.load import load_labour
    from scenarios.peak.load import load
    from tui.command.run_options import workers
    from tui.command.schedule_page import schedule_page
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    rules = load_labour(labour, loaded)
    place = workers(jobs, backend, address)
    plan = sized_plan(loaded, seed, replications, verify, False, place)
    found = scheduled(plan, rules, patterns, replications, verify, place)
    if csv is not None:
        write_shifts(csv, found)
    if json:
        put_json(schedule_json(found))
    else:
        put(schedule_page(found, Screen.of(sys.stdout)))
    if found.interrupted:
        note(_("已中断：这是到此为止最好的班次"))
        raise typer.Exit(INTERRUPTED)


def scheduled(
    plan: SizedPlan,
    labour: Labour,
    patterns: int | None,
    replications: int,
    verify: int,
    place: Workers,
) -> Schedule:
    """Schedule with a progress bar; `Refusal` where a group that is needed has no shifts at all."""
    from simulator.peak.schedule.pattern import patterns_of
    from simulator.peak.schedule.search import schedule
    from tui.terminal.progress import progress

    for g, group in enumerate(plan.scenario.groups):
        if plan.people[g].any() and not patterns_of(labour, group):
            message = _("用工规则 {labour} 没有班组 {group} 可以上的班次")
            raise Refusal(message.format(labour=labour.name, group=group.name))
    with progress(_("排班次")) as bar:

        def told(stage: str, done: int, total: int) -> None:
            bar.name(_stage(stage))
            bar.move(done, total)

        return schedule(
            plan, labour, patterns=patterns, replications=replications, verify=verify,
            workers=place, told=told,
        )  # fmt: skip


def _stage(stage: str) -> str:
    stages = {
        "cover": _("排班次"),
        "simulate": _("按班次推演"),
        "repair": _("补班"),
        "trim": _("减班"),
        "verify": _("验证"),
    }
    return stages.get(stage, stage)


def schedule_json(found: Schedule) -> dict[str, Any]:
    """The schedule as documented in docs/reference/json.md."""
    from tui.command.clock_text import interval_start
    from tui.command.run_note import version

    scenario, clock = found.plan.scenario, found.plan.scenario.clock
    return {
        "scenario": scenario.name,
        "labour": found.labour.name,
        "version": version(),
        "seed": found.seed,
        "replications": found.replications,
        "verified_on_replications": found.verified_on,
        "simulated_replications": found.simulations,
        "interrupted": found.interrupted,
        "confidence": 0.95,
        "reached": found.reached if found.checks else None,
        "cover_cost_yuan": found.cover_yuan,
        "cover_bound_yuan": found.bound_yuan,
        "cover_gap_share": found.gap,
        "patterns_per_group": found.most_patterns,
        "changed_by_simulation_count": found.changed,
        "people_cost_yuan": float(found.yuan.sum()),
        "interval_minutes": clock.interval_minutes,
        "intervals": [
            interval_start(clock, i).isoformat(timespec="minutes") for i in range(clock.intervals)
        ],
        "groups": [_group_json(found, g) for g in range(len(scenario.groups))],
        "shifts": [_shift_json(found, k) for k in range(len(found.duties))],
        "targets": [check_json(found.plan, check) for check in found.checks],
    }


def _group_json(found: Schedule, g: int) -> dict[str, Any]:
    mine = [d for d in found.duties if d.group == g]
    return {
        "name": found.plan.scenario.groups[g].name,
        "required": found.plan.people[g].tolist(),
        "cover": found.cover[g].tolist(),
        "missing": found.short[g].tolist(),
        "patterns_count": len({d.pattern for d in mine}),
        "shifts_count": sum(d.people for d in mine),
        "people_needed": int(found.people[g]),
        "work_h": float(found.hours[g]),
        **hours_json(found.paid[g]),
        "cost_yuan": float(found.yuan[g]),
    }


def hours_json(paid: PaidHours) -> dict[str, float]:
    """Hours that are paid more than plain ones."""
    return {
        "overtime_h": paid.overtime,
        "rest_day_h": paid.rest_day,
        "holiday_h": paid.holiday,
        "night_h": paid.night,
    }


def _shift_json(found: Schedule, k: int) -> dict[str, Any]:
    from simulator.peak.schedule.slot import slot_of

    slot = slot_of(found, found.duties[k])
    return {
        "group": slot.group,
        "shift": slot.shift,
        "start": slot.start.isoformat(timespec="minutes"),
        "end": slot.end.isoformat(timespec="minutes"),
        "people": slot.people,
        "work_h": slot.work_hours,
        "breaks": [
            {"after_minutes": r.after, "minutes": r.minutes, "paid": r.paid} for r in slot.rests
        ],
    }


SHIFT_COLUMNS = (
    "date", "group", "shift", "start", "end", "breaks", "people", "yuan_per_h", "work_h",
    "overtime_h", "rest_day_h", "holiday_h", "night_h", "yuan",
)  # fmt: skip


def write_shifts(path: Path, found: Schedule) -> None:
    """A row per shift, group and day; the file that `shapan roster` fills with names."""
    from simulator.peak.schedule.pattern import day_of, paid_of, yuan_of
    from simulator.peak.schedule.slot import breaks_text, slot_of

    scenario = found.plan.scenario
    rows = []
    for duty in found.duties:
        slot, day = slot_of(found, duty), day_of(scenario, duty.day)
        pay = yuan_of(duty.pattern, scenario.groups[duty.group], found.labour, day)
        paid = paid_of(duty.pattern, found.labour, day)
        rows.append(
            [slot.start.date().isoformat(), slot.group, slot.shift,
             slot.start.isoformat(timespec="minutes"), slot.end.isoformat(timespec="minutes"),
             breaks_text(slot), slot.people, slot.yuan_per_h, slot.work_hours,
             *hours_json(paid).values(), pay]
        )  # fmt: skip
    write_csv(path, SHIFT_COLUMNS, rows)
