"""Rates of first attempts on a one-minute grid (F2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import MINUTE_US
from scenarios.peak.demand import DirectDemand, Pulse
from scenarios.peak.law import TimeLaw
from scenarios.peak.scenario import PeakScenario
from simulator.peak.arrivals import Streams
from simulator.peak.draw import BUSYNESS, child, name_key, named_key, normal_quantile, unit
from simulator.peak.lag import lag_weights

Rates = NDArray[np.float64]
Whole = NDArray[np.int64]

_DAY = 1440


def streams_of(scenario: PeakScenario) -> Streams:
    """Every (shop, intent, channel, tier) with demand, and its expected first attempts per minute
    of the horizon. Streams stand in the scenario's order; their keys depend on names alone (F3)."""
    by_intent = _intent_rates(scenario)  # [minute, shop, intent, channel]
    tiers = _shares([t.share for t in scenario.tiers])
    used = np.argwhere(by_intent.sum(axis=0) > 0.0)
    where = np.array(
        [(s, i, c, t) for s, i, c in used for t in range(len(tiers))], np.int64
    ).reshape(-1, 4)
    rate = np.empty((by_intent.shape[0], len(where)))
    names = np.empty(len(where), np.uint64)
    for k, (s, i, c, t) in enumerate(where):
        rate[:, k] = by_intent[:, s, i, c] * tiers[t]
        names[k] = name_key(
            scenario.shops[s].name, scenario.intents[i].name, CHANNELS[c], scenario.tiers[t].name
        )
    start = scenario.clock.start_us // MINUTE_US
    return Streams(where[:, 0], where[:, 1], where[:, 2], where[:, 3], names, start, rate)


def busyness_of(scenario: PeakScenario, streams: Streams, run: np.uint64) -> Rates:
    """[day, stream]: what the rates of one replication are multiplied by (F2): its Gamma factors,
    mean 1, times those of the outlook that it draws."""
    return _gamma_of(scenario, streams, run) * _outlook_factor(scenario, streams, run)


def outlook_of(scenario: PeakScenario, run: np.uint64) -> int | None:
    """The outlook that a replication draws, by position; None where there are none (F2)."""
    outlooks = scenario.demand.outlooks
    if not outlooks:
        return None
    reach = np.cumsum([outlook.weight for outlook in outlooks])
    at = unit(named_key(run, "outlook")) * reach[-1]
    return int(min(np.searchsorted(reach, at, side="right"), len(outlooks) - 1))


def _outlook_factor(scenario: PeakScenario, streams: Streams, run: np.uint64) -> Rates:
    """[stream]."""
    drawn = outlook_of(scenario, run)
    if drawn is None:
        return np.ones(len(streams.intent))
    outlook = scenario.demand.outlooks[drawn]
    listed: tuple[tuple[Sequence[str] | None, Whole, list[str]], ...] = (
        (outlook.shops, streams.shop, [s.name for s in scenario.shops]),
        (outlook.intents, streams.intent, [i.name for i in scenario.intents]),
        (outlook.channels, streams.channel, [str(c) for c in CHANNELS]),
    )
    mine = np.ones(len(streams.intent), bool)
    for names, where, known in listed:
        if names is not None:
            mine &= np.isin(where, [known.index(name) for name in names])
    return np.where(mine, outlook.factor, 1.0)


def _gamma_of(scenario: PeakScenario, streams: Streams, run: np.uint64) -> Rates:
    """[day, stream]."""
    days = scenario.clock.days
    busyness = scenario.demand.busyness
    if busyness.cv == 0.0 or not len(streams.intent):
        return np.ones((days, len(streams.intent)))
    factor = np.empty((days, len(scenario.intents)))
    together, alone = np.sqrt(busyness.correlation), np.sqrt(1.0 - busyness.correlation)
    for day in range(days):
        common = _normal(run, "busyness", day)
        for i, intent in enumerate(scenario.intents):
            z = together * common
            if alone > 0.0:
                z += alone * _normal(run, "busyness " + intent.name, day)
            factor[day, i] = z
    return _gamma_factor(factor, busyness.cv)[:, streams.intent]


def _normal(run: np.uint64, name: str, day: int) -> float:
    return float(normal_quantile(unit(np.uint64(child(named_key(run, name), day * 64 + BUSYNESS)))))


def _gamma_factor(z: Rates, cv: float) -> Rates:
    from scipy.special import gammaincinv, ndtr

    shape = 1.0 / cv**2
    return np.asarray(gammaincinv(shape, ndtr(z)) / shape)


def _shares(weights: list[float]) -> Rates:
    total = np.asarray(weights, float)
    return total / total.sum()


def _intent_rates(scenario: PeakScenario) -> Rates:
    """[minute, shop, intent, channel] over the horizon, contact pulses applied."""
    clock = scenario.clock
    shops, intents = len(scenario.shops), len(scenario.intents)
    rates = np.zeros((clock.minutes, shops, intents, 3))
    channel = np.array(
        [_shares([getattr(i.channels, c) for c in CHANNELS]) for i in scenario.intents]
    )
    shop = _shares([s.share for s in scenario.shops])
    if scenario.demand.orders is not None:
        for i, rate in _ordered(scenario).items():
            rates[:, :, i, :] += rate[:, :, None] * channel[i]
    for direct in scenario.demand.direct:
        rates += _direct(scenario, direct, shop, channel)
    for pulse in scenario.demand.pulses:
        if pulse.on == "contacts":
            _apply(scenario, pulse, rates)
    return rates * scenario.demand.scale


