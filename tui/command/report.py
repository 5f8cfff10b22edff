"""`shapan report`: one offline HTML file, and a workbook, for the meeting about the budget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from sops.problem import printable
from tui.command.option import Address, Backend, Jobs, Json, Scenario, Seed, Sets, Verify
from tui.command.output import put, put_json, replaced
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result, SizedPlan, Workers
    from simulator.peak.report.facts import Facts
    from simulator.peak.schedule.slot import Slot
    from simulator.peak.staffing import Plan

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
    own_staff: OwnStaff = False,
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
    from scenarios.peak.load import load
    from tui.command.run_options import workers

    _refuse(out, excel, plan, own_staff)
    loaded = load(scenario, sets or ())
    place = workers(jobs, backend, address)
    slots = None if shifts is None else _slots(shifts, loaded)
    people = None if plan is None else _people(plan, loaded)
    sized = None
    if people is None and not own_staff:
        sized = _sized(loaded, seed, sizing_replications, verify, place)
    told = _told(scenario, out, excel, plan, shifts, own_staff, seed, replications,
                 sizing_replications, verify, sets)  # fmt: skip
    used = [path for path in (plan, shifts) if path is not None]
    facts = _facts(loaded, people, sized, slots, seed, replications, place, told, used)
    _write(facts, out, excel)
    _answer(facts, out, excel, json)


def _refuse(out: Path, excel: Path | None, plan: Path | None, own_staff: bool) -> None:
    if plan is not None and own_staff:
        raise Refusal(_("--plan 和 --own-staff 只能用一个"))
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


def _slots(path: Path, scenario: PeakScenario) -> tuple[Slot, ...]:
    from simulator.peak.roster.shift_file import read_shifts

    slots = read_shifts(path)
    known = [group.name for group in scenario.groups]
    unknown = sorted({slot.group for slot in slots} - set(known))
    if unknown:
        message = _("{file}：场景没有这些班组：{names}；有的是：{known}")
        raise Refusal(
            message.format(
                file=printable(path.name), names=printable(", ".join(unknown)),
                known=printable(", ".join(known), 200),
            )
        )  # fmt: skip
    return slots


def _people(path: Path, scenario: PeakScenario) -> Plan:
    from simulator.peak.report.plan_file import read_people

    return read_people(path, scenario)


def _sized(
    scenario: PeakScenario, seed: int, replications: int, verify: int, place: Workers
) -> SizedPlan:
    from tui.command.size import sized_plan

    if not scenario.targets or scenario.floor.shift_end == "named":
        raise Refusal(_("这个场景不能算人数；用 --own-staff 照场景自己的人数写报告"))
    return sized_plan(scenario, seed, replications, verify, False, place)


def _facts(
    scenario: PeakScenario,
    people: Plan | None,
    sized: SizedPlan | None,
    slots: tuple[Slot, ...] | None,
    seed: int,
    replications: int,
    place: Workers,
    told: str,
    used: list[Path],
) -> Facts:
    from simulator.peak.report.facts import Facts, cover_of_slots
    from simulator.peak.staffing import planned_people
    from tui.command.run_note import version

    source: Any = "scenario"
    required = planned_people(scenario)
    if sized is not None:
        source, required = "sized", sized.people
    elif people is not None:
        source, required = "file", people
    cover = None if slots is None else cover_of_slots(scenario, slots)
    result = _simulated(scenario, required, slots, seed, replications, place)
    marks = tuple((printable(path.name), _mark(path)) for path in used)
    return Facts(scenario, required, source, result, cover, sized, version(), told, marks)


def _simulated(
    scenario: PeakScenario,
    required: Plan,
    slots: tuple[Slot, ...] | None,
    seed: int,
    replications: int,
    place: Workers,
) -> Result:
    """On customers that sizing has not seen: with the shifts as named agents, else with the people
    asked for."""
    from simulator.peak import simulate
    from simulator.peak.report.facts import paid_by_slots
    from simulator.peak.roster.floor import staffed
    from simulator.peak.sizing.search import FRESH
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    compile_first("kernel")
    floor = scenario if slots is None else staffed(scenario, slots)
    named = floor.floor.shift_end == "named"
    with progress(_("推演")) as bar:
        result = simulate(
            floor, seed=seed, replications=replications, first_replication=FRESH,
            plan=None if named else required, workers=place, progress=bar.move,
        )  # fmt: skip
    return result if slots is None else paid_by_slots(result, scenario, slots)


def _mark(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def _told(
    scenario: str,
    out: Path,
    excel: Path | None,
    plan: Path | None,
    shifts: Path | None,
    own_staff: bool,
    seed: int,
    replications: int,
    sizing_replications: int,
    verify: int,
    sets: list[str] | None,
) -> str:
    """The command line that writes this report again; folders of files are left out."""
    import shlex

    words = ["shapan", "report", Path(scenario).name, "-o", out.name]
    for option, path in (("--excel", excel), ("--plan", plan), ("--shifts", shifts)):
        if path is not None:
            words += [option, path.name]
    words += ["--own-staff"] if own_staff else []
    words += ["--seed", str(seed), "--replications", str(replications)]
    if plan is None and not own_staff:
        words += ["--sizing-replications", str(sizing_replications), "--verify", str(verify)]
    for text in sets or ():
        words += ["--set", text]
    return printable(shlex.join(words), None)


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
