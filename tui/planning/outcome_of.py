"""From a simulation's result to an outcome."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from scenarios.peak.written import fingerprint
from simulator.peak.comparison import pull
from simulator.peak.kpi import Where, measure, measure_all
from simulator.peak.kpi.channel_level import level_kpi
from simulator.peak.kpi.funnel import funnel_counts
from simulator.peak.result import Result
from simulator.peak.target import verdicts
from simulator.records.version import app_version
from tui.command.target_result import worst_value
from tui.planning.job import Job
from tui.planning.outcome import Figure, Judged, Number, Outcome, Row

ROW_KPIS = ("abandonment", "mean_wait", "occupancy", "open_sessions", "bot_containment")
"""By half hour, over all channels; service levels are told apart by channel and queue."""
_DIGITS = 7


def number(value: float) -> Number:
    """A number that JSON can hold, to seven places that count."""
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None


def numbers(values: Iterable[float]) -> tuple[Number, ...]:
    """The same of many."""
    return tuple(map(number, values))


def outcome_of(job: Job, result: Result, **more: Any) -> Outcome:
    """Everything kept of a result; `more` are the parts of a sized plan or of tried levers."""
    clock = result.scenario.clock
    on_duty = measure(result, "on_duty", by="interval").estimate * 60 / clock.interval_minutes
    return Outcome(
        job=job,
        # Without defaults nobody wrote: what is an assumption is counted over what was written.
        scenario=result.scenario.model_dump(mode="json", exclude_unset=True),
        fingerprint=fingerprint(result.scenario),
        version=app_version(),
        first_replication=result.first_replication,
        replications=result.replications,
        thresholds_s=tuple(map(float, result.lanes.thresholds_s)),
        plan=tuple(tuple(map(int, row)) for row in result.plan),
        offered=numbers(measure(result, "offered", by="interval").estimate),
        on_duty=numbers(on_duty),
        rows=tuple(_rows(result)),
        funnel={key: float(count) for key, count in funnel_counts(result).items()},
        figures=tuple(_figures(result)),
        judged=tuple(_judged(result)),
        **more,
    )


def _figures(result: Result) -> Iterator[Figure]:
    for view in ("total", "channel"):
        for kpi, found in measure_all(result, None if view == "total" else "channel").items():
            pulls = pull(found)
            for i, name in enumerate(found.cells):
                value = number(float(found.estimate[i]))
                if value is None or view in found.kpi.hidden_in:
                    continue
                yield Figure(
                    kpi=kpi, channel=None if view == "total" else name, value=value,
                    half_width=number(float(found.half_width[i])),
                    pulls=tuple(p or 0.0 for p in numbers(pulls[:, i])),
                )  # fmt: skip


def _rows(result: Result) -> Iterator[Row]:
    for channel in ("chat", "phone"):
        if any(queue.channel == channel for queue in result.scenario.queues):
            kpi = level_kpi(result, channel)
            found = measure(result, kpi, by="interval", where=Where(channels=(channel,)))
            yield Row(kpi=kpi, channel=channel, values=numbers(found.estimate))
    for kpi in ROW_KPIS:
        found = measure(result, kpi, by="interval")
        values = numbers(found.estimate)
        if any(value is not None for value in values):
            yield Row(kpi=kpi, values=values)
    for queue in result.scenario.queues:
        ticket = queue.channel == "ticket"
        kpi = "ticket_on_time" if ticket else level_kpi(result, queue.channel)
        found = measure(result, kpi, by="interval", where=Where(queues=(queue.name,)))
        yield Row(kpi=kpi, queue=queue.name, values=numbers(found.estimate))


def _judged(result: Result) -> Iterator[Judged]:
    for each in verdicts(result):
        low, high = each.share_interval or (math.nan, math.nan)
        share = math.nan if each.share_held is None else each.share_held
        yield Judged(
            target=each.target.name, holds=each.holds, missed=len(each.missed),
            value=number(worst_value(each)), cell=each.binding_cell, share_held=number(share),
            low=number(low), high=number(high),
        )  # fmt: skip