def _day_weights(scenario: PeakScenario, profile: str) -> Rates:
    """[1440], sum 1."""
    weights = np.asarray(scenario.demand.profiles[profile], float)
    return np.repeat(weights / weights.sum(), _DAY // len(weights)) / (_DAY // len(weights))


def _direct(scenario: PeakScenario, direct: DirectDemand, shop: Rates, channel: Rates) -> Rates:
    clock = scenario.clock
    total = np.zeros((clock.days, _DAY))
    if direct.contacts_per_day is not None and direct.profile is not None:
        total[:] = direct.contacts_per_day * _day_weights(scenario, direct.profile)
    for day in direct.days:
        d = _day_number(scenario, day.date)
        if 0 <= d < clock.days:
            total[d] += day.contacts * _day_weights(scenario, day.profile)
    first = clock.start_us // MINUTE_US
    curve = total.reshape(-1)[first : first + clock.minutes]
    mix = np.array([direct.mix.get(i.name, 0.0) for i in scenario.intents])
    mine = np.array([direct.shops is None or s.name in direct.shops for s in scenario.shops])
    shops = np.where(mine, shop, 0.0)
    channels = channel
    if direct.channels is not None:
        channels = channel * np.array([c in direct.channels for c in CHANNELS])
        channels = channels / np.maximum(channels.sum(axis=1, keepdims=True), 1e-300)
    parts = np.einsum("s,i,ic->sic", shops / shops.sum(), mix / mix.sum(), channels)
    return np.asarray(curve[:, None, None, None] * parts)


def order_curve(scenario: PeakScenario) -> tuple[Rates, int]:
    """Orders per minute and shop over the whole campaign calendar, order pulses applied, and its
    first minute counted from the origin."""
    orders = scenario.demand.orders
    assert orders is not None
    numbers = [_day_number(scenario, d.date) for d in orders.days]
    first = min(numbers)
    curve = np.zeros(((max(numbers) - first + 1), _DAY))
    for day, number in zip(orders.days, numbers, strict=True):
        curve[number - first] += day.orders * _day_weights(scenario, day.profile)
    shop = _shares([s.share for s in scenario.shops])
    by_shop = curve.reshape(-1)[:, None] * shop
    start = first * _DAY
    for pulse in scenario.demand.pulses:
        if pulse.on == "orders":
            mine = [pulse.shops is None or s.name in pulse.shops for s in scenario.shops]
            shape = pulse_factor(scenario, pulse, start, len(by_shop))
            by_shop[:, mine] *= shape[:, None]
    return by_shop, start


def _ordered(scenario: PeakScenario) -> dict[int, Rates]:
    """Intent → [minute, shop] of contacts that follow (or precede) orders."""
    orders = scenario.demand.orders
    assert orders is not None
    curve, start = order_curve(scenario)
    clock = scenario.clock
    first = clock.start_us // MINUTE_US
    rates = {}
    for i, intent in enumerate(scenario.intents):
        rule = orders.intents.get(intent.name)
        if rule is not None and rule.contacts_per_order > 0.0:
            shifted = _shifted(curve, start, rule.lag, rule.before_order, first, clock.minutes)
            rates[i] = rule.contacts_per_order * shifted
    return rates


def _shifted(
    curve: Rates, start: int, lag: TimeLaw, before: bool, first: int, minutes: int
) -> Rates:
    """The order curve convolved with the lag law, cut to the horizon."""
    from scipy.signal import fftconvolve

    reach = (start + len(curve) - first) if before else (first + minutes - start)
    result = np.zeros((minutes, curve.shape[1]))
    if reach <= 0:
        return result
    weights = lag_weights(lag, reach)
    kernel = weights[::-1] if before else weights
    offset = start - (len(weights) - 1) if before else start
    full = np.maximum(fftconvolve(curve, kernel[:, None], axes=0), 0.0)
    low, high = max(first, offset), min(first + minutes, offset + len(full))
    if low < high:
        result[low - first : high - first] = full[low - offset : high - offset]
    # The transform leaves dust where nothing can be; a rate below 1e-12 a minute is none.
    result[result < 1e-12] = 0.0
    return result


def _apply(scenario: PeakScenario, pulse: Pulse, rates: Rates) -> None:
    start = scenario.clock.start_us // MINUTE_US
    factor = pulse_factor(scenario, pulse, start, rates.shape[0])
    shops = [pulse.shops is None or s.name in pulse.shops for s in scenario.shops]
    intents = [pulse.intents is None or i.name in pulse.intents for i in scenario.intents]
    channels = [pulse.channels is None or c in pulse.channels for c in CHANNELS]
    mine = np.einsum("s,i,c->sic", np.array(shops), np.array(intents), np.array(channels))
    rates *= 1.0 + (factor[:, None, None, None] - 1.0) * mine


def pulse_factor(scenario: PeakScenario, pulse: Pulse, start: int, minutes: int) -> Rates:
    """The factor of a pulse at the middle of each minute from ``start`` on."""
    at = start + np.arange(minutes) + 0.5 - scenario.clock.us(pulse.start) / MINUTE_US
    top = pulse.ramp_minutes + pulse.hold_minutes
    shape = np.where(at < 0.0, 0.0, 1.0)
    if pulse.ramp_minutes > 0.0:
        shape = np.where((at >= 0.0) & (at < pulse.ramp_minutes), at / pulse.ramp_minutes, shape)
    after = at - top
    fading = np.exp(-np.maximum(after, 0.0) / pulse.decay_minutes) if pulse.decay_minutes else 0.0
    shape = np.where(after >= 0.0, fading, shape)
    return np.asarray(1.0 + (pulse.size - 1.0) * shape)


def _day_number(scenario: PeakScenario, day: date) -> int:
    return (day - scenario.clock.origin.date()).days
