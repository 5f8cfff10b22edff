"""`shapan bots`: the seats a bot needs, and what each point of its rates is worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _, localized
from sops.problem import printable
from tui.command.option import Address, Backend, Jobs, Json, Scenario, Seed, Sets
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Workers
    from simulator.peak.bots.seats import Limit, SeatTrial
    from simulator.peak.bots.study import BotStudy, Study
    from simulator.peak.bots.worth import Figure, Gain, Rates

NAME = "bots"
HELP = N_("机器人：最少几个座席；匹配率、解决率每高一点省多少人和钱，假拦截一并列出")

BotName = Annotated[
    str | None, typer.Option("--bot", metavar="NAME", help=N_("只看这一个机器人；不写就看全部"))
]
Within = Annotated[
    float,
    typer.Option("--within", metavar="SECONDS", min=0.0, help=N_("等座席超过几秒算等久了")),
]
LateShare = Annotated[
    float,
    typer.Option(
        "--share", metavar="PERCENT", min=0.0, max=100.0,
        help=N_("每个时段最多百分之几的人等久了"),
    ),
]  # fmt: skip
Points = Annotated[
    str, typer.Option("--points", metavar="P,P,…", help=N_("各高几个百分点，逗号隔开"))
]
Replications = Annotated[
    int, typer.Option("--replications", metavar="N", min=2, max=1000, help=N_("重复推演的次数"))
]
CsvOut = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help=N_("每个机器人、每一档一行，另存为 CSV")),
]


def command(
    scenario: Scenario,
    bot: BotName = None,
    within: Within = 5.0,
    share: LateShare = 1.0,
    points: Points = "1,5",
    seed: Seed = 1,
    replications: Replications = 10,
    sets: Sets = None,
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
    csv: CsvOut = None,
) -> None:
    """Find the seats and the worth of each bot and show them."""
    import sys

    from scenarios.peak.load import load
    from simulator.peak.bots.seats import Limit
    from tui.command.bots_page import bots_page
    from tui.command.run_options import workers
    from tui.terminal.screen import Screen

    asked = read_points(points)
    loaded = load(scenario, sets or ())
    which = _which(loaded, bot)
    place = workers(jobs, backend, address)
    limit = Limit(within, share / 100.0)
    found = studied(loaded, which, limit, asked, seed, replications, place)
    if csv is not None:
        write_levers(csv, found)
    if json:
        put_json(bots_json(found))
    else:
        put(bots_page(found, Screen.of(sys.stdout)))


def read_points(text: str) -> list[float]:
    """Percentage points above 0; `Refusal` where one is none."""
    try:
        found = sorted({float(part) for part in text.replace("，", ",").split(",")})
    except ValueError:
        found = []
    if not found or len(found) > 20 or not all(0.0 < point <= 100.0 for point in found):
        message = _("--points 应为大于 0、至多 100 的百分点，如 1,5，现在是 {value}")
        raise Refusal(message.format(value=printable(text)))
    return found


def _which(scenario: PeakScenario, name: str | None) -> list[int]:
    names = [bot.name for bot in scenario.bots]
    if not names:
        raise Refusal(_("场景里没有机器人（bots）"))
    if scenario.floor.shift_end == "named":
        raise Refusal(_("按人排班（named）的场景不能这样算：这里要假定人手充足"))
    if name is None:
        return list(range(len(names)))
    if name not in names:
        message = _("没有叫 {name} 的机器人；有的是：{known}")
        raise Refusal(message.format(name=printable(name), known=printable(", ".join(names))))
    return [names.index(name)]


def studied(
    scenario: PeakScenario,
    which: list[int],
    limit: Limit,
    points: list[float],
    seed: int,
    replications: int,
    place: Workers,
) -> Study:
    """Study bots under a progress bar."""
    from simulator.peak.bots.study import study
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    stages = {"price": _("量人手的价钱"), "seats": _("找座席"), "worth": _("量每一点的好处")}
    compile_first("kernel")
    with progress(stages["price"]) as bar:

        def told(stage: str, done: int, total: int) -> None:
            bar.name(stages[stage])
            bar.move(done, total)

        return study(
            scenario, which, limit, points, seed=seed, replications=replications, workers=place,
            told=told,
        )  # fmt: skip


def bots_json(study: Study) -> dict[str, Any]:
    """The study as documented in docs/reference/json.md."""
    from tui.command.run_note import version

    return {
        "scenario": study.scenario.name,
        "version": version(),
        "seed": study.seed,
        "replications": study.replications,
        "confidence": 0.95,
        "within_s": study.limit.within_s,
        "limit_share": study.limit.share,
        "paid_per_work": study.price.paid_per_work,
        "work_hour_yuan": study.price.yuan_per_work_h,
        "people_estimated": study.price.estimated,
        "bots": [_bot_json(study, each) for each in study.bots],
    }


def _bot_json(study: Study, each: BotStudy) -> dict[str, Any]:
    from tui.command.clock_text import interval_start

    clock = study.scenario.clock
    peak = interval_start(clock, each.worth.peak_interval).isoformat(timespec="minutes")
    return {
        "name": study.scenario.bots[each.bot].name,
        "seats": {
            "least": _trial_json(study, each.seats.least),
            "one_less": None if each.seats.below is None else _trial_json(study, each.seats.below),
            "now": _trial_json(study, each.seats.now),
            "most_at_once": each.seats.most_at_once.tolist(),
            "as_if_waiting": each.seats.as_if_waiting,
            "trials": each.seats.trials,
        },
        "rates": _rates_json(each.worth.rates),
        "busiest_start": peak,
        "levers": [
            {
                "lever": worth.lever,
                "raised_points": worth.points,
                "rates": _rates_json(worth.rates),
                **_gain_json(worth.gain),
                "intents": [
                    {
                        "intent": study.scenario.intents[part.intent].name,
                        "rates_now": _rates_json(part.before),
                        **_gain_json(part.gain),
                    }
                    for part in worth.intents
                ],
            }
            for worth in each.worth.levers
        ],
    }


FIGURES = ("reached_people", "work_h", "paid_h", "peak_people", "yuan", "false_24h")
KEYS = ("reached_people_count", "work_h", "paid_h", "busiest_people_count", "cost_yuan",
        "false_containment_count")  # fmt: skip


def _gain_json(gain: Gain) -> dict[str, Any]:
    return {key: _figure_json(getattr(gain, name)) for key, name in zip(KEYS, FIGURES, strict=True)}


def _trial_json(study: Study, trial: SeatTrial) -> dict[str, Any]:
    from tui.command.clock_text import interval_start

    worst = interval_start(study.scenario.clock, trial.worst_interval)
    return {
        "seats": trial.seats,
        "late_share": trial.all_share,
        "worst_late_share": trial.worst_share,
        "worst_start": worst.isoformat(timespec="minutes"),
    }


def _rates_json(rates: Rates) -> dict[str, Any]:
    return {
        "sessions_count": _figure_json(rates.sessions),
        "understood_share": rates.understood,
        "resolved_share": rates.resolved,
        "contained_share": rates.contained,
        "false_containment_share": rates.false_24h,
    }


def _figure_json(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "half_width": figure.half_width}


def write_levers(path: Path, study: Study) -> None:
    """A row per bot, lever, points and intent (the row without one: all together): differences
    from the bot as it is, and the rates of today."""
    rows: list[list[object]] = []
    for each in study.bots:
        bot = study.scenario.bots[each.bot]
        for worth in each.worth.levers:
            head = [bot.name, localized(bot.title), each.seats.least.seats, worth.lever,
                    worth.points]  # fmt: skip
            rows.append([*head, "", "", *_gain_cells(worth.gain), *_rate_cells(each.worth.rates)])
            for part in worth.intents:
                intent = study.scenario.intents[part.intent]
                rows.append(
                    [*head, intent.name, localized(intent.title), *_gain_cells(part.gain),
                     *_rate_cells(part.before)]
                )  # fmt: skip
    columns = [part for name in KEYS for part in (name, f"{name}_half_width")]
    header = ("bot", "title", "least_seats", "lever", "raised_points", "intent", "intent_title",
              *columns, "sessions_count", "understood_share", "resolved_share", "contained_share",
              "false_containment_share")  # fmt: skip
    write_csv(path, header, rows)


def _gain_cells(gain: Gain) -> list[float]:
    figures = [getattr(gain, name) for name in FIGURES]
    return [part for figure in figures for part in (figure.value, figure.half_width)]


def _rate_cells(rates: Rates) -> list[float]:
    return [rates.sessions.value, rates.understood, rates.resolved, rates.contained,
            rates.false_24h]  # fmt: skip
