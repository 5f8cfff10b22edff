"""Demand that can be simulated: dates near the horizon, mixes that arrive, a sane total (F2)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from scenarios.peak.demand import DirectDemand, Pulse
from scenarios.peak.finding import Finding, in_words, repeated
from scenarios.peak.reach import channels_of
from scenarios.peak.scenario import PeakScenario
from sops.document import Path
from sops.language import _

MAX_CONTACTS = 50_000_000
MAX_LAG_DAYS = 92
"""Orders further than this from the horizon are taken for a slip of the pen."""


def check_demand(scenario: PeakScenario) -> Iterator[Finding]:
    """Days and pulses out of reach, mixes that arrive nowhere, and absurd totals."""
    yield from _order_days(scenario)
    for index, direct in enumerate(scenario.demand.direct):
        yield from _direct_days(scenario, index, direct)
        yield from _mix(scenario, index, direct)
    for index, pulse in enumerate(scenario.demand.pulses):
        if pulse.on == "contacts" and pulse.start >= scenario.clock.end:
            path = ("demand", "pulses", index, "start")
            yield Finding(path, _("脉冲在场景结束之后才开始"))
    yield from _total(scenario)


def _total(scenario: PeakScenario) -> Iterator[Finding]:
    sources = expected_contacts(scenario)
    total = sum(sources.values())
    total *= max((outlook.factor for outlook in scenario.demand.outlooks), default=1.0)
    if total <= MAX_CONTACTS:
        return
    message = _("首次进线约 {n} 个，最多 {limit} 个：一次推演装不下，请核对单位和 scale")
    shown = f"{total:.3g}" if math.isfinite(total) else "∞"
    within = total / scenario.demand.scale <= MAX_CONTACTS
    place = ("demand", "scale") if within else max(sources, key=lambda path: sources[path])
    yield Finding(place, message.format(n=shown, limit=f"{MAX_CONTACTS:,}"))


def expected_contacts(scenario: PeakScenario) -> dict[Path, float]:
    """First attempts to expect at most from each source, roughly: pulses as if they met the day's
    mean rate, and every order counted, whether or not its contacts fall into the horizon."""
    demand = scenario.demand
    found: dict[Path, float] = {}
    for index, direct in enumerate(demand.direct):
        place: Path = ("demand", "direct", index)
        if direct.contacts_per_day is not None:
            found[(*place, "contacts_per_day")] = direct.contacts_per_day * scenario.clock.days
        else:
            found[(*place, "days")] = sum(day.contacts for day in direct.days)
    if demand.orders is not None:
        per_order = sum(c.contacts_per_order for c in demand.orders.intents.values())
        found["demand", "orders"] = sum(day.orders for day in demand.orders.days) * per_order
    factor = demand.scale * math.prod(_growth(pulse) for pulse in demand.pulses)
    return {place: contacts * factor for place, contacts in found.items()}


def _growth(pulse: Pulse) -> float:
    minutes = pulse.ramp_minutes / 2.0 + pulse.hold_minutes + pulse.decay_minutes
    return 1.0 + max(0.0, pulse.size - 1.0) * min(1.0, minutes / 1440.0)


def _order_days(scenario: PeakScenario) -> Iterator[Finding]:
    orders = scenario.demand.orders
    if orders is None:
        return
    path = ("demand", "orders", "days")
    yield from repeated(path, [day.date for day in orders.days], "date")
    reach = timedelta(days=MAX_LAG_DAYS)
    first, last = scenario.clock.start.date() - reach, scenario.clock.end.date() + reach
    for index, day in enumerate(orders.days):
        if not first <= day.date <= last:
            message = _("{date} 离场景的起止时间超过 {n} 天")
            text = message.format(date=day.date, n=MAX_LAG_DAYS)
            yield Finding((*path, index, "date"), text)


def _direct_days(scenario: PeakScenario, index: int, direct: DirectDemand) -> Iterator[Finding]:
    path = ("demand", "direct", index, "days")
    yield from repeated(path, [day.date for day in direct.days], "date")
    for number, day in enumerate(direct.days):
        yield from outside(scenario, (*path, number, "date"), day.date)


def outside(scenario: PeakScenario, path: tuple[str | int, ...], date: Any) -> Iterator[Finding]:
    """A finding at `path` when no minute of `date` lies in the horizon."""
    clock = scenario.clock
    first, last = clock.start.date(), (clock.end - timedelta(minutes=1)).date()
    if not first <= date <= last:
        message = _("{date} 不在场景的起止时间之内（{first} 到 {last}）")
        yield Finding(path, message.format(date=date, first=first, last=last))


def _mix(scenario: PeakScenario, index: int, direct: DirectDemand) -> Iterator[Finding]:
    if direct.channels is None:
        return
    intents = {intent.name: intent for intent in scenario.intents}
    for name, weight in direct.mix.items():
        if weight <= 0.0 or name not in intents:
            continue
        arriving = channels_of(intents[name])
        if arriving and not set(arriving) & set(direct.channels):
            message = _("{name} 在这些渠道上都没有权重：{channels}")
            text = message.format(name=name, channels=in_words(direct.channels))
            yield Finding(("demand", "direct", index, "mix", name), text)
