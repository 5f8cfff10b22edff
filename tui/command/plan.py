"""`shapan plan`: demand, people, and a day with those people, in one answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from tui.command.output import put, put_json
from tui.command.size import sized_plan, sizing_json, write_people

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result, Workers
    from simulator.peak.sizing.sized import SizedPlan

NAME = "plan"
HELP = N_("一步到位：看需求、算人数、照算出的人数推演一遍，给出每半小时每个班组要多少人")

CsvOut = Annotated[
    Path | None,
    typer.Option(
        "--csv", metavar="DIR", help=N_("人数（people.csv）和指标（kpi_*.csv）另存到文件夹")
    ),
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
    """Demand → size → simulate the plan on fresh customers → summary."""
    import sys

    from scenarios.peak.load import load
    from tui.command.plan_page import plan_page
    from tui.command.run_options import workers
    from tui.command.simulation_json import simulation_json
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    place = workers(jobs, backend, address)
    sized = sized_plan(loaded, seed, replications, verify, certify, place)
    result = simulated(loaded, sized, place)
    if csv is not None:
        _write(csv, sized, result)
    if json:
        put_json(
            {
                "demand": _demand(loaded),
                "sizing": sizing_json(sized),
                "simulation": simulation_json(result),
            }
        )
    else:
        put(plan_page(sized, result, Screen.of(sys.stdout)))


def simulated(scenario: PeakScenario, sized: SizedPlan, place: Workers) -> Result:
    """The sized people on customers whom sizing has not seen: those that verified the plan."""
    from simulator.peak import simulate
    from simulator.peak.sizing.search import FRESH
    from tui.terminal.progress import progress

    with progress(_("推演")) as bar:
        return simulate(
            scenario,
            seed=sized.seed,
            replications=sized.replications,
            first_replication=FRESH,
            plan=sized.people,
            workers=place,
            progress=bar.move,
        )


def _demand(scenario: PeakScenario) -> dict[str, object]:
    from tui.command.demand import demand_json
    from tui.command.volume import DIMENSIONS, volume_of

    return demand_json(scenario, volume_of(scenario), DIMENSIONS)


def _write(folder: Path, sized: SizedPlan, result: Result) -> None:
    from tui.command.refusal import Refusal
    from tui.command.simulation_csv import write_kpis

    if folder.suffix.lower() == ".csv":
        raise Refusal(_("plan 的 --csv 应为文件夹"))
    write_kpis(folder, result)
    write_people(folder / "people.csv", sized)
