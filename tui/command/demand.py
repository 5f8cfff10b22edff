"""`shapan demand`: the curve of first attempts, in all and by intent, channel and shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sops.language import N_, _, localized
from tui.command.option import Csv, Json, Scenario, Sets
from tui.command.output import put, put_json, write_csv

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from tui.command.volume import Volume
    from tui.terminal.screen import Screen

NAME = "demand"
HELP = N_("需求：每半小时多少人第一次进线，按业务类型、渠道和店铺（期望值，不含回头客）")

By = Annotated[
    Literal["intent", "channel", "shop"] | None,
    typer.Option("--by", metavar="intent|channel|shop", help=N_("只看这一种分法")),
]


def command(
    scenario: Scenario, by: By = None, sets: Sets = None, json: Json = False, csv: Csv = None
) -> None:
    """Expected first attempts per interval."""
    import sys

    from scenarios.peak.load import load
    from tui.command.volume import DIMENSIONS, volume_of
    from tui.terminal.screen import Screen

    loaded = load(scenario, sets or ())
    volume = volume_of(loaded)
    dimensions = DIMENSIONS if by is None else (by,)
    if csv is not None:
        _write(csv, loaded, volume, dimensions)
    if json:
        put_json(demand_json(loaded, volume, dimensions))
    else:
        put(demand_page(loaded, volume, dimensions, Screen.of(sys.stdout)))


def demand_json(
    scenario: PeakScenario, volume: Volume, dimensions: tuple[str, ...]
) -> dict[str, Any]:
    """Curves as documented in docs/reference/json.md."""
    from tui.command.clock_text import interval_start

    count = scenario.clock.intervals
    return {
        "scenario": scenario.name,
        "interval_minutes": scenario.clock.interval_minutes,
        "intervals": [
            interval_start(scenario.clock, i).isoformat(timespec="minutes") for i in range(count)
        ],
        "first_attempts": volume.total.contacts,
        "first_attempts_total": volume.total.total,
        "by": {d: {p.name: p.contacts for p in volume.parts[d]} for d in dimensions},
    }


def demand_page(
    scenario: PeakScenario, volume: Volume, dimensions: tuple[str, ...], screen: Screen
) -> list[str]:
    """The curve of all, then a strip and the totals of each part."""
    from tui.command.basis_note import basis_line
    from tui.command.clock_text import horizon
    from tui.command.heading import faint_text, title
    from tui.terminal.cell import wrap
    from tui.terminal.chart import Series, chart, chart_width
    from tui.terminal.columns import Columns

    clock = scenario.clock
    lines = title(localized(scenario.title), screen, _("需求（期望首次进线，不含回头客）"))
    lines += [*wrap(horizon(clock), screen.width), ""]
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, chart_width(screen)
    )
    unit = _("每 {n} 分钟首次进线").format(n=clock.interval_minutes)
    lines += chart(Series(unit, volume.total.contacts), columns, screen)
    for dimension in dimensions:
        lines += _parts(scenario, volume, dimension, screen)
    lines += ["", *faint_text(_("走势各按自己的最高点画，彼此不可比高低。"), screen)]
    return [*lines, *faint_text(basis_line(scenario), screen)]


def _parts(scenario: PeakScenario, volume: Volume, dimension: str, screen: Screen) -> list[str]:
    from tui.command.clock_text import short_moment
    from tui.command.volume import DIMENSION_TITLES
    from tui.terminal.cell import cells
    from tui.terminal.chart import strip
    from tui.terminal.columns import Columns
    from tui.terminal.number import share, whole
    from tui.terminal.table import Column, numbers, table, texts

    clock, total = scenario.clock, volume.total.total
    rows = [
        [p.title, whole(p.total), share(p.total / total if total else 0.0),
         whole(p.contacts[p.busiest]), short_moment(clock, p.busiest)]
        for p in volume.parts[dimension]
    ]  # fmt: skip
    headers = (
        *texts(_(DIMENSION_TITLES[dimension])),
        *numbers(_("首次进线"), _("占比"), _("最高一格"), _("在")),
    )
    used = sum(
        2 + max(cells(h.title), *(cells(r[i]) for r in rows), 0) for i, h in enumerate(headers)
    ) if rows else 0  # fmt: skip
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, max(screen.width - used, 12)
    )
    strips = [[*row, strip(p.contacts, columns)]
              for row, p in zip(rows, volume.parts[dimension], strict=True)]  # fmt: skip
    curve = Column(_("走势"), text=True)
    return ["", *table((*headers, curve), strips, screen)]


def _write(path: Any, scenario: PeakScenario, volume: Volume, dimensions: tuple[str, ...]) -> None:
    from tui.command.clock_text import interval_start

    clock = scenario.clock
    starts = [
        interval_start(clock, i).isoformat(timespec="minutes") for i in range(clock.intervals)
    ]
    parts = {"total": (volume.total,), **volume.parts}
    rows = [
        [start, dimension, part.name, part.title, part.contacts[i]]
        for dimension in ("total", *dimensions)
        for part in parts[dimension]
        for i, start in enumerate(starts)
    ]
    write_csv(path, ("interval", "dimension", "name", "title", "first_attempts"), rows)
