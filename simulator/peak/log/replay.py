"""From a log to arrivals on a scenario (F2, log replay)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.finding import in_words
from scenarios.peak.reach import Kind, queue_for
from scenarios.peak.returns import Returns
from scenarios.peak.scenario import PeakScenario
from simulator.peak.arrivals import ARRIVAL_DTYPE
from simulator.peak.log.log import Log
from simulator.peak.log.moment import local_us
from sops.language import _
from sops.problem import Problem, Problems, printable


def replay(scenario: PeakScenario, log: Log) -> NDArray[np.void]:
    """The logged first attempts that fall into the horizon, as arrivals of this scenario.

    Their keys come from the identity of the log's rows; `simulate` mixes in each replication's.
    Raises `Problems` where the log names what the scenario does not have, or nothing is left.
    """
    rows = in_horizon(scenario, log)
    rows = rows[~rows["repeat"]]
    if not len(rows):
        message = _("日志里没有一个进线落在场景的 {start} 到 {end} 之间")
        text = message.format(start=scenario.clock.start, end=scenario.clock.end)
        raise Problems([Problem(log.file, 0, 0, "", text)])
    problems = [*_strangers(scenario, log, rows)] or [*_homeless(scenario, log, rows)]
    if problems:
        raise Problems(problems)
    arrivals = np.empty(len(rows), ARRIVAL_DTYPE)
    arrivals["time"] = rows["arrived"] - local_us(scenario.clock.origin)
    arrivals["key"], arrivals["channel"] = rows["key"], rows["channel"]
    for field, names, known in _places(scenario, log):
        arrivals[field] = _positions(names, known)[rows[field]]
    return arrivals


def without_returns(scenario: PeakScenario) -> PeakScenario:
    """The scenario in which nobody comes back: a log that does not tell repeats apart already holds
    those who did (F2)."""
    return scenario.model_copy(update={"returns": Returns(max_attempts=1)})


def for_replay(scenario: PeakScenario, log: Log) -> PeakScenario:
    """The scenario for this log's arrivals: returns stay only if the log tells repeats apart."""
    return scenario if log.tells_repeats else without_returns(scenario)


def in_horizon(scenario: PeakScenario, log: Log) -> NDArray[np.void]:
    """The rows of the log that arrive in the scenario's horizon, repeats included."""
    time = log.rows["arrived"] - local_us(scenario.clock.origin)
    return log.rows[(time >= scenario.clock.start_us) & (time < scenario.clock.end_us)]


def _places(
    scenario: PeakScenario, log: Log
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """(field, names in the log, names in the scenario)."""
    return (
        ("shop", log.shops, tuple(shop.name for shop in scenario.shops)),
        ("intent", log.intents, tuple(intent.name for intent in scenario.intents)),
        ("tier", log.tiers, tuple(tier.name for tier in scenario.tiers)),
    )


def _positions(names: Sequence[str], known: Sequence[str]) -> NDArray[np.int16]:
    found = {name: place for place, name in enumerate(known)}
    return np.array([found.get(name, -1) for name in names], np.int16)


def _strangers(scenario: PeakScenario, log: Log, rows: NDArray[np.void]) -> Iterator[Problem]:
    """Names of the log that the scenario lacks, each at the first line where it is needed."""
    for field, names, known in _places(scenario, log):
        for place in np.unique(rows[field]):
            if names[place] not in known:
                first = rows[rows[field] == place][0]
                message = _("映射给出的 {name} 不在场景里；场景里有：{known}")
                text = message.format(name=printable(names[place]), known=in_words(known, 8))
                yield Problem(log.file, int(first["line"]), 1, field, text)


def _homeless(scenario: PeakScenario, log: Log, rows: NDArray[np.void]) -> Iterator[Problem]:
    """Kinds of contact that no queue takes, or that are no work on their channel."""
    work = {intent.name: intent for intent in scenario.intents}
    kinds = rows[["shop", "channel", "intent", "tier"]]
    _unused, first = np.unique(kinds, return_index=True)
    for row in rows[np.sort(first)]:
        kind = Kind(
            log.shops[row["shop"]], CHANNELS[row["channel"]],
            log.intents[row["intent"]], log.tiers[row["tier"]],
        )  # fmt: skip
        words = " / ".join(kind)
        if getattr(work[kind.intent], kind.channel) is None:
            message = _("场景没有写 {kind} 的工作时长")
        elif queue_for(scenario, kind) is None:
            message = _("场景没有队列接 {kind}")
        else:
            continue
        yield Problem(log.file, int(row["line"]), 1, "", message.format(kind=words))
