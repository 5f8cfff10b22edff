"""`shapan sweep`: a KPI over one parameter as a curve, over two as a map."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from sops.problem import printable
from tui.command.option import Address, Backend, Jobs, Json, Scenario, Seed, Sets
from tui.command.output import put, put_json, write_csv
from tui.command.refusal import Refusal
from tui.command.whatif import Runs, Sized, SizingRuns, refuse_unsizable, run_all

if TYPE_CHECKING:
    from simulator.peak.whatif.sweep import Axis, Curve
    from simulator.peak.whatif.variant import Effort, Variant

NAME = "sweep"
HELP = N_("扫参数：一个参数看曲线，两个参数看热力图，每一点都是同一批顾客")
ALWAYS = ("abandonment", "paid", "total_cost", "occupancy")

Over = Annotated[
    list[str],
    typer.Option(
        "--over", metavar="PATH=A,B,C",
        help=N_("扫哪个值、取哪些数；PATH*=0.8,1,1.2 按倍数。写两次是两个参数"),
    ),
]  # fmt: skip
KpiName = Annotated[
    str | None,
    typer.Option("--kpi", metavar="ID", help=N_("看哪个指标；默认是第一个目标的指标")),
]
CsvOut = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help=N_("各点另存为 CSV"))]


@dataclass(frozen=True)
class Sweep:
    """Every point of one or two axes; the last axis runs fastest. The first curve is the one that
    was asked for."""

    axes: tuple[Axis, ...]
    variants: tuple[Variant, ...]
    curves: tuple[Curve, ...]
    sized: bool


def command(
    scenario: Scenario,
    over: Over,
    kpi: KpiName = None,
    size: Sized = False,
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
    """Simulate every point and show."""
    import sys

    from simulator.peak.whatif.variant import Effort
    from tui.command.run_options import workers
    from tui.command.sweep_page import sweep_page
    from tui.terminal.screen import Screen

    axes = tuple(_axis(text) for text in over)
    place = workers(jobs, backend, address)
    effort = Effort(seed, replications, size, sizing_replications, workers=place)
    found = _sweep(scenario, sets or [], axes, kpi, effort)
    if csv is not None:
        _write(csv, found)
    if json:
        put_json(sweep_json(found))
    else:
        put(sweep_page(found, Screen.of(sys.stdout)))


def _axis(text: str) -> Axis:
    from simulator.peak.whatif.sweep import Axis

    path, equals, values = text.partition("=")
    parts = tuple(part.strip() for part in values.split(","))
    if not equals or not path.strip() or not all(parts):
        message = _("--over 应写成 PATH=A,B,C，现在是 {text}")
        raise Refusal(message.format(text=printable(text)))
    if len(set(parts)) < len(parts):
        raise Refusal(_("--over {text}：同一个值写了两次").format(text=printable(text)))
    return Axis(path.strip(), parts)


def _sweep(
    source: str, sets: list[str], axes: tuple[Axis, ...], kpi: str | None, effort: Effort
) -> Sweep:
    from scenarios.peak.load import load
    from simulator.peak.whatif.sweep import MOST_POINTS, curve, grid
    from simulator.peak.whatif.variant import Change

    if not 1 <= len(axes) <= 2 or len({axis.path for axis in axes}) < len(axes):
        raise Refusal(_("--over 写一次或两次，各是不同的参数"))
    points = grid(axes)
    if len(points) > MOST_POINTS:
        raise Refusal(_("一共 {n} 点，最多 {most} 点").format(n=len(points), most=MOST_POINTS))
    named = []
    for point in points:
        changes = [axis.overrides[i] for axis, i in zip(axes, point, strict=True)]
        named.append(Change(" ".join(changes), load(source, [*sets, *changes])))
    refuse_unsizable([change.scenario for change in named], effort.sized)
    variants = run_all(named, effort)
    kpis = asked_kpis(variants[0], kpi)
    curves = tuple(curve(variants, name, where) for name, where in kpis)
    return Sweep(axes, tuple(variants), curves, effort.sized)


def asked_kpis(first: Variant, kpi: str | None) -> list[tuple[str, Any]]:
    """The KPI that was asked for (or the first target's) and a few that always matter; `Refusal`
    where there is none of that name."""
    from simulator.peak.kpi import EVERYWHERE, Where, kpis_of
    from simulator.peak.target import kpi_of

    known = [k.id for k in kpis_of(first.result) if "total" in k.views]
    targets = first.scenario.targets
    if kpi is not None:
        if kpi not in known:
            message = _("没有 {kpi} 这个指标；有的是：{known}")
            raise Refusal(message.format(kpi=printable(kpi), known=", ".join(known)))
        head = (kpi, EVERYWHERE)
    elif targets and kpi_of(targets[0]) in known:
        asked = Where.of(targets[0])
        head = (kpi_of(targets[0]), Where(asked.queues, asked.channels, asked.shops))
    else:
        head = ("abandonment", EVERYWHERE)
    return [head, *((k, EVERYWHERE) for k in ALWAYS if k != head[0])]


def sweep_json(found: Sweep) -> dict[str, Any]:
    """All points as documented in docs/reference/json.md."""
    from simulator.peak.whatif.sweep import grid
    from tui.command.run_note import run_json

    rows = []
    for k, point in enumerate(grid(found.axes)):
        figures = {c.kpi.key: _point_json(c, k) for c in found.curves}
        values = [axis.values[i] for axis, i in zip(found.axes, point, strict=True)]
        rows.append({"values": values, "reached": found.variants[k].reached, "kpis": figures})
    return {
        **run_json(found.variants[0].result),
        "sized": found.sized,
        "axes": [{"path": axis.path, "values": list(axis.values)} for axis in found.axes],
        "points": rows,
    }


def _point_json(curve: Curve, k: int) -> dict[str, float]:
    point = curve.points[k]
    return {
        "value": point.value,
        "half_width": point.half_width,
        "difference": point.difference,
        "difference_half_width": point.difference_half_width,
    }


def _write(path: Path, found: Sweep) -> None:
    from simulator.peak.whatif.sweep import grid

    header = (
        *(axis.path for axis in found.axes), "kpi", "title", "value", "half_width", "difference",
        "difference_half_width",
    )  # fmt: skip
    rows = [
        [*(axis.values[i] for axis, i in zip(found.axes, point, strict=True)), c.kpi.key,
         c.kpi.title, *c.points[k]]
        for k, point in enumerate(grid(found.axes))
        for c in found.curves
    ]  # fmt: skip
    write_csv(path, header, rows)
