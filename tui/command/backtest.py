"""`shapan backtest`: a calibrated scenario on logged days that were not fitted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.calibrate import LogFile, MapFile, keep_bad_rows, read
from tui.command.option import Jobs, Json, Scenario, Seed, Sets
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.backtest.backtest import Backtest
    from simulator.peak.backtest.error import Score
    from simulator.peak.calibration.record import Fitted
    from simulator.peak.log.log import Log

NAME = "backtest"
HELP = N_("回测：在没有拟合过的日子上，实测和推演逐小时对照，旁边有两个简单的猜法和噪声底")

Replications = Annotated[
    int, typer.Option("--replications", metavar="N", min=2, max=1000, help=N_("重复推演的次数"))
]
CsvOut = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help=N_("逐小时的数字另存为 CSV"))
]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help=N_("坏行另存到这里"))
]


def command(
    scenario: Scenario,
    log: LogFile,
    mapping: MapFile = None,
    replications: Replications = 40,
    seed: Seed = 1,
    sets: Sets = None,
    jobs: Jobs = 0,
    csv: CsvOut = None,
    rejects: Rejects = None,
    json: Json = False,
) -> None:
    """Simulate the days of the scenario that the log holds, and compare."""
    from scenarios.peak.load import load
    from simulator.peak.backtest.backtest import backtest
    from simulator.peak.parallel import Workers
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    loaded = load(scenario, sets or ())
    fitted = record(scenario)
    found = read(log, mapping)
    if rejects is not None:
        keep_bad_rows(found, rejects)
    refuse_fitted_days(loaded, fitted)
    patience = fitted.patience_s if fitted is not None else own_patience_s(loaded)
    compile_first("kernel")
    with progress(_("回测")) as bar:
        result = backtest(
            loaded, found, patience_s=patience, seed=seed, replications=replications,
            workers=Workers(jobs=jobs), progress=bar.move,
        )  # fmt: skip
    if csv is not None:
        _write(csv, result)
    _answer(result, found, fitted, json)


def record(scenario: str) -> Fitted | None:
    """What a calibration left beside a scenario's file."""
    from simulator.peak.calibration.record import read_record, record_path

    path = Path(scenario)
    return read_record(record_path(path)) if path.suffix in (".yaml", ".yml") else None


def refuse_fitted_days(scenario: PeakScenario, fitted: Fitted | None) -> None:
    """`Refusal` where the scenario's horizon holds a day that it was fitted to."""
    if fitted is None:
        return
    clock = scenario.clock
    days = {(clock.start + timedelta(days=n)).date() for n in range(clock.days)}
    again = sorted(days.intersection(fitted.fitted))
    if again:
        message = _("{day} 等 {n} 天是拟合过的，不能拿来回测")
        raise Refusal(message.format(day=again[0], n=len(again)))


def own_patience_s(scenario: PeakScenario) -> float:
    """The mean patience of the scenario's calls, else chats."""
    law = scenario.channels.phone.patience or scenario.channels.chat.patience
    return law.mean_s if law is not None else float("inf")


def _answer(result: Backtest, log: Log, fitted: Fitted | None, json: bool) -> None:
    import sys

    from tui.command.backtest_page import backtest_page
    from tui.terminal.screen import Screen

    if json:
        put_json(backtest_json(result, fitted))
        return
    put(backtest_page(result, fitted, Screen.of(sys.stdout)))


def backtest_json(result: Backtest, fitted: Fitted | None) -> dict[str, Any]:
    """The errors and the totals as data."""
    measured, simulated = result.measured, result.simulated
    return {
        "scenario": result.scenario.name,
        "log": Path(result.log.file).name,
        "fitted_days": None if fitted is None else [d.isoformat() for d in fitted.fitted],
        "replications": result.replications,
        "seed": result.seed,
        "contacts_count": int(measured["contacts"].sum()),
        "mean_wait": {"unit": "seconds", **_score(result.wait),
                      "measured": _ratio(measured, "wait", "waits") / 1e6,
                      "simulated": _ratio(simulated, "wait", "waits") / 1e6},
        "left": {"unit": "share", **_score(result.left),
                 "measured": _ratio(measured, "left", "contacts"),
                 "simulated": _ratio(simulated, "left", "contacts")},
        "occupancy": {"unit": "share", **_score(result.busy),
                      "measured": _ratio(measured, "busy", "present"),
                      "simulated": _ratio(simulated, "busy", "present")},
    }  # fmt: skip


def _score(score: Score) -> dict[str, Any]:
    names = ("model", "floor", "formula", "last_week", "expected", "under_last_week",
             "over_formula")  # fmt: skip
    return {
        name: {"value": e.value, "low": e.low, "high": e.high}
        for name, e in ((name, getattr(score, name)) for name in names)
    }


def _ratio(flow: Any, top: str, bottom: str) -> float:
    return float(flow[top].sum() / max(int(flow[bottom].sum()), 1))


def _write(path: Path, result: Backtest) -> None:
    """A row for every hour that somebody came in."""
    from simulator.peak.backtest.baseline import FIGURES
    from simulator.peak.backtest.error import middle

    clock = result.scenario.clock
    columns = [clock.moment(clock.start_us + n * 3_600_000_000) for n in range(len(result.days))]
    parts = [result.measured["contacts"]]
    for n, of in enumerate(FIGURES):
        parts += [of(result.measured), middle(of(result.runs)), middle(of(result.forecasts)),
                  result.last_week[n], result.formula[n]]  # fmt: skip
    kinds = ("measured", "simulated", "expected", "last_week", "erlang_a")
    names = [f"{kind}_{figure}" for figure in ("mean_wait_s", "left_share", "occupancy_share")
             for kind in kinds]  # fmt: skip
    rows = [
        [f"{moment:%Y-%m-%d %H:%M}", *(p[n].item() for p in parts)]
        for n, moment in enumerate(columns) if result.measured["contacts"][n]
    ]  # fmt: skip
    write_csv(path, ("hour", "contacts", *names), rows)
