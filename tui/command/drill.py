"""`shapan drill`: list, check, show, new, bots, understand, play, resume, score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command import drill_bots, drill_play, drill_understand
from tui.command.option import Json
from tui.command.output import note, put, put_json
from tui.command.subcommand import Subcommand, group

if TYPE_CHECKING:
    from scenarios.drill.drill import Drill
    from sops.problem import Problem
    from sops.sop.sop import Sop

Name = Annotated[str, typer.Argument(metavar="DRILL", help=N_("演练库里的名字，或演练文件的路径"))]
Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DRILL…]", help=N_("一份或多份演练；不写就检查整个库")),
]
AsLead = Annotated[
    bool, typer.Option("--as-lead", help=N_("以组长身份：连同参考做法和考试种子一起显示"))
]

PUBLIC: dict[str, Any] = {
    **dict.fromkeys(
        ("kind", "id", "version", "status", "sop", "title", "brief", "level", "channel",
         "platform", "languages", "now"),
        True,
    ),
    "customer": {"name": True, "persona": True, "opening": {"say"}},
}  # fmt: skip
"""What a trainee may read of a drill: nothing of what is scored, asked for or answered later."""


def application() -> typer.Typer:
    """The commands under `shapan drill`."""
    return group(
        N_("演练：和模拟顾客对练，按解决和共情打分"),
        Subcommand("list", N_("列出演练库里的演练"), list_drills),
        Subcommand("show", N_("查看一份演练：题面、顾客、要走的流程"), show),
        Subcommand("check", N_("检查演练文件，一次列出全部问题"), check),
        Subcommand("new", N_("写一份新演练的草稿"), new),
        *drill_play.COMMANDS,
        drill_bots.COMMAND,
        drill_understand.COMMAND,
    )


def list_drills(json: Json = False) -> None:
    """All drills of the library, with their level, channel and state."""
    import sys

    from tui.command.drill_page import list_page
    from tui.terminal.screen import Screen

    found, broken = loaded(None)
    if json:
        put_json({"drills": [entry(drill) for drill, _sop in found]})
    else:
        put(list_page(found, Screen.of(sys.stdout)))
    _tell(broken)


def show(drill: Name, as_lead: AsLead = False, seed: int = 1, json: Json = False) -> None:
    """One drill; what would give the answer away only as lead."""
    import sys

    from scenarios.drill.load import load_drill
    from tui.command.drill_page import show_page
    from tui.terminal.screen import Screen

    found, sop = load_drill(drill)
    if json:
        shown = None if as_lead else PUBLIC
        put_json({"drill": found.model_dump(mode="json", by_alias=True, include=shown)})
    else:
        put(show_page(found, sop, seed, as_lead, Screen.of(sys.stdout)))


def check(drills: Files = None, json: Json = False) -> None:
    """All problems of the drills named, or of the whole library; exit code 2 if there is one.
    What is only advised is said too."""
    from scenarios.drill.lint import lint

    found, problems = loaded(drills)
    advice = [(drill.id, fault) for drill, _sop in found for fault in lint(drill)]
    if json:
        put_json(
            {
                "ok": not problems,
                "checked": len(found) + len({problem.file for problem in problems}),
                "problems": [_problem(problem) for problem in problems],
                "faults": [{"drill": name, **fault.as_dict()} for name, fault in advice],
            }
        )
    else:
        put(_("{file}  没有问题").format(file=drill.id) for drill, _sop in found)
        _tell(problems)
        for name, fault in advice:
            note(fault.line(name))
    if problems:
        raise typer.Exit(2)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("新演练的名字，小写字母和连字符"))],
    sop: Annotated[str, typer.Option("--sop", metavar="SOP", help=N_("练哪一份 SOP"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("写到哪个文件"))
    ] = None,
) -> None:
    """A draft that loads, to be filled in; never over a file that is there."""
    from scenarios.drill.draft import draft
    from sops.library_folder import user_folder
    from sops.sop.load import load_sop
    from tui.command.output import replaced
    from tui.command.refusal import Refusal

    text = draft(name, load_sop(sop))
    target = output or user_folder() / "drills" / f"{name}.yaml"
    if target.exists():
        raise Refusal(_("{file} 已经有了，不覆盖").format(file=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with replaced(target) as part:
        part.write_text(text, encoding="utf-8")
    note(_("已写好草稿：{file}").format(file=target))


def loaded(sources: list[str] | None) -> tuple[list[tuple[Drill, Sop]], list[Problem]]:
    """The drills of these sources (None: the library) that load, and the problems of the rest."""
    from scenarios.drill.load import drill_names, load_drill
    from sops.problem import Problems

    found: list[tuple[Drill, Sop]] = []
    problems: list[Problem] = []
    for source in sources or drill_names():
        try:
            found.append(load_drill(source))
        except Problems as wrong:
            problems += wrong.problems
    return found, problems


def entry(drill: Drill) -> dict[str, Any]:
    """What a list tells of a drill."""
    return {
        "name": drill.id, "title": {"zh": drill.title.zh, "en": drill.title.en},
        "sop": drill.sop, "level": drill.level, "channel": drill.channel,
        "platform": drill.platform, "persona": drill.customer.persona,
        "languages": list(drill.languages), "status": drill.status,
    }  # fmt: skip


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        note(str(problem))


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file, "line": problem.line, "column": problem.col,
        "path": problem.path, "message": problem.message,
    }  # fmt: skip
