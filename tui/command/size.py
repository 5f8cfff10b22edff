"""`shapan size`: the people a scenario's targets need, by half hour and group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.option import (
    Address,
    Backend,
    Certify,
    Jobs,
    Json,
    Scenario,
    Seed,
    Sets,
    SizingReplications,
    Verify,
)
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Workers
    from simulator.peak.sizing.sized import Check, SizedPlan

NAME = "size"
HELP = N_("算人数：达到目标最少要多少人，每半小时、每个班组，并用全新的顾客验证")

CsvOut = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help=N_("每时段每班组的人数另存为 CSV")),
]


def command(
    scenario: Scenario,
    seed: Seed = 1,
    replications: SizingReplications = 20,
    verify: Verify = 200,
    certify: Certify = False,
    sets: Sets = None,
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
    csv: CsvOut = None,
) -> None:
    """Size and show."""
    import sys

    from scenarios.peak.load import load
    from tui.command.run_options import workers
    from tui.command.sizing_page import sizing_page
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    place = workers(jobs, backend, address)
    sized = sized_plan(loaded, seed, replications, verify, certify, place)
    if csv is not None:
        write_people(csv, sized)
    if json:
        put_json(sizing_json(sized))
    else:
        put(sizing_page(sized, Screen.of(sys.stdout)))


def sized_plan(
    scenario: PeakScenario,
    seed: int,
    replications: int,
    verify: int,
    certify: bool,
    place: Workers,
) -> SizedPlan:
    """Size with a progress bar; `Refusal` where a scenario cannot be sized."""
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    if not scenario.targets:
        raise Refusal(_("场景没有写目标（targets），无从算人数"))
    if scenario.floor.shift_end == "named":
        raise Refusal(_("算人数只定每个时段要多少人；按人排班（named）的场景不能用"))
    compile_first("kernel")
    from simulator.peak.sizing.search import size

    with progress(_("算人数")) as bar:

        def told(stage: str, done: int, total: int) -> None:
            bar.name(_stage(stage))
            bar.move(done, total)

        return size(
            scenario,
            seed=seed,
            replications=replications,
            verify=verify,
            workers=place,
            certify=True if certify else None,
            told=told,
        )


def _stage(stage: str) -> str:
    stages = {
        "start": _("估算工作量"),
        "search": _("逐步调整"),
        "margin": _("看余量"),
        "trim": _("逐个减人"),
        "verify": _("验证"),
    }
    return stages.get(stage, stage)


def sizing_json(sized: SizedPlan) -> dict[str, Any]:
    """The plan as documented in docs/reference/json.md."""
    from tui.command.clock_text import interval_start
    from tui.command.run_note import version

    scenario, clock = sized.scenario, sized.scenario.clock
    names = [t.name for t in scenario.targets]
    return {
        "scenario": scenario.name,
        "version": version(),
        "seed": sized.seed,
        "replications": sized.replications,
        "verified_on_replications": sized.verified_on,
        "simulated_replications": sized.simulations,
        "shift_end": scenario.floor.shift_end,
        "confidence": 0.95,
        "interval_minutes": clock.interval_minutes,
        "intervals": [
            interval_start(clock, i).isoformat(timespec="minutes") for i in range(clock.intervals)
        ],
        "reached": sized.reached,
        "certified": sized.certified,
        "paid_h": float(sized.hours.sum()),
        "people_cost_yuan": sized.yuan,
        "groups": [
            {
                "name": group.name,
                "people": sized.people[g].tolist(),
                "paid_h": float(sized.hours[g]),
                "cost_yuan": float(sized.hours[g] * group.yuan_per_hour),
                "available_people": group.available,
                "binding_targets": [names[b] if b >= 0 else None for b in sized.binds[g]],
            }
            for g, group in enumerate(scenario.groups)
        ],
        "targets": [check_json(sized, check) for check in sized.checks],
        "capped": [{"group": g, "interval": i} for g, i in sized.capped],
        "uncovered_queues": list(sized.uncovered),
    }


def check_json(sized: SizedPlan, check: Check) -> dict[str, Any]:
    """One target under the plan, cell by cell."""
    from tui.command.sizing_page import cell_starts, target_of

    target = target_of(sized, check)
    starts = cell_starts(sized, target)
    return {
        "name": check.name,
        "kpi": target.kpi,
        "per": target.per,
        "at_least": target.at_least,
        "at_most": target.at_most,
        "probability": check.probability,
        "margin": check.margin,
        "reached": bool(check.reached.all()),
        "out_of_reach": None if check.plenty is None else check.out_of_reach,
        "cells": [
            {
                "start": start,
                "value": check.estimate[i],
                "share_held_share": check.share_held[i],
                "share_held_low_share": check.low[i],
                "share_held_high_share": check.high[i],
                "reached": bool(check.reached[i]),
                "short": check.short[i],
                "value_with_plenty": None if check.plenty is None else check.plenty.estimate[i],
            }
            for i, start in enumerate(starts)
        ],
    }


def write_people(path: Path, sized: SizedPlan) -> None:
    """A row per interval and group."""
    from sops.language import localized
    from tui.command.clock_text import interval_start

    scenario, clock = sized.scenario, sized.scenario.clock
    names = [t.name for t in scenario.targets]
    rows = [
        [interval_start(clock, i).isoformat(timespec="minutes"), group.name,
         localized(group.title), int(sized.people[g, i]),
         names[sized.binds[g, i]] if sized.binds[g, i] >= 0 else ""]
        for i in range(clock.intervals)
        for g, group in enumerate(scenario.groups)
    ]  # fmt: skip
    write_csv(path, ("interval", "group", "title", "people", "binding_target"), rows)
