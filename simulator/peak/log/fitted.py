"""Laws read off a log, simply: enough to replay one; calibration proper is another matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.intent import PhoneWork
from scenarios.peak.law import Empirical, Exponential, Lognormal
from scenarios.peak.scenario import PeakScenario
from simulator.peak.log.log import LEFT, SERVED, Log
from simulator.peak.log.staffing import GAP_MINUTES, served_rows

NEVER_S = 366 * 86_400.0
"""Patience of those who would have outwaited everybody seen."""

MOST_VALUES = 20_000
"""Of an empirical law; more are thinned out evenly."""


def between_days(log: Log, first_us: int, last_us: int) -> NDArray[np.void]:
    """Rows that arrived at or after ``first_us`` and before ``last_us`` (µs from 1970-01-01)."""
    return log.rows[(log.rows["arrived"] >= first_us) & (log.rows["arrived"] < last_us)]


def lognormal_service(rows: NDArray[np.void]) -> Lognormal:
    """The lognormal law with the mean and coefficient of variation of the logged service times."""
    seconds = _service_s(rows)
    return Lognormal(
        law="lognormal",
        mean_seconds=float(seconds.mean()),
        cv=float(seconds.std() / seconds.mean()),
    )


def empirical_service(rows: NDArray[np.void]) -> Empirical:
    """The logged service times themselves, each as likely as any other."""
    seconds = np.sort(_service_s(rows))
    if len(seconds) > MOST_VALUES:
        seconds = seconds[np.linspace(0, len(seconds) - 1, MOST_VALUES).round().astype(int)]
    return Empirical(law="empirical", seconds=tuple(seconds.tolist()))


def exponential_patience(rows: NDArray[np.void]) -> Exponential:
    """Censored estimate of an exponential patience: all waiting over the number who left."""
    waited = rows[rows["wait"] >= 0]
    left = int((waited["outcome"] == LEFT).sum())
    if not left:
        raise ValueError("nobody left: patience cannot be estimated")
    return Exponential(law="exponential", mean_seconds=float(waited["wait"].sum() / 1e6 / left))


def kaplan_meier_patience(rows: NDArray[np.void]) -> Empirical:
    """Censored estimate of patience without a form (Kaplan & Meier 1958); the chance left after the
    longest wait seen stands at `NEVER_S`."""
    waited = np.sort(rows[rows["wait"] >= 0][["wait", "outcome"]], order=["wait", "outcome"])
    times, first = np.unique(waited["wait"], return_index=True)
    at_risk = len(waited) - first
    gone = np.add.reduceat((waited["outcome"] == LEFT).astype(float), first)
    stay = np.cumprod(1.0 - gone / at_risk)
    mass = np.concatenate([[1.0], stay[:-1]]) - stay
    some = mass > 0.0
    seconds = [*(times[some] / 1e6).tolist(), NEVER_S]
    weights = [*mass[some].tolist(), float(stay[-1])]
    return Empirical(law="empirical", seconds=tuple(seconds), weights=tuple(weights))


def after_call_work(log: Log, rows: NDArray[np.void]) -> Empirical:
    """Seconds from the end of a contact to the same agent's next one, when that one was already
    waiting (only then is the gap work and not idleness). Gaps above `GAP_MINUTES` are breaks."""
    served = served_rows(log)
    served = served[np.isin(served["line"], rows["line"])]
    served = served[np.lexsort((served["answered"], served["agent"]))]
    now, following = served[:-1], served[1:]
    ends = now["answered"] + now["service"]
    gap = following["answered"] - ends
    waiting = (following["arrived"] < ends) & (following["agent"] == now["agent"])
    real = waiting & (gap >= 0) & (gap <= GAP_MINUTES * 60e6)
    seconds, counts = np.unique(gap[real] / 1e6, return_counts=True)
    if not len(seconds):
        raise ValueError("no agent ended a contact while the next one waited")
    return Empirical(
        law="empirical", seconds=tuple(seconds.tolist()), weights=tuple(counts.tolist())
    )


def with_logged_services(
    scenario: PeakScenario, log: Log, rows: NDArray[np.void] | None = None
) -> PeakScenario:
    """The scenario whose calls take as long as the logged ones (of ``rows``, default all), intent
    by intent; intents that the log lacks keep their laws, and so do chats and tickets."""
    taken = log.rows if rows is None else rows
    return with_talk(scenario, log, taken, empirical=True)


def with_talk(
    scenario: PeakScenario, log: Log, rows: NDArray[np.void], empirical: bool
) -> PeakScenario:
    """The scenario with the talk law of every phone intent read off ``rows``; hold is dropped then,
    for logs do not tell it from talk."""
    intents = []
    for intent in scenario.intents:
        own = _of_intents(log, rows, (intent.name,))
        if intent.phone is not None and len(_service_s(own)) > 1:
            law = empirical_service(own) if empirical else lognormal_service(own)
            phone = PhoneWork(talk=law, wrap_up=intent.phone.wrap_up)
            intents.append(intent.model_copy(update={"phone": phone}))
        else:
            intents.append(intent)
    return scenario.model_copy(update={"intents": tuple(intents)})


def _of_intents(log: Log, rows: NDArray[np.void], names: Sequence[str]) -> NDArray[np.void]:
    places = [place for place, name in enumerate(log.intents) if name in names]
    phone = rows["channel"] == 0
    return rows[phone & np.isin(rows["intent"], places)]


def _service_s(rows: NDArray[np.void]) -> NDArray[np.float64]:
    known = (rows["outcome"] == SERVED) & (rows["service"] > 0)
    return np.asarray(rows["service"][known] / 1e6)
