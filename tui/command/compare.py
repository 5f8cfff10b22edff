"""`shapan compare`: what a change is worth, on the same customers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.option import Address, Backend, Engine, Jobs, Json, Replications, Seed, Sets
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal
from tui.command.simulate import Request, run_request

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result
    from simulator.peak.comparison import Difference
    from simulator.peak.whatif.effect import Effect

NAME = "compare"
HELP = N_("比较：同一批顾客下两个方案差多少，差值带置信区间")

Scenarios = Annotated[
    list[str],
    typer.Argument(metavar="A [B…]", help=N_("第一个是基准，其余各和它比")),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with", metavar="PATH=VALUE", help=N_("再比一个方案：基准加上这些改动。可以写多次")
    ),
]
CsvOut = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help=N_("差值另存为 CSV"))]


@dataclass(frozen=True)
class Variant:
    """One of the scenarios to compare, and what it is called."""

    label: str
    scenario: PeakScenario


@dataclass(frozen=True)
class Comparison:
    """A variant against the first one."""

    before: Variant
    after: Variant
    differences: tuple[Difference, ...]
    effect: Effect


def command(
    scenarios: Scenarios,
    changes: With = None,
    seed: Seed = 1,
    replications: Replications = None,
    sets: Sets = None,
    engine: Engine = "kernel",
    jobs: Jobs = 0,
    backend: Backend = "loky",
    address: Address = None,
    json: Json = False,
    csv: CsvOut = None,
) -> None:
    """Simulate all on the same replications and show paired differences."""
    from tui.command.run_options import workers

    found = variants(scenarios, sets or [], changes or [])
    place = workers(jobs, backend, address)
    results = [
        run_request(Request(v.scenario, seed, replications, None, engine, place))[0] for v in found
    ]
    comparisons = _compared(found, results)
    if csv is not None:
        _write(csv, comparisons)
    _answer(comparisons, results[0], json)


def variants(scenarios: list[str], sets: list[str], changes: list[str]) -> list[Variant]:
    """What to compare, the baseline first; `Refusal` where there is only one."""
    from scenarios.peak.load import load

    if len(scenarios) < 2 and not changes:
        raise Refusal(_("至少要两个方案：再写一个场景，或用 --with PATH=VALUE 改动第一个"))
    found = [load(source, sets) for source in scenarios]
    names = [s.name for s in found]
    labels = [
        source if names.count(name) > 1 else name
        for source, name in zip(scenarios, names, strict=True)
    ]
    listed = [Variant(label, s) for label, s in zip(labels, found, strict=True)]
    if changes:
        changed = load(scenarios[0], [*sets, *changes])
        listed.append(Variant(f"{labels[0]} + {' '.join(changes)}", changed))
    return listed


def _compared(found: list[Variant], results: list[Result]) -> list[Comparison]:
    from simulator.peak.comparison import compare
    from simulator.peak.whatif.effect import effect
    from simulator.peak.whatif.variant import Variant as Run

    runs = [Run(v.label, v.scenario, r) for v, r in zip(found, results, strict=True)]
    return [
        Comparison(found[0], after, compare(results[0], result), effect(runs[0], run))
        for after, result, run in zip(found[1:], results[1:], runs[1:], strict=True)
    ]


def _answer(comparisons: list[Comparison], first: Result, json: bool) -> None:
    import sys

    from tui.command.comparison_page import comparison_page
    from tui.command.run_note import run_json
    from tui.command.whatif import KEYS, delta_json
    from tui.terminal.screen import Screen

    if not json:
        put(comparison_page(comparisons, first, Screen.of(sys.stdout)))
        return
    put_json(
        {
            **run_json(first),
            "comparisons": [
                {
                    "before": c.before.label,
                    "after": c.after.label,
                    "most_people_count": c.effect.most_people,
                    **{KEYS[key]: delta_json(delta) for key, delta in c.effect.deltas.items()},
                    "differences": [difference_json(d) for d in c.differences],
                }
                for c in comparisons
            ],
        }
    )


def difference_json(difference: Difference) -> dict[str, Any]:
    """One difference, in the KPI's own unit."""
    return {
        "view": difference.view,
        "cell": difference.cell,
        "kpi": difference.kpi.key,
        "before": difference.before,
        "after": difference.after,
        "difference": difference.difference,
        "half_width": difference.half_width,
        "clear": difference.clear,
        "better": difference.better,
    }


def _write(path: Path, comparisons: list[Comparison]) -> None:
    keys = ("view", "cell", "kpi", "before", "after", "difference", "half_width", "clear", "better")
    rows = []
    for c in comparisons:
        for d in c.differences:
            row = difference_json(d)
            rows.append([c.before.label, c.after.label, d.kpi.title, *(row[k] for k in keys)])
    names = ("before_scenario", "after_scenario", "title", *keys)
    write_csv(path, names, rows)
