"""`shapan hire`: hires per week at the least cost, so that the roster can be filled on the day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _, localized
from sops.problem import printable
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
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal
from tui.command.size import sized_plan

if TYPE_CHECKING:
    from datetime import date

    from scenarios.hiring.hiring import Hiring
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.hiring.hired import HiringPlan
    from simulator.peak.hiring.need import Need
    from simulator.peak.sizing.sized import SizedPlan

NAME = "hire"
HELP = N_("招人：每周招几个，到大促那天班表排得满而花费最少；晚开始招要多花多少")

NeedFile = Annotated[
    Path | None,
    typer.Option(
        "--need", metavar="FILE",
        help=N_(
            "每周每个班组要几个熟手：CSV，或 schedule、size 的 --json 输出（.json）；"
            "不写就先算人数"
        ),
    ),
]  # fmt: skip
Weeks = Annotated[
    int, typer.Option("--weeks", metavar="N", min=1, max=104, help=N_("从第一周到大促结束共几周"))
]
Rules = Annotated[
    str,
    typer.Option("--rules", metavar="NAME|FILE", help=N_("招聘规则：周期、训练、爬坡、流失、费用")),
]
Have = Annotated[
    list[str] | None,
    typer.Option("--have", metavar="GROUP=N", help=N_("班组现在有几个熟手。可以写多次")),
]
Start = Annotated[
    str | None,
    typer.Option(
        "--start", metavar="YYYY-MM-DD",
        help=N_("第一周的第一天；不写则最后一周在场景的最后一天结束"),
    ),
]  # fmt: skip
Chance = Annotated[
    float,
    typer.Option(
        "--probability", metavar="P",
        help=N_("每周人手够的把握，0 到 1 之间；写 0 只求平均够"),
    ),
]  # fmt: skip
LateWeeks = Annotated[
    int, typer.Option("--late", metavar="K", min=0, max=52, help=N_("看到晚几周开始"))
]
CsvOut = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help=N_("每周每个班组一行，另存为 CSV"))
]


def command(
    scenario: Scenario,
    need: NeedFile = None,
    weeks: Weeks = 12,
    rules: Rules = "standard",
    have: Have = None,
    start: Start = None,
    probability: Chance = 0.9,
    late: LateWeeks = 8,
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
    """Find what is needed, plan the hires and show them."""
    import sys

    from scenarios.hiring.load import load_hiring
    from scenarios.peak.load import load
    from tui.command.hire_page import hire_page
    from tui.command.run_options import workers
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    if not 0.0 <= probability < 1.0:
        raise Refusal(_("--probability 应在 0 到 1 之间，如 0.9；不可等于 1"))
    hiring = load_hiring(rules, loaded, read_have(have or [], loaded))
    if need is None or need.suffix.lower() == ".json":
        if start is not None:
            raise Refusal(_("--start 只和 CSV 的 --need 一起用：别的都从场景的最后一天往回数"))
        long_enough(loaded, weeks)
    if need is not None:
        wanted = _read(need, loaded, weeks, hiring, start)
    else:
        sized = sized_plan(
            loaded, seed, replications, verify, False, workers(jobs, backend, address)
        )
        wanted = _sized(sized, weeks, hiring)
    plan = planned(hiring, wanted, probability, late, seed)
    if csv is not None:
        write_weeks(csv, plan)
    if json:
        put_json(hire_json(plan, loaded))
    else:
        put(hire_page(plan, loaded, Screen.of(sys.stdout)))


def _read(
    path: Path, scenario: PeakScenario, weeks: int, hiring: Hiring, start: str | None
) -> Need:
    from simulator.peak.hiring.need_file import read_need

    return read_need(path, scenario, weeks, hiring.hours_per_day, _first_day(start))


def _sized(sized: SizedPlan, weeks: int, hiring: Hiring) -> Need:
    from simulator.peak.hiring.need import need_of_plan

    return need_of_plan(sized.scenario, sized.people, weeks, hiring.hours_per_day, "size")


def read_have(texts: list[str], scenario: PeakScenario) -> dict[str, int]:
    """`GROUP=N`, as often as it is written; `Refusal` where a group or a number is none."""
    known = [group.name for group in scenario.groups]
    found = {}
    for text in texts:
        name, _equals, number = text.partition("=")
        if name not in known:
            message = _("--have {text}：没有叫 {name} 的班组；有的是：{known}")
            raise Refusal(
                message.format(
                    text=printable(text), name=printable(name), known=printable(", ".join(known))
                )
            )
        if not (number.isascii() and number.isdigit() and len(number) <= 6):
            raise Refusal(_("--have {text}：应写成 班组=人数").format(text=printable(text)))
        found[name] = int(number)
    return found


def _first_day(text: str | None) -> date | None:
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("--start 应为日期，如 2026-09-01，现在是 {value}")
        raise Refusal(message.format(value=printable(text))) from None


def long_enough(scenario: PeakScenario, weeks: int) -> None:
    """`Refusal` where so many weeks do not hold the scenario."""
    least = -(-scenario.clock.days // 7)
    if weeks < least:
        message = _("场景有 {days} 天，--weeks 至少要 {least}")
        raise Refusal(message.format(days=scenario.clock.days, least=least))


def planned(hiring: Hiring, wanted: Need, probability: float, late: int, seed: int) -> HiringPlan:
    """Plan with a progress bar."""
    from simulator.peak.hiring.hire import hire
    from tui.terminal.progress import progress

    with progress(_("算招人")) as bar:
        return hire(
            hiring, wanted, probability=probability or None, late_weeks=late, seed=seed,
            told=bar.move,
        )  # fmt: skip


def hire_json(plan: HiringPlan, scenario: PeakScenario) -> dict[str, Any]:
    """The plan as documented in docs/reference/json.md."""
    from tui.command.run_note import version

    need = plan.need
    return {
        "scenario": scenario.name,
        "rules": plan.hiring.name,
        "version": version(),
        "seed": plan.seed,
        "need_from": need.source,
        "first_day": None if need.first_day is None else need.first_day.isoformat(),
        "weeks": need.weeks,
        "probability": plan.probability,
        "draws": plan.draws,
        "confidence": 0.95,
        "reached": plan.reached,
        "hiring_cost_yuan": plan.yuan,
        "hiring_cost_bound_yuan": plan.bound_yuan,
        "hires_count": int(plan.hires.sum()),
        "missing_head_weeks": float(plan.missing.sum()),
        "groups": [_group_json(plan, g) for g in range(len(need.groups))],
        "late": [
            {
                "weeks": late.weeks,
                "hiring_cost_yuan": late.yuan,
                "more_yuan": (
                    late.yuan - plan.yuan
                    if late.head_weeks <= plan.late[0].head_weeks + 1e-6
                    else None
                ),
                "hires_count": late.hires,
                "missing_head_weeks": late.head_weeks,
            }
            for late in plan.late
        ],
    }


def _group_json(plan: HiringPlan, g: int) -> dict[str, Any]:
    name = plan.need.groups[g]
    return {
        "name": name,
        "have": plan.hiring.present.have.get(name, 0),
        "needed": plan.need.people[g].tolist(),
        "reserve": plan.reserve[g].tolist(),
        "expected": plan.expected[g].tolist(),
        "payroll": plan.payroll[g].tolist(),
        "missing": plan.missing[g].tolist(),
        "enough": plan.chance[g].tolist(),
        "enough_low": plan.low[g].tolist(),
        "enough_high": plan.high[g].tolist(),
        "hires": [
            {"way": way.name, "per_week": plan.hires[i, g].tolist()}
            for i, way in enumerate(plan.hiring.ways)
            if plan.hires[i, g].any()
        ],
    }


def write_weeks(path: Path, plan: HiringPlan) -> None:
    """A row per group and week; hires stand in the week they are decided."""
    from datetime import timedelta

    need, ways = plan.need, plan.hiring.ways
    rows = []
    for g, group in enumerate(need.groups):
        for t in range(need.weeks):
            day = "" if need.first_day is None else need.first_day + timedelta(weeks=t)
            rows.append(
                [t + 1, str(day), group, int(need.people[g, t]), int(plan.reserve[g, t]),
                 float(plan.expected[g, t]), float(plan.payroll[g, t]),
                 float(plan.missing[g, t]), float(plan.chance[g, t]),
                 *(int(plan.hires[i, g, t]) for i in range(len(ways)))]
            )  # fmt: skip
    titles = [f"hires {way.name} {localized(way.title)}" for way in ways]
    names = ("week", "first_day", "group", "needed", "reserve", "expected", "payroll", "missing",
             "enough_share", *titles)  # fmt: skip
    write_csv(path, names, rows)
