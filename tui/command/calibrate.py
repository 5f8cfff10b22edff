"""`shapan calibrate`: a contact log becomes a scenario."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sops.language import N_, _
from tui.command.option import Json
from tui.command.output import note, put, put_json, replaced
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.calibration.calibration import Calibration
    from simulator.peak.log.log import Log

NAME = "calibrate"
HELP = N_("校准：由进线日志得出一份场景，每个数字带来历和拟合好坏")

LogFile = Annotated[
    Path, typer.Argument(metavar="LOG", help=N_("进线日志（CSV、gzip 的 CSV 或 Parquet）"))
]
MapFile = Annotated[
    Path | None,
    typer.Option("--map", metavar="FILE", help=N_("列映射；不写就用日志旁边的 NAME.map.yaml")),
]
Out = Annotated[
    Path, typer.Option("-o", "--out", metavar="SCENARIO.yaml", help=N_("写成的场景文件"))
]
Base = Annotated[
    str | None,
    typer.Option(
        "--base", metavar="SCENARIO", help=N_("以这份场景为底：店铺、队列、班组照它，量出来的换掉")
    ),
]
HoldBack = Annotated[
    int,
    typer.Option(
        "--hold-back", metavar="DAYS", min=0, max=92, help=N_("留出最后几天不拟合，供回测")
    ),
]
Date = Annotated[
    str | None, typer.Option("--from", metavar="YYYY-MM-DD", help=N_("从这天开始拟合"))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help=N_("日志只用到这天"))
]
Interval = Annotated[
    Literal["15", "30"],
    typer.Option("--interval", metavar="15|30", help=N_("场景的人数时段，分钟")),
]
Patience = Annotated[
    Literal["auto", "exponential", "weibull", "lognormal", "kaplan-meier"],
    typer.Option(
        "--patience", metavar="LAW",
        help=N_("耐心的分布：auto、exponential、weibull、lognormal、kaplan-meier"),
    ),
]  # fmt: skip
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="FILE", help=N_("坏行另存到这里；默认在场景旁边")),
]


def command(
    log: LogFile,
    out: Out,
    mapping: MapFile = None,
    base: Base = None,
    hold_back: HoldBack = 0,
    first: Date = None,
    until: Until = None,
    interval: Interval = "30",
    patience: Patience = "auto",
    rejects: Rejects = None,
    json: Json = False,
) -> None:
    """Fit, write the scenario and its record, show how well it fits."""
    from simulator.peak.calibration.calibration import Wish, calibrate

    if out.suffix not in (".yaml", ".yml"):
        raise Refusal(_("-o 应是 .yaml 文件"))
    begin, end = day(first, "--from"), day(until, "--until")
    found = read(log, mapping)
    kept = keep_bad_rows(found, rejects or out.with_name(out.stem + ".rejected.csv"))
    wish = Wish(
        scenario_name(out), hold_back, begin, end, int(interval), patience, _base(base)
    )  # fmt: skip
    if patience == "auto":
        note(_("正在拟合…"))
    result = calibrate(found, wish)
    write(result, out)
    _answer(result, out, kept, json)


def read(log: Path, mapping: Path | None) -> Log:
    """The log by its mapping: the one given, or the one beside it."""
    from simulator.peak.log.reading import read_log

    if mapping is None:
        mapping = beside(log)
        if mapping is None:
            raise Refusal(_("要用 --map 写明列映射；日志旁边没有同名的 .map.yaml"))
    return read_log(log, mapping)


def beside(log: Path) -> Path | None:
    """``calls.map.yaml`` beside ``calls.csv`` or ``calls.csv.gz``, if it is there."""
    name = log.name.removesuffix(".gz").rsplit(".", 1)[0]
    found = log.with_name(name + ".map.yaml")
    return found if found.is_file() else None


def keep_bad_rows(log: Log, path: Path) -> Path | None:
    """Write the rows that were not believed; None where there are none."""
    if not log.bad_count:
        return None
    with replaced(path) as draft:
        log.write_bad(draft)
    return path


def day(text: str | None, option: str) -> date | None:
    """A calendar day from the command line."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise Refusal(_("{option} 应为日期，如 2026-11-11").format(option=option)) from None


def scenario_name(path: Path) -> str:
    """A scenario's name from its file's."""
    import re

    name = re.sub(r"[^a-z0-9-]+", "-", path.stem.lower()).strip("-")[:40]
    return name or "calibrated"


def write(result: Calibration, out: Path) -> None:
    """The scenario and its record, each beside and renamed."""
    import json as plain

    from simulator.peak.calibration.record import record_of, record_path
    from simulator.peak.calibration.scenario_file import scenario_text
    from sops.problem import printable

    # In both languages, whoever runs it: the same log gives the same file.
    log = printable(Path(result.log.file).name)
    comment = (
        f"由 shapan calibrate 从 {log} 得出；来历见文件末尾的 basis。\n"
        f"Made by shapan calibrate from {log}; where its numbers come from is in basis, at the end."
    )
    text = scenario_text(result.data, comment)
    with replaced(out) as draft:
        draft.write_text(text, encoding="utf-8")
    with replaced(record_path(out)) as draft:
        record = plain.dumps(record_of(result), ensure_ascii=False, indent=1)
        draft.write_text(record + "\n", encoding="utf-8")


def _base(source: str | None) -> PeakScenario | None:
    if source is None:
        return None
    from scenarios.peak.load import load

    return load(source)


def _answer(result: Calibration, out: Path, kept: Path | None, json: bool) -> None:
    import sys

    from simulator.peak.calibration.record import record_of
    from tui.command.calibrate_page import calibration_page
    from tui.terminal.screen import Screen

    if json:
        answer: dict[str, Any] = {"scenario": str(out), "rejected": kept and str(kept)}
        put_json({**answer, **record_of(result)})
        return
    put(calibration_page(result, out, kept, Screen.of(sys.stdout)))
