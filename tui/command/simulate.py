"""`shapan simulate`: a scenario as it is staffed, or a contact log, on the floor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.option import (
    Address,
    Backend,
    Brief,
    Engine,
    Jobs,
    Json,
    Replications,
    Scenario,
    Seed,
    Sets,
)
from tui.command.output import put, put_json
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result, Workers
    from simulator.peak.precision import Precise
    from tui.command.log_replay import Replay
    from tui.terminal.progress import Bar

NAME = "simulate"
HELP = N_("推演：照场景写的人数跑一天，给出全部指标和置信区间；也可重放真实记录")

DEFAULT_REPLICATIONS = 20

Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        metavar="HALF_WIDTH",
        help=N_("推演到主目标指标的置信区间半宽不超过它为止，如 0.01；不与 --replications 同用"),
    ),
]
CsvOut = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE|DIR", help=N_("指标另存为 CSV：一个 .csv，或一个文件夹")),
]
RecordsOut = Annotated[
    Path | None,
    typer.Option("--records", metavar="FILE.parquet", help=N_("每个进线一行的记录另存为 Parquet")),
]
LogIn = Annotated[
    Path | None, typer.Option("--log", metavar="FILE", help=N_("重放真实记录（CSV 或 Parquet）"))
]
MapIn = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help=N_("记录各列含义的映射文件"))
]
OwnStaff = Annotated[
    bool, typer.Option("--own-staff", help=N_("重放记录时仍用场景的人数，不用记录推断的人数"))
]


@dataclass(frozen=True)
class Request:
    """What is to be run, and how."""

    scenario: PeakScenario
    seed: int
    replications: int | None
    precision: float | None
    engine: Any
    workers: Workers
    keep_records: bool = False
    replay: Replay | None = None


def command(
    scenario: Scenario,
    seed: Seed = 1,
    replications: Replications = None,
    precision: Precision = None,
    sets: Sets = None,
    engine: Engine = "kernel",
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
    csv: CsvOut = None,
    records: RecordsOut = None,
    log: LogIn = None,
    mapping: MapIn = None,
    own_staff: OwnStaff = False,
    brief: Brief = False,
) -> None:
    """Simulate and show."""
    from scenarios.peak.load import load
    from tui.command.log_replay import replay_of
    from tui.command.run_options import workers

    if precision is not None and (replications is not None or precision <= 0.0):
        raise Refusal(_("--precision 应大于 0，且不与 --replications 同用"))
    loaded = load(scenario, sets or ())
    replay = replay_of(loaded, log, mapping, own_staff)
    request = Request(
        replay.scenario if replay else loaded, seed, replications, precision, engine,
        workers(jobs, backend, address), records is not None, replay,
    )  # fmt: skip
    result, precise = run_request(request)
    if csv is not None:
        from tui.command.simulation_csv import write_kpis

        write_kpis(csv, result)
    if records is not None:
        from tui.command.record_file import write_records

        write_records(records, result)
    _answer(result, precise, replay, json, brief)


def run_request(request: Request) -> tuple[Result, Precise | None]:
    """Run it with a progress bar; compile first where that is needed."""
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    compile_first(request.engine)
    with progress(_("推演")) as bar:
        return _run(request, bar)


def _run(request: Request, bar: Bar) -> tuple[Result, Precise | None]:
    from simulator.peak import simulate
    from simulator.peak.precision import simulate_to_precision

    options: dict[str, Any] = {
        "seed": request.seed,
        "engine": request.engine,
        "workers": request.workers,
        "keep_records": request.keep_records,
        "progress": bar.move,
    }
    if request.replay is not None:
        options |= {"arrivals": request.replay.arrivals, "plan": request.replay.plan}
    if request.precision is not None:
        precise = simulate_to_precision(request.scenario, request.precision, **options)
        return precise.result, precise
    count = request.replications or DEFAULT_REPLICATIONS
    return simulate(request.scenario, replications=count, **options), None


def _answer(
    result: Result, precise: Precise | None, replay: Replay | None, json: bool, brief: bool
) -> None:
    import sys

    from tui.command.log_replay import replay_json, replay_lines
    from tui.command.simulation_json import simulation_json
    from tui.command.simulation_page import simulation_page
    from tui.terminal.screen import Screen

    if json:
        put_json(
            {
                **simulation_json(result),
                "precision": precision_json(precise),
                "log": replay_json(replay),
            }
        )
        return
    notes = precision_lines(precise) + (replay_lines(replay) if replay else [])
    put(simulation_page(result, Screen.of(sys.stdout), notes, brief))


def precision_lines(precise: Precise | None) -> list[str]:
    """The half width that was asked for, and the one that was achieved."""
    if precise is None:
        return []
    text = _("精度：{kpi} 的半宽要求 {asked}，做到 {achieved}（推演 {n} 次）")
    if not precise.reached:
        text = _("精度未达到：{kpi} 的半宽要求 {asked}，推演 {n} 次只做到 {achieved}")
    from simulator.peak.kpi import find
    from tui.command.kpi_text import width_text

    kpi = find(precise.result, precise.kpi)
    asked, achieved = (width_text(kpi.unit, w) for w in (precise.asked, precise.achieved))
    count = precise.result.replications
    return [text.format(kpi=kpi.title, asked=asked, achieved=achieved, n=count)]


def precision_json(precise: Precise | None) -> dict[str, Any] | None:
    """The same as data; null where no precision was asked for."""
    if precise is None:
        return None
    from simulator.peak.kpi import find

    return {
        "kpi": find(precise.result, precise.kpi).key,
        "half_width_asked": precise.asked,
        "half_width_achieved": precise.achieved,
        "reached": precise.reached,
    }
