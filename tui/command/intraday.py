"""`shapan intraday`: the rest of today, and what to change now."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.calibrate import LogFile, MapFile, read
from tui.command.option import Jobs, Json, Scenario, Seed, Sets
from tui.command.output import put, put_json
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.intraday.advice import Advice, Effect
    from simulator.peak.intraday.outlook import Outlook
    from simulator.peak.log.log import Log

NAME = "intraday"
HELP = N_("当天：按到此刻的日志重估今天余下的时段，说清现在该改什么、改了会怎样")

At = Annotated[
    str,
    typer.Option(
        "--at", metavar="HH:MM", help=N_("此刻：14:00，或 2026-11-11T14:00；之后的日志不看")
    ),
]
Goal = Annotated[
    float | None,
    typer.Option("--goal-left", metavar="SHARE", min=0.0, max=1.0,
                 help=N_("余下时段最多放弃的比例；默认是平常一天照计划会有的比例")),
]  # fmt: skip
Within = Annotated[
    float, typer.Option("--within", metavar="SECONDS", min=0.0, help=N_("算作及时接起的秒数"))
]
CallIn = Annotated[
    int, typer.Option("--call-in", metavar="MINUTES", min=0, max=720, help=N_("叫来的人多久到岗"))
]
Overtime = Annotated[
    int, typer.Option("--overtime", metavar="MINUTES", min=0, max=180, help=N_("最多加班多久"))
]
Message = Annotated[
    float,
    typer.Option("--message", metavar="SHARE", min=0.0, max=1.0,
                 help=N_("机器人或公告能挡下的比例（假设）")),
]  # fmt: skip
Replications = Annotated[
    int, typer.Option("--replications", metavar="N", min=2, max=2000, help=N_("重复推演的次数"))
]


def command(
    scenario: Scenario,
    log: LogFile,
    at: At,
    mapping: MapFile = None,
    goal: Goal = None,
    within: Within = 30.0,
    call_in: CallIn = 60,
    overtime: Overtime = 120,
    message: Message = 0.1,
    replications: Replications = 60,
    seed: Seed = 1,
    sets: Sets = None,
    jobs: Jobs = 0,
    json: Json = False,
) -> None:
    """Re-forecast, try every lever on the same customers, and advise."""
    import sys

    from scenarios.peak.load import load
    from simulator.peak.intraday.advice import Possible, advise
    from simulator.peak.intraday.today import today
    from simulator.peak.parallel import Workers
    from tui.command.intraday_page import intraday_page
    from tui.command.run_options import compile_first
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    found = read(log, mapping)
    here = today(loaded, found, moment(at, loaded, found), seed)
    compile_first("kernel")
    advice = advise(
        here, Possible(call_in, overtime, message), goal=goal, within_s=within, seed=seed,
        replications=replications, workers=Workers(jobs=jobs),
    )  # fmt: skip
    if json:
        put_json(advice_json(advice))
        return
    put(intraday_page(advice, Screen.of(sys.stdout)))


def moment(text: str, scenario: PeakScenario, log: Log) -> datetime:
    """``14:00`` on the last day of the scenario that the log holds, or a moment in full."""
    clock = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text.strip())
    if clock and int(clock[1]) < 24:
        from simulator.peak.calibration.span import day_of
        from simulator.peak.log.replay import in_horizon

        rows = in_horizon(scenario, log)
        day = day_of(int(rows["arrived"][-1])) if len(rows) else scenario.clock.start.date()
        return datetime.combine(day, time(int(clock[1]), int(clock[2])))
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None  # type: ignore[assignment]
    if found is None or found.tzinfo is not None or found.second or found.microsecond:
        raise Refusal(_("--at 应为时刻，如 14:00 或 2026-11-11T14:00"))
    return found


def advice_json(advice: Advice) -> dict[str, Any]:
    """The outlooks, every lever and the choice as data."""
    here = advice.today
    clock = here.scenario.clock
    names = [intent.name for intent in here.scenario.intents]
    return {
        "scenario": here.scenario.name,
        "at": (clock.origin + timedelta(microseconds=here.at_us)).isoformat(),
        "replications": advice.replications,
        "seed": advice.seed,
        "within_s": advice.within_s,
        "goal_left_share": advice.goal,
        "reached": advice.reached,
        "staff_from": "log" if here.staff_from_log else "scenario",
        "busyness": [
            {"intent": name, "came_count": int(here.came[i]),
             "expected_count": float(here.expected[i]), "to_come_count": float(here.to_come[i]),
             "factor": float(here.busy.mean[i]), "low": float(here.busy.low[i]),
             "high": float(here.busy.high[i])}
            for i, name in enumerate(names)
        ],
        "planned": _outlook(advice.planned),
        "now": _outlook(advice.now),
        "levers": [_effect(advice, effect) for effect in advice.effects],
        "chosen": [_effect(advice, effect) for effect in advice.chosen],
    }  # fmt: skip


def _outlook(outlook: Outlook) -> dict[str, Any]:
    keys = (("answered_soon_share", "soon"), ("left_share", "left"), ("mean_wait_s", "wait_s"))
    return {
        "offered_count": float(outlook.sums[:, 0].mean()),
        **{key: outlook.share(figure)[0] for key, figure in keys},
    }


def _effect(advice: Advice, effect: Effect) -> dict[str, Any]:
    lever = effect.lever
    clock = advice.today.scenario.clock
    start = clock.origin + timedelta(
        microseconds=clock.start_us + lever.start * clock.interval_us
    )  # fmt: skip
    return {
        "lever": lever.kind, "target": lever.target, "number": lever.number,
        "from": start.isoformat(), "added_h": lever.hours, "added_yuan": lever.yuan,
        "outlook": _outlook(effect.outlook), "clear": effect.clear,
        "difference": {
            name: {"value": pair[0], "half_width": pair[1]}
            for name, pair in (("answered_soon_share", effect.soon), ("left_share", effect.left),
                               ("mean_wait_s", effect.wait_s))
        },
    }  # fmt: skip
