"""`shapan scenario`: list, show, check, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _, localized
from tui.command.option import Json, Scenario, Sets
from tui.command.output import note, put, put_json
from tui.command.subcommand import Subcommand, group

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from sops.problem import Problem

Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help=N_("一份或多份场景：名字或文件路径"))
]


def application() -> typer.Typer:
    """The commands under `shapan scenario`."""
    return group(
        N_("场景：列出、查看、检查，或输出给编辑器用的 JSON Schema"),
        Subcommand("list", N_("列出场景库里的场景"), list_scenarios),
        Subcommand(
            "show", N_("查看一份场景：时段、需求、班组、队列、目标，和每个数字的依据"), show
        ),
        Subcommand("check", N_("检查场景文件，一次列出全部问题"), check),
        Subcommand("schema", N_("输出场景文件的 JSON Schema，编辑器据此提示和检查"), schema),
    )


def list_scenarios(json: Json = False) -> None:
    """Names, titles and horizons of all scenarios that load."""
    import sys

    from scenarios.peak.library import find_peak, peak_names
    from tui.command.clock_text import moment
    from tui.terminal.screen import Screen
    from tui.terminal.table import Column, table, texts

    found, broken = _loaded([str(find_peak(name)) for name in peak_names()])
    if json:
        put_json({"scenarios": [_entry(file, s) for file, s in found]})
    else:
        columns = (
            *texts(_("名字"), _("开始"), _("结束")),
            Column(_("标题"), text=True, wraps=True),
        )
        rows = [
            [s.name, moment(s.clock.start), moment(s.clock.end), localized(s.title)]
            for _file, s in found
        ]
        put(table(columns, rows, Screen.of(sys.stdout)))
    if broken:
        for problem in broken:
            note(str(problem))
        raise typer.Exit(2)


def show(scenario: Scenario, sets: Sets = None, json: Json = False) -> None:
    """What is in a scenario, overrides applied."""
    import sys

    from scenarios.peak.load import load
    from tui.command.scenario_page import scenario_page
    from tui.command.volume import DIMENSIONS, volume_of
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    if not json:
        put(scenario_page(loaded, Screen.of(sys.stdout)))
        return
    volume = volume_of(loaded)
    by = {f"by_{d}": {p.name: p.total for p in volume.parts[d]} for d in DIMENSIONS}
    put_json(
        {
            "scenario": loaded.model_dump(mode="json"),
            "first_attempts": {"total": volume.total.total, **by},
        }
    )


def check(files: Files, json: Json = False) -> None:
    """All problems of all files; exit code 2 if there is one."""
    found, problems = _loaded(files)
    if json:
        put_json(
            {
                "ok": not problems,
                "checked": len(files),
                "problems": [_problem(problem) for problem in problems],
            }
        )
    else:
        put(_("{file}  没有问题").format(file=file) for file, _scenario in found)
        for problem in problems:
            note(str(problem))
    if problems:
        raise typer.Exit(2)


def schema() -> None:
    """JSON Schema of a scenario file."""
    from scenarios.peak.schema import schema as schema_of

    put_json(schema_of())


def _loaded(sources: list[str]) -> tuple[list[tuple[str, PeakScenario]], list[Problem]]:
    from scenarios.peak.load import load
    from sops.problem import Problems, printable

    found: list[tuple[str, PeakScenario]] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            found.append((printable(source, 400), load(source)))
        except Problems as wrong:
            problems += wrong.problems
    return found, problems


def _entry(file: str, scenario: PeakScenario) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "start": scenario.clock.start.isoformat(timespec="minutes"),
        "end": scenario.clock.end.isoformat(timespec="minutes"),
        "interval_minutes": scenario.clock.interval_minutes,
        "file": Path(file).name,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file, "line": problem.line, "column": problem.col,
        "path": problem.path, "message": problem.message,
    }  # fmt: skip
