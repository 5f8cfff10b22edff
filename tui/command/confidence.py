"""`shapan confidence`: what each further point of confidence costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.option import Address, Backend, Jobs, Json, Scenario, Seed, Sets, Verify
from tui.command.output import put, put_json
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Workers
    from simulator.peak.schedule.confidence import Curve
    from tui.terminal.screen import Screen

NAME = "confidence"
HELP = N_("把握的价钱：把握从五成到九成五，各要多少人时和费用，多一个百分点多花多少")

Levels = Annotated[
    str,
    typer.Option("--levels", metavar="P,P,…", help=N_("要算的把握，百分数，逗号隔开")),
]
Replications = Annotated[
    int,
    typer.Option("--replications", metavar="N", min=2, max=1000, help=N_("算人数用的推演次数")),
]
_BAR = 30


def command(
    scenario: Scenario,
    levels: Levels = "50,60,70,80,90,95",
    seed: Seed = 1,
    replications: Replications = 40,
    verify: Verify = 200,
    sets: Sets = None,
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
) -> None:
    """Size for every level and show the curve."""
    import sys

    from scenarios.peak.load import load
    from tui.command.run_options import workers
    from tui.terminal.screen import Screen

    asked = read_levels(levels, replications)
    loaded = load(scenario, sets or ())
    if not loaded.targets:
        raise Refusal(_("场景没有写目标（targets），无从算人数"))
    if loaded.floor.shift_end == "named":
        raise Refusal(_("算人数只定每个时段要多少人；按人排班（named）的场景不能用"))
    place = workers(jobs, backend, address)
    curve = _curve(loaded, asked, seed, replications, verify, place)
    if json:
        put_json(curve_json(curve))
    else:
        put(curve_page(curve, Screen.of(sys.stdout)))


def read_levels(text: str, replications: int) -> list[float]:
    """Percentages as probabilities; `Refusal` where one is none, or cannot be told from 100 %."""
    from sops.problem import printable

    try:
        found = sorted({float(part) / 100.0 for part in text.replace("，", ",").split(",")})
    except ValueError:
        found = []
    if not found or not all(0.0 < p < 1.0 for p in found):
        message = _("--levels 应为 0 到 100 之间的百分数，如 50,80,90，现在是 {value}")
        raise Refusal(message.format(value=printable(text)))
    needed = math.ceil(1.0 / (1.0 - found[-1]) - 1e-9)
    if replications < needed:
        message = _("{p}% 的把握至少要 {n} 次推演才看得出：--replications {n}")
        raise Refusal(message.format(p=f"{100 * found[-1]:g}", n=needed))
    return found


def _curve(
    scenario: PeakScenario,
    levels: list[float],
    seed: int,
    replications: int,
    verify: int,
    place: Workers,
) -> Curve:
    from simulator.peak.schedule.confidence import confidence_curve
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    compile_first("kernel")
    with progress(_("把握的价钱")) as bar:
        return confidence_curve(
            scenario, levels, seed=seed, replications=replications, verify=verify,
            workers=place, told=bar.move,
        )  # fmt: skip


def curve_json(curve: Curve) -> dict[str, Any]:
    """The curve as documented in docs/reference/json.md."""
    from tui.command.run_note import version

    first = curve.levels[0].plan
    return {
        "scenario": curve.scenario.name,
        "version": version(),
        "seed": first.seed,
        "replications": first.replications,
        "verified_on_replications": first.verified_on,
        "varied_targets": list(curve.targets),
        "levels": [
            {
                "probability": level.probability,
                "paid_h": level.hours,
                "people_cost_yuan": level.plan.yuan,
                "per_point_yuan": curve.yuan_per_point(k),
                "share_held_share": level.held[0],
                "share_held_low_share": level.held[1],
                "share_held_high_share": level.held[2],
                "reached": level.plan.reached,
            }
            for k, level in enumerate(curve.levels)
        ],
    }


def curve_page(curve: Curve, screen: Screen) -> list[str]:
    """The table with a bar for what each level costs beyond the cheapest, and how it was found."""
    from sops.language import localized
    from tui.command.heading import faint_text, title
    from tui.command.run_note import version
    from tui.terminal.number import fixed, share, whole, yuan
    from tui.terminal.table import Column, numbers, table

    cheapest = min(level.plan.yuan for level in curve.levels)
    most = max(level.plan.yuan for level in curve.levels) - cheapest
    columns = (
        *numbers(_("把握"), _("人时"), _("费用"), _("每多一点"), _("验证时")),
        Column(_("比最省的多花"), text=True),
    )
    rows = []
    for k, level in enumerate(curve.levels):
        more = level.plan.yuan - cheapest
        bar = "█" * round(_BAR * more / most) if most > 0 else ""
        price = curve.yuan_per_point(k)
        rows.append(
            [share(level.probability, 0), whole(level.hours), yuan(level.plan.yuan),
             "" if math.isnan(price) else yuan(price),
             share(level.held[0]) if level.plan.reached else _("{p} 未达到").format(
                 p=share(level.held[0])),
             f"{bar} {yuan(more)}".strip()]
        )  # fmt: skip
    lines = title(localized(curve.scenario.title), screen, _("把握的价钱"))
    titles = [localized(t.title) for t in curve.scenario.targets if t.name in curve.targets]
    lines += faint_text(_("改的是这些目标的把握：{targets}").format(
        targets=_("、").join(titles)), screen)  # fmt: skip
    lines += ["", *table(columns, rows, screen), ""]
    first = curve.levels[0].plan
    text = _(
        "每档用同样的顾客算，另用 {n} 次验证；“每多一点”是多一个百分点的费用，可能夹着算法的误差。"
    )
    lines += faint_text(text.format(n=first.verified_on), screen)
    text = _("种子 {seed}，算人数用 {n} 次推演，版本 {version}")
    told = text.format(seed=first.seed, n=fixed(first.replications, 0), version=version())
    return [*lines, *faint_text(told, screen)]
