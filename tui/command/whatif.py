"""`shapan whatif`: levers ranked by people, cost and customers lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sops.language import N_, _, localized
from sops.problem import Problems, printable
from tui.command.option import Address, Backend, Jobs, Json, Scenario, Seed, Sets
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.lever.load import LeverFile
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result
    from simulator.peak.whatif.effect import Delta, Effect, Figure
    from simulator.peak.whatif.variant import Change, Effort, Variant

NAME = "whatif"
HELP = N_("如果……会怎样：逐个试杠杆，同一批顾客下按人力、费用、流失的顾客排名")

Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--lever", metavar="NAME|FILE", help=N_("只试这些杠杆；可以写多次。默认试库里用得上的")
    ),
]
Sized = Annotated[
    bool,
    typer.Option("--size", help=N_("每个方案都另算人数，比达到目标要的人；大场景要很多分钟")),
]
By = Annotated[
    Literal["net", "hours", "cost", "lost"],
    typer.Option(
        "--by", metavar="net|hours|cost|lost",
        help=N_("按什么排：净值（费用加流失订单金额）、人时、费用、流失的顾客"),
    ),
]  # fmt: skip
Runs = Annotated[
    int, typer.Option("--replications", metavar="N", min=2, max=10_000, help=N_("重复推演的次数"))
]
SizingRuns = Annotated[
    int,
    typer.Option(
        "--sizing-replications", metavar="N", min=1, max=1000, help=N_("--size 算人数用的推演次数")
    ),
]
CsvOut = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help=N_("差值另存为 CSV"))]


@dataclass(frozen=True)
class Answer:
    """The baseline, the levers' effects from best to worst, and which did not fit and why."""

    base: Variant
    effects: tuple[Effect, ...]
    titles: dict[str, str]
    notes: dict[str, str]
    unfit: dict[str, str]
    by: Figure
    sized: bool


def command(
    scenario: Scenario,
    lever: Levers = None,
    size: Sized = False,
    by: By = "net",
    seed: Seed = 1,
    replications: Runs = 20,
    sizing_replications: SizingRuns = 10,
    sets: Sets = None,
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
    csv: CsvOut = None,
) -> None:
    """Pull one lever at a time and show what it does."""
    import sys

    from scenarios.peak.load import load
    from simulator.peak.whatif.variant import Effort
    from tui.command.run_options import workers
    from tui.command.whatif_page import whatif_page
    from tui.terminal.screen import Screen

    base = load(scenario, sets or ())
    fitting, unfit = _levers(scenario, sets or [], lever)
    place = workers(jobs, backend, address)
    effort = Effort(seed, replications, size, sizing_replications, workers=place)
    answer = _answer(base, fitting, unfit, effort, by)
    if csv is not None:
        _write(csv, answer)
    if json:
        put_json(whatif_json(answer))
    else:
        put(whatif_page(answer, Screen.of(sys.stdout)))


def _levers(
    scenario: str, sets: list[str], asked: list[str] | None
) -> tuple[list[tuple[LeverFile, PeakScenario]], dict[str, str]]:
    """Levers with their scenarios. A lever that was asked for by name must fit."""
    from scenarios.lever.load import lever_names, load_lever, load_with

    fitting, unfit = [], {}
    for name in dict.fromkeys(asked or lever_names()):
        file = load_lever(name)
        try:
            fitting.append((file, load_with(scenario, sets, [file])))
        except Problems as found:
            if asked:
                raise
            unfit[file.lever.name] = found.problems[0].message
    if not fitting:
        raise Refusal(_("库里没有用得上的杠杆；用 --lever FILE 写自己的"))
    return fitting, unfit


def _answer(
    base: PeakScenario,
    levers: list[tuple[LeverFile, PeakScenario]],
    unfit: dict[str, str],
    effort: Effort,
    by: Figure,
) -> Answer:
    from simulator.peak.whatif.effect import effect, ranked
    from simulator.peak.whatif.variant import Change

    changes = [Change(base.name, base)]
    changes += [Change(f.lever.name, s, f.lever.yuan) for f, s in levers]
    refuse_unsizable([change.scenario for change in changes], effort.sized)
    found = run_all(changes, effort)
    effects = ranked([effect(found[0], v) for v in found[1:]], by)
    titles = {f.lever.name: printable(localized(f.lever.title)) for f, _s in levers}
    notes = {f.lever.name: printable(localized(f.lever.note), None) for f, _s in levers}
    return Answer(found[0], effects, titles, notes, unfit, by, effort.sized)


def run_all(changes: list[Change], effort: Effort) -> list[Variant]:
    """Run variants under a progress bar."""
    from simulator.peak.whatif.variant import run_variants
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    compile_first("kernel")
    with progress(_("算人数、推演") if effort.sized else _("推演")) as bar:
        return run_variants(changes, effort, bar.move)


def refuse_unsizable(scenarios: list[PeakScenario], sized: bool) -> None:
    """`Refusal` where people are to be sized for a scenario that cannot be."""
    for each in scenarios if sized else []:
        if not each.targets:
            raise Refusal(_("场景没有写目标（targets），不能用 --size"))
        if each.floor.shift_end == "named":
            raise Refusal(_("按人排班（named）的场景不能用 --size"))


def whatif_json(answer: Answer) -> dict[str, Any]:
    """The effects as documented in docs/reference/json.md."""
    from simulator.peak.whatif.effect import most_people
    from tui.command.run_note import run_json

    first: Result = answer.base.result
    return {
        **run_json(first),
        "sized": answer.sized,
        "ranked_by": answer.by,
        "base_most_people_count": most_people(first),
        "base_reached": answer.base.reached,
        "levers": [effect_json(e, answer.titles[e.variant.name]) for e in answer.effects],
        "unfit": [{"lever": name, "message": why} for name, why in answer.unfit.items()],
    }


KEYS = {
    "hours": "paid_h", "busy_hours": "busy_h", "cost": "cost_yuan", "lost": "lost_cases_count",
    "lost_yuan": "lost_orders_yuan", "net": "net_yuan",
}  # fmt: skip


def effect_json(effect: Effect, title: str) -> dict[str, Any]:
    """One lever."""
    return {
        "lever": effect.variant.name,
        "title": title,
        "once_yuan": effect.variant.yuan,
        "most_people_count": effect.most_people,
        "reached": effect.variant.reached,
        **{KEYS[key]: delta_json(delta) for key, delta in effect.deltas.items()},
    }


def delta_json(delta: Delta) -> dict[str, Any]:
    """Before, after and the paired difference."""
    return {
        "before": delta.before,
        "after": delta.after,
        "difference": delta.difference,
        "half_width": delta.half_width,
        "clear": delta.clear,
    }


def _write(path: Path, answer: Answer) -> None:
    header = ("lever", "title", "figure", "before", "after", "difference", "half_width", "clear")
    rows = [
        [e.variant.name, answer.titles[e.variant.name], KEYS[key], *delta_json(delta).values()]
        for e in answer.effects
        for key, delta in e.deltas.items()
    ]
    write_csv(path, header, rows)
