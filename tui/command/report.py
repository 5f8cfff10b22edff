"""`shapan report`: one offline HTML file, and a workbook, for the meeting about the budget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _
from sops.problem import printable
from tui.command.hire import Have
from tui.command.option import Address, Backend, Jobs, Json, Scenario, Seed, Sets, Verify
from tui.command.output import put, put_json, replaced
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from simulator.peak.report.facts import Facts
    from tui.command.report_facts import Asked

NAME = "report"
HELP = N_("写报告：一个离线的 HTML 文件，可另存 Excel：需求、人数、指标、漏斗、费用、风险、假设")

Out = Annotated[
    Path, typer.Option("-o", "--out", metavar="REPORT.html", help=N_("报告写到这个文件"))
]
Excel = Annotated[
    Path | None, typer.Option("--excel", metavar="BOOK.xlsx", help=N_("另存一本 Excel 工作簿"))
]
PlanIn = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="PEOPLE.csv", help=N_("用这些人数（size --csv 写的），不再测算")
    ),
]
ShiftsIn = Annotated[
    Path | None,
    typer.Option(
        "--shifts", metavar="SHIFTS.csv", help=N_("排好的班次（schedule --csv 写的），照它推演")
    ),
]
PeopleIn = Annotated[
    Path | None,
    typer.Option(
        "--people", metavar="PEOPLE.csv",
        help=N_("人员表：把名字排到 --shifts 的班次上（同 shapan roster），照排上的人推演、算工资"),
    ),
]  # fmt: skip
LabourFile = Annotated[
    str,
    typer.Option("--labour", metavar="NAME|FILE", help=N_("用工规则：给班次算工资，排名字")),
]
HiringWeeks = Annotated[
    int | None,
    typer.Option(
        "--weeks", metavar="N", min=1, max=104,
        help=N_("从第一周到大促结束共几周：加一节招人（同 shapan hire），默认 12"),
    ),
]  # fmt: skip
HiringRules = Annotated[
    str | None, typer.Option("--rules", metavar="NAME|FILE", help=N_("招聘规则：加一节招人"))
]
WithoutBots = Annotated[bool, typer.Option("--without-bots", help=N_("不要机器人那一节，快一些"))]
OwnStaff = Annotated[bool, typer.Option("--own-staff", help=N_("用场景自己写的人数，不测算"))]
Runs = Annotated[
    int, typer.Option("--replications", metavar="N", min=2, max=10_000, help=N_("重复推演的次数"))
]
SizingRuns = Annotated[
    int,
    typer.Option(
        "--sizing-replications", metavar="N", min=1, max=1000, help=N_("算人数用的推演次数")
    ),
]


def command(
    scenario: Scenario,
    out: Out,
    excel: Excel = None,
    plan: PlanIn = None,
    shifts: ShiftsIn = None,
    people: PeopleIn = None,
    labour: LabourFile = "standard",
    own_staff: OwnStaff = False,
    have: Have = None,
    weeks: HiringWeeks = None,
    rules: HiringRules = None,
    without_bots: WithoutBots = False,
    seed: Seed = 1,
    replications: Runs = 100,
    sizing_replications: SizingRuns = 20,
    verify: Verify = 200,
    sets: Sets = None,
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
) -> None:
    """Size unless told otherwise, simulate, write."""
    from tui.command.report_facts import Asked, facts_of
    from tui.command.run_options import workers

    asked = Asked(
        scenario, plan, shifts, people, labour, own_staff, tuple(have or ()), weeks, rules,
        without_bots, seed, replications, sizing_replications, verify, tuple(sets or ()),
    )  # fmt: skip
    _refuse(out, excel, asked)
    facts = facts_of(asked, workers(jobs, backend, address), out, excel)
    _write(facts, out, excel)
    _answer(facts, out, excel, json)


def _refuse(out: Path, excel: Path | None, asked: Asked) -> None:
    if asked.plan is not None and asked.own_staff:
        raise Refusal(_("--plan 和 --own-staff 只能用一个"))
    if asked.people is not None and asked.shifts is None:
        raise Refusal(_("--people 要和 --shifts 一起用：名字排在班次上"))
    if out.suffix.lower() not in (".html", ".htm"):
        raise Refusal(_("报告应写到 .html 文件，现在是 {name}").format(name=printable(out.name)))
    if excel is not None and excel.suffix.lower() != ".xlsx":
        raise Refusal(
            _("--excel 应为 .xlsx 文件，现在是 {name}").format(name=printable(excel.name))
        )
    for path in (out, excel):
        # Found out now rather than after minutes of simulating.
        if path is not None and not path.absolute().parent.is_dir():
            raise FileNotFoundError(2, "", str(path))
        if path is not None and path.is_dir():
            raise IsADirectoryError(21, "", str(path))


def _write(facts: Facts, out: Path, excel: Path | None) -> None:
    """Both files are finished beside their places before the first is moved there."""
    from contextlib import ExitStack

    from simulator.peak.report.page import page
    from simulator.peak.report.report import report
    from simulator.peak.report.workbook import write_workbook

    made = report(facts)
    with ExitStack() as stack:
        draft = stack.enter_context(replaced(out))
        draft.write_text(page(made), encoding="utf-8")
        if excel is not None:
            write_workbook(stack.enter_context(replaced(excel)), made)


def _answer(facts: Facts, out: Path, excel: Path | None, json: bool) -> None:
    from scenarios.peak.written import fingerprint
    from simulator.peak.report.figure import figure
    from simulator.peak.report.report import headlines
    from simulator.peak.target import verdicts
    from tui.command.run_note import run_json

    if json:
        put_json(
            {
                **run_json(facts.result),
                "fingerprint": fingerprint(facts.scenario),
                "people_from": facts.source,
                "reached": all(v.holds for v in verdicts(facts.result)),
                "report": str(out),
                "excel": None if excel is None else str(excel),
            }
        )
        return
    lines = [f"{h.title}  {figure(h.cell)}  {h.beside}".rstrip() for h in headlines(facts)]
    for path in (out, excel):
        if path is not None:
            lines.append(_("写好了：{file}").format(file=printable(str(path), 400)))
    put(lines)
